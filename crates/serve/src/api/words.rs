//! Words of the borders for the domain's enums, one place each way.

use coxa_care::Fit;
use coxa_knowledge::condition::{Place, Stage};
use coxa_knowledge::dose::Mode;
use coxa_knowledge::exercise::Sides;
use coxa_knowledge::flag::{Permission, Urgency};
use coxa_plan::Side;
use coxa_plan::adapt::{Decision, Effort, Morning};
use coxa_plan::session::What;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a border enum with conversions from and to its domain counterpart.
macro_rules! border {
    ($(#[$doc:meta])* $name:ident = $domain:ty { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value { $(<$domain>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

border!(
    /// Who should see this, and when.
    UrgencyWord = Urgency {
        /// Can be looked after at home.
        SelfCare,
        /// Within two weeks.
        WithinTwoWeeks,
        /// Today.
        SameDay,
        /// Now.
        Emergency,
    }
);
border!(
    /// What may be done meanwhile.
    PermissionWord = Permission {
        /// No plan.
        Nothing,
        /// A gentle plan within limits.
        Gentle,
        /// Any plan within limits.
        All,
    }
);
border!(
    /// How well a pattern fits.
    FitWord = Fit {
        /// Too little to say.
        Unclear,
        /// Could be.
        Possible,
        /// Fits well.
        Likely,
    }
);
border!(
    /// Stage of care.
    StageWord = Stage {
        /// Recent, severe or irritable.
        Gentle,
        /// The main work.
        Build,
        /// When it has settled.
        Keep,
    }
);
border!(
    /// In which sitting.
    PlaceWord = Place {
        /// The longer session.
        Main,
        /// The short one.
        Short,
        /// Every day.
        Daily,
    }
);
border!(
    /// How work is counted.
    ModeWord = Mode {
        /// Repetitions.
        Reps,
        /// Holds.
        Hold,
        /// Slow breaths.
        Breaths,
        /// Open work.
        Time,
    }
);
border!(
    /// Which side works.
    SidesWord = Sides {
        /// Both at once.
        Together,
        /// One, then the other.
        Each,
        /// In turns.
        Alternating,
    }
);
border!(
    /// A side of the body.
    SideWord = Side {
        /// Left.
        Left,
        /// Right.
        Right,
    }
);
border!(
    /// How hard it was.
    EffortWord = Effort {
        /// Could have done much more.
        Easy,
        /// As it should be.
        Right,
        /// At the limit.
        Hard,
    }
);
border!(
    /// The next morning against usual.
    MorningWord = Morning {
        /// Better.
        Better,
        /// Same.
        Same,
        /// Worse.
        Worse,
    }
);
border!(
    /// What a rule decided.
    DecisionWord = Decision {
        /// Answer the safety questions again.
        Screen,
        /// The item stops.
        Stop,
        /// One step down.
        Down,
        /// As it was.
        Hold,
        /// One step up.
        Up,
        /// A milder start after a gap.
        Restart,
        /// The next stage begins.
        NextStage,
        /// Back to a gentler stage.
        Settle,
        /// Time to be seen.
        BeSeen,
    }
);
border!(
    /// What happens during an event.
    WhatWord = What {
        /// Getting into place.
        GetReady,
        /// Repetitions.
        Reps,
        /// One hold.
        Hold,
        /// Slow breaths.
        Breaths,
        /// Open work.
        Time,
        /// Letting go between holds.
        LetGo,
        /// Changing sides.
        Switch,
        /// Rest between sets.
        Rest,
    }
);
