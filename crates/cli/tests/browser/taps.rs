//! The shortest honest way from the first page to the first exercise, counted.

use std::cell::Cell;

use super::driver::{Browser, PHONE};
use super::guide::Guide;

/// A person who counts: each tap is one, and so is each field written into.
struct Counting<'a> {
    browser: &'a Browser,
    taps: Cell<u32>,
}

impl Counting<'_> {
    fn count(&self) {
        self.taps.set(self.taps.get() + 1);
    }

    #[track_caller]
    fn tap(&self, css: &str) {
        self.count();
        self.browser.click(css);
    }

    #[track_caller]
    fn answer(&self, name: &str, value: &str) {
        self.tap(&format!("main label:has(> input[name='{name}'][value='{value}'])"));
    }

    #[track_caller]
    fn write(&self, css: &str, text: &str) {
        self.count();
        self.browser.write(css, text);
    }

    #[track_caller]
    fn on(&self, css: &str, to: &str) {
        self.count();
        self.browser.follow(css);
        assert_eq!(self.browser.path(), to);
    }

    /// Age, sex and the screens that follow, each closed with one tap.
    #[track_caller]
    fn screens(&self, groups: &[&str], to: &str) {
        self.write("#age-years", "45");
        self.on("button[name=sex-at-birth][value=female]", &format!("/screen/{}", groups[0]));
        let next = groups[1..].iter().map(|group| format!("/screen/{group}"));
        for next in next.chain([to.to_owned()]) {
            self.on("button[name=rest][value=no]", &next);
        }
    }

    /// From the week to an exercise that runs.
    #[track_caller]
    fn start(&self) {
        self.on(".first .primary", "/today/0");
        self.browser.wait("document.querySelector('.pl-stage')?.dataset.state === 'ready'");
        self.tap(".pl-row:not([hidden]) > .pl-main");
        self.browser.wait(
            "['get_ready', 'work'].includes(document.querySelector('.pl-stage').dataset.state)",
        );
        assert!(!self.browser.text_of(".pl-name").is_empty());
    }
}

#[test]
fn something_hurts_within_25() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let person = Counting { browser: &browser, taps: Cell::new(0) };
    browser.go(&guide.at("/"));
    person.on("button[value=hurts]", "/screen/about-you");
    let groups = ["right-now", "recent-weeks", "leg-and-nerve", "belly-groin-calf", "gates"];
    person.screens(&groups, "/where");
    person.tap("svg [data-site=low-back]");
    person.answer("travels-to", "nowhere");
    person.on(".bar .primary", "/how");
    person.answer("sit", "worse");
    person.answer("walk", "better");
    person.write("#duration-weeks", "10");
    person.write("#pain-worst", "5");
    person.write("#pain-usual", "3");
    person.write("#morning-stiff-min", "10");
    person.on(".bar .primary", "/checks");
    person.on(".bar .primary", "/pattern");
    person.on(".bar .primary", "/options");
    person.on(".bar .primary", "/setup");
    person.on(".bar .primary", "/plan");
    person.start();
    println!("something hurts: {} taps", person.taps.get());
    assert!(person.taps.get() <= 25);
}

#[test]
fn just_stiff_within_8() {
    let (guide, browser) = (Guide::open(), Browser::open(PHONE));
    let person = Counting { browser: &browser, taps: Cell::new(0) };
    browser.go(&guide.at("/"));
    person.on("button[value=stiff]", "/screen/about-you");
    person.screens(&["right-now", "gates"], "/setup");
    person.on(".bar .primary", "/plan");
    person.start();
    println!("just stiff: {} taps", person.taps.get());
    assert!(person.taps.get() <= 8);
}
