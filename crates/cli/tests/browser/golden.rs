//! Golden people who may look after themselves, by real taps, up to the page that tells.

use super::driver::{Browser, PHONE};
use super::guide::{Answers, Guide, Walk};
use crate::common::KNOWLEDGE;

/// Buttock to foot on one side, worse sitting, better walking.
const SCIATICA: Answers = &[
    ("age-years", "34"),
    ("sex-at-birth", "female"),
    ("pain-sites", "buttock-left"),
    ("pain-sites", "back-thigh-left"),
    ("pain-sites", "calf-left"),
    ("travels-to", "foot"),
    ("started-in", "back"),
    ("sit", "worse"),
    ("stand", "better"),
    ("walk", "better"),
    ("bend-forward", "worse"),
    ("onset", "gradual"),
    ("duration-weeks", "8"),
    ("sit-hours", "8"),
    ("cough-or-sneeze-shoots", "yes"),
    ("leg-worse-than-back", "yes"),
    ("burning-or-electric", "yes"),
    ("back-moves-change-leg-pain", "yes"),
];

/// Both legs, worse standing and walking, nothing seated.
const BOTH_LEGS: Answers = &[
    ("age-years", "71"),
    ("sex-at-birth", "male"),
    ("pain-sites", "buttock-left"),
    ("pain-sites", "buttock-right"),
    ("pain-sites", "calf-left"),
    ("pain-sites", "calf-right"),
    ("travels-to", "below-knee"),
    ("sit", "better"),
    ("stand", "worse"),
    ("walk", "worse"),
    ("bend-forward", "better"),
    ("lie", "better"),
    ("onset", "gradual"),
    ("duration-weeks", "60"),
    ("pain-worst", "6"),
    ("no-pain-seated", "yes"),
    ("leaning-forward-eases-walking", "yes"),
];

/// Three days, as bad as can be, the back alone.
const THREE_DAYS: Answers = &[
    ("age-years", "41"),
    ("sex-at-birth", "male"),
    ("pain-sites", "low-back"),
    ("travels-to", "nowhere"),
    ("sit", "worse"),
    ("bend-forward", "worse"),
    ("lie", "better"),
    ("onset", "sudden"),
    ("duration-weeks", "0"),
    ("pain-worst", "10"),
    ("pain-usual", "7"),
];

/// Runs, and the outside of the hip is sore to lie on.
const RUNNER: Answers = &[
    ("age-years", "45"),
    ("sex-at-birth", "female"),
    ("pain-sites", "outer-hip-right"),
    ("travels-to", "nowhere"),
    ("stand", "worse"),
    ("lie", "worse"),
    ("onset", "gradual"),
    ("duration-weeks", "10"),
    ("run-times", "4"),
    ("load-changed", "yes"),
    ("lying-on-side-hurts", "yes"),
    ("outer-hip-tender", "yes"),
    ("one-leg-stand-hurts-outer-hip", "yes"),
    ("uphill-or-stairs-hurt", "yes"),
];

/// Strong leg pain in its fifth week, and steady.
const WEEK_FIVE: Answers = &[
    ("age-years", "38"),
    ("sex-at-birth", "male"),
    ("pain-sites", "buttock-right"),
    ("pain-sites", "back-thigh-right"),
    ("pain-sites", "calf-right"),
    ("travels-to", "foot"),
    ("started-in", "back"),
    ("sit", "worse"),
    ("walk", "better"),
    ("bend-forward", "worse"),
    ("onset", "sudden"),
    ("duration-weeks", "5"),
    ("trend", "same"),
    ("pain-worst", "9"),
    ("pain-usual", "7"),
    ("cough-or-sneeze-shoots", "yes"),
    ("leg-worse-than-back", "yes"),
    ("burning-or-electric", "yes"),
];

/// Has leaked on sneezing for years.
const LEAKS: Answers = &[
    ("age-years", "47"),
    ("sex-at-birth", "female"),
    ("leaking-long", "yes"),
    ("pain-sites", "low-back"),
    ("travels-to", "nowhere"),
    ("stand", "worse"),
    ("walk", "better"),
    ("onset", "gradual"),
    ("duration-weeks", "100"),
];

/// Stiff after work, and sound.
const STIFF: Answers = &[("age-years", "36"), ("sex-at-birth", "female")];

fn name(exercise: &str) -> &'static str {
    &KNOWLEDGE.exercises[exercise].name
}

/// Asserts that the first pattern is this one, and that it fits well.
#[track_caller]
fn looks_like(walk: &Walk, condition: &str) {
    let name = &KNOWLEDGE.conditions[condition].name;
    assert_eq!(&walk.browser.text_of(".pattern:first-of-type h2"), name);
    assert!(walk.browser.has(".pattern:first-of-type .fit.likely"), "{}", walk.browser.text());
}

/// Asserts that an exercise is neither in the week nor left out without a reason.
#[track_caller]
fn left_out(walk: &Walk, exercises: &[&str]) {
    let week = walk.exercises();
    if walk.browser.has("details.leftout:not([open])") {
        walk.browser.click(".leftout > summary");
    }
    let why = walk.browser.text_of(".leftout > ul");
    for exercise in exercises {
        assert!(!week.iter().any(|id| id == exercise), "{exercise} is in the week");
        assert!(why.contains(name(exercise)), "no reason for leaving out {exercise}: {why}");
    }
}

#[test]
fn case_1_leg_pain_that_sitting_feeds() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/pattern", SCIATICA);
    looks_like(&walk, "disc-related-leg-pain");
    browser.shows(&KNOWLEDGE.conditions["deep-buttock-nerve-pain"].name);
    walk.on_to("/plan", SCIATICA);
    assert!(walk.exercises().contains(&"walking".to_owned()), "walking is offered");
    left_out(&walk, &["seated-forward-lean", "childs-pose", "resting-deep-squat"]);
}

#[test]
fn case_2_both_legs_on_walking() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/pattern", BOTH_LEGS);
    looks_like(&walk, "spinal-stenosis");
    browser.shows(&KNOWLEDGE.notes["both-sides"].name);
    walk.on_to("/plan", BOTH_LEGS);
    left_out(&walk, &["camel", "kneeling-wall-backbend", "prone-press-up"]);
}

#[test]
fn case_5_three_days_at_ten_of_ten() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/pattern", THREE_DAYS);
    looks_like(&walk, "recent-low-back-pain");
    walk.go("/result");
    assert!(browser.has(".urgent.self_care"), "{}", browser.text());
    browser.shows("Get help at once if");
    browser.shows("Get help today if");
    for words in
        ["you are fine", "all clear", "nothing is wrong", "nothing serious", "emergency help now"]
    {
        browser.lacks(words);
    }
    browser.follow(".bar .primary");
    walk.on_to("/plan", THREE_DAYS);
    assert!(!walk.exercises().is_empty());
}

#[test]
fn case_10_runner_with_a_sore_outer_hip() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/pattern", RUNNER);
    looks_like(&walk, "outer-hip-tendon-pain");
    walk.on_to("/plan", RUNNER);
    let crossing = [
        "seated-cross-legged-twist",
        "pigeon",
        "knee-to-opposite-shoulder",
        "piriformis-stretch-lying-crossed",
    ];
    left_out(&walk, &crossing);
    let loads = |id: &String| KNOWLEDGE.exercises[id].aims.iter().any(|aim| aim == "hip-abduction");
    assert!(walk.exercises().iter().any(loads), "no abductor loading: {:?}", walk.exercises());
}

#[test]
fn case_17_strong_leg_pain_in_week_five() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/options", WEEK_FIVE);
    browser.shows("a good time to ask about a specialist opinion");
    let option = &KNOWLEDGE.options["specialist-opinion-surgery"];
    let card = format!(".option:has(input[value='{}'])", option.id);
    assert!(browser.text_of(&card).starts_with(&option.name), "{}", browser.text());
    browser.click(&format!("{card} details:has(strong) > summary"));
    let outcomes = browser.text_of(&format!("{card} details[open] > ul"));
    assert!(outcomes.contains(" of ") && outcomes.contains("Of "), "no ranges: {outcomes}");
}

#[test]
fn case_20_leaks_for_years() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/pattern", LEAKS);
    browser.shows(&KNOWLEDGE.notes["leaking-pelvic-health"].name);
    walk.on_to("/plan", LEAKS);
    let strains = |id: &&String| {
        let tags = &KNOWLEDGE.exercises[*id].declared.tags;
        tags.iter().any(|tag| tag == "impact" || tag == "heavy-load")
    };
    let week = walk.exercises();
    assert_eq!(week.iter().find(strains), None);
    let heavy: Vec<&str> = KNOWLEDGE.exercises.keys().filter(strains).map(String::as_str).collect();
    assert!(!heavy.is_empty());
    left_out(&walk, &heavy);
}

#[test]
fn case_22_stiff_after_work() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("stiff");
    let mut asked = Vec::new();
    while browser.path() != "/plan" {
        let path = browser.path();
        walk.step(STIFF);
        asked.push(path);
    }
    assert_eq!(asked, ["/screen/about-you", "/screen/right-now", "/screen/gates", "/setup"]);
    let yoga = |id: &&String| KNOWLEDGE.exercises[*id].aims.iter().any(|aim| aim == "yoga");
    let week = walk.exercises();
    assert!(week.iter().filter(yoga).count() >= 9, "a series of nine: {week:?}");
}
