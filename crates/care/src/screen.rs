//! The safety screen: urgency, permission, gates, limits and notes.

use std::collections::{BTreeMap, BTreeSet};

use coxa_knowledge::finding::Finding;
use coxa_knowledge::flag::{Flag, Permission, Urgency};
use coxa_knowledge::{Because, Id, Knowledge, Rule};
use jiff::civil::Date;

use crate::intake::Intake;
use crate::told::{Reading, Told};

/// A flag that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    /// The flag.
    pub id: Id,
    /// How soon.
    pub urgency: Urgency,
    /// Whether it fired only because an answer is "not sure".
    pub unsure: bool,
    /// What was told that made it fire, as clauses.
    pub told: Vec<String>,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A gate or note that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The record.
    pub id: Id,
    /// What was told that made it hold, as clauses.
    pub told: Vec<String>,
    /// Grounds.
    pub because: Vec<Because>,
}

/// How likely a serious cause is, before and after the answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// The setting.
    pub setting: Id,
    /// Share before any answer, lower and upper end, 0 to 1.
    pub before: [f64; 2],
    /// Share after an empty screen; `None` when a flag fired, since no figure then holds.
    pub after: Option<[f64; 2]>,
}

/// What a screen found.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// Way in.
    pub door: Id,
    /// Day of the answers.
    pub answered_on: Date,
    /// Who should see this, and when.
    pub urgency: Urgency,
    /// What may be done meanwhile.
    pub permission: Permission,
    /// Flags that fired, most urgent first.
    pub flags: Vec<Fired>,
    /// Gates that hold.
    pub gates: Vec<Held>,
    /// Safety tags that are left out, with the flags and gates that ask for it.
    pub limits: BTreeMap<Id, Vec<Id>>,
    /// Notes to show.
    pub notes: Vec<Held>,
    /// Questions that the door needs and that have no answer.
    pub unanswered: Vec<Id>,
    /// Base rate, and how little an empty screen changes it.
    pub risk: Risk,
    /// Whether back or buttock pain was told, or not yet asked; the base rates are of back pain.
    pub back_pain: bool,
    /// Sentences that always stand beside the result.
    pub safety_net: Vec<String>,
    cleared: Option<Cleared>,
}

impl Screening {
    /// The clearance, if every needed question was answered and something is allowed.
    #[must_use]
    pub fn cleared(&self) -> Option<&Cleared> {
        self.cleared.as_ref()
    }
}

/// Proof that a finished screen allows a plan. Only [`screen`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    permission: Permission,
    limits: BTreeMap<Id, Vec<Id>>,
    answered_on: Date,
    good_for_days: i64,
}

impl Cleared {
    /// The most that is allowed: gentle or all.
    #[must_use]
    pub fn permission(&self) -> Permission {
        self.permission
    }

    /// Safety tags to leave out, with the flags and gates that ask for it.
    #[must_use]
    pub fn limits(&self) -> &BTreeMap<Id, Vec<Id>> {
        &self.limits
    }

    /// Day of the answers.
    #[must_use]
    pub fn answered_on(&self) -> Date {
        self.answered_on
    }

    /// Last day on which it holds.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.answered_on.saturating_add(jiff::Span::new().days(self.good_for_days))
    }

    /// Whether it is too old on this day, or lies in its future.
    #[must_use]
    pub fn is_stale(&self, today: Date) -> bool {
        today > self.last_day() || today < self.answered_on
    }
}

/// Screens an intake. Telling more never lowers the urgency and never widens permission.
#[must_use]
pub fn screen(knowledge: &Knowledge, intake: &Intake) -> Screening {
    let reading = Reading::new(knowledge, intake);
    let flags = fired(&reading);
    let gates = gates(&reading);
    let urgency = flags.iter().map(|f| f.urgency).max().unwrap_or(Urgency::SelfCare);
    let permission = permission(knowledge, &flags, &gates);
    let limits = limits(knowledge, &flags, &gates);
    let unanswered = unanswered(&reading);
    let cleared = (unanswered.is_empty() && permission > Permission::Nothing).then(|| Cleared {
        permission,
        limits: limits.clone(),
        answered_on: intake.answered_on,
        good_for_days: good_for_days(&reading),
    });
    Screening {
        door: intake.door.clone(),
        answered_on: intake.answered_on,
        urgency,
        permission,
        risk: risk(knowledge, intake, flags.is_empty()),
        back_pain: reading.sign("pain-in-back-or-buttock") != Told::No,
        notes: notes(&reading),
        safety_net: knowledge.words.text.get("safety_net").cloned().unwrap_or_default(),
        flags,
        gates,
        limits,
        unanswered,
        cleared,
    }
}

fn fired(reading: &Reading) -> Vec<Fired> {
    let mut fired: Vec<Fired> =
        reading.knowledge.flags.values().filter_map(|flag| fire(reading, flag)).collect();
    fired.sort_by(|a, b| b.urgency.cmp(&a.urgency).then_with(|| a.id.cmp(&b.id)));
    fired
}

fn fire(reading: &Reading, flag: &Flag) -> Option<Fired> {
    let told = reading.rule(&flag.when);
    let urgency = match told {
        Told::Yes => flag.urgency,
        Told::Unsure => flag.unsure,
        Told::Unanswered | Told::No => return None,
    };
    (urgency > Urgency::SelfCare).then(|| Fired {
        id: flag.id.clone(),
        urgency,
        unsure: told == Told::Unsure,
        told: clauses(reading, &flag.when),
        because: flag.because.clone(),
    })
}

/// The signs of a rule that were told or are not sure, as clauses.
fn clauses(reading: &Reading, rule: &Rule) -> Vec<String> {
    let mut said = BTreeSet::new();
    let mut clauses = Vec::new();
    for sign in rule.signs() {
        let told = reading.sign(sign);
        if told < Told::Unsure || !said.insert(sign) {
            continue;
        }
        let phrase = reading.knowledge.phrase(sign, true);
        clauses.push(if told == Told::Unsure {
            format!("not sure whether {phrase}")
        } else {
            phrase
        });
    }
    clauses
}

fn gates(reading: &Reading) -> Vec<Held> {
    let gates = reading.knowledge.gates.values();
    let holds = gates.filter(|gate| match reading.rule(&gate.when) {
        Told::Yes => true,
        Told::Unsure => gate.unsure_counts,
        Told::No | Told::Unanswered => false,
    });
    holds
        .map(|g| Held {
            id: g.id.clone(),
            told: clauses(reading, &g.when),
            because: g.because.clone(),
        })
        .collect()
}

fn notes(reading: &Reading) -> Vec<Held> {
    let notes = reading.knowledge.notes.values();
    let holds = notes.filter(|note| reading.rule(&note.when) == Told::Yes);
    holds
        .map(|n| Held {
            id: n.id.clone(),
            told: clauses(reading, &n.when),
            because: n.because.clone(),
        })
        .collect()
}

fn permission(knowledge: &Knowledge, flags: &[Fired], gates: &[Held]) -> Permission {
    let of_flag = |fired: &Fired| {
        if fired.urgency >= Urgency::SameDay {
            return Permission::Nothing;
        }
        // An urgent flag that is only "not sure" and so only "soon" still keeps things gentle.
        let meanwhile = knowledge.flags[&fired.id].meanwhile;
        if fired.unsure { meanwhile.max(Permission::Gentle) } else { meanwhile }
    };
    let of_gate = |held: &Held| knowledge.gates[&held.id].permission;
    let all = flags.iter().map(of_flag).chain(gates.iter().map(of_gate));
    all.min().unwrap_or(Permission::All)
}

fn limits(knowledge: &Knowledge, flags: &[Fired], gates: &[Held]) -> BTreeMap<Id, Vec<Id>> {
    let mut limits: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    let of_flags = flags.iter().map(|f| (&f.id, &knowledge.flags[&f.id].limits));
    let of_gates = gates.iter().map(|g| (&g.id, &knowledge.gates[&g.id].limits));
    for (id, tags) in of_flags.chain(of_gates) {
        for tag in tags {
            limits.entry(tag.clone()).or_default().push(id.clone());
        }
    }
    limits
}

fn unanswered(reading: &Reading) -> Vec<Id> {
    let needed = needed(reading.knowledge, &reading.intake.door);
    let open = |finding: &&Finding| needed.contains(&finding.id) && !reading.is_answered(finding);
    let mut open: Vec<&Finding> = reading.knowledge.findings.values().filter(open).collect();
    let order = |f: &Finding| reading.knowledge.groups.iter().position(|g| g.id == f.group);
    open.sort_by_key(|f| order(f));
    open.into_iter().map(|f| f.id.clone()).collect()
}

/// Questions that a door must have answered before anything is cleared.
#[must_use]
pub fn needed(knowledge: &Knowledge, door: &str) -> BTreeSet<Id> {
    let Some(door) = knowledge.doors.get(door) else { return BTreeSet::new() };
    let in_groups = knowledge.groups.iter().filter(|g| door.needs_groups.contains(&g.id));
    let mut needed: BTreeSet<Id> = in_groups.flat_map(|g| g.findings.iter().cloned()).collect();
    needed.extend(door.needs_findings.iter().cloned());
    if door.needs_flags {
        let rules = knowledge.flags.values().map(|f| &f.when);
        for rule in rules.chain(knowledge.gates.values().map(|g| &g.when)) {
            needed.extend(rule.signs().into_iter().flat_map(|s| knowledge.questions_behind(s)));
        }
    }
    needed
}

fn good_for_days(reading: &Reading) -> i64 {
    let rules = &reading.knowledge.rules;
    let recent = reading.sign("recent-under-6-weeks") == Told::Yes;
    let name = if recent { "clearance_recent_days" } else { "clearance_settled_days" };
    #[expect(clippy::cast_possible_truncation, reason = "a number of days, a few dozen at most")]
    let days = rules.get(name) as i64;
    days
}

fn risk(knowledge: &Knowledge, intake: &Intake, empty: bool) -> Risk {
    let rate = knowledge.rules.base_rate.get(&intake.setting);
    let before = rate.map_or([0.0, 1.0], |r| [r.low, r.high]);
    let factor = rate.map_or(1.0, |r| r.empty_screen);
    let after = empty.then(|| before.map(|share| share * factor));
    Risk { setting: intake.setting.clone(), before, after }
}
