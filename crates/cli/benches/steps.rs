//! How long each step takes on one thread: screen, sort, plan, session, adapt.
//!
//! `cargo bench -p coxa --bench steps`. Prints the median and the 99th percentile of many
//! runs over the ten golden people, beside the bar that each step has.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use coxa_care::Intake;
use coxa_care::scale::Pain;
use coxa_knowledge::Knowledge;
use coxa_plan::adapt::{CheckIn, Effort, Morning};
use coxa_plan::{Plan, Setup};
use coxa_serve::api::intake::IntakeDoc;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 24);
const RUNS: usize = 200;

fn main() {
    let files = records(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge")));
    let pairs = || files.iter().map(|(p, t)| (p.as_str(), t.as_str()));
    let started = Instant::now();
    let Ok(knowledge) = coxa_knowledge::read::read(pairs()) else { panic!("coxa check fails") };
    println!("reading {} records: {:.1} ms", files.len(), started.elapsed().as_secs_f64() * 1e3);
    let people = people(&knowledge);
    let (mut screen, mut sort, mut plan, mut session, mut adapt) = Default::default();
    for _ in 0..RUNS {
        for (intake, setup) in &people {
            let screening = timed(&mut screen, || coxa_care::screen(&knowledge, intake));
            let sorted = timed(&mut sort, || coxa_care::patterns(&knowledge, intake));
            let Some(cleared) = screening.cleared() else { continue };
            let told = (intake, &sorted);
            let Ok(week) = timed(&mut plan, || {
                coxa_plan::propose(&knowledge, cleared, told, setup.clone(), TODAY)
            }) else {
                continue;
            };
            timed(&mut session, || {
                week.days.iter().flat_map(|d| &d.sittings).map(coxa_plan::session::expand).count()
            });
            let month = month(&week);
            timed(&mut adapt, || coxa_plan::adapt::adapt(&knowledge, &week, &month, TODAY));
        }
    }
    println!("{:<34}{:>12}{:>12}{:>12}", "step", "median ms", "p99 ms", "bar ms");
    report("screen", &mut screen, "5");
    report("sort", &mut sort, "5");
    report("plan", &mut plan, "100");
    report("a week's sessions as events", &mut session, "");
    report("adapt, four weeks of check-ins", &mut adapt, "");
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = black_box(work());
    times.push(started.elapsed());
    result
}

fn report(name: &str, times: &mut [Duration], bar: &str) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!("{name:<34}{:>12.3}{:>12.3}{bar:>12}", at(50), at(99));
}

fn people(knowledge: &Knowledge) -> Vec<(Intake, Setup)> {
    let golden = knowledge.vignettes.values().filter(|v| v.id.starts_with("golden-"));
    let person = |v: &coxa_knowledge::vignette::Vignette| {
        let doc = IntakeDoc {
            door: v.door.clone(),
            answered_on: TODAY,
            setting: "primary-care".into(),
            findings: v.findings.clone().try_into().ok()?,
            none_of_these: v.none_of_these.iter().cloned().collect(),
            setup: v.setup.clone().try_into().ok()?,
        };
        Some((doc.intake(knowledge).ok()?, doc.setup.into()))
    };
    golden.filter_map(person).collect()
}

/// Twenty sessions over four weeks, getting better.
fn month(plan: &Plan) -> Vec<CheckIn> {
    let pain = |n: i64| Pain::new(n).unwrap_or_default();
    let day = |n: i32| CheckIn {
        date: plan.made_on.saturating_add(jiff::Span::new().days(n)),
        plan_day: u32::try_from(n % 7).unwrap_or(0) + 1,
        worst_pain: pain(3),
        pain_after: pain(2),
        effort: Effort::Right,
        anything_new: false,
        travelled: false,
        morning: Some(Morning::Same),
        morning_pain: Some(pain(2)),
        items: Vec::new(),
    };
    (0..28).filter(|n| n % 7 < 5).map(day).collect()
}

fn records(folder: &Path) -> Vec<(String, String)> {
    fn walk(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(base, &path, files);
            } else if let (Ok(name), Ok(text)) =
                (path.strip_prefix(base), std::fs::read_to_string(&path))
            {
                files.push((name.to_string_lossy().into_owned(), text));
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, folder, &mut files);
    files
}
