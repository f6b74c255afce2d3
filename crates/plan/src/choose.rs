//! Third pass: which exercise fills each slot, and what else the week needs to be whole.

use coxa_knowledge::condition::{Place, Stage};
use coxa_knowledge::exercise::{Exercise, Kind};
use coxa_knowledge::{Because, Id, Knowledge};

use crate::Error;
use crate::aim::Want;
use crate::basis::Basis;
use crate::gate::Gate;
use crate::plan::Why;

/// An exercise picked for a slot.
#[derive(Debug, Clone)]
pub struct Pick {
    /// The exercise.
    pub exercise: Id,
    /// What it is here for.
    pub aim: Id,
    /// In which sitting.
    pub place: Place,
    /// Why it is here.
    pub why: Why,
    /// Which of two alternating sessions it belongs to, where it belongs to one.
    pub turn: Option<usize>,
}

/// Muscle groups that a week of building covers.
pub const GROUPS: [&str; 4] = ["quadriceps", "hamstrings", "gluteals", "trunk"];
/// Planes that a week of building covers.
pub const PLANES: [&str; 3] = ["sagittal", "frontal", "transverse"];

/// Picks an exercise for every slot, then adds what the week still lacks.
///
/// # Errors
/// When nothing at all is allowed.
pub fn choose(
    knowledge: &Knowledge,
    basis: &Basis,
    gate: &Gate,
    wants: &[Want],
) -> Result<Vec<Pick>, Error> {
    let mut chooser = Chooser { knowledge, basis, gate, picks: Vec::new() };
    chooser.warm_up();
    for want in wants {
        chooser.fill(want);
    }
    if basis.stage != Stage::Gentle {
        chooser.cuff();
        chooser.cover();
    }
    chooser.pair_stretches();
    if chooser.picks.iter().all(|p| p.aim == "warm-up") {
        return Err(nothing_left(basis));
    }
    Ok(chooser.picks)
}

struct Chooser<'a> {
    knowledge: &'a Knowledge,
    basis: &'a Basis,
    gate: &'a Gate,
    picks: Vec<Pick>,
}

impl<'a> Chooser<'a> {
    /// The warm-up that opens strength sessions and those with a stretch.
    fn warm_up(&mut self) {
        let warms = |e: &&Exercise| e.kind == Kind::WarmUp && self.gate.allows(&e.id);
        let Some(exercise) = self.knowledge.exercises.values().find(warms) else { return };
        self.picks.push(Pick {
            exercise: exercise.id.clone(),
            aim: "warm-up".into(),
            place: Place::Main,
            why: Why {
                says: "warm muscles and joints move more easily".into(),
                because: exercise.because.clone(),
            },
            turn: None,
        });
    }

    /// Takes the first allowed exercise that a slot prefers, or another with its aim.
    /// Slots that alternate between sessions take two.
    fn fill(&mut self, want: &Want) {
        let alternates =
            want.place == Place::Main && ["multi-plane", "hip-cuff"].contains(&want.aim.as_str());
        let takes = if alternates { 2 } else { 1 };
        for turn in 0..takes {
            let Some(exercise) =
                self.candidates(want).into_iter().find(|e| self.is_free(e, want.place))
            else {
                return;
            };
            let exercise = self.swapped(&exercise.id);
            let why = Why { says: want.why.clone(), because: want.because.clone() };
            let (aim, place) = (want.aim.clone(), want.place);
            self.picks.push(Pick { exercise, aim, place, why, turn: alternates.then_some(turn) });
        }
    }

    /// The exercise that the person put in its place, if that is allowed.
    fn swapped(&self, exercise: &str) -> Id {
        let swap = self.basis.setup.swapped.get(exercise).filter(|id| self.gate.allows(id));
        swap.cloned().unwrap_or_else(|| exercise.to_owned())
    }

    fn is_free(&self, exercise: &Exercise, place: Place) -> bool {
        !self
            .picks
            .iter()
            .any(|p| p.exercise == exercise.id && (p.place == place || place == Place::Main))
    }

    fn candidates(&self, want: &Want) -> Vec<&'a Exercise> {
        let named = want.prefer.iter().filter_map(|id| self.knowledge.exercises.get(id));
        let mut others: Vec<&Exercise> =
            self.knowledge.exercises.values().filter(|e| e.aims.contains(&want.aim)).collect();
        let place_of_aim = |e: &Exercise| e.aims.iter().position(|a| a == &want.aim);
        others.sort_by_key(|e| (place_of_aim(e), e.skill, e.id.clone()));
        let mut all: Vec<&Exercise> = named.filter(|e| self.gate.allows(&e.id)).collect();
        for other in others {
            if self.gate.allows(&other.id) && !all.iter().any(|e| e.id == other.id) {
                all.push(other);
            }
        }
        all
    }

    /// The hip-cuff slot that every strength session has.
    fn cuff(&mut self) {
        if self.picks.iter().any(|p| p.place == Place::Main && p.aim == "hip-cuff") {
            return;
        }
        self.fill(&Want {
            aim: "hip-cuff".into(),
            prefer: Vec::new(),
            place: Place::Main,
            why: "the small muscles that steady the hip get a place in each strength session"
                .into(),
            because: vec![Because::OurChoice(
                "An accessory slot for the muscles that steady the hip.".into(),
            )],
        });
    }

    /// Adds strength items until the groups and planes can all be covered.
    fn cover(&mut self) {
        for group in GROUPS {
            let covers = |e: &Exercise| e.declared.groups.iter().any(|g| g == group);
            let name = self.knowledge.words.muscles.get(group).map_or(group, |w| w.name.as_str());
            self.add_where_missing(&covers, name);
        }
        for plane in PLANES {
            let covers = |e: &Exercise| e.declared.planes.iter().any(|p| p == plane);
            let name = match plane {
                "sagittal" => "moving forward and back",
                "frontal" => "moving sideways",
                _ => "turning",
            };
            self.add_where_missing(&covers, name);
        }
    }

    fn add_where_missing(&mut self, covers: &dyn Fn(&Exercise) -> bool, name: &str) {
        let exercises = &self.knowledge.exercises;
        let mut main = self.picks.iter().filter(|p| p.place == Place::Main);
        if main.any(|p| is_strength(&exercises[&p.exercise]) && covers(&exercises[&p.exercise])) {
            return;
        }
        let free = |e: &&Exercise| {
            is_strength(e) && covers(e) && self.gate.allows(&e.id) && self.is_free(e, Place::Main)
        };
        let Some(best) = exercises.values().filter(free).min_by_key(|e| (e.skill, e.id.clone()))
        else {
            return;
        };
        self.picks.push(Pick {
            exercise: best.id.clone(),
            aim: best.aims[0].clone(),
            place: Place::Main,
            why: Why {
                says: format!("it brings {name} into the week"),
                because: vec![Because::OurChoice(
                    "A week of building covers all four groups and three directions.".into(),
                )],
            },
            turn: None,
        });
    }

    /// A front-of-hip stretch goes with a buttock stretch; without one it is left out.
    fn pair_stretches(&mut self) {
        let has = |picks: &[Pick], aim: &str| picks.iter().any(|p| p.aim == aim);
        if !has(&self.picks, "front-hip-stretch") || has(&self.picks, "buttock-stretch") {
            return;
        }
        self.fill(&Want {
            aim: "buttock-stretch".into(),
            prefer: Vec::new(),
            place: Place::Short,
            why: "front and back of the hip are stretched as a pair".into(),
            because: vec![Because::OurChoice(
                "A stretch in front is paired with one behind.".into(),
            )],
        });
        if !has(&self.picks, "buttock-stretch") {
            self.picks.retain(|p| p.aim != "front-hip-stretch");
        }
    }
}

/// Whether an exercise loads muscle.
#[must_use]
pub fn is_strength(exercise: &Exercise) -> bool {
    matches!(exercise.kind, Kind::Strength | Kind::Isometric)
}

fn nothing_left(basis: &Basis) -> Error {
    let mut relax = vec!["answer the safety questions again if something has changed".to_owned()];
    if !basis.setup.floor {
        relax.push("allow the floor or a firm bed".into());
    }
    if !basis.setup.kit.contains("chair") {
        relax.push("add a firm chair to your things".into());
    }
    Error::Impossible { what: "no exercise is left within your limits".into(), relax }
}
