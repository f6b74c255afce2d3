//! Without script: every page reads and answers, and the session is a list to print.

use super::driver::{Browser, Look, PHONE};
use super::guide::{Answers, Guide, Walk};
use super::quiet::is_quiet;

#[test]
fn the_whole_way_without_script() {
    let guide = Guide::open();
    let browser = Browser::open(Look { script: false, ..PHONE });
    let walk = Walk { guide: &guide, browser: &browser };
    let answers: Answers = &[
        ("age-years", "52"),
        ("sex-at-birth", "female"),
        ("pain-sites", "outer-hip-left"),
        ("travels-to", "nowhere"),
        ("lie", "worse"),
        ("duration-weeks", "12"),
        ("lying-on-side-hurts", "yes"),
        ("worst", "3"),
        ("effort", "right"),
        ("travelled", "no"),
        ("new", "no"),
    ];
    walk.enter("hurts");
    walk.on_to("/where", answers);
    assert!(!browser.has(".bodymap.live"), "a page ran script");
    assert!(!browser.text_of(".sitelists").is_empty(), "the places are a list");
    walk.on_to("/plan", answers);
    // A reason opens in place.
    browser.click(".item details.because > summary");
    assert!(!browser.text_of(".item details.because[open] ul").is_empty());
    let first = browser.text_of(".first h3");
    browser.follow(".first .primary");
    browser.shows("needs script; this list does not");
    browser.shows(&first);
    assert!(!browser.has(".pl"), "the player ran");
    let items = walk.session_data()["items"].as_array().map_or(0, Vec::len);
    let listed = browser.run("return document.querySelectorAll('#player .steps').length", &[]);
    assert_eq!(listed, serde_json::json!(items), "each exercise is listed with its steps");
    browser.follow("#player .btn.primary");
    walk.step(answers);
    walk.go("/progress");
    browser.shows("Sessions told about: 1");
    is_quiet(&browser, &guide, "the way without script");
}
