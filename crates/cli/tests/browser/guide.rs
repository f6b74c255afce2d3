//! A guide that serves, and the way of a person through its pages.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::driver::Browser;
use crate::common::{COXA, Folder, TODAY};

/// A serving guide with data of its own.
pub(crate) struct Guide {
    child: Child,
    address: String,
    data: Folder,
    _said: BufReader<ChildStdout>,
}

impl Guide {
    /// Starts one on the day of all tests.
    pub(crate) fn open() -> Self {
        Self::serve(Folder::new(), TODAY)
    }

    /// Starts again on the same data, on another day.
    pub(crate) fn on(mut self, today: &str) -> Self {
        let data = std::mem::replace(&mut self.data, Folder::new());
        drop(self);
        Self::serve(data, today)
    }

    fn serve(data: Folder, today: &str) -> Self {
        let mut child = Command::new(COXA)
            .args(["serve", "--addr", "127.0.0.1:0", "--today", today, "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("coxa starts");
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        said.read_line(&mut line).expect("a first line");
        let found = line.split_whitespace().find(|word| word.starts_with("http://"));
        let address = found.unwrap_or_else(|| panic!("no address in “{line}”"));
        let address = address.trim_end_matches('/').to_owned();
        Self { child, address, data, _said: said }
    }

    /// The address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Sends a form without a browser, as the only person here; gives the path it leads to.
    #[track_caller]
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let agent = ureq::Agent::config_builder().max_redirects(0).build().new_agent();
        let answer = agent.post(self.at(path)).send_form(fields.iter().copied());
        let answer = answer.unwrap_or_else(|e| panic!("{path}: {e}"));
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
        to.unwrap_or_else(|| panic!("{path} answers {}", answer.status())).to_owned()
    }
}

impl Drop for Guide {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Answers by the name of the question; of several places, each has a line.
pub(crate) type Answers<'a> = &'a [(&'a str, &'a str)];

/// Numbers that a page does not let go on without; given where a person's answers lack them.
const USUAL: Answers = &[
    ("duration-weeks", "10"),
    ("pain-worst", "5"),
    ("pain-usual", "3"),
    ("morning-stiff-min", "10"),
];

/// A person at a browser.
pub(crate) struct Walk<'a> {
    pub(crate) guide: &'a Guide,
    pub(crate) browser: &'a Browser,
}

impl Walk<'_> {
    /// Opens a path.
    pub(crate) fn go(&self, path: &str) {
        self.browser.go(&self.guide.at(path));
    }

    /// Begins at the first page, through one of the doors.
    pub(crate) fn enter(&self, door: &str) {
        self.go("/start");
        self.browser.follow(&format!("button[name=door][value={door}]"));
    }

    /// Goes on from page to page, giving these answers where they are asked for, until a path.
    #[track_caller]
    pub(crate) fn on_to(&self, end: &str, answers: Answers) {
        for _ in 0..20 {
            let path = self.browser.path();
            if path == end {
                return;
            }
            self.step(answers);
        }
        panic!("{end} was not reached; the way ended at {}", self.browser.path());
    }

    /// Gives the answers that this page asks for, and goes on.
    #[track_caller]
    pub(crate) fn step(&self, answers: Answers) {
        self.fill(answers);
        self.leave(answers);
    }

    /// Gives the answers that this page asks for.
    #[track_caller]
    pub(crate) fn fill(&self, answers: Answers) {
        if self.browser.has(".bodymap.live details.sitelists:not([open])") {
            self.browser.click(".sitelists > summary");
        }
        let script = "const all = [...document.querySelectorAll('main form [name]')];\
            return all.map((e) => [e.name, e.type, e.value])";
        let asked = self.browser.run(script, &[]);
        let asked: Vec<[String; 3]> = serde_json::from_value(asked).expect("fields");
        let told = |name: &str| answers.iter().any(|(other, _)| *other == name);
        let usual = USUAL.iter().filter(|(name, _)| !told(name));
        for (name, value) in answers.iter().chain(usual) {
            let of_name = asked.iter().filter(|[n, ..]| n == name);
            for [_, kind, own] in of_name {
                match kind.as_str() {
                    "radio" | "checkbox" if own == value => self.choose(name, value),
                    "number" | "text" => {
                        self.browser.write(&format!("main [name='{name}']"), value)
                    }
                    _ => {}
                }
            }
        }
    }

    /// Taps the label of a choice.
    #[track_caller]
    pub(crate) fn choose(&self, name: &str, value: &str) {
        self.browser.click(&format!("main label:has(> input[name='{name}'][value='{value}'])"));
    }

    /// Presses what goes on.
    #[track_caller]
    pub(crate) fn leave(&self, answers: Answers) {
        let path = self.browser.path();
        let sex = answers.iter().find(|(name, _)| *name == "sex-at-birth").map_or("male", |a| a.1);
        match path.as_str() {
            "/screen/about-you" => self.browser.follow(&format!("button[value={sex}]")),
            _ if path.starts_with("/screen/") => self.browser.follow("button[name=rest]"),
            _ => self.browser.follow(".bar .primary"),
        }
    }

    /// The ids of the exercises that a page shows.
    pub(crate) fn exercises(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('main .item h3 a')]\
            .map((a) => a.getAttribute('href').replace('/exercise/', ''))";
        let found = self.browser.run(script, &[]);
        let mut ids: Vec<String> = serde_json::from_value(found).expect("ids");
        ids.sort();
        ids.dedup();
        ids
    }

    /// Asserts that no page gives this person an exercise.
    #[track_caller]
    pub(crate) fn has_no_plan(&self) {
        for path in ["/setup", "/plan", "/today", "/today/0", "/plan/renew"] {
            self.go(path);
            let shown =
                "!!document.querySelector('main .item, main a[href^=\"/today/\"], #player')";
            let shown = self.browser.run(&format!("return {shown}"), &[]);
            assert_eq!(shown, json!(false), "{path} leads to exercises: {}", self.browser.text());
        }
        let to = self.guide.post("/setup", &[("minutes", "20"), ("days", "5")]);
        assert_ne!(to, "/plan", "a plan was made");
    }

    /// Answers the player's questions about pain: so strong, neither travelling nor anything new.
    #[track_caller]
    pub(crate) fn tell_hurt(&self, pain: &str) {
        self.browser.press(pain);
        for question in [2, 3] {
            self.browser.click(&format!(".pl-question:nth-of-type({question}) button"));
        }
        self.browser.press("Continue");
    }

    /// What the player was given.
    pub(crate) fn session_data(&self) -> Value {
        let script = "return JSON.parse(document.getElementById('session-data').textContent)";
        self.browser.run(script, &[])
    }
}
