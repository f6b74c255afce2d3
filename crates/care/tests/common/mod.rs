//! Knowledge from the repository's records, and intakes for tests.

#![allow(unreachable_pub, dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use coxa_care::{Answer, Intake};
use coxa_knowledge::Knowledge;
use coxa_knowledge::finding::{Finding, Kind};
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

/// All questions, in order of their ids.
pub fn findings() -> impl Iterator<Item = &'static Finding> {
    KNOWLEDGE.findings.values()
}

/// The questions that are answered with yes, no or not sure.
pub fn yes_no() -> Vec<&'static Finding> {
    findings().filter(|f| f.kind == Kind::YesNo).collect()
}

/// The answer that a number stands for; nothing for a few of them.
///
/// Small numbers stand for the least alarming answers, so that failures shrink to few symptoms.
pub fn answer(finding: &Finding, pick: u32) -> Option<Answer> {
    let n = pick as usize;
    match finding.kind {
        Kind::YesNo => yes_no_answer(pick),
        Kind::Number => {
            let span = finding.max - finding.min + 1;
            Some(Answer::Number(finding.min + i64::from(pick) % span))
        }
        Kind::Choice => {
            let word = &finding.options[n % finding.options.len()].id;
            Some(if word == "unsure" { Answer::Unsure } else { Answer::Word(word.clone()) })
        }
        Kind::Posture => Some(match n % 4 {
            0 => Answer::Unsure,
            1 => Answer::Word("same".into()),
            2 => Answer::Word("better".into()),
            _ => Answer::Word("worse".into()),
        }),
        Kind::Several => {
            let word = &finding.options[n % finding.options.len()].id;
            Some(Answer::Words(vec![word.clone()]))
        }
        Kind::Sites => Some(Answer::Words(sites(n))),
    }
}

fn yes_no_answer(pick: u32) -> Option<Answer> {
    match pick % 100 {
        0..=79 => Some(Answer::No),
        80..=85 => Some(Answer::Unsure),
        86..=96 => Some(Answer::Yes),
        _ => None,
    }
}

/// One to three places of the body map.
fn sites(n: usize) -> Vec<String> {
    let regions = &KNOWLEDGE.regions;
    (0..=n % 3)
        .map(|step| {
            let region = &regions[(n + step * 7) % regions.len()];
            let side = if n.is_multiple_of(2) { "-left" } else { "-right" };
            format!("{}{}", region.id, if region.sides { side } else { "" })
        })
        .collect()
}

/// An intake with an answer drawn for every question.
pub fn drawn(door: &str, picks: &[u32]) -> Intake {
    let mut intake = Intake::new(door, TODAY);
    for (finding, pick) in findings().zip(picks) {
        if let Some(answer) = answer(finding, *pick) {
            intake.answers.insert(finding.id.clone(), answer);
        }
    }
    intake
}

/// An intake in which every question has an explicit answer and none alarms.
pub fn quiet(door: &str) -> Intake {
    let mut intake = Intake::new(door, TODAY);
    for finding in findings() {
        if let Some(answer) = answer(finding, 0) {
            intake.answers.insert(finding.id.clone(), answer);
        }
    }
    for (id, answer) in [
        ("age-years", Answer::Number(50)),
        ("sex-at-birth", Answer::Word("female".into())),
        ("pain-sites", Answer::Words(vec!["low-back-left".into()])),
        ("duration-weeks", Answer::Number(10)),
    ] {
        intake.answers.insert(id.to_owned(), answer);
    }
    intake
}
