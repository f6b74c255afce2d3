//! Back and reload lose nothing, and an answer can be taken back.

use serde_json::json;

use super::driver::{Browser, PHONE};
use super::guide::{Guide, Walk};

/// One answer on each page; more where a page does not let go on without.
const ANSWERS: [(&str, &[(&str, &str)]); 9] = [
    ("/screen/about-you", &[("age-years", "57")]),
    ("/screen/right-now", &[("both-legs-pain-new", "unsure")]),
    ("/screen/recent-weeks", &[("steroids-long", "unsure")]),
    ("/screen/leg-and-nerve", &[("leg-heavy-only", "yes")]),
    ("/screen/belly-groin-calf", &[("groin-lump", "unsure")]),
    ("/screen/gates", &[("blood-thinner", "yes")]),
    (
        "/where",
        &[("pain-sites", "buttock-left"), ("travels-to", "thigh"), ("started-in", "buttock")],
    ),
    (
        "/how",
        &[("sit", "worse"), ("onset", "sudden"), ("duration-weeks", "7"), ("pain-usual", "2")],
    ),
    ("/options", &[("option", "see-physiotherapist")]),
];

/// Asserts that each answer stands on the page.
#[track_caller]
fn stand(browser: &Browser, answers: &[(&str, &str)], when: &str) {
    for (name, value) in answers {
        let script = "return [...document.querySelectorAll('main [name]')].some((e) =>\
            e.name === arguments[0] && e.value === arguments[1]\
            && (e.checked || !['radio', 'checkbox'].includes(e.type)))";
        let there = browser.run(script, &[json!(name), json!(value)]);
        assert_eq!(there, json!(true), "{}: {name} = {value} is lost {when}", browser.path());
    }
}

#[test]
fn answers_outlive_back_and_reload() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    for (page, answers) in ANSWERS {
        if browser.path() == "/result" {
            browser.follow(".bar .primary");
        }
        walk.on_to(page, &[]);
        walk.fill(answers);
        browser.turn(|| browser.reload());
        stand(&browser, answers, "by a reload before going on");
        walk.leave(answers);
        let next = browser.path();
        assert_ne!(next, page, "{}", browser.text());
        browser.turn(|| browser.back());
        assert_eq!(browser.path(), page);
        stand(&browser, answers, "by going back");
        browser.turn(|| browser.reload());
        stand(&browser, answers, "by going back and a reload");
        if page == "/screen/right-now" {
            // Nobody gets further who is not sure of this.
            guide.post(page, &[("both-legs-pain-new", "no")]);
        }
        walk.go(&next);
    }
}

#[test]
fn wishes_outlive_back_and_reload() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("stiff");
    walk.on_to("/setup", &[("age-years", "57"), ("sex-at-birth", "male")]);
    let wishes = [
        ("minutes", "25"),
        ("days", "4"),
        ("floor", "bed"),
        ("side", "left"),
        ("own-goal", "Reach my shoes"),
    ];
    walk.fill(&wishes);
    browser.turn(|| browser.reload());
    stand(&browser, &wishes, "by a reload before going on");
    walk.leave(&[]);
    assert_eq!(browser.path(), "/plan", "{}", browser.text());
    browser.turn(|| browser.back());
    stand(&browser, &wishes, "by going back");
    browser.turn(|| browser.reload());
    stand(&browser, &wishes, "by going back and a reload");
}

#[test]
fn a_slip_of_the_thumb_is_taken_back() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    walk.on_to("/screen/right-now", &[("age-years", "57"), ("sex-at-birth", "male")]);
    walk.step(&[("saddle-numbness", "yes")]);
    assert!(browser.has(".urgent.emergency"));
    browser.turn(|| browser.back());
    walk.choose("saddle-numbness", "no");
    walk.step(&[]);
    assert_eq!(browser.path(), "/screen/recent-weeks");
}
