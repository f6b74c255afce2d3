//! What pages ask for and complain about, out of a person's sight.

use serde_json::Value;

use super::driver::Browser;
use super::guide::Guide;

/// Asserts that since the last call no page asked anybody but the guide, and none complained.
#[track_caller]
pub(crate) fn is_quiet(browser: &Browser, guide: &Guide, about: &str) {
    let asked = requests(browser);
    assert!(!asked.is_empty(), "{about}: no request was seen, so nothing can be said");
    let guide = guide.at("/");
    // The browser's own pages never leave the machine.
    let inside = [guide.as_str(), "data:", "blob:", "about:", "chrome:"];
    let own = |url: &&String| inside.iter().any(|start| url.starts_with(start));
    let outside: Vec<&String> = asked.iter().filter(|url| !own(url)).collect();
    assert!(outside.is_empty(), "{about} asks elsewhere: {outside:?}");
    let complaints = complaints(browser);
    assert!(complaints.is_empty(), "{about} complains: {complaints:#?}");
}

/// The addresses that were asked for since the last call.
fn requests(browser: &Browser) -> Vec<String> {
    let asked = |entry: &Value| {
        let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
        let message = &message["message"];
        let sent = message["method"] == "Network.requestWillBeSent";
        let socket = message["method"] == "Network.webSocketCreated";
        let url =
            if socket { &message["params"]["url"] } else { &message["params"]["request"]["url"] };
        url.as_str().filter(|_| sent || socket).map(str::to_owned)
    };
    browser.log("performance").iter().filter_map(asked).collect()
}

/// Warnings and errors in the console since the last call. That a page is not there is no complaint.
fn complaints(browser: &Browser) -> Vec<String> {
    let entries = browser.log("browser");
    let loud = entries.iter().filter(|e| e["level"] == "SEVERE" || e["level"] == "WARNING");
    let said = loud.map(|e| e["message"].as_str().unwrap_or_default().to_owned());
    said.filter(|m| !(m.contains("/nowhere ") && m.contains("404"))).collect()
}
