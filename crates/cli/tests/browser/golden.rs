//! Golden people, by real taps, up to the page that tells.

use super::driver::{Browser, PHONE};
use super::guide::{Answers, Guide, Walk};

#[test]
fn explore() {
    let guide = Guide::open();
    let browser = Browser::open(PHONE);
    let walk = Walk { guide: &guide, browser: &browser };
    walk.enter("hurts");
    let a: Answers = &[("age-years", "45"), ("sex-at-birth", "female"), ("pain-sites", "outer-hip-right"), ("travels-to", "nowhere")];
    walk.on_to("/plan", a);
    println!("{}", browser.text());
    println!("{:?}", walk.exercises());
    println!("{:?}", browser.log("browser"));
    println!("{:?}", browser.log("performance").len());
}
