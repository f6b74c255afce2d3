//! The player: what hurts is swapped in one tap, a question comes before a hard exercise, and the
//! clock holds, through a reload and a tab that sleeps.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::driver::{Browser, PHONE};
use super::guide::{Guide, Walk};
use super::quiet::is_quiet;
use crate::common::{KNOWLEDGE, TODAY};

/// The error that a deadline may have against the clock.
const ERROR_MS: f64 = 50.0;
/// How long the player runs in real time.
const REAL: Duration = Duration::from_secs(120);

/// A stiff person with a week.
fn stiff() -> Guide {
    let guide = Guide::open();
    guide.post("/start", &[("door", "stiff")]);
    guide.post("/screen/about-you", &[("age-years", "36"), ("sex-at-birth", "female")]);
    guide.post("/screen/right-now", &[("rest", "no")]);
    guide.post("/screen/gates", &[("rest", "no")]);
    let kit = ["chair", "stair", "towel", "pillow", "books", "backpack", "stick", "doorframe"];
    let mut wishes = vec![("minutes", "20"), ("days", "5"), ("floor", "floor")];
    wishes.extend(kit.map(|k| ("kit", k)));
    assert_eq!(guide.post("/setup", &wishes), "/plan");
    guide
}

/// Opens the first sitting of the week that holds an exercise.
#[track_caller]
fn sitting_with(mut guide: Guide, browser: &Browser, exercise: &str) -> Guide {
    let first: jiff::civil::Date = TODAY.parse().expect("a date");
    for day in 0..7 {
        let walk = Walk { guide: &guide, browser };
        for number in 0..4 {
            walk.go(&format!("/today/{number}"));
            if !browser.has("#player") {
                break;
            }
            let data = walk.session_data();
            let items = data["items"].as_array().expect("items");
            if items.iter().any(|item| item["exercise"] == exercise) {
                browser.wait("document.querySelector('.pl')");
                return guide;
            }
        }
        let next = first.checked_add(jiff::Span::new().days(day + 1)).expect("a day");
        guide = guide.on(&next.to_string());
        browser.forget();
    }
    panic!("{exercise} is not in the week");
}

/// Presses "Next" until the player stands at an exercise in a state.
#[track_caller]
fn skip_to(browser: &Browser, exercise: &str, state: &str) {
    let name = &KNOWLEDGE.exercises[exercise].name;
    for _ in 0..60 {
        if browser.text_of(".pl-name") == *name && stage(browser) == state {
            return;
        }
        browser.press(if stage(browser) == "ask" { "Yes" } else { "Next" });
    }
    panic!("{name} was not reached: {}", browser.text());
}

fn stage(browser: &Browser) -> String {
    let state = browser.run("return document.querySelector('.pl-stage').dataset.state", &[]);
    state.as_str().unwrap_or_default().to_owned()
}

/// The time left that the clock shows, in seconds.
fn clock(text: &str) -> u32 {
    let (minutes, seconds) = text.split_once(':').unwrap_or_else(|| panic!("no time: {text}"));
    let number = |part: &str| part.parse::<u32>().unwrap_or_else(|_| panic!("no time: {text}"));
    60 * number(minutes) + number(seconds)
}

/// The log that the server holds, once the page has nothing more to send.
fn server_log(walk: &Walk) -> Vec<Value> {
    let sent = "!Object.keys(localStorage).some((key) => key.startsWith('coxa.log.'))";
    walk.browser.wait(sent);
    walk.browser.turn(|| walk.browser.reload());
    walk.browser.wait("document.querySelector('.pl')");
    walk.session_data()["log"].as_array().cloned().unwrap_or_default()
}

#[test]
fn case_13_the_knee_hurts_in_pigeon() {
    let browser = Browser::open(PHONE);
    let guide = sitting_with(stiff(), &browser, "pigeon");
    let walk = Walk { guide: &guide, browser: &browser };
    browser.press("Start");
    skip_to(&browser, "pigeon", "work");
    // Into the second side, so that side and time are those of the moment and not of a fresh start.
    let first = browser.text_of(".pl-side");
    while browser.text_of(".pl-side") == first || stage(&browser) != "work" {
        browser.press("Next");
    }
    let side = browser.text_of(".pl-side");
    browser.wait("document.querySelector('.pl-time').textContent <= '0:27'");
    let left = clock(&browser.text_of(".pl-time"));
    browser.press("This hurts");
    // That one tap stopped it and put the other in its place.
    let stand_in = &KNOWLEDGE.exercises["lying-figure-four"].name;
    browser.shows("Pigeon is stopped");
    browser.shows(&format!(
        "Instead: {stand_in}, {} first, for the time that was left",
        side.to_lowercase()
    ));
    let text = browser.text();
    let offered = text.split("time that was left: ").nth(1).and_then(|t| t.split(' ').next());
    let offered = clock(offered.unwrap_or_default());
    // Two holds a side: the rest of this one, and the one after it.
    let rest = left + 30;
    assert!(offered.abs_diff(rest) <= 2, "{offered} s are offered where {rest} s were left");
    walk.tell_hurt("3");
    browser.press(&format!("Start {stand_in}"));
    assert_eq!(browser.text_of(".pl-name"), *stand_in);
    assert_eq!(browser.text_of(".pl-side"), side);
    browser.wait("document.querySelector('.pl-stage').dataset.state === 'work'");
    assert_eq!(browser.text_of(".pl-side"), side);
    let log = server_log(&walk);
    let hurt = log.iter().find(|e| e["kind"] == "hurt").expect("the hurt is stored");
    assert_eq!(hurt["exercise"], "pigeon");
    assert!(side.to_lowercase().starts_with(hurt["side"].as_str().unwrap_or("?")), "{hurt}");
    let told = log.iter().find(|e| e["kind"] == "hurt_answer").expect("the answer is stored");
    assert_eq!(told["pain_0_10"], 3);
    is_quiet(&browser, &guide, "the player");
}

#[test]
fn case_14_toppling_in_the_deep_squat() {
    let browser = Browser::open(PHONE);
    let guide = sitting_with(stiff(), &browser, "resting-deep-squat");
    browser.press("Start");
    skip_to(&browser, "resting-deep-squat", "ask");
    browser.shows("Before you begin");
    browser.press("No");
    browser.shows("Raise your heels on a pillow or a few books");
    browser.press("Not sure");
    browser.shows("Hold a door frame or a rail");
    let instead = &KNOWLEDGE.exercises["knees-to-chest"].name;
    browser.press(&format!("Do {instead} instead"));
    assert_eq!(browser.text_of(".pl-name"), *instead);
    let stage = stage(&browser);
    assert!(stage == "get_ready" || stage == "work", "{stage}");
    is_quiet(&browser, &guide, "the player");
}

#[test]
fn thirty_minutes_on_an_uneven_clock() {
    let browser = Browser::open(PHONE);
    let guide = stiff();
    let walk = Walk { guide: &guide, browser: &browser };
    walk.go("/today/0");
    let found = browser.run_long(include_str!("clock.js"), &[json!(30)]);
    let number = |name: &str| found[name].as_f64().unwrap_or(f64::INFINITY);
    println!(
        "{:.1} min, {} ticks: {} ms off",
        number("minutes"),
        found["ticks"],
        number("worst_ms")
    );
    assert_eq!(found["astray"], json!([]), "{found}");
    assert!(number("minutes") >= 30.0 && number("ticks") > 5000.0, "{found}");
    assert!(number("worst_ms") < ERROR_MS, "{found}");
    assert!(number("work_off_ms") < ERROR_MS, "{found}");
    // The end comes with the first tick after it.
    assert!((0.0..2000.0).contains(&number("late_ms")), "{found}");
    let slept = found["slept"]["said_s"].as_f64().unwrap_or_default();
    assert!((90.0..92.0).contains(&slept), "{found}");
    let reload = &found["reload"];
    assert_eq!((&reload["mode"], &reload["same"]), (&json!("paused"), &json!(true)), "{found}");
    assert_eq!(reload["lead_in"], "get_ready", "{found}");
    assert!(reload["apart_s"].as_f64() < Some(0.05), "{found}");
    assert_eq!(reload["totals"][0], reload["totals"][1], "{found}");
    assert_eq!(found["numbered"], true, "{found}");
}

/// What the page keeps for a reload: when it was kept, and where the session's line stood.
struct Kept {
    saved_ms: f64,
    at_ms: f64,
    step: Value,
}

impl Kept {
    fn read(browser: &Browser) -> Option<Self> {
        let script = "const key = Object.keys(localStorage).find((k) => k.startsWith('coxa.at.'));\
            if (!key) return null; const { saved, state } = JSON.parse(localStorage.getItem(key));\
            const { what, exercise, side, set } = state.steps[state.index] ?? {};\
            return { saved, at: state.at, step: [what, exercise, side, set] }";
        let mut kept = browser.run(script, &[]);
        let (saved_ms, at_ms) = (kept["saved"].as_f64()?, kept["at"].as_f64()?);
        Some(Self { saved_ms, at_ms, step: kept["step"].take() })
    }
}

/// Watches the running player against the calendar's clock; gives the largest error in ms.
fn watch(browser: &Browser, time: Duration) -> f64 {
    let until = Instant::now() + time;
    // The first moment kept after a start is the one that all others are held against.
    sleep(Duration::from_millis(1500));
    let first = Kept::read(browser).expect("a place is kept");
    let (mut worst, mut last) = (0.0_f64, first.saved_ms);
    while Instant::now() < until {
        sleep(Duration::from_millis(500));
        let kept = Kept::read(browser).expect("a place is kept");
        worst = worst.max(((kept.saved_ms - first.saved_ms) - (kept.at_ms - first.at_ms)).abs());
        last = kept.saved_ms;
    }
    let watched = last - first.saved_ms;
    assert!(watched > 0.7 * time.as_secs_f64() * 1000.0 - 4000.0, "only {watched} ms were watched");
    worst
}

#[test]
fn two_minutes_in_real_time() {
    let browser = Browser::open(PHONE);
    let guide = stiff();
    let walk = Walk { guide: &guide, browser: &browser };
    walk.go("/today/0");
    browser.wait("document.querySelector('.pl')");
    let begun = Instant::now();
    browser.press("Start");
    // Past the warm-up, to work that has sets and repetitions.
    skip_to(&browser, "bridge", "work");
    let mut worst = watch(&browser, Duration::from_secs(25));

    // A reload in the middle of a set.
    let before = Kept::read(&browser).expect("a place is kept");
    assert_eq!(before.step[0], "reps", "in the middle of a set");
    browser.turn(|| browser.reload());
    browser.wait("document.querySelector('.pl-stage')?.dataset.state === 'paused'");
    browser.shows("You were here");
    assert_eq!(browser.text_of(".pl-name"), KNOWLEDGE.exercises["bridge"].name);
    let after = Kept::read(&browser).expect("a place is kept");
    assert_eq!(before.step, after.step);
    assert!(
        (0.0..4000.0).contains(&(after.at_ms - before.at_ms)),
        "{}",
        after.at_ms - before.at_ms
    );
    browser.press("Continue");
    assert_eq!(stage(&browser), "get_ready");
    browser.wait("document.querySelector('.pl-stage').dataset.state === 'work'");
    worst = worst.max(watch(&browser, Duration::from_secs(25)));

    // A tab asleep: its clock goes on, its timers do not.
    let life = |state: &str| browser.cdp("Page.setWebLifecycleState", &json!({ "state": state }));
    let before = Kept::read(&browser).expect("a place is kept");
    life("frozen");
    sleep(Duration::from_secs(8));
    life("active");
    browser.wait("document.querySelector('.pl-note:not([hidden])')");
    browser.shows("The screen slept for");
    sleep(Duration::from_millis(1500));
    let after = Kept::read(&browser).expect("a place is kept");
    let off = (after.saved_ms - before.saved_ms) - (after.at_ms - before.at_ms);
    assert!(off.abs() < ERROR_MS, "{off} ms off after sleep");
    worst = worst.max(off.abs());

    let rest = REAL.saturating_sub(begun.elapsed()).max(Duration::from_secs(10));
    worst = worst.max(watch(&browser, rest));
    println!("{:.0} s in real time: {worst:.1} ms off", begun.elapsed().as_secs_f64());
    assert!(worst < ERROR_MS, "{worst} ms off");

    // The server holds every entry, in order.
    let log = server_log(&walk);
    let numbers: Vec<u64> = log.iter().filter_map(|e| e["seq"].as_u64()).collect();
    assert_eq!(numbers, (1..=log.len() as u64).collect::<Vec<_>>());
    for kind in ["started", "skipped", "paused", "resumed", "slept", "side_done"] {
        assert!(log.iter().any(|e| e["kind"] == kind), "no entry `{kind}`: {log:?}");
    }
    is_quiet(&browser, &guide, "the player");
}
