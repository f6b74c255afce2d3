//! The guide in a real browser: what people read, press and are led through.
//!
//! Chromium and chromedriver have to be in PATH; without them each test fails and says so.

mod common;

mod browser {
    mod access;
    mod coach;
    mod driver;
    mod golden;
    mod guide;
    mod keep;
    mod plain;
    mod quiet;
    mod taps;
    mod urgent;
}
