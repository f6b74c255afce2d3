//! What a week must satisfy, and for which stages each rule holds.

use std::collections::BTreeSet;

use coxa_knowledge::condition::{Place, Stage};
use coxa_knowledge::exercise::{Exercise, Kind};
use coxa_knowledge::{Id, Knowledge};

use crate::choose::{GROUPS, PLANES, is_strength};
use crate::gate;
use crate::load::sitting_min;
use crate::plan::{Day, Item, Plan, Sitting};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not apply to this stage.
    NotNow,
    /// It is broken, and how.
    Broken(String),
}

/// A check with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub id: &'static str,
    /// What it asks, in a sentence.
    pub asks: &'static str,
    /// What it found.
    pub verdict: Verdict,
}

type Rule = fn(&Knowledge, &Plan) -> Result<(), String>;

/// The rules: name, what each asks, the stages it holds for, and the test.
const RULES: [(&str, &str, &[Stage], Rule); 11] = [
    (
        "allowed",
        "Nothing in the week is left out by a gate, a pattern or your wishes.",
        ALL,
        allowed,
    ),
    (
        "strength-beside-stretch",
        "A week with a stretch has strength for the same region too.",
        WORK,
        strength_beside_stretch,
    ),
    (
        "front-hip-paired",
        "A front-of-hip stretch goes with buttock strength and a buttock stretch.",
        WORK,
        front_hip_paired,
    ),
    ("warm-up-first", "A session with a stretch starts with a warm-up.", ALL, warm_up_first),
    ("planes", "The week moves forward, sideways and with a turn.", WORK, planes),
    ("groups", "The week works front and back of the thigh, buttock and trunk.", WORK, groups),
    (
        "hip-cuff",
        "Each strength session has a place for the muscles that steady the hip.",
        WORK,
        hip_cuff,
    ),
    (
        "pairs-alternate",
        "Two strength sessions take turns; the same one never comes twice running.",
        WORK,
        pairs_alternate,
    ),
    ("short-more-often", "Short sessions come more often than strength.", WORK, short_more_often),
    (
        "gentle-and-often",
        "Sessions are short, nothing is heavy, and something happens every day.",
        &[Stage::Gentle],
        gentle_and_often,
    ),
    (
        "minutes",
        "No day asks for more minutes of exercise than you gave, walks and breaks apart.",
        ALL,
        minutes,
    ),
];

const ALL: &[Stage] = &[Stage::Gentle, Stage::Build, Stage::Keep];
const WORK: &[Stage] = &[Stage::Build, Stage::Keep];

/// Runs every rule over a plan.
#[must_use]
pub fn checks(knowledge: &Knowledge, plan: &Plan) -> Vec<Check> {
    let check = |(id, asks, stages, rule): (&'static str, &'static str, &[Stage], Rule)| {
        let verdict = if stages.contains(&plan.basis.stage) {
            rule(knowledge, plan).map_or_else(Verdict::Broken, |()| Verdict::Holds)
        } else {
            Verdict::NotNow
        };
        Check { id, asks, verdict }
    };
    RULES.into_iter().map(check).collect()
}

fn exercise<'k>(knowledge: &'k Knowledge, item: &Item) -> &'k Exercise {
    &knowledge.exercises[&item.exercise]
}

fn is_stretch(knowledge: &Knowledge, item: &Item) -> bool {
    exercise(knowledge, item).kind == Kind::Stretch
}

fn strength<'p>(knowledge: &Knowledge, plan: &'p Plan) -> Vec<&'p Item> {
    plan.items().filter(|i| is_strength(exercise(knowledge, i))).collect()
}

fn allowed(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    for item in plan.items() {
        let reasons = gate::reasons(knowledge, &plan.basis, exercise(knowledge, item));
        if let Some(reason) = reasons.first() {
            return Err(format!("{} is in the week but {reason:?}", item.exercise));
        }
    }
    Ok(())
}

fn strength_beside_stretch(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    let stretched = plan.items().filter(|i| is_stretch(knowledge, i));
    let regions: BTreeSet<&Id> =
        stretched.flat_map(|i| &exercise(knowledge, i).declared.groups).collect();
    let worked: BTreeSet<&Id> = strength(knowledge, plan)
        .iter()
        .flat_map(|i| &exercise(knowledge, i).declared.groups)
        .collect();
    // The deep rotators and the nerve are worked as part of the hip cuff and the buttock.
    let related = |group: &str| {
        match group {
            "deep-rotators" => vec!["deep-rotators", "hip-cuff", "gluteals"],
            "hip-flexors" => vec!["hip-flexors", "gluteals", "quadriceps"],
            "adductors" => vec!["adductors", "hip-cuff", "gluteals"],
            "calf" => vec!["calf", "quadriceps"],
            "sciatic-nerve" | "diaphragm" | "pelvic-floor" => Vec::new(),
            other => vec![other],
        }
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>()
    };
    for region in regions {
        let wanted = related(region);
        if !wanted.is_empty() && !wanted.iter().any(|w| worked.contains(w)) {
            return Err(format!("{region} is stretched but not strengthened"));
        }
    }
    Ok(())
}

fn front_hip_paired(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    if !plan.items().any(|i| i.aim == "front-hip-stretch") {
        return Ok(());
    }
    let strong = strength(knowledge, plan);
    let buttock = strong
        .iter()
        .any(|i| exercise(knowledge, i).declared.groups.iter().any(|g| g == "gluteals"));
    let stretch =
        plan.items().any(|i| exercise(knowledge, i).aims.iter().any(|a| a == "buttock-stretch"));
    match (buttock, stretch) {
        (true, true) => Ok(()),
        (false, _) => Err("no buttock strength beside the front-of-hip stretch".into()),
        (_, false) => Err("no buttock stretch beside the front-of-hip stretch".into()),
    }
}

fn warm_up_first(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    for sitting in plan.sittings() {
        let stretches = sitting.items.iter().any(|i| is_stretch(knowledge, i));
        let warm =
            sitting.items.first().is_some_and(|i| exercise(knowledge, i).kind == Kind::WarmUp);
        if stretches && !warm {
            return Err(format!("{} has a stretch but no warm-up", sitting.name));
        }
    }
    Ok(())
}

fn covered(
    knowledge: &Knowledge,
    plan: &Plan,
    wanted: &[&str],
    of: fn(&Exercise) -> &Vec<Id>,
) -> Result<(), String> {
    let strong = strength(knowledge, plan);
    for want in wanted {
        if !strong.iter().any(|i| of(exercise(knowledge, i)).iter().any(|w| w == want)) {
            return Err(format!("nothing for {want}"));
        }
    }
    Ok(())
}

fn planes(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    covered(knowledge, plan, &PLANES, |e| &e.declared.planes)
}

fn groups(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    covered(knowledge, plan, &GROUPS, |e| &e.declared.groups)
}

fn mains(plan: &Plan) -> Vec<&Sitting> {
    plan.sittings().filter(|s| s.place == Place::Main).collect()
}

fn hip_cuff(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    let has = |s: &&Sitting| {
        s.items.iter().any(|i| exercise(knowledge, i).aims.iter().any(|a| a == "hip-cuff"))
    };
    match mains(plan).iter().find(|s| !has(s)) {
        Some(sitting) => Err(format!("{} has no hip-cuff item", sitting.name)),
        None => Ok(()),
    }
}

fn pairs_alternate(_: &Knowledge, plan: &Plan) -> Result<(), String> {
    let mains = mains(plan);
    match mains.windows(2).find(|pair| pair[0].items == pair[1].items) {
        Some(pair) => Err(format!("{} comes twice running", pair[0].name)),
        None => Ok(()),
    }
}

fn short_more_often(_: &Knowledge, plan: &Plan) -> Result<(), String> {
    let mains = mains(plan).len();
    let shorts = plan.sittings().filter(|s| s.place == Place::Short).count();
    if mains == 0 {
        return Err("no strength session".into());
    }
    (shorts > mains)
        .then_some(())
        .ok_or_else(|| format!("{shorts} short sessions, {mains} of strength"))
}

fn gentle_and_often(knowledge: &Knowledge, plan: &Plan) -> Result<(), String> {
    if let Some(long) = plan.sittings().find(|s| s.place != Place::Daily && sitting_min(s) > 16) {
        return Err(format!("{} takes {} minutes", long.name, sitting_min(long)));
    }
    let heavy = ["heavy-load", "axial-load", "impact", "loaded-flexion"];
    let is_heavy = |i: &&Item| heavy.iter().any(|tag| exercise(knowledge, i).has_tag(tag));
    if let Some(item) = plan.items().find(is_heavy) {
        return Err(format!("{} is heavy", item.exercise));
    }
    match plan.days.iter().find(|d| d.sittings.is_empty()) {
        Some(day) => Err(format!("nothing on day {}", day.number)),
        None => Ok(()),
    }
}

/// Seconds of exercise on a day; walks and driving breaks come on top.
#[must_use]
pub fn counted_s(day: &Day) -> f64 {
    let counted = day
        .sittings
        .iter()
        .filter(|s| s.place != Place::Daily && s.name != crate::roadside::ROADSIDE);
    counted.flat_map(|s| &s.items).map(crate::load::item_s).sum()
}

fn minutes(_: &Knowledge, plan: &Plan) -> Result<(), String> {
    let most = f64::from(plan.basis.setup.minutes * 60);
    match plan.days.iter().find(|day| counted_s(day) > most + 1.0) {
        Some(day) => Err(format!("day {} takes {:.0} minutes", day.number, counted_s(day) / 60.0)),
        None => Ok(()),
    }
}
