//! The real binary, people in JSON files, and what it makes of them.

#![allow(unreachable_pub, dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use coxa_knowledge::Knowledge;
use serde_json::{Value, json};

/// The binary under test.
pub const COXA: &str = env!("CARGO_BIN_EXE_coxa");
/// The day on which all people answer.
pub const TODAY: &str = "2026-11-24";
/// Screens of the door `hurts` that "none of these" closes.
const GROUPS: [&str; 5] =
    ["right-now", "recent-weeks", "leg-and-nerve", "belly-groin-calf", "gates"];

/// The folder of the records.
pub fn records() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")
}

/// The records' files as `(path, text)`, templates among them.
pub static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(&records(), &records(), &mut files);
    files.sort();
    files
});

/// The repository's records.
pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let pairs = FILES.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    coxa_knowledge::read::read(pairs).unwrap_or_else(|faults| panic!("{faults:#?}"))
});

/// Reads every file under a folder.
pub fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
}

/// A folder of its own, gone at the end.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("coxa-cli-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file into it.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// What a run of the binary gave.
pub struct Ran {
    /// Exit status.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it complained about.
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// The JSON that was printed; the run must have gone well.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs the binary.
pub fn coxa(args: &[&str]) -> Ran {
    Command::new(COXA).args(args).output().unwrap().into()
}

/// Runs the binary on documents, each in a file of its own, with further arguments.
pub fn on_files(command: &str, documents: &[&Value], more: &[&str]) -> Ran {
    let folder = Folder::new();
    let paths: Vec<String> = documents
        .iter()
        .enumerate()
        .map(|(n, d)| folder.file(&format!("{n}.json"), &d.to_string()).display().to_string())
        .collect();
    let mut args = vec![command];
    args.extend(paths.iter().map(String::as_str));
    args.extend(more);
    coxa(&args)
}

/// A person, as the intake document that the binary reads.
#[derive(Clone)]
pub struct Person(pub Value);

impl Person {
    /// Somebody of 50 whose low back hurts, ten weeks, nothing alarming, with household things.
    pub fn hurts() -> Self {
        let findings = json!({
            "age-years": 50, "sex-at-birth": "male",
            "pain-sites": ["low-back-left", "low-back-right"],
            "travels-to": "nowhere", "started-in": "unsure",
            "sit": "unsure", "stand": "unsure", "walk": "unsure", "bend-forward": "unsure",
            "lie": "unsure", "onset": "gradual", "duration-weeks": 10, "trend": "same",
            "pain-worst": 5, "pain-usual": 3, "morning-stiff-min": 10,
        });
        Self(json!({
            "door": "hurts", "answered_on": TODAY, "findings": findings,
            "none_of_these": GROUPS, "setup": { "kit": household() },
        }))
    }

    /// Somebody of 38 who is just stiff.
    pub fn stiff() -> Self {
        Self(json!({
            "door": "stiff", "answered_on": TODAY,
            "findings": { "age-years": 38, "sex-at-birth": "male" },
            "none_of_these": ["right-now", "gates"], "setup": { "kit": household() },
        }))
    }

    /// With other answers.
    pub fn told(mut self, answers: Value) -> Self {
        for (id, answer) in answers.as_object().unwrap() {
            self.0["findings"][id] = answer.clone();
        }
        self
    }

    /// Without an answer.
    pub fn silent(mut self, id: &str) -> Self {
        self.0["findings"].as_object_mut().unwrap().remove(id);
        self
    }

    /// With a wish.
    pub fn wants(mut self, wish: &str, value: Value) -> Self {
        self.0["setup"][wish] = value;
        self
    }

    /// Runs a command on the person's file.
    pub fn run(&self, command: &str) -> Ran {
        on_files(command, &[&self.0], &["--json", "--today", TODAY])
    }

    /// The screening.
    pub fn screen(&self) -> Value {
        self.run("screen").json()
    }

    /// The patterns.
    pub fn sort(&self) -> Value {
        self.run("sort").json()
    }

    /// The plan.
    pub fn plan(&self) -> Value {
        self.run("plan").json()
    }
}

/// Kit that most homes have.
pub fn household() -> Vec<String> {
    let kit = KNOWLEDGE.words.kit.iter().filter(|(_, k)| k.class == "household");
    kit.map(|(id, _)| id.clone()).collect()
}

/// A list of a document.
pub fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// One text field of each entry of a list.
pub fn each<'v>(value: &'v Value, field: &str) -> Vec<&'v str> {
    list(value).iter().map(|entry| entry[field].as_str().unwrap()).collect()
}

/// All items of a plan's week.
pub fn items(plan: &Value) -> Vec<&Value> {
    let sittings = list(&plan["days"]).iter().flat_map(|day| list(&day["sittings"]));
    sittings.flat_map(|sitting| list(&sitting["items"])).collect()
}

/// The exercises of a plan's week, in order of first appearance.
pub fn week(plan: &Value) -> Vec<&str> {
    let mut seen = Vec::new();
    for item in items(plan) {
        let id = item["exercise"].as_str().unwrap();
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

/// Why an exercise was left out of a plan: kind and reasons in words.
pub fn left_out<'p>(plan: &'p Value, exercise: &str) -> Option<(&'p str, Vec<&'p str>)> {
    let entry = list(&plan["left_out"]).iter().find(|l| l["exercise"] == exercise)?;
    let reasons = list(&entry["reasons"]).iter().map(|r| r.as_str().unwrap()).collect();
    Some((entry["kind"].as_str().unwrap(), reasons))
}

/// Asserts that the exercises are in no way in the week, and that a reason is shown for each.
pub fn lacks_with_reason(plan: &Value, kind: &str, exercises: &[&str]) {
    assert!(!exercises.is_empty(), "nothing to look for");
    for id in exercises {
        assert!(!week(plan).contains(id), "{id} is in the week");
        let (found, reasons) = left_out(plan, id).unwrap_or_else(|| panic!("{id} is not named"));
        assert_eq!(found, kind, "{id}: {reasons:?}");
        assert!(reasons.iter().all(|r| !r.is_empty()), "{id} without a reason");
    }
}

/// Ids of active exercises with a safety tag.
pub fn tagged(tag: &str) -> Vec<&'static str> {
    let exercises = KNOWLEDGE.exercises.values().filter(|e| e.has_tag(tag));
    exercises.map(|e| e.id.as_str()).collect()
}
