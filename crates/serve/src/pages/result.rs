//! `/result`: who should see this, when, and what may be done meanwhile.

use askama::Template;
use coxa_knowledge::flag::{Permission, Urgency};

use super::parts::{Why, markdown};
use super::{Page, html};
use crate::api::screening::not_sure;
use crate::app::{Frame, Visit};

/// A flag, gate or note as shown.
pub struct Block {
    /// Everyday name.
    pub name: String,
    /// Words for the person, as HTML.
    pub says: String,
    /// What may be done meanwhile, as HTML.
    pub meanwhile: String,
    /// Who to see.
    pub see: String,
    /// Grounds.
    pub why: Why,
}

#[derive(Template)]
#[template(path = "result.html")]
struct View {
    frame: Frame,
    urgency: &'static str,
    urgency_word: &'static str,
    heading: String,
    lead: String,
    flags: Vec<Block>,
    gates: Vec<Block>,
    notes: Vec<Block>,
    risk: Vec<String>,
    risk_why: Why,
    safety_net: Vec<String>,
    open: Vec<(String, String)>,
    screens: Vec<(String, String)>,
    too_young: Option<i64>,
    may_go_on: bool,
    onward: &'static str,
}

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit) -> Page {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let screening = &standing.screening;
    let (heading, lead) = heading(screening.urgency, screening.permission);
    let doc = visit.dossier.answers.as_ref();
    let door = doc.map_or("hurts", |d| d.door.as_str());
    let rate = knowledge.rules.base_rate.get(&screening.risk.setting);
    html(&View {
        urgency: word(screening.urgency),
        urgency_word: label(screening.urgency, screening.permission),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        flags: flags(&knowledge, screening),
        gates: gates(&knowledge, screening),
        notes: notes(&knowledge, screening),
        risk: crate::api::screening::ScreeningDoc::new(&knowledge, screening).risk.says,
        risk_why: Why::new(&knowledge, Vec::new(), rate.map_or(&[], |r| r.because.as_slice())),
        safety_net: screening.safety_net.clone(),
        open: open(&knowledge, &screening.unanswered, door),
        screens: screens(&knowledge, door),
        too_young: standing.intake.number("age-years").filter(|age| *age < 18),
        may_go_on: screening.permission > Permission::Nothing,
        onward: match door {
            "stiff" => "/setup",
            "again" if visit.frame.has_plan => "/plan/renew",
            _ => "/where",
        },
        frame: visit.frame,
    })
}

/// The word of an urgency, as a class name.
#[must_use]
pub fn word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "emergency",
        Urgency::SameDay => "same_day",
        Urgency::WithinTwoWeeks => "within_two_weeks",
        Urgency::SelfCare => "self_care",
    }
}

/// The label above the heading, so that colour is never alone.
pub(super) fn label(urgency: Urgency, permission: Permission) -> &'static str {
    match (urgency, permission) {
        (Urgency::Emergency, _) => "Emergency",
        (Urgency::SameDay, _) => "Today",
        (Urgency::WithinTwoWeeks, _) => "Within two weeks",
        (Urgency::SelfCare, Permission::Nothing) => "Not this guide",
        (Urgency::SelfCare, _) => "Self-care, with care",
    }
}

fn heading(urgency: Urgency, permission: Permission) -> (&'static str, &'static str) {
    match (urgency, permission) {
        (Urgency::Emergency, _) => (
            "Please get emergency help now",
            "Something you told us needs to be looked at right away. Leave exercises for now.",
        ),
        (Urgency::SameDay, _) => (
            "Please speak to someone today",
            "Something you told us should be looked at today. Leave exercises until then.",
        ),
        (Urgency::WithinTwoWeeks, Permission::Nothing) => (
            "Please be seen within two weeks",
            "Somebody should look at this first. Until then, keep to everyday movement that feels easy.",
        ),
        (Urgency::WithinTwoWeeks, _) => (
            "Please be seen within two weeks",
            "Book a visit. Meanwhile you can look after yourself with care; we leave out what should wait.",
        ),
        (Urgency::SelfCare, Permission::Nothing) => (
            "This guide is not the right one for now",
            "You told us something that somebody else should guide. Here is who, and why.",
        ),
        (Urgency::SelfCare, _) => (
            "You can start to look after this yourself",
            "With the signs below in mind, it is reasonable to go on.",
        ),
    }
}

fn flags(knowledge: &coxa_knowledge::Knowledge, screening: &coxa_care::Screening) -> Vec<Block> {
    let block = |fired: &coxa_care::screen::Fired| {
        let record = &knowledge.flags[&fired.id];
        Block {
            name: record.name.clone(),
            says: if fired.unsure {
                markdown(&not_sure(fired, &record.see))
            } else {
                markdown(record.body.section("Tell the person"))
            },
            meanwhile: markdown(record.body.section("Meanwhile")),
            see: if fired.unsure { String::new() } else { record.see.clone() },
            why: Why::new(knowledge, fired.told.clone(), &fired.because).changed(&record.history),
        }
    };
    screening.flags.iter().map(block).collect()
}

fn gates(knowledge: &coxa_knowledge::Knowledge, screening: &coxa_care::Screening) -> Vec<Block> {
    let block = |held: &coxa_care::screen::Held| {
        let record = &knowledge.gates[&held.id];
        plain(knowledge, held, &record.name, record.body.section("Tell the person"))
    };
    screening.gates.iter().map(block).collect()
}

/// The notes of a screening as blocks.
#[must_use]
pub fn notes(
    knowledge: &coxa_knowledge::Knowledge,
    screening: &coxa_care::Screening,
) -> Vec<Block> {
    let block = |held: &coxa_care::screen::Held| {
        let record = &knowledge.notes[&held.id];
        plain(knowledge, held, &record.name, record.body.section("Tell the person"))
    };
    screening.notes.iter().map(block).collect()
}

fn plain(
    knowledge: &coxa_knowledge::Knowledge,
    held: &coxa_care::screen::Held,
    name: &str,
    says: &str,
) -> Block {
    Block {
        name: name.to_owned(),
        says: markdown(says),
        meanwhile: String::new(),
        see: String::new(),
        why: Why::new(knowledge, held.told.clone(), &held.because),
    }
}

/// All screens of a door: title and address.
fn screens(knowledge: &coxa_knowledge::Knowledge, door: &str) -> Vec<(String, String)> {
    let Some(door) = knowledge.doors.get(door) else { return Vec::new() };
    let groups = door.groups.iter().filter_map(|id| knowledge.groups.iter().find(|g| &g.id == id));
    groups.map(|g| (g.title.clone(), format!("/screen/{}", g.id))).collect()
}

/// Screens with open questions: title and address, in order.
fn open(
    knowledge: &coxa_knowledge::Knowledge,
    unanswered: &[String],
    door: &str,
) -> Vec<(String, String)> {
    let groups =
        knowledge.groups.iter().filter(|g| g.findings.iter().any(|f| unanswered.contains(f)));
    let door = knowledge.doors.get(door);
    groups
        .filter(|g| door.is_some_and(|d| d.groups.contains(&g.id)))
        .map(|g| (g.title.clone(), format!("/screen/{}", g.id)))
        .collect()
}
