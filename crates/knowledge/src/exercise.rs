//! Exercises.

use serde::Deserialize;

use crate::dose::Dose;
use crate::record::{Body, Status};
use crate::{Because, History, Id};

/// What sort of work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Raises warmth before other work.
    WarmUp,
    /// Loads muscle through a movement.
    Strength,
    /// Loads muscle without movement.
    Isometric,
    /// Lengthens and holds.
    Stretch,
    /// Moves through a range without holding its end.
    Mobility,
    /// Slides a nerve.
    Nerve,
    /// Walking and the like.
    Aerobic,
    /// Steadiness on the feet.
    Balance,
    /// Breathing and relaxing.
    Breathing,
}

/// Which side works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Both sides at once; no side to count.
    Together,
    /// One side, then the other.
    Each,
    /// Sides take turns within a set, counted together per side.
    Alternating,
}

/// What holds the body up, from most to least demanding to get into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// On the feet.
    Standing,
    /// On a chair.
    Seated,
    /// On knees, or hands and knees: on the floor.
    Kneeling,
    /// Lying or sitting on the floor (or a firm bed where `bed_ok`).
    Floor,
}

/// What the motion would say; written by hand until it does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// `sagittal`, `frontal`, `transverse`.
    pub planes: Vec<Id>,
    /// Muscle groups that work or lengthen, from the word list.
    pub groups: Vec<Id>,
    /// Safety tags, from the word list.
    #[serde(default)]
    pub tags: Vec<Id>,
}

/// A thing that is needed, and what serves instead.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Kit id from the word list.
    pub kit: Id,
    /// Kit ids that serve instead.
    #[serde(default)]
    pub or: Vec<Id>,
    /// What to do with the substitute.
    #[serde(default)]
    pub how: String,
}

/// A fault, how to notice it and what mends it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub see: String,
    /// What to do.
    pub fix: String,
}

/// Easier and harder forms, and what to do instead when it hurts.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Exercise one rung down.
    #[serde(default)]
    pub easier: Option<Id>,
    /// Exercise one rung up.
    #[serde(default)]
    pub harder: Option<Id>,
    /// Exercise offered at once when this one hurts.
    #[serde(default)]
    pub fallback: Option<Id>,
}

/// A switch inside the exercise: a depth, an aid, a way to make it milder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Short name.
    pub name: String,
    /// What to do differently.
    pub how: String,
}

/// A question to settle before the first try, with what to do when the answer is no.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precondition {
    /// The question.
    pub ask: String,
    /// Steps to try in turn when the answer is no.
    pub if_no: Vec<String>,
    /// Exercise instead, when none of them helps.
    #[serde(default)]
    pub else_do: Option<Id>,
}

/// An exercise: `exercises/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The file's stem.
    pub id: Id,
    /// Everyday name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Life of the record.
    pub status: Status,
    /// Sort of work.
    pub kind: Kind,
    /// Exercises that ask the same of the body; a hurt drops the family for the day.
    pub family: Id,
    /// What it is for, from the word list.
    pub aims: Vec<Id>,
    /// Position it starts in.
    pub start: String,
    /// What holds the body up.
    pub support: Support,
    /// Whether a floor item can be done on a firm bed.
    #[serde(default)]
    pub bed_ok: bool,
    /// Kit it cannot do without.
    #[serde(default, rename = "need")]
    pub needs: Vec<Need>,
    /// Which side works.
    pub sides: Sides,
    /// Skill it takes: 1 anyone, 2 some practice, 3 experienced.
    pub skill: u8,
    /// Planes, groups and tags until the motion derives them.
    pub declared: Declared,
    /// How much.
    pub dose: Dose,
    /// Easier, harder, instead.
    #[serde(default)]
    pub ladder: Ladder,
    /// Faults with their fix.
    #[serde(rename = "fault")]
    pub faults: Vec<Fault>,
    /// When to leave it or take care.
    pub cautions: Vec<String>,
    /// Switches inside the exercise.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
    /// A question before the first try.
    #[serde(default)]
    pub precondition: Option<Precondition>,
    /// Grounds for using it.
    pub because: Vec<Because>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections: `Do` (numbered steps), `Feel`, `Why`.
    #[serde(skip)]
    pub body: Body,
}

impl Exercise {
    /// Whether it needs getting down to the floor.
    #[must_use]
    pub fn needs_floor(&self) -> bool {
        matches!(self.support, Support::Kneeling | Support::Floor)
    }

    /// Whether it carries a safety tag.
    #[must_use]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.declared.tags.iter().any(|t| t == tag)
    }
}
