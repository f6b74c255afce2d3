//! Golden people whom somebody else should see first: told at once, and without a plan.

use super::driver::{Browser, PHONE};
use super::guide::{Answers, Guide, Walk};

const MAN_OF_41: Answers = &[("age-years", "41"), ("sex-at-birth", "male")];

/// Asserts that the page sends to somebody and shows no exercise.
#[track_caller]
fn sends_away(walk: &Walk, urgency: &str, heading: &str) {
    let browser = walk.browser;
    assert_eq!(browser.path(), "/result");
    assert!(browser.has(&format!(".urgent.{urgency}")), "{}", browser.text());
    browser.shows(heading);
    browser.shows("Whatever the answers");
    let onward = "main a[href^='/exercise'], main .item, main .bar .primary, main a[href='/setup']";
    assert!(!browser.has(onward), "{}", browser.text());
}

#[test]
fn case_3_the_saddle_feels_different() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/screen/right-now", MAN_OF_41);
    walk.step(&[("saddle-numbness", "yes")]);
    sends_away(&walk, "emergency", "Please get emergency help now");
    assert!(browser.text_of(".urgent").contains("999"), "the number of this region");
    // The other questions are offered, not demanded.
    browser.shows("Questions still open");
    walk.has_no_plan();
}

const LITTLE_PAIN: Answers = &[
    ("pain-sites", "low-back"),
    ("travels-to", "nowhere"),
    ("duration-weeks", "4"),
    ("pain-worst", "2"),
    ("pain-usual", "1"),
];

#[test]
fn case_4_little_pain_and_a_new_bladder() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/screen/right-now", MAN_OF_41);
    walk.step(&[("urine-hard-to-pass-new", "yes")]);
    sends_away(&walk, "emergency", "Please get emergency help now");
    // Who goes on to tell how little it hurts is told the same.
    for page in ["/where", "/how"] {
        walk.go(page);
        walk.step(LITTLE_PAIN);
    }
    walk.go("/result");
    sends_away(&walk, "emergency", "Please get emergency help now");
    walk.has_no_plan();
}

/// A leak alone has many harmless causes; with back pain it is told as soon as the back is named.
#[test]
fn case_4_little_back_pain_and_a_new_leak() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/screen/right-now", MAN_OF_41);
    walk.step(&[("urine-leak-new", "yes")]);
    walk.on_to("/result", &[]);
    assert!(browser.has(".urgent.within_two_weeks"), "{}", browser.text());
    browser.follow(".bar .primary");
    walk.step(LITTLE_PAIN);
    sends_away(&walk, "emergency", "Please get emergency help now");
    walk.has_no_plan();
}

#[test]
fn case_18_a_foot_that_weakens_in_week_one() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    let answers: Answers = &[
        ("age-years", "43"),
        ("sex-at-birth", "male"),
        ("leg-weak-new", "yes"),
        ("leg-weak-growing", "yes"),
        ("pain-sites", "low-back-left"),
        ("pain-sites", "calf-left"),
        ("travels-to", "foot"),
        ("onset", "sudden"),
        ("duration-weeks", "0"),
        ("trend", "worse"),
    ];
    walk.enter("hurts");
    walk.on_to("/result", answers);
    sends_away(&walk, "same_day", "Please speak to someone today");
    // That it is week one changes nothing.
    for page in ["/where", "/how"] {
        walk.go(page);
        walk.step(answers);
    }
    walk.go("/result");
    sends_away(&walk, "same_day", "Please speak to someone today");
    walk.has_no_plan();
}

#[test]
fn case_23_a_hip_replaced_six_weeks_ago() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/screen/gates", &[("age-years", "67"), ("sex-at-birth", "male")]);
    let told = ["hip-replaced", "joint-replaced-under-3-months", "operation-recent"];
    walk.step(&told.map(|id| (id, "yes")));
    sends_away(&walk, "self_care", "This guide is not the right one for now");
    browser.shows("no plan");
    browser.shows("surgeon");
    walk.has_no_plan();
}
