//! The screening document.

use coxa_care::Screening;
use coxa_care::screen::{Fired, Held};
use coxa_knowledge::flag::Urgency;
use coxa_knowledge::{Because, Knowledge};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{PermissionWord, UrgencyWord};

/// Grounds of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BecauseDoc {
    /// The source's id, if one settles it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
    /// Place in the source.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
    /// The reason, where it is our choice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub our_choice: Option<String>,
}

impl From<&Because> for BecauseDoc {
    fn from(because: &Because) -> Self {
        match because {
            Because::Source { source, at } => {
                Self { source: Some(source.clone()), at: Some(at.clone()), our_choice: None }
            }
            Because::OurChoice(why) => {
                Self { source: None, at: None, our_choice: Some(why.clone()) }
            }
        }
    }
}

impl TryFrom<&BecauseDoc> for Because {
    type Error = ();

    fn try_from(doc: &BecauseDoc) -> Result<Self, ()> {
        match (&doc.source, &doc.at, &doc.our_choice) {
            (Some(source), Some(at), _) => {
                Ok(Self::Source { source: source.clone(), at: at.clone() })
            }
            (None, _, Some(why)) => Ok(Self::OurChoice(why.clone())),
            _ => Err(()),
        }
    }
}

/// All grounds of a list.
#[must_use]
pub fn becauses(list: &[Because]) -> Vec<BecauseDoc> {
    list.iter().map(BecauseDoc::from).collect()
}

/// A flag that fired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FlagDoc {
    /// The flag.
    pub id: String,
    /// Everyday name.
    pub name: String,
    /// How soon.
    pub urgency: UrgencyWord,
    /// Whether only a "not sure" made it fire.
    pub unsure: bool,
    /// What was told that made it fire.
    pub told: Vec<String>,
    /// Grounds.
    pub because: Vec<BecauseDoc>,
    /// Words for the person.
    pub says: String,
    /// Who to see.
    pub see: String,
}

/// A gate or note that holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HeldDoc {
    /// The record.
    pub id: String,
    /// Everyday name.
    pub name: String,
    /// What was told that made it hold.
    pub told: Vec<String>,
    /// Grounds.
    pub because: Vec<BecauseDoc>,
    /// Words for the person.
    pub says: String,
}

/// A safety tag that is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitDoc {
    /// The tag.
    pub tag: String,
    /// Everyday name.
    pub name: String,
    /// The flags and gates that ask for it.
    pub because_of: Vec<String>,
}

/// How likely a serious cause is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RiskDoc {
    /// The setting.
    pub setting: String,
    /// Share before any answer, 0 to 1.
    pub before: [f64; 2],
    /// Share after an empty screen, 0 to 1; absent when a flag fired.
    pub after_empty_screen: Option<[f64; 2]>,
    /// The same in words.
    pub says: Vec<String>,
    /// Grounds.
    pub because: Vec<BecauseDoc>,
}

/// What a screen found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScreeningDoc {
    /// Who should see this, and when.
    pub urgency: UrgencyWord,
    /// What may be done meanwhile.
    pub permission: PermissionWord,
    /// Whether every needed question was answered and a plan may be made.
    pub cleared: bool,
    /// Last day on which the clearance holds.
    #[schemars(with = "Option<String>")]
    pub cleared_until: Option<Date>,
    /// Way in.
    pub door: String,
    /// Flags that fired, most urgent first.
    pub flags: Vec<FlagDoc>,
    /// Gates that hold.
    pub gates: Vec<HeldDoc>,
    /// Safety tags left out.
    pub limits: Vec<LimitDoc>,
    /// Notes to show.
    pub notes: Vec<HeldDoc>,
    /// Needed questions that have no answer.
    pub unanswered: Vec<String>,
    /// Base rate, and how little an empty screen changes it.
    pub risk: RiskDoc,
    /// Sentences that always stand beside the result.
    pub safety_net: Vec<String>,
}

impl ScreeningDoc {
    /// The document of a screening.
    #[must_use]
    pub fn new(knowledge: &Knowledge, screening: &Screening) -> Self {
        Self {
            urgency: screening.urgency.into(),
            permission: screening.permission.into(),
            cleared: screening.cleared().is_some(),
            cleared_until: screening.cleared().map(coxa_care::Cleared::last_day),
            door: screening.door.clone(),
            flags: screening.flags.iter().map(|f| flag(knowledge, f)).collect(),
            gates: screening.gates.iter().map(|g| gate(knowledge, g)).collect(),
            limits: limits(knowledge, screening),
            notes: screening.notes.iter().map(|n| note(knowledge, n)).collect(),
            unanswered: screening.unanswered.clone(),
            risk: risk(knowledge, screening),
            safety_net: screening.safety_net.clone(),
        }
    }
}

fn flag(knowledge: &Knowledge, fired: &Fired) -> FlagDoc {
    let record = &knowledge.flags[&fired.id];
    FlagDoc {
        id: fired.id.clone(),
        name: record.name.clone(),
        urgency: fired.urgency.into(),
        unsure: fired.unsure,
        told: fired.told.clone(),
        because: becauses(&fired.because),
        says: if fired.unsure {
            not_sure(fired, &record.see)
        } else {
            record.body.section("Tell the person").to_owned()
        },
        see: record.see.clone(),
    }
}

/// What is said when only a "not sure" made a flag fire: who to phone, and what to tell.
#[must_use]
pub fn not_sure(fired: &Fired, see: &str) -> String {
    let when = if fired.urgency >= Urgency::SameDay { "today" } else { "within two weeks" };
    format!(
        "You were not sure about this. Phone your family doctor or an advice line {when} and say what \
         you were unsure of: {}. If it turns out to be so, see {see}.",
        fired.told.join("; ").replace("not sure whether ", "whether ")
    )
}

fn gate(knowledge: &Knowledge, held: &Held) -> HeldDoc {
    let record = &knowledge.gates[&held.id];
    held_doc(held, &record.name, record.body.section("Tell the person"))
}

fn note(knowledge: &Knowledge, held: &Held) -> HeldDoc {
    let record = &knowledge.notes[&held.id];
    held_doc(held, &record.name, record.body.section("Tell the person"))
}

fn held_doc(held: &Held, name: &str, says: &str) -> HeldDoc {
    HeldDoc {
        id: held.id.clone(),
        name: name.to_owned(),
        told: held.told.clone(),
        because: becauses(&held.because),
        says: says.to_owned(),
    }
}

fn limits(knowledge: &Knowledge, screening: &Screening) -> Vec<LimitDoc> {
    let name = |tag: &String| knowledge.words.tag.get(tag).map_or(tag.clone(), |w| w.name.clone());
    let all = screening.limits.iter();
    all.map(|(tag, ids)| LimitDoc { tag: tag.clone(), name: name(tag), because_of: ids.clone() })
        .collect()
}

fn risk(knowledge: &Knowledge, screening: &Screening) -> RiskDoc {
    let rate = knowledge.rules.base_rate.get(&screening.risk.setting);
    // A rate of rare causes would frighten people who are only stiff, and lull people whose
    // answers already ask for somebody to see them.
    let mut says: Vec<String> = Vec::new();
    let text = |name: &str| knowledge.words.text.get(name).cloned().unwrap_or_default();
    let empty = screening.risk.after.is_some();
    if empty && screening.door != "stiff" && screening.back_pain {
        says.extend(rate.map(|r| r.says.clone()));
    } else if empty && screening.door != "stiff" {
        says.extend(text("base_rate_of_back_pain"));
    }
    if empty {
        says.extend(text("no_flags"));
    }
    RiskDoc {
        setting: screening.risk.setting.clone(),
        before: screening.risk.before,
        after_empty_screen: screening.risk.after,
        says,
        because: rate.map(|r| becauses(&r.because)).unwrap_or_default(),
    }
}
