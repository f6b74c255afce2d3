//! Every kind of page under axe, light and dark, on a phone and on a desk; and nothing asked for
//! elsewhere, nothing complained about.

use serde_json::json;

use super::driver::{Browser, Look, PHONE};
use super::guide::{Guide, Walk};
use super::quiet::is_quiet;
use crate::common::KNOWLEDGE;

/// axe-core, which judges a page from inside.
const AXE: &str = include_str!("axe.min.js");

const LOOKS: [Look; 4] = [
    PHONE,
    Look { dark: true, ..PHONE },
    Look { width: 1440, dark: true, ..PHONE },
    Look { width: 1440, ..PHONE },
];

/// Judges the page at hand in every look, with all that opens open.
#[track_caller]
fn judge(walk: &Walk, about: &str) {
    let browser = walk.browser;
    is_quiet(browser, walk.guide, about);
    browser.run("for (const d of document.querySelectorAll('details')) d.open = true", &[]);
    // Half under the emergency strip, a link would count as too small.
    browser.run("scrollTo(0, 0)", &[]);
    browser.run(&format!("if (!window.axe) {{ {AXE} }}"), &[]);
    let mut found = Vec::new();
    for look in LOOKS {
        browser.look(look);
        // The player is made for one screen; other pages are read from end to end.
        if !browser.has(".pl") {
            browser.unroll(look);
        }
        let script = "\
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];\
            const { violations, passes } = await axe.run(document,\
              { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });\
            const first = (v) => v.nodes.slice(0, 3).map((n) => [n.html.slice(0, 300), n.failureSummary]);\
            return { passes: passes.length, violations: violations.map((v) => [v.id, v.help, v.nodes.length, first(v)]) };";
        let judged = browser.run_long(script, &[]);
        assert!(judged["passes"].as_u64() > Some(5), "{about}: axe did not look");
        if judged["violations"] != json!([]) {
            found.push((look.width, look.dark, judged["violations"].clone()));
        }
    }
    browser.look(PHONE);
    assert!(found.is_empty(), "{about}: {found:#?}");
    // What axe itself asked for and said is not the page's.
    browser.forget();
}

/// Opens paths and judges each.
#[track_caller]
fn judge_all(walk: &Walk, paths: &[&str]) {
    for path in paths {
        walk.go(path);
        judge(walk, path);
    }
}

#[test]
fn pages_for_anybody() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    judge_all(&walk, &["/", "/help", "/about", "/changes", "/library", "/library?q=nothing-such"]);
    judge_all(
        &walk,
        &["/exercise/pigeon", "/exercise/resting-deep-squat", "/exercise/banded-clam"],
    );
    judge_all(&walk, &["/condition/outer-hip-tendon-pain", "/condition/fracture-of-hip-or-spine"]);
    let source = KNOWLEDGE.sources.keys().next().expect("a source");
    judge_all(&walk, &["/advice/nights", &format!("/source/{source}"), "/nowhere"]);
}

#[test]
fn pages_that_ask_and_tell() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    guide.post("/start", &[("door", "hurts")]);
    judge_all(&walk, &["/start", "/result", "/screen/about-you"]);
    browser.click("button[name=sex-at-birth][value=female]");
    browser.wait("document.querySelector('[role=alert]')");
    judge(&walk, "no age");
    guide.post("/screen/about-you", &[("age-years", "15"), ("sex-at-birth", "female")]);
    judge_all(&walk, &["/result"]);
    guide.post("/screen/about-you", &[("age-years", "45"), ("sex-at-birth", "female")]);
    for group in ["right-now", "recent-weeks", "leg-and-nerve", "belly-groin-calf", "gates"] {
        let path = format!("/screen/{group}");
        judge_all(&walk, &[&path]);
        guide.post(&path, &[("rest", "no")]);
    }
    judge_all(&walk, &["/screen/since-last-time", "/result", "/where"]);
    browser.follow(".bar .primary");
    judge(&walk, "no place");
    judge_all(&walk, &["/how"]);
    let told = [
        ("/screen/right-now", "saddle-numbness", "emergency"),
        ("/screen/leg-and-nerve", "leg-weak-growing", "same_day"),
        ("/screen/right-now", "urine-leak-new", "within_two_weeks"),
        ("/screen/gates", "operation-recent", "self_care"),
    ];
    for (page, sign, urgency) in told {
        guide.post(page, &[(sign, "yes")]);
        walk.go("/result");
        assert!(browser.has(&format!(".urgent.{urgency}")), "{}", browser.text());
        judge(&walk, &format!("/result, {urgency}"));
        guide.post(page, &[(sign, "no")]);
    }
}

/// A person with outer-hip pain, as far as the pattern.
fn sore_hip(guide: &Guide) {
    guide.post("/start", &[("door", "hurts")]);
    guide.post("/screen/about-you", &[("age-years", "45"), ("sex-at-birth", "female")]);
    for group in ["right-now", "recent-weeks", "leg-and-nerve", "belly-groin-calf"] {
        guide.post(&format!("/screen/{group}"), &[("rest", "no")]);
    }
    let gates = [("rest", "no"), ("blood-thinner", "yes"), ("takes-anti-inflammatories", "yes")];
    guide.post("/screen/gates", &gates);
    let place = [("pain-sites", "outer-hip-right"), ("travels-to", "nowhere")];
    guide.post("/where", &place);
    let how = [
        ("lie", "worse"),
        ("duration-weeks", "10"),
        ("pain-worst", "5"),
        ("pain-usual", "3"),
        ("onset", "gradual"),
        ("morning-stiff-min", "10"),
        ("sit-hours", "6"),
        ("drive-hours", "1"),
        ("run-times", "3"),
        ("lift-days", "0"),
    ];
    guide.post("/how", &how);
}

/// The same person with a plan.
fn sore_hip_with_plan(guide: &Guide) {
    sore_hip(guide);
    assert_eq!(guide.post("/options", &[("option", "self-managed-plan")]), "/setup");
    let wishes = [("minutes", "20"), ("days", "5"), ("kit", "chair"), ("own-goal", "Put on socks")];
    assert_eq!(guide.post("/setup", &wishes), "/plan");
}

#[test]
fn pages_of_a_plan() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    sore_hip(&guide);
    judge_all(&walk, &["/checks", "/pattern", "/options"]);
    judge_all(&walk, &["/setup"]);
    sore_hip_with_plan(&guide);
    judge_all(&walk, &["/plan", "/today", "/after", "/progress", "/sheet", "/today/0"]);
    for (press, state) in [("Start", "get_ready"), ("Next", "work"), ("Pause", "paused")] {
        browser.press(press);
        browser.wait(&format!("document.querySelector('.pl-stage').dataset.state === '{state}'"));
    }
    judge(&walk, "the player, paused");
    browser.press("How to");
    judge(&walk, "the player, how to");
    browser.press("This hurts");
    judge(&walk, "the player, this hurts");
    walk.tell_hurt("3");
    judge(&walk, "the player, instead");
    browser.click(".pl-row:not([hidden]) > .pl-main");
    browser.press("Stop");
    judge(&walk, "the player, stopped");
}

#[test]
fn pages_of_later_days() {
    let guide = Guide::open();
    sore_hip_with_plan(&guide);
    guide.post("/after", &[("worst", "2"), ("now", "1"), ("effort", "easy")]);
    let guide = guide.on("2026-11-25");
    let browser = Browser::open(PHONE);
    let walk = Walk { guide: &guide, browser: &browser };
    judge_all(&walk, &["/today"]);
    let morning = [("date", "2026-11-24"), ("morning", "worse"), ("pain", "6")];
    guide.post("/today/morning", &morning);
    guide.post("/after", &[("worst", "6"), ("now", "5"), ("effort", "hard")]);
    guide.post("/score/patient-specific-function", &[("task.0", "Socks"), ("answer.0", "4")]);
    judge_all(&walk, &["/progress", "/plan", "/sheet", "/settings", "/settings/delete"]);
    judge_all(
        &walk,
        &["/score/roland-morris", "/score/patient-specific-function", "/score/pain-0-10"],
    );
    guide.post("/settings", &[("name", "Ann"), ("pin", "4711")]);
    guide.post("/people/add", &[("name", "Ben")]);
    judge_all(&walk, &["/people"]);
}

#[test]
fn pages_when_answers_grew_old() {
    let guide = Guide::open();
    sore_hip_with_plan(&guide);
    let (guide, browser) = (guide.on("2027-01-20"), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    judge_all(&walk, &["/today", "/plan"]);
    assert!(!browser.has("main a[href^='/today/']"), "an old plan is shown, not started");
    judge_all(&walk, &["/screen/again"]);
}
