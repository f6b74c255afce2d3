//! Knowledge from the repository's records, and finished intakes for tests.

#![allow(unreachable_pub, dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use coxa_care::{Answer, Intake};
use coxa_knowledge::Knowledge;
use coxa_knowledge::condition::{Condition, Kind};
use jiff::civil::{Date, date};

/// The day on which all tests take place.
pub const TODAY: Date = date(2026, 11, 24);

/// The repository's records.
pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut files = Vec::new();
    collect(&base, &base, &mut files);
    let pairs = files.iter().map(|(p, t)| (p.as_str(), t.as_str()));
    coxa_knowledge::read::read(pairs).unwrap_or_else(|faults| panic!("{faults:#?}"))
});

fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// An intake in which every question that the door needs is answered, nothing alarming.
pub fn finished(door: &str) -> Intake {
    let mut intake = Intake::new(door, TODAY);
    for group in KNOWLEDGE.groups.iter().filter(|g| g.closes_with_none && g.id != "more") {
        intake.none_of_these.insert(group.id.clone());
    }
    let word = |w: &str| Answer::Word(w.to_owned());
    for (id, answer) in [
        ("age-years", Answer::Number(50)),
        ("sex-at-birth", word("male")),
        ("pain-sites", Answer::Words(vec!["low-back".into()])),
        ("travels-to", word("nowhere")),
        ("started-in", Answer::Unsure),
        ("sit", Answer::Unsure),
        ("stand", Answer::Unsure),
        ("walk", Answer::Unsure),
        ("bend-forward", Answer::Unsure),
        ("lie", Answer::Unsure),
        ("onset", word("gradual")),
        ("duration-weeks", Answer::Number(10)),
        ("trend", word("same")),
        ("pain-worst", Answer::Number(5)),
        ("pain-usual", Answer::Number(3)),
        ("morning-stiff-min", Answer::Number(10)),
    ] {
        intake.answers.insert(id.to_owned(), answer);
    }
    intake
}

/// A finished intake with the answers of a condition's first example.
pub fn like(condition: &Condition) -> Intake {
    let door = if condition.id == "just-stiff" { "stiff" } else { "hurts" };
    let mut intake = finished(door);
    let example = condition.examples.iter().find(|e| e.rank == 1).or(condition.examples.first());
    for (question, value) in example.iter().flat_map(|e| &e.answers) {
        intake.answers.insert(question.clone(), answer(value));
    }
    intake
}

/// The answer that a TOML value stands for.
pub fn answer(value: &impl ToString) -> Answer {
    let text = value.to_string();
    if let Ok(number) = text.parse() {
        return Answer::Number(number);
    }
    if let Some(list) = text.strip_prefix('[') {
        let words =
            list.trim_end_matches(']').split(',').map(|w| w.trim().trim_matches('"').to_owned());
        return Answer::Words(words.filter(|w| !w.is_empty()).collect());
    }
    match text.trim_matches('"') {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        "unsure" => Answer::Unsure,
        word => Answer::Word(word.to_owned()),
    }
}

/// All conditions that a plan can be made for.
pub fn self_care() -> impl Iterator<Item = &'static Condition> {
    KNOWLEDGE.conditions.values().filter(|c| c.kind == Kind::SelfCare)
}
