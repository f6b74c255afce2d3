//! A small WebDriver client for headless Chromium, over chromedriver.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::Folder;

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long something that is about to happen may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where a program of that name is.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|p| p.is_file());
    found.unwrap_or_else(|| {
        panic!(
            "`{name}` is not in PATH. These tests need Chromium and its driver; on Debian: \
             apt-get install chromium chromium-driver (or run tools/test)"
        )
    })
}

/// A running chromedriver, ended with its last browser.
struct Driver {
    child: Child,
    address: String,
    /// Kept open: a driver that cannot write its log ends itself.
    _said: BufReader<ChildStdout>,
}

static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The one that is running, or a new one.
    fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let mut child = Command::new(program("chromedriver"))
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(said.read_line(&mut line).is_ok_and(|n| n > 0), "chromedriver ended at once");
            let word = line.trim().trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
            if let (true, Ok(port)) = (line.contains("successfully"), word.parse::<u16>()) {
                break port;
            }
        };
        Self { child, address: format!("http://127.0.0.1:{port}"), _said: said }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// How a browser is opened.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Width of the page in pixels.
    pub(crate) width: u32,
    /// Whether the device asks for dark pages.
    pub(crate) dark: bool,
    /// Whether pages may run script.
    pub(crate) script: bool,
}

/// A phone in daylight.
pub(crate) const PHONE: Look = Look { width: 360, dark: false, script: true };

/// One browser with a profile of its own.
pub(crate) struct Browser {
    driver: Arc<Driver>,
    agent: ureq::Agent,
    session: String,
    _profile: Folder,
}

impl Browser {
    /// Opens one.
    pub(crate) fn open(look: Look) -> Self {
        let driver = Driver::shared();
        let profile = Folder::new();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(300)))
            .build()
            .new_agent();
        let mut browser = Self { driver, agent, session: String::new(), _profile: profile };
        let wanted = capabilities(&browser._profile, look);
        let made = browser.send("POST", "", &wanted).unwrap_or_else(|fault| {
            panic!("Chromium did not start: {fault}");
        });
        browser.session = made["sessionId"].as_str().expect("a session").to_owned();
        browser.call("/timeouts", &json!({ "script": 240_000 }));
        browser.look(look);
        browser
    }

    /// Takes another width and scheme, for the page at hand and those to come.
    pub(crate) fn look(&self, look: Look) {
        self.size(look.width, if look.width < 700 { 760 } else { 900 });
        let scheme = if look.dark { "dark" } else { "light" };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.cdp("Emulation.setEmulatedMedia", &media);
    }

    /// Makes the screen as high as the page, so that nothing stuck to an edge covers anything.
    pub(crate) fn unroll(&self, look: Look) {
        let high = self.run("return document.documentElement.scrollHeight", &[]);
        let high = high.as_u64().and_then(|h| u32::try_from(h).ok()).unwrap_or_default();
        self.size(look.width, high.clamp(760, 16_000));
    }

    fn size(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", &size);
    }

    /// One request to the driver.
    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let address = format!("{}/session{}{path}", self.driver.address, self.prefix());
        let sent = match method {
            "POST" => self.agent.post(&address).send(body.to_string()),
            "DELETE" => self.agent.delete(&address).call(),
            _ => self.agent.get(&address).call(),
        };
        let mut answer = sent.map_err(|e| e.to_string())?;
        let text = answer.body_mut().with_config().limit(256 << 20).read_to_string();
        let text = text.map_err(|e| e.to_string())?;
        let mut said: Value = serde_json::from_str(&text).map_err(|e| format!("{e}: {text}"))?;
        let value = said["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or(""))),
            None => Ok(value),
        }
    }

    fn prefix(&self) -> String {
        if self.session.is_empty() { String::new() } else { format!("/{}", self.session) }
    }

    /// A command that has to go well.
    fn call(&self, path: &str, body: &Value) -> Value {
        self.send("POST", path, body).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn cdp(&self, command: &str, params: &Value) -> Value {
        self.call("/goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// Runs the body of a function in the page, beside its policy.
    pub(crate) fn run(&self, script: &str, args: &[Value]) -> Value {
        self.call("/execute/sync", &json!({ "script": script, "args": args }))
    }

    /// Runs the body of an async function in the page and waits for what it gives.
    pub(crate) fn run_long(&self, script: &str, args: &[Value]) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; const given = [...arguments];\
             (async () => {{ {script} }})().then((v) => done({{ ok: v ?? null }}), (e) => done({{ error: String(e?.stack ?? e) }}));"
        );
        let mut answer = self.call("/execute/async", &json!({ "script": script, "args": args }));
        assert!(answer.get("error").is_none(), "in the page: {}", answer["error"]);
        answer["ok"].take()
    }

    /// Goes to an address.
    pub(crate) fn go(&self, address: &str) {
        self.call("/url", &json!({ "url": address }));
    }

    /// Goes back one page.
    pub(crate) fn back(&self) {
        self.call("/back", &json!({}));
    }

    /// Loads the page again.
    pub(crate) fn reload(&self) {
        self.call("/refresh", &json!({}));
    }

    /// The path of the page at hand.
    pub(crate) fn path(&self) -> String {
        self.run("return location.pathname", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// What a person can read in the page's own part, in one line.
    pub(crate) fn text(&self) -> String {
        self.text_of("main")
    }

    /// What a person can read in an element, in one line; empty where there is none.
    pub(crate) fn text_of(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let text = self.run(script, &[json!(css)]);
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether there is such an element.
    pub(crate) fn has(&self, css: &str) -> bool {
        self.run("return !!document.querySelector(arguments[0])", &[json!(css)]) == json!(true)
    }

    /// Asserts that the page shows these words; letter case does not count.
    #[track_caller]
    pub(crate) fn shows(&self, words: &str) {
        let text = self.text();
        let shown = text.to_lowercase().contains(&words.to_lowercase());
        assert!(shown, "{} does not show “{words}”:\n{text}", self.path());
    }

    /// Asserts that the page does not show these words.
    #[track_caller]
    pub(crate) fn lacks(&self, words: &str) {
        let text = self.text();
        let shown = text.to_lowercase().contains(&words.to_lowercase());
        assert!(!shown, "{} shows “{words}”:\n{text}", self.path());
    }

    /// Presses the visible button, link or heading of a disclosure with just these words.
    #[track_caller]
    pub(crate) fn press(&self, words: &str) {
        let script = "const plain = (e) => e.innerText.replace(/\\s+/g, ' ').trim();\
            return [...document.querySelectorAll('main button, main a, main summary')]\
            .find((e) => e.checkVisibility() && plain(e) === arguments[0]) ?? null";
        let found = self.run(script, &[json!(words)]);
        let Some(element) = found[ELEMENT].as_str() else {
            panic!("{} has no “{words}” to press:\n{}", self.path(), self.text());
        };
        self.press_element(element);
    }

    /// Clicks the first element that fits, as a pointer would.
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        let element = self.find(css);
        self.press_element(&element);
    }

    /// Clicks what leads to another page, and waits for that page.
    #[track_caller]
    pub(crate) fn follow(&self, css: &str) {
        self.turn(|| self.click(css));
    }

    /// Does what leads to another page, and waits for that page.
    #[track_caller]
    pub(crate) fn turn(&self, act: impl FnOnce()) {
        // A number of its own each time, since going back may bring a page back as it was left.
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let mark = NEXT.fetch_add(1, Ordering::Relaxed);
        self.run("window.left = arguments[0]", &[json!(mark)]);
        act();
        self.wait(&format!("window.left !== {mark} && document.readyState === 'complete'"));
    }

    #[track_caller]
    fn press_element(&self, element: &str) {
        let centre = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.run(centre, &[json!({ ELEMENT: element })]);
        if let Err(fault) = self.send("POST", &format!("/element/{element}/click"), &json!({})) {
            panic!("{}: {fault}", self.path());
        }
    }

    #[track_caller]
    fn find(&self, css: &str) -> String {
        let found =
            self.send("POST", "/element", &json!({ "using": "css selector", "value": css }));
        let element = found.ok().and_then(|v| v[ELEMENT].as_str().map(str::to_owned));
        element.unwrap_or_else(|| panic!("{} has no `{css}`:\n{}", self.path(), self.text()))
    }

    /// Writes into a field, in place of what is there.
    #[track_caller]
    pub(crate) fn write(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.call(&format!("/element/{element}/clear"), &json!({}));
        self.call(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// Waits until a condition in the page holds.
    #[track_caller]
    pub(crate) fn wait(&self, condition: &str) {
        let until = Instant::now() + PATIENCE;
        let script = format!("return Boolean({condition})");
        while self.run(&script, &[]) != json!(true) {
            let late = Instant::now() > until;
            assert!(!late, "{} waits for `{condition}` in vain:\n{}", self.path(), self.text());
            sleep(Duration::from_millis(50));
        }
    }

    /// Empties the logs.
    pub(crate) fn forget(&self) {
        self.log("browser");
        self.log("performance");
    }

    /// What was logged since the last call: `browser` or `performance`.
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        match self.call("/se/log", &json!({ "type": kind })) {
            Value::Array(entries) => entries,
            other => panic!("no log: {other}"),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.send("DELETE", "", &Value::Null));
    }
}

fn capabilities(profile: &Folder, look: Look) -> Value {
    let args = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--mute-audio",
        "--lang=en-GB",
        &format!("--user-data-dir={}", profile.path().display()),
    ];
    let mut prefs = json!({ "intl.accept_languages": "en-GB" });
    if !look.script {
        prefs["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    json!({ "capabilities": { "alwaysMatch": {
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "binary": program("chromium"),
            "args": args,
            "prefs": prefs,
            "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
        },
    } } })
}
