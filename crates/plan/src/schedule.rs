//! Fifth pass: which items fit into which sitting on which day.
//!
//! Two strength sessions, A and B, take turns. Each has the hip-cuff slot; together they
//! cover groups and planes. Essentials go in first, then the rest in order of weight.

use coxa_knowledge::condition::{Place, Stage};
use coxa_knowledge::exercise::Kind;

use crate::Error;
use crate::basis::Basis;
use crate::choose::{GROUPS, PLANES, is_strength};
use crate::dose::Dosed;
use crate::load::item_s;
use crate::plan::{Day, Item, Sitting};

/// Share of a strength session that is filled at first, so that its doses have room to grow.
const ROOM: f64 = 0.9;
/// The most seconds of a short session.
const SHORT_S: f64 = 600.0;
/// The most seconds of a gentle session.
const GENTLE_S: f64 = 900.0;

/// The week's days, or which wish to relax.
///
/// # Errors
/// When the days or minutes cannot hold what the stage needs.
pub fn schedule(
    basis: &Basis,
    dosed: &[Dosed],
    roadside: Option<Sitting>,
) -> Result<Vec<Day>, Error> {
    let rhythm = Rhythm::of(basis)?;
    let mains = match basis.stage {
        Stage::Gentle => Vec::new(),
        Stage::Build | Stage::Keep => strength_sessions(basis, &rhythm, dosed)?,
    };
    let mut days: Vec<Day> = (1..=7).map(|number| Day { number, sittings: Vec::new() }).collect();
    let mut turn = basis.week as usize + 1;
    let mut short = 0;
    for (index, &number) in rhythm.days.iter().enumerate() {
        let day = &mut days[number as usize - 1];
        let is_main = rhythm.mains.contains(&index);
        if is_main && !mains.is_empty() {
            day.sittings.push(mains[turn % mains.len()].clone());
            turn += 1;
        }
        if let Some(sitting) = short_session(basis, dosed, rhythm.short_s(is_main), short) {
            day.sittings.push(sitting);
            short += 1;
        }
        if let Some(sitting) = &roadside {
            day.sittings.push(sitting.clone());
        }
    }
    add_daily(&mut days, dosed);
    Ok(days)
}

/// On which days what happens.
struct Rhythm {
    days: Vec<u32>,
    mains: Vec<usize>,
    minutes: u32,
    gentle: bool,
}

impl Rhythm {
    fn of(basis: &Basis) -> Result<Self, Error> {
        let days: Vec<u32> = match basis.setup.days {
            0 | 1 => return Err(too_few_days()),
            2 => vec![1, 4],
            3 => vec![1, 3, 5],
            4 => vec![1, 2, 4, 6],
            5 => vec![1, 2, 3, 5, 6],
            6 => vec![1, 2, 3, 4, 5, 6],
            _ => (1..=7).collect(),
        };
        if basis.setup.minutes < 5 {
            return Err(too_few_minutes(basis, 5));
        }
        let minutes = basis.setup.minutes;
        let gentle = basis.stage == Stage::Gentle;
        let mains = Self::mains(days.len(), minutes, gentle);
        Ok(Self { days, mains, minutes, gentle })
    }

    /// Which of the days carry strength: fewer than the short sessions.
    fn mains(days: usize, minutes: u32, gentle: bool) -> Vec<usize> {
        let count = if gentle {
            0
        } else if minutes >= 15 {
            [0, 0, 1, 2, 2, 2, 3, 3][days]
        } else {
            [0, 0, 1, 1, 1, 2, 2, 3][days]
        };
        match count {
            0 => Vec::new(),
            1 => vec![0],
            2 => vec![0, days / 2],
            _ => vec![0, 2, 4],
        }
    }

    /// Whether strength days carry a short session too.
    fn doubles(&self) -> bool {
        self.minutes >= 15 || self.days.len() == 2
    }

    /// Seconds for a short session on a strength day or another one.
    fn short_s(&self, is_main: bool) -> f64 {
        let all = f64::from(self.minutes * 60);
        match (is_main, self.gentle) {
            (_, true) => all.min(GENTLE_S),
            (false, false) => all.min(SHORT_S),
            (true, false) if self.doubles() => all * 0.25,
            (true, false) => 0.0,
        }
    }

    fn main_s(&self) -> f64 {
        let all = f64::from(self.minutes * 60);
        if self.doubles() { all * 0.75 } else { all }
    }
}

fn too_few_days() -> Error {
    Error::Impossible {
        what: "a week needs exercise on two days at least".into(),
        relax: vec!["choose two days or more; the short sessions take ten minutes at most".into()],
    }
}

fn too_few_minutes(basis: &Basis, needed: u32) -> Error {
    let mut relax = vec![format!("allow about {needed} minutes a day")];
    if basis.setup.days < 7 {
        relax.push("or spread it over more days".into());
    }
    if !basis.setup.floor {
        relax.push("or allow the floor or a firm bed, which gives shorter choices".into());
    }
    let what = format!("{} minutes a day cannot hold what this stage needs", basis.setup.minutes);
    Error::Impossible { what, relax }
}

/// Sessions A and B, or one session where the week has one strength day.
fn strength_sessions(
    basis: &Basis,
    rhythm: &Rhythm,
    dosed: &[Dosed],
) -> Result<Vec<Sitting>, Error> {
    let count = rhythm.mains.len().clamp(1, 2);
    let mut needed_s = f64::MAX;
    for attempt in [Attempt::Usual, Attempt::Least, Attempt::LeastPlain] {
        let mut packing = Packing::new(dosed, count, rhythm.main_s(), attempt);
        packing.essentials();
        needed_s = needed_s.min(packing.longest_s());
        if packing.fits() {
            packing.fill();
            return Ok(packing.sittings(count));
        }
    }
    let share = rhythm.main_s() / f64::from(rhythm.minutes * 60);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of a day")]
    let needed = (needed_s / share / 60.0).ceil() as u32;
    Err(too_few_minutes(basis, needed))
}

/// How hard to squeeze.
#[derive(Clone, Copy, PartialEq)]
enum Attempt {
    /// Usual doses.
    Usual,
    /// The fewest sets.
    Least,
    /// The fewest sets, the weightiest item once, and no main item in several directions.
    LeastPlain,
}

struct Packing<'a> {
    dosed: &'a [Dosed],
    sessions: Vec<Vec<(usize, Item)>>,
    budget_s: f64,
    attempt: Attempt,
}

impl<'a> Packing<'a> {
    fn new(dosed: &'a [Dosed], count: usize, budget_s: f64, attempt: Attempt) -> Self {
        Self { dosed, sessions: vec![Vec::new(); count], budget_s, attempt }
    }

    fn item(&self, index: usize) -> Item {
        let dosed = &self.dosed[index];
        let mut item = dosed.item.clone();
        if self.attempt != Attempt::Usual {
            item.dose = dosed.least.clone();
        }
        item
    }

    fn put(&mut self, session: usize, index: usize) {
        let item = self.item(index);
        self.sessions[session].push((index, item));
    }

    fn holds(&self, index: usize) -> bool {
        self.sessions.iter().flatten().any(|(i, _)| *i == index)
    }

    fn main(&self) -> impl Iterator<Item = usize> + use<'a> {
        let dosed = self.dosed;
        (0..dosed.len()).filter(move |i| dosed[*i].pick.place == Place::Main)
    }

    fn length_s(&self, session: usize) -> f64 {
        self.sessions[session].iter().map(|(_, item)| item_s(item)).sum()
    }

    fn longest_s(&self) -> f64 {
        (0..self.sessions.len()).map(|s| self.length_s(s)).fold(0.0, f64::max)
    }

    fn fits(&self) -> bool {
        self.longest_s() <= self.budget_s
    }

    fn shortest(&self) -> usize {
        let by_length = |a: &usize, b: &usize| self.length_s(*a).total_cmp(&self.length_s(*b));
        (0..self.sessions.len()).min_by(by_length).unwrap_or(0)
    }

    /// Warm-up, the weightiest item and the hip cuff in each session; then what covers.
    fn essentials(&mut self) {
        let lead = self.main().find(|i| is_strength(&self.dosed[*i].exercise));
        let lead_turns = lead.is_some_and(|i| self.dosed[i].pick.turn.is_some());
        for session in 0..self.sessions.len() {
            if let Some(warm) = self.warm_up() {
                self.put(session, warm);
            }
            let once = self.attempt == Attempt::LeastPlain && session > 0;
            if let Some(lead) = lead.filter(|_| !lead_turns && !once) {
                self.put(session, lead);
            }
            if self.attempt != Attempt::LeastPlain && self.leads_with_directions() {
                self.put_turn(session, "multi-plane");
            }
            if !self.has_cuff(session) {
                self.put_turn(session, "hip-cuff");
            }
        }
        while let Some(index) = self.most_useful() {
            let session = self.shortest();
            self.put(session, index);
        }
    }

    /// Whether work in several directions is among the three weightiest slots.
    fn leads_with_directions(&self) -> bool {
        let strength = self.main().filter(|i| is_strength(&self.dosed[*i].exercise));
        strength.take(3).any(|i| self.dosed[i].pick.aim == "multi-plane")
    }

    fn has_cuff(&self, session: usize) -> bool {
        let cuff = |i: usize| self.dosed[i].exercise.aims.iter().any(|a| a == "hip-cuff");
        self.sessions[session].iter().any(|(i, _)| cuff(*i))
    }

    fn warm_up(&self) -> Option<usize> {
        (0..self.dosed.len()).find(|i| self.dosed[*i].exercise.kind == Kind::WarmUp)
    }

    /// Puts in the item of an alternating slot whose turn it is, or its other one.
    fn put_turn(&mut self, session: usize, aim: &str) {
        let of_aim = |i: &usize| self.dosed[*i].pick.aim == aim;
        let all: Vec<usize> = self.main().filter(of_aim).collect();
        let wanted = all.iter().find(|i| self.dosed[**i].pick.turn == Some(session));
        if let Some(&index) = wanted.or(all.first()) {
            self.put(session, index);
        }
    }

    /// What no session covers yet.
    fn missing(&self) -> Vec<&'static str> {
        let inside: Vec<&Dosed> =
            self.sessions.iter().flatten().map(|(i, _)| &self.dosed[*i]).collect();
        let all = GROUPS.into_iter().chain(PLANES);
        all.filter(|what| !inside.iter().any(|d| covers(d, what))).collect()
    }

    /// The item that covers most of what is missing; the weightiest among equals.
    fn most_useful(&self) -> Option<usize> {
        let missing = self.missing();
        let gain = |i: usize| missing.iter().filter(|what| covers(&self.dosed[i], what)).count();
        let free = self.main().filter(|i| !self.holds(*i));
        let best = free.map(|i| (gain(i), std::cmp::Reverse(i))).max()?;
        (best.0 > 0).then_some(best.1.0)
    }

    /// The rest, in order of weight, into the emptier session, while it fits.
    fn fill(&mut self) {
        let plain = self.attempt == Attempt::LeastPlain;
        for index in self.main().collect::<Vec<_>>() {
            if self.holds(index) || (plain && self.dosed[index].pick.aim == "multi-plane") {
                continue;
            }
            let length = item_s(&self.item(index));
            let room = |s: &usize| self.length_s(*s) + length <= self.budget_s * ROOM;
            let first = self.shortest();
            let others = (0..self.sessions.len()).filter(|s| *s != first);
            if let Some(session) = std::iter::once(first).chain(others).find(room) {
                self.put(session, index);
            }
        }
    }

    fn sittings(self, count: usize) -> Vec<Sitting> {
        let dosed = self.dosed;
        let names = if count == 1 { ["Strength", ""] } else { ["Strength A", "Strength B"] };
        let sessions = self.sessions.into_iter().zip(names);
        sessions
            .map(|(mut items, name)| {
                items.sort_by_key(|(i, _)| (order(&dosed[*i]), *i));
                let items = items.into_iter().map(|(_, item)| item).collect();
                Sitting { place: Place::Main, name: name.to_owned(), items }
            })
            .collect()
    }
}

fn covers(dosed: &Dosed, what: &str) -> bool {
    let declared = &dosed.exercise.declared;
    let named = declared.groups.iter().chain(&declared.planes).any(|w| w == what);
    is_strength(&dosed.exercise) && named
}

/// Place within a sitting: warm-up first, stretches and breathing last.
fn order(dosed: &Dosed) -> u8 {
    match dosed.exercise.kind {
        Kind::WarmUp => 0,
        Kind::Nerve | Kind::Mobility => 1,
        Kind::Balance => 2,
        Kind::Strength => 4,
        Kind::Isometric => 5,
        Kind::Aerobic => 6,
        Kind::Stretch => 7,
        Kind::Breathing => 8,
    }
}

/// The short session number `turn`: its weightiest item always, the others in rotation.
fn short_session(basis: &Basis, dosed: &[Dosed], budget_s: f64, turn: usize) -> Option<Sitting> {
    let gentle = basis.stage == Stage::Gentle;
    let is_short =
        |d: &&Dosed| d.pick.place == Place::Short || (gentle && d.pick.place == Place::Main);
    let mut picks: Vec<&Dosed> =
        dosed.iter().filter(is_short).filter(|d| d.exercise.kind != Kind::WarmUp).collect();
    if picks.is_empty() || budget_s <= 0.0 {
        return None;
    }
    if picks.len() > 1 {
        let others = picks.len() - 1;
        picks[1..].rotate_left(turn * 2 % others);
    }
    let warm = dosed.iter().find(|d| d.exercise.kind == Kind::WarmUp);
    let items = fill_short(&picks, warm, budget_s);
    let name = if gentle { "Gentle session" } else { "Short session" };
    (!items.is_empty()).then(|| Sitting { place: Place::Short, name: name.into(), items })
}

/// Takes items while they fit; a stretch brings a warm-up to the front.
fn fill_short(picks: &[&Dosed], warm: Option<&Dosed>, budget_s: f64) -> Vec<Item> {
    let brief = |d: &Dosed| Item { dose: d.least.clone(), ..d.item.clone() };
    let mut taken: Vec<(&Dosed, Item)> = Vec::new();
    for pick in picks {
        let stretches = |d: &Dosed| d.exercise.kind == Kind::Stretch;
        let needs_warm = stretches(pick) || taken.iter().any(|(d, _)| stretches(d));
        let warm_s = warm.filter(|_| needs_warm).map_or(0.0, |w| item_s(&brief(w)));
        let used: f64 = taken.iter().map(|(_, item)| item_s(item)).sum();
        let choices = [pick.item.clone(), brief(pick)];
        let fitting = choices.into_iter().find(|i| used + warm_s + item_s(i) <= budget_s);
        if let Some(item) = fitting {
            taken.push((pick, item));
        }
    }
    taken.sort_by_key(|(d, _)| order(d));
    let stretch = taken.iter().any(|(d, _)| d.exercise.kind == Kind::Stretch);
    let warm = warm.filter(|_| stretch).map(brief);
    warm.into_iter().chain(taken.into_iter().map(|(_, item)| item)).collect()
}

/// Walking and the like, on every day of the week.
fn add_daily(days: &mut [Day], dosed: &[Dosed]) {
    let daily: Vec<Item> =
        dosed.iter().filter(|d| d.pick.place == Place::Daily).map(|d| d.item.clone()).collect();
    let Some(name) = daily_name(dosed) else { return };
    for day in days {
        day.sittings.push(Sitting {
            place: Place::Daily,
            name: name.clone(),
            items: daily.clone(),
        });
    }
}

/// The daily sitting is called after what is done in it.
fn daily_name(dosed: &[Dosed]) -> Option<String> {
    let daily = dosed.iter().filter(|d| d.pick.place == Place::Daily);
    let names: Vec<&str> = daily.map(|d| d.exercise.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" · "))
}
