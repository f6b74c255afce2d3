//! What an intake says about a sign: yes, no, not sure, or nothing.

use coxa_knowledge::finding::{Derived, Finding};
use coxa_knowledge::{Knowledge, Rule};

use crate::intake::{Answer, Intake};

/// What was told. Ordered, so that `all` is the least and `any` the most of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Denied.
    No,
    /// Not asked yet, or left out.
    Unanswered,
    /// Not sure.
    Unsure,
    /// Told.
    Yes,
}

impl From<bool> for Told {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// An intake read against the questions.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// What is known.
    pub knowledge: &'a Knowledge,
    /// What was told.
    pub intake: &'a Intake,
}

impl<'a> Reading<'a> {
    /// Reads an intake.
    #[must_use]
    pub fn new(knowledge: &'a Knowledge, intake: &'a Intake) -> Self {
        Self { knowledge, intake }
    }

    /// What was told about a finding or a derived sign.
    #[must_use]
    pub fn sign(&self, sign: &str) -> Told {
        if let Some(finding) = self.knowledge.findings.get(sign) {
            return self.finding(finding);
        }
        self.knowledge.derived.get(sign).map_or(Told::Unanswered, |d| self.derived(d))
    }

    /// Whether a rule holds.
    #[must_use]
    pub fn rule(&self, rule: &Rule) -> Told {
        match rule {
            Rule::Sign(id) => self.sign(id),
            Rule::All(parts) => parts.iter().map(|p| self.rule(p)).min().unwrap_or(Told::No),
            Rule::Any(parts) => parts.iter().map(|p| self.rule(p)).max().unwrap_or(Told::No),
            Rule::AtLeast { n, of } => self.at_least(*n, of),
            Rule::None(parts) => {
                inverse(parts.iter().map(|p| self.rule(p)).max().unwrap_or(Told::No))
            }
        }
    }

    /// Whether a question applies to this person at all.
    #[must_use]
    pub fn applies(&self, finding: &Finding) -> bool {
        let sex = self.intake.words("sex-at-birth").first().map_or("", String::as_str);
        let other_sex = match &finding.only_sex {
            Some(only) => ["female", "male"].contains(&sex) && sex != only,
            None => false,
        };
        let ruled_out = finding.only_if.as_ref().is_some_and(|rule| self.rule(rule) == Told::No);
        !other_sex && !ruled_out
    }

    /// Whether a question has an answer, of its own or by its screen being closed.
    #[must_use]
    pub fn is_answered(&self, finding: &Finding) -> bool {
        !self.applies(finding)
            || self.intake.answers.contains_key(&finding.id)
            || self.closed(finding)
    }

    fn closed(&self, finding: &Finding) -> bool {
        finding.kind == coxa_knowledge::finding::Kind::YesNo
            && self.intake.none_of_these.contains(&finding.group)
    }

    fn at_least(&self, n: usize, of: &[Rule]) -> Told {
        let mut told: Vec<Told> = of.iter().map(|p| self.rule(p)).collect();
        told.sort_unstable_by(|a, b| b.cmp(a));
        told.get(n - 1).copied().unwrap_or(Told::No)
    }

    fn finding(&self, finding: &Finding) -> Told {
        if !self.applies(finding) {
            return Told::No;
        }
        match self.intake.answers.get(&finding.id) {
            Some(Answer::Yes) => Told::Yes,
            Some(Answer::No) => Told::No,
            Some(Answer::Unsure) => Told::Unsure,
            Some(_) => Told::Yes,
            None if self.closed(finding) => Told::No,
            None => Told::Unanswered,
        }
    }

    fn derived(&self, derived: &Derived) -> Told {
        if let Some(rule) = &derived.when {
            return self.rule(rule);
        }
        let from = derived.from.as_deref().unwrap_or_default();
        match self.intake.answers.get(from) {
            None => Told::Unanswered,
            Some(Answer::Unsure) => Told::Unsure,
            Some(Answer::Number(n)) => {
                let low = derived.at_least.is_none_or(|least| *n >= least);
                let high = derived.at_most.is_none_or(|most| *n <= most);
                (low && high).into()
            }
            Some(Answer::Word(word)) => derived.is.contains(word).into(),
            Some(Answer::Words(words)) => holds_of_sites(derived, words).into(),
            Some(Answer::Yes) => Told::Yes,
            Some(Answer::No) => Told::No,
        }
    }
}

fn inverse(told: Told) -> Told {
    match told {
        Told::Yes => Told::No,
        Told::No => Told::Yes,
        other => other,
    }
}

fn holds_of_sites(derived: &Derived, words: &[String]) -> bool {
    let named = |word: &&String| {
        let region = word.trim_end_matches("-left").trim_end_matches("-right");
        derived.is.iter().any(|is| is == region || is == word.as_str())
    };
    let mut hits = words.iter().filter(named);
    if derived.both_sides {
        let hits: Vec<&String> = hits.collect();
        let on = |side: &str| hits.iter().any(|w| w.ends_with(side));
        return on("-left") && on("-right");
    }
    hits.next().is_some()
}
