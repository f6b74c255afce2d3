//! Patterns: which conditions the answers fit, why, and what would change it.
//!
//! A condition's score is the log odds of its prior, plus the log likelihood ratios of the
//! signs told or denied. Signs of one cluster depend on each other: the strongest counts in
//! full, the others by `cluster_share`. The sum is shrunk by `self_report_shrink`, since the
//! ratios come from people examined by clinicians. Scores become shares among all patterns.

use std::collections::BTreeMap;

use coxa_knowledge::condition::{Condition, Kind, Sign};
use coxa_knowledge::{Because, Id, Knowledge};

use crate::intake::{Answer, Intake};
use crate::told::{Reading, Told};

/// How well a pattern fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Too little to say.
    Unclear,
    /// Could be.
    Possible,
    /// Fits well.
    Likely,
}

/// A sign that speaks for or against.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The sign.
    pub sign: Id,
    /// Whether it was told or denied.
    pub told: bool,
    /// As a clause.
    pub clause: String,
    /// Weight in natural log units; above 0 speaks for.
    pub weight: f64,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A condition as it is ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The condition.
    pub id: Id,
    /// How well it fits.
    pub fit: Fit,
    /// Share among all patterns ranked, 0 to 1; for ordering, not for show.
    pub share: f64,
    /// Reasons, strongest first, for and against.
    pub reasons: Vec<Reason>,
}

/// All patterns, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Sorted {
    /// Self-care patterns.
    pub patterns: Vec<Pattern>,
    /// Look-alikes that need a clinician and whose own signs were told.
    pub look_alikes: Vec<Id>,
    /// Open questions that would change the result most, best first.
    pub would_change: Vec<Id>,
}

impl Sorted {
    /// The leading pattern's condition.
    ///
    /// # Panics
    /// Never: [`patterns`] always ranks at least the mixed picture.
    #[must_use]
    pub fn lead(&self) -> &Pattern {
        &self.patterns[0]
    }
}

/// The fallback pattern, ranked first when nothing else is at least possible.
pub const MIXED: &str = "mixed-picture";
/// The pattern of people who have no pain.
pub const STIFF: &str = "just-stiff";

/// Ranks every pattern that the answers allow, and the open questions that would change it.
#[must_use]
pub fn patterns(knowledge: &Knowledge, intake: &Intake) -> Sorted {
    let sorted = ranked(knowledge, intake);
    let would_change = would_change(knowledge, intake, &sorted.patterns);
    Sorted { would_change, ..sorted }
}

/// The ranking alone: most of the work of [`patterns`] is in the open questions.
#[must_use]
pub fn ranked(knowledge: &Knowledge, intake: &Intake) -> Sorted {
    let patterns = rank(knowledge, intake);
    Sorted { patterns, look_alikes: look_alikes(knowledge, intake), would_change: Vec::new() }
}

fn rank(knowledge: &Knowledge, intake: &Intake) -> Vec<Pattern> {
    let reading = Reading::new(knowledge, intake);
    let mut scored: Vec<(&Condition, f64, Vec<Reason>)> = Vec::new();
    for condition in knowledge.conditions.values() {
        if is_ranked(&reading, condition) {
            let (score, reasons) = score(&reading, condition);
            scored.push((condition, score, reasons));
        }
    }
    let total: f64 = scored.iter().map(|(_, score, _)| score.exp()).sum();
    let mut ranked: Vec<Pattern> = scored
        .into_iter()
        .map(|(condition, score, reasons)| {
            let share = score.exp() / total;
            let fit = fit(&reading, condition, share);
            Pattern { id: condition.id.clone(), fit, share, reasons }
        })
        .collect();
    ranked.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    give_way(knowledge, &mut ranked);
    lead_with_mixed_if_thin(&mut ranked);
    ranked
}

fn is_ranked(reading: &Reading, condition: &Condition) -> bool {
    let stiff = reading.intake.door == "stiff";
    if condition.id == STIFF || stiff {
        return condition.id == STIFF && stiff;
    }
    let named = reading.rule(&condition.requires.to_rank) == Told::Yes;
    condition.kind == Kind::SelfCare && (named || condition.id == MIXED)
}

fn fit(reading: &Reading, condition: &Condition, share: f64) -> Fit {
    let rules = &reading.knowledge.rules;
    if condition.id == STIFF {
        return Fit::Likely;
    }
    if condition.id == MIXED || share < rules.get("possible_share") {
        return Fit::Unclear;
    }
    let earned = reading.rule(&condition.requires.to_be_likely) == Told::Yes;
    if earned && share >= rules.get("likely_share") { Fit::Likely } else { Fit::Possible }
}

/// Log odds of a condition, and the reasons for it.
fn score(reading: &Reading, condition: &Condition) -> (f64, Vec<Reason>) {
    let share = condition.prior.share;
    let mut prior = (share / (1.0 - share)).ln();
    for shift in &condition.prior.shifts {
        if reading.rule(&shift.when) == Told::Yes {
            prior += shift.ratio.ln();
        }
    }
    let mut reasons: Vec<(Option<&str>, Reason)> =
        condition.signs.iter().filter_map(|sign| reason(reading, sign)).collect();
    reasons.sort_by(|(_, a), (_, b)| {
        b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.sign.cmp(&b.sign))
    });
    let rules = &reading.knowledge.rules;
    share_clusters(&mut reasons, rules.get("cluster_share"), rules.get("self_report_shrink"));
    let evidence: f64 = reasons.iter().map(|(_, r)| r.weight).sum();
    (prior + evidence, reasons.into_iter().map(|(_, r)| r).collect())
}

fn reason<'c>(reading: &Reading, sign: &'c Sign) -> Option<(Option<&'c str>, Reason)> {
    let told = match reading.sign(&sign.finding) {
        Told::Yes => true,
        Told::No => false,
        Told::Unsure | Told::Unanswered => return None,
    };
    let ratio = if told { sign.lr_yes } else { sign.lr_no };
    let weight = ratio.ln();
    (weight.abs() > 1e-9).then(|| {
        let clause = reading.knowledge.phrase(&sign.finding, told);
        let because = sign.because.clone();
        let reason = Reason { sign: sign.finding.clone(), told, clause, weight, because };
        (sign.cluster.as_deref(), reason)
    })
}

/// Shrinks all weights, and those behind the strongest of their cluster further.
fn share_clusters(reasons: &mut [(Option<&str>, Reason)], share: f64, shrink: f64) {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    for (cluster, reason) in reasons {
        reason.weight *= shrink;
        if let Some(cluster) = cluster
            && seen.insert(cluster, ()).is_some()
        {
            reason.weight *= share;
        }
    }
}

/// Moves a pattern below those it yields to, unless it is likely and they are unclear.
fn give_way(knowledge: &Knowledge, ranked: &mut Vec<Pattern>) {
    for id in ranked.iter().map(|p| p.id.clone()).collect::<Vec<_>>() {
        let yields_to = &knowledge.conditions[&id].requires.yields_to;
        let Some(at) = ranked.iter().position(|p| p.id == id) else { continue };
        let stronger = |p: &Pattern| {
            let beaten = ranked[at].fit == Fit::Likely && p.fit == Fit::Unclear;
            yields_to.contains(&p.id) && !beaten
        };
        if let Some(below) = ranked.iter().rposition(stronger).filter(|below| *below > at) {
            let pattern = ranked.remove(at);
            ranked.insert(below, pattern);
        }
    }
}

fn lead_with_mixed_if_thin(ranked: &mut Vec<Pattern>) {
    let thin = ranked.first().is_none_or(|p| p.fit == Fit::Unclear);
    if thin && let Some(at) = ranked.iter().position(|p| p.id == MIXED) {
        let mixed = ranked.remove(at);
        ranked.insert(0, mixed);
    }
}

fn look_alikes(knowledge: &Knowledge, intake: &Intake) -> Vec<Id> {
    let reading = Reading::new(knowledge, intake);
    let told =
        |c: &&Condition| c.kind == Kind::Referral && reading.rule(&c.requires.to_rank) == Told::Yes;
    knowledge.conditions.values().filter(told).map(|c| c.id.clone()).collect()
}

/// Open questions among the signs of the leading patterns, by how much they move the shares.
#[must_use]
pub fn would_change(knowledge: &Knowledge, intake: &Intake, ranked: &[Pattern]) -> Vec<Id> {
    let reading = Reading::new(knowledge, intake);
    let leading = ranked.iter().take(4).map(|p| &knowledge.conditions[&p.id]);
    let mut open: Vec<&str> = leading
        .flat_map(|c| c.signs.iter().map(|s| s.finding.as_str()))
        .filter(|sign| knowledge.findings.get(*sign).is_some_and(|f| !reading.is_answered(f)))
        .collect();
    open.sort_unstable();
    open.dedup();
    let mut swings: Vec<(f64, &str)> =
        open.into_iter().map(|q| (swing(knowledge, intake, q), q)).collect();
    swings.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    swings.into_iter().filter(|(swing, _)| *swing > 0.01).map(|(_, q)| q.to_owned()).collect()
}

/// How far the shares lie apart between "yes" and "no" to one question.
fn swing(knowledge: &Knowledge, intake: &Intake, question: &str) -> f64 {
    let shares = |answer: Answer| {
        let mut with = intake.clone();
        with.answers.insert(question.to_owned(), answer);
        let ranked = rank(knowledge, &with);
        ranked.into_iter().map(|p| (p.id, p.share)).collect::<BTreeMap<_, _>>()
    };
    let (yes, no) = (shares(Answer::Yes), shares(Answer::No));
    yes.iter().map(|(id, share)| (share - no.get(id).unwrap_or(&0.0)).abs()).sum()
}
