//! Questions as form fields, and form fields as answers.

use std::collections::BTreeSet;

use coxa_care::told::Reading;
use coxa_care::{Answer, Intake};
use coxa_knowledge::Knowledge;
use coxa_knowledge::finding::{Finding, Kind};

use super::{Fields, all, field};
use crate::api::intake::{AnswerDoc, IntakeDoc};

/// One choice of a question.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Word that is stored.
    pub id: String,
    /// Words shown.
    pub label: String,
    /// Whether it is the answer so far.
    pub chosen: bool,
}

/// A question as a page shows it.
#[derive(Debug, Clone)]
pub struct Question {
    /// The finding.
    pub id: String,
    /// How it is answered.
    pub form: &'static str,
    /// The question.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// Choices, where it has some.
    pub choices: Vec<Choice>,
    /// The number answered, or empty.
    pub value: String,
    /// Smallest number.
    pub min: i64,
    /// Largest number.
    pub max: i64,
    /// Unit in words.
    pub unit: String,
    /// A check that helps to answer.
    pub check: Option<Check>,
}

/// A check on the spot.
#[derive(Debug, Clone)]
pub struct Check {
    /// Heading.
    pub title: String,
    /// Steps.
    pub steps: Vec<String>,
    /// Seconds it takes.
    pub takes_s: u16,
    /// When to leave it.
    pub skip_if: String,
}

/// The questions of a screen that apply to this person.
#[must_use]
pub fn questions(knowledge: &Knowledge, doc: &IntakeDoc, ids: &[String]) -> Vec<Question> {
    let intake = bare(doc);
    let reading = Reading::new(knowledge, &intake);
    let findings = ids.iter().filter_map(|id| knowledge.findings.get(id));
    findings.filter(|f| reading.applies(f)).map(|f| question(doc, f)).collect()
}

/// The intake of a document, unchecked.
#[must_use]
pub fn bare(doc: &IntakeDoc) -> Intake {
    Intake {
        door: doc.door.clone(),
        answered_on: doc.answered_on,
        setting: doc.setting.clone(),
        answers: doc.findings.iter().map(|(k, v)| (k.clone(), Answer::from(v.clone()))).collect(),
        none_of_these: doc.none_of_these.clone(),
    }
}

fn question(doc: &IntakeDoc, finding: &Finding) -> Question {
    let answer = doc.findings.get(&finding.id);
    Question {
        id: finding.id.clone(),
        form: match finding.kind {
            Kind::YesNo => "yes_no",
            Kind::Number => "number",
            Kind::Choice => "choice",
            Kind::Several => "several",
            Kind::Posture => "posture",
            Kind::Sites => "sites",
        },
        ask: finding.ask.clone(),
        why: finding.why.clone(),
        choices: choices(finding, answer),
        value: value(answer),
        min: finding.min,
        max: finding.max,
        unit: if finding.unit == "0_10" { String::new() } else { finding.unit.clone() },
        check: finding.check.as_ref().map(|c| Check {
            title: c.title.clone(),
            steps: c.steps.clone(),
            takes_s: c.takes_s,
            skip_if: c.skip_if.clone(),
        }),
    }
}

fn choices(finding: &Finding, answer: Option<&AnswerDoc>) -> Vec<Choice> {
    let fixed: &[(&str, &str)] = match finding.kind {
        Kind::YesNo => &[("yes", "Yes"), ("unsure", "Not sure"), ("no", "No")],
        Kind::Posture => {
            &[("worse", "Worse"), ("same", "Same"), ("better", "Better"), ("unsure", "Not sure")]
        }
        _ => &[],
    };
    let chosen = |id: &str| match answer {
        Some(AnswerDoc::Word(word)) => word == id,
        Some(AnswerDoc::Words(words)) => words.iter().any(|w| w == id),
        _ => false,
    };
    let own = finding.options.iter().map(|o| (o.id.as_str(), o.label.as_str()));
    let all = fixed.iter().copied().chain(own);
    all.map(|(id, label)| Choice { id: id.into(), label: label.into(), chosen: chosen(id) })
        .collect()
}

fn value(answer: Option<&AnswerDoc>) -> String {
    match answer {
        Some(AnswerDoc::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Writes the answers of a form into a document.
///
/// `rest_is_no` stores an explicit "no" for each yes-or-no question of `ids` left open.
/// A row of the posture grid left alone is stored as not sure.
///
/// # Errors
/// A sentence for the person, when a number is missing or out of range.
pub fn store(
    knowledge: &Knowledge,
    doc: &mut IntakeDoc,
    ids: &[String],
    fields: &Fields,
    rest_is_no: bool,
) -> Result<(), String> {
    for finding in ids.iter().filter_map(|id| knowledge.findings.get(id)) {
        let word = |w: &str| AnswerDoc::Word(w.to_owned());
        let given = field(fields, &finding.id);
        let answer = match finding.kind {
            Kind::YesNo => match given {
                Some(word @ ("yes" | "unsure" | "no")) => Some(AnswerDoc::Word(word.to_owned())),
                _ if rest_is_no => Some(word("no")),
                _ => None,
            },
            Kind::Posture => Some(word(given.unwrap_or("unsure"))),
            Kind::Choice => given.map(word),
            Kind::Several | Kind::Sites => Some(AnswerDoc::Words(all(fields, &finding.id))),
            Kind::Number => given.map(|text| number(finding, text)).transpose()?,
        };
        if let Some(answer) = answer {
            doc.findings.insert(finding.id.clone(), answer);
        }
    }
    let known: BTreeSet<&String> = ids.iter().collect();
    let intake = bare(doc);
    let wrong = intake.faults(knowledge).into_iter().find(|f| {
        f.field.strip_prefix("findings.").is_some_and(|id| known.contains(&id.to_owned()))
    });
    wrong.map_or(Ok(()), |fault| Err(format!("{}. {}", fault.what, fault.mend)))
}

fn number(finding: &Finding, text: &str) -> Result<AnswerDoc, String> {
    let bounds = || {
        format!("“{}” needs a whole number from {} to {}.", finding.ask, finding.min, finding.max)
    };
    let number: i64 = text.parse().map_err(|_| bounds())?;
    if (finding.min..=finding.max).contains(&number) {
        Ok(AnswerDoc::Number(number))
    } else {
        Err(bounds())
    }
}
