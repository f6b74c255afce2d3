//! The command line's promises: exit status, errors that name file, field and mend,
//! schemas, and the same bytes for the same input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use common::{FILES, Folder, KNOWLEDGE, Person, TODAY, coxa, list, on_files};
use serde_json::{Value, json};

const DOCUMENTS: [&str; 6] = ["intake", "screening", "patterns", "plan", "session", "checkin"];

/// Asserts that a command fails with status 2 and names the file and all of these.
fn refused(command: &str, documents: &[&Value], names: &[&str]) {
    let ran = on_files(command, documents, &["--today", TODAY]);
    complains(&ran, names);
    let file = format!("{}.json", documents.len() - 1);
    assert!(ran.err.contains(&file) || ran.err.contains(".json"), "no file in: {}", ran.err);
}

fn complains(ran: &common::Ran, names: &[&str]) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.out.is_empty(), "{}", ran.out);
    for name in names {
        assert!(ran.err.contains(name), "it does not name “{name}”: {}", ran.err);
    }
}

fn with(person: Person, field: &str, value: Value) -> Value {
    let mut doc = person.0;
    doc[field] = value;
    doc
}

// --- errors ----------------------------------------------------------------------------

#[test]
fn text_that_is_not_json_is_refused_with_its_place() {
    let folder = Folder::new();
    let path = folder.file("bad.json", "{ \"door\": \"hurts\",\n  oops }").display().to_string();
    for command in ["screen", "sort", "plan"] {
        complains(&coxa(&[command, &path]), &["bad.json", "line 2", "coxa schema intake"]);
    }
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_to_give() {
    complains(&coxa(&["screen", "/nowhere/intake.json"]), &["/nowhere/intake.json", "JSON file"]);
}

#[test]
fn an_unknown_question_is_named_with_the_nearest() {
    let doc = Person::hurts().told(json!({ "saddle-numb": "yes" })).0;
    for command in ["screen", "sort", "plan"] {
        refused(command, &[&doc], &["findings.saddle-numb", "did you mean `saddle-numbness`"]);
    }
}

#[test]
fn a_wrong_word_is_named_with_the_right_ones() {
    let told = |id: &str, answer: Value| Person::hurts().told(json!({ id: answer })).0;
    refused(
        "screen",
        &[&told("saddle-numbness", json!("maybe"))],
        &["findings.saddle-numbness", "\"maybe\"", "\"yes\", \"no\" or \"unsure\""],
    );
    refused(
        "screen",
        &[&told("sit", json!("sideways"))],
        &["findings.sit", "\"worse\", \"same\", \"better\""],
    );
    refused(
        "screen",
        &[&told("travels-to", json!("moon"))],
        &["findings.travels-to", "nowhere", "foot"],
    );
    refused(
        "screen",
        &[&told("pain-sites", json!(["elbow-left"]))],
        &["findings.pain-sites", "outer-hip-right"],
    );
    refused(
        "screen",
        &[&told("age-years", json!("old"))],
        &["findings.age-years", "whole number from 0 to 120"],
    );
}

#[test]
fn pain_of_eleven_is_off_the_scale() {
    let doc = Person::hurts().told(json!({ "pain-worst": 11 })).0;
    refused("screen", &[&doc], &["findings.pain-worst", "11", "0 to 10"]);
    let plan = Person::hurts().plan();
    let checkins = json!([
        { "date": TODAY, "plan_day": 1, "worst_pain_0_10": 11, "pain_after_0_10": 2 },
    ]);
    refused("adapt", &[&plan, &checkins], &["[0].worst_pain_0_10", "11", "0 to 10"]);
}

#[test]
fn unknown_kit_is_named_with_what_there_is() {
    let doc = Person::hurts().wants("kit", json!(["trampoline"])).0;
    refused("plan", &[&doc], &["setup.kit", "trampoline", "mini-band"]);
}

#[test]
fn unknown_doors_settings_screens_and_fields_are_named() {
    refused(
        "screen",
        &[&with(Person::hurts(), "door", json!("window"))],
        &["door", "window", "hurts, stiff"],
    );
    refused(
        "screen",
        &[&with(Person::hurts(), "setting", json!("moon"))],
        &["setting", "moon", "primary-care"],
    );
    refused(
        "screen",
        &[&with(Person::hurts(), "none_of_these", json!(["where"]))],
        &["none_of_these", "where", "right-now"],
    );
    refused(
        "screen",
        &[&with(Person::hurts(), "dor", json!("hurts"))],
        &["dor", "coxa schema intake"],
    );
    refused(
        "screen",
        &[&with(Person::hurts(), "answered_on", json!("yesterday"))],
        &["answered_on", "coxa schema intake"],
    );
}

#[test]
fn every_fault_of_an_intake_is_told_at_once() {
    let doc = Person::hurts()
        .told(json!({ "pain-worst": 11, "sit": "sideways", "unheard-of": "yes" }))
        .wants("kit", json!(["trampoline"]))
        .0;
    refused(
        "plan",
        &[&doc],
        &["findings.pain-worst", "findings.sit", "findings.unheard-of", "setup.kit"],
    );
}

#[test]
fn a_plan_or_checkin_that_names_nothing_known_is_refused() {
    let mut plan = Person::hurts().plan();
    let good = plan.clone();
    plan["days"][0]["sittings"][0]["items"][0]["exercise"] = json!("moonwalk");
    complains(&on_files("session", &[&plan], &[]), &["days[", "moonwalk", "exercise's id"]);
    let mut plan = good.clone();
    plan["condition"] = json!("lumbago");
    refused("adapt", &[&plan, &json!([])], &["condition", "lumbago", "coxa plan"]);
    let checkins = json!([{
        "date": TODAY, "plan_day": 1, "worst_pain_0_10": 1, "pain_after_0_10": 1,
        "items": [{ "exercise": "moonwalk" }],
    }]);
    refused("adapt", &[&good, &checkins], &["[0].items[0].exercise", "moonwalk"]);
    let checkins = json!([
        { "date": TODAY, "plan_day": 9, "worst_pain_0_10": 1, "pain_after_0_10": 1 },
    ]);
    refused("adapt", &[&good, &checkins], &["[0].plan_day", "1 to 7"]);
}

#[test]
fn a_day_that_the_plan_lacks_is_refused() {
    let plan = Person::hurts().plan();
    let ran = on_files("session", &[&plan], &["--day", "9"]);
    complains(&ran, &["day 9", "1 to 7"]);
}

#[test]
fn a_wish_out_of_range_is_refused_with_the_range() {
    refused("plan", &[&Person::hurts().wants("days", json!(9)).0], &["setup.days", "1 to 7"]);
    let long = Person::hurts().wants("minutes", json!(1000)).0;
    refused("plan", &[&long], &["setup.minutes", "240"]);
}

// --- plans that are not allowed, or cannot be --------------------------------------------

#[test]
fn without_permission_there_is_no_plan_and_status_three() {
    let ran = Person::hurts().told(json!({ "saddle-numbness": "yes" })).run("plan");
    assert_eq!(ran.code, 3);
    assert!(ran.out.is_empty());
    assert!(ran.err.contains("no plan") && ran.err.contains("emergency"), "{}", ran.err);
}

#[test]
fn what_was_left_out_never_clears_and_is_named() {
    for missing in ["age-years", "sex-at-birth", "pain-sites", "duration-weeks"] {
        let person = Person::hurts().silent(missing);
        let screening = person.screen();
        assert_eq!(screening["cleared"], false, "{missing}");
        assert!(list(&screening["unanswered"]).contains(&json!(missing)), "{missing}");
        let ran = person.run("plan");
        assert_eq!(ran.code, 3, "{missing}");
        assert!(ran.err.contains(missing), "{missing} is not named: {}", ran.err);
    }
}

#[test]
fn a_screen_left_open_never_clears() {
    let groups = list(&Person::hurts().0["none_of_these"]).clone();
    for open in &groups {
        let mut person = Person::hurts();
        let closed: Vec<&Value> = groups.iter().filter(|g| *g != open).collect();
        person.0["none_of_these"] = json!(closed);
        let screening = person.screen();
        assert_eq!(screening["cleared"], false, "{open}");
        assert!(!list(&screening["unanswered"]).is_empty());
        assert_eq!(person.run("plan").code, 3, "{open}");
    }
}

#[test]
fn answers_of_two_months_ago_are_too_old() {
    let document = Person::hurts().0;
    let later = ["--json", "--today", "2027-01-23"];
    let ran = on_files("plan", &[&document], &later);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains(TODAY) && ran.err.contains("again"), "{}", ran.err);
    assert_eq!(on_files("screen", &[&document], &later).json()["cleared"], false);
}

#[test]
fn recent_trouble_goes_stale_sooner_and_answers_from_tomorrow_do_not_count() {
    let recent = Person::hurts().told(json!({ "duration-weeks": 2 })).0;
    let settled = Person::hurts().0;
    let code = |doc: &Value, day: &str| on_files("plan", &[doc], &["--today", day]).code;
    assert_eq!((code(&recent, "2026-12-01"), code(&recent, "2026-12-02")), (0, 3));
    assert_eq!((code(&settled, "2026-12-22"), code(&settled, "2026-12-23")), (0, 3));
    assert_eq!(code(&settled, "2026-11-23"), 3);
}

#[test]
fn a_wish_that_cannot_be_met_says_which_to_relax() {
    for (wish, value) in [("minutes", json!(3)), ("days", json!(1))] {
        let ran = Person::hurts().wants(wish, value).run("plan");
        assert_eq!(ran.code, 3, "{wish}");
        assert!(ran.err.contains("allow") || ran.err.contains("choose"), "{}", ran.err);
    }
}

// --- documents -------------------------------------------------------------------------

fn schema(document: &str) -> Value {
    coxa(&["schema", document]).json()
}

#[test]
fn all_six_documents_have_a_schema() {
    for document in DOCUMENTS {
        let schema = schema(document);
        assert!(schema["$schema"].as_str().is_some_and(|s| s.contains("json-schema")));
        assert_eq!(schema["type"], "object", "{document}");
        assert!(!schema["properties"].as_object().unwrap().is_empty());
    }
    complains(&coxa(&["schema", "poem"]), &["poem", "intake", "checkin"]);
}

/// Asserts that a document has the fields that its schema requires and no others.
fn fits(document: &Value, name: &str) {
    let schema = schema(name);
    let known: BTreeSet<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let there: BTreeSet<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(there.is_subset(&known), "{name} has {:?}", there.difference(&known));
    let required: BTreeSet<&str> =
        list(&schema["required"]).iter().map(|r| r.as_str().unwrap()).collect();
    assert!(required.is_subset(&there), "{name} lacks {:?}", required.difference(&there));
}

#[test]
fn what_is_printed_has_the_fields_of_its_schema() {
    let person = Person::hurts();
    fits(&person.0, "intake");
    fits(&person.screen(), "screening");
    fits(&person.sort(), "patterns");
    let plan = person.plan();
    fits(&plan, "plan");
    fits(&on_files("session", &[&plan], &["--json"]).json(), "session");
}

#[test]
fn the_schema_of_an_intake_lists_every_question_with_its_answers() {
    let schema = schema("intake");
    let questions = schema["properties"]["findings"]["properties"].as_object().unwrap();
    for (id, finding) in &KNOWLEDGE.findings {
        let question = questions.get(id).unwrap_or_else(|| panic!("{id} is not listed"));
        assert_eq!(question["title"], json!(finding.ask));
    }
    assert_eq!(questions.len(), KNOWLEDGE.findings.len());
    assert_eq!(questions["saddle-numbness"]["enum"], json!(["yes", "no", "unsure"]));
    assert_eq!(questions["pain-worst"]["maximum"], 10);
}

#[test]
fn a_screening_has_the_promised_fields_in_the_promised_words() {
    let screening = Person::hurts().told(json!({ "touch-lost-patch-new": "yes" })).screen();
    for list_of in ["flags", "gates", "limits", "notes", "unanswered"] {
        assert!(screening[list_of].is_array(), "{list_of}");
    }
    assert_eq!(screening["urgency"], "within_two_weeks");
    assert_eq!(screening["permission"], "gentle");
    assert_eq!(screening["cleared"], true);
    assert_eq!(screening["door"], "hurts");
    let flag = &screening["flags"][0];
    assert_eq!(flag["urgency"], "within_two_weeks");
    assert!(!list(&flag["because"]).is_empty());
}

#[test]
fn patterns_come_best_first_with_reasons() {
    let sorted = Person::hurts().sort();
    let patterns = list(&sorted["patterns"]);
    for pattern in patterns {
        assert!(pattern["name"].as_str().is_some_and(|n| !n.is_empty()));
        let fit = pattern["fit"].as_str().unwrap();
        assert!(["likely", "possible", "unclear"].contains(&fit), "{fit}");
        assert!(pattern["reasons"].is_array());
    }
    assert!(!list(&patterns[0]["reasons"]).is_empty());
    assert!(sorted["not_a_diagnosis"].to_string().contains("not a diagnosis"));
}

#[test]
fn thin_answers_give_an_unclear_picture() {
    for site in ["outer-thigh-left", "front-thigh-right", "neck-or-upper-back"] {
        let answers = json!({ "pain-sites": [site], "onset": "unsure", "trend": "unsure" });
        let first = &Person::hurts().told(answers).sort()["patterns"][0];
        assert_eq!((&first["fit"], &first["id"]), (&json!("unclear"), &json!("mixed-picture")));
    }
}

#[test]
fn an_intake_is_read_from_standard_input_too() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(common::COXA)
        .args(["screen", "-", "--json", "--today", TODAY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let document = Person::hurts().0.to_string();
    child.stdin.take().unwrap().write_all(document.as_bytes()).unwrap();
    let ran: common::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.json(), Person::hurts().screen());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let person = Person::hurts();
    for command in ["screen", "sort", "plan"] {
        let (once, twice) = (person.run(command).out, person.run(command).out);
        assert!(!once.is_empty() && once == twice, "{command}");
    }
    let plan = person.plan();
    let checkins = json!([
        { "date": TODAY, "plan_day": 1, "worst_pain_0_10": 7, "pain_after_0_10": 3,
          "morning": "worse", "morning_pain_0_10": 6 },
        { "date": "2026-11-26", "plan_day": 3, "worst_pain_0_10": 2, "pain_after_0_10": 1,
          "morning": "same", "morning_pain_0_10": 2 },
    ]);
    let adapt = || on_files("adapt", &[&plan, &checkins], &["--today", "2026-11-27", "--json"]).out;
    assert!(!adapt().is_empty());
    assert_eq!(adapt(), adapt());
    let session = || on_files("session", &[&plan], &["--json"]).out;
    assert_eq!(session(), session());
}

#[test]
fn the_order_of_checkins_in_the_file_does_not_matter() {
    let plan = Person::hurts().plan();
    let day = |date: &str, day: u64, pain: i64| {
        json!({ "date": date, "plan_day": day, "worst_pain_0_10": pain, "pain_after_0_10": 1,
                "morning": "same", "morning_pain_0_10": 2 })
    };
    let days = [day(TODAY, 1, 7), day("2026-11-25", 2, 2), day("2026-11-26", 3, 3)];
    let turned: Vec<&Value> = days.iter().rev().collect();
    let adapt = |checkins: &Value| {
        on_files("adapt", &[&plan, checkins], &["--today", "2026-11-27", "--json"]).json()
    };
    assert_eq!(adapt(&json!(days)), adapt(&json!(turned)));
}

// --- check -----------------------------------------------------------------------------

/// A copy of the records in which some files read otherwise.
fn copy_of_records(change: impl Fn(&str, &str) -> String) -> Folder {
    let folder = Folder::new();
    for (path, text) in FILES.iter() {
        folder.file(path, &change(path, text));
    }
    folder
}

#[test]
fn the_records_have_no_fault_and_every_made_up_person_comes_out() {
    let ran = coxa(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("no fault"), "{}", ran.out);
    let ran = coxa(&["check", "--vignettes"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("too low: 0"), "{}", ran.out);
}

#[test]
fn a_whole_copy_passes_and_a_missing_folder_is_named() {
    let folder = copy_of_records(|_, text| text.to_owned());
    let path = folder.path().display().to_string();
    assert_eq!(coxa(&["check", "--knowledge", &path]).code, 0);
    complains(&coxa(&["check", "--knowledge", "/nowhere/records"]), &["/nowhere/records"]);
}

#[test]
fn every_fault_is_told_at_once_with_file_line_and_mend() {
    let folder = copy_of_records(|path, text| match path {
        "flags/cauda-equina.md" => text.replacen("+++\n", "+++\nnonsense = 3\n", 1),
        "exercises/bridge.md" => text.replacen("id = \"bridge\"", "id = \"bridges\"", 1),
        "gates/thin-bones.md" => text.replace("\"twist\"", "\"twirl\""),
        _ => text.to_owned(),
    });
    let ran = coxa(&["check", "--knowledge", &folder.path().display().to_string()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for named in [
        "flags/cauda-equina.md:2:",
        "nonsense",
        "exercises/bridge.md:",
        "bridges",
        "gates/thin-bones.md:",
        "twirl",
        "mend: ",
    ] {
        assert!(ran.out.contains(named), "{named} is not in:\n{}", ran.out);
    }
}

#[test]
fn a_made_up_person_who_comes_out_wrong_fails_the_check() {
    let folder = copy_of_records(|path, text| match path {
        "vignettes/saddle-change.md" => text.replace("\"emergency\"", "\"self_care\""),
        _ => text.to_owned(),
    });
    let path = folder.path().display().to_string();
    let ran = coxa(&["check", "--vignettes", "--knowledge", &path]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("saddle-change"), "{}", ran.out);
}
