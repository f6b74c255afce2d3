//! What is kept of people: out and in again without loss, never mixed, never twice.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use coxa_serve::Store;
use coxa_serve::store::{Error, Export};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

/// A folder of its own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("coxa-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A document of one entry, and the person it is of.
fn document(person: &str, day: u32) -> Value {
    json!({ "of": person, "day": day, "notes": ["“quoted” 'text'", "\u{0}\n", "Ünïcode"], "pain": 3.5 })
}

/// Fills a person's shelf: documents of several kinds, and the events of two sessions.
async fn fill(store: &Store, person: &str, days: u32) {
    store.put(person, ("answers", "current"), &document(person, 0), 1).await.unwrap();
    for day in 1..=days {
        let name = format!("2026-11-{day:02}");
        let at_us = i64::from(day) * 1_000;
        store.put(person, ("checkin", &name), &document(person, day), at_us).await.unwrap();
        let entry = |seq: u32| (i64::from(seq), document(person, seq).to_string());
        let events: Vec<(i64, String)> = (0..day).map(entry).collect();
        store.log(person, &format!("{name}-0"), &events, at_us + 1).await.unwrap();
    }
}

/// Every "of" inside an export: whose documents and events it holds.
fn owners(export: &Export) -> Vec<&str> {
    let bodies = export.entries.iter().map(|e| &e.body);
    bodies.chain(export.events.iter().map(|e| &e.body)).filter_map(|b| b["of"].as_str()).collect()
}

#[tokio::test]
async fn out_away_and_in_again_is_the_same() {
    let folder = Folder::new();
    let store = Store::open(&folder.0).await.unwrap();
    let id = store.add_person("Ana", Some("hash"), 7).await.unwrap();
    fill(&store, &id, 9).await;
    let before = store.export(&id).await.unwrap();
    assert_eq!((before.entries.len(), before.events.len()), (10, 45));
    store.delete_person(&id).await.unwrap();
    assert!(matches!(store.export(&id).await, Err(Error::NoPerson(_))));
    assert!(store.entries(&id).await.unwrap().is_empty());
    assert!(store.all_logged(&id).await.unwrap().is_empty());
    store.import(&before).await.unwrap();
    assert_eq!(store.export(&id).await.unwrap(), before);
}

#[tokio::test]
async fn an_export_read_back_from_its_text_is_the_same_in_another_place() {
    let here = Store::in_memory().await.unwrap();
    let id = here.add_person("Ana", None, 7).await.unwrap();
    fill(&here, &id, 4).await;
    let before = here.export(&id).await.unwrap();
    let text = serde_json::to_string_pretty(&before).unwrap();
    let there = Store::in_memory().await.unwrap();
    there.import(&coxa_serve::api::read(&text, "intake").unwrap()).await.unwrap();
    let after = there.export(&id).await.unwrap();
    assert_eq!(serde_json::to_string_pretty(&after).unwrap(), text);
}

#[tokio::test]
async fn people_are_never_mixed() {
    let store = Store::in_memory().await.unwrap();
    let mut ids = Vec::new();
    for name in ["Ana", "Ben", "Cem"] {
        ids.push(store.add_person(name, None, 1).await.unwrap());
    }
    for id in &ids {
        fill(&store, id, 5).await;
    }
    for id in &ids {
        let export = store.export(id).await.unwrap();
        let owners = owners(&export);
        assert_eq!(owners.len(), 6 + 15);
        assert!(owners.iter().all(|owner| owner == id), "{id} holds {owners:?}");
    }
}

#[tokio::test]
async fn deleting_one_person_leaves_the_others_whole() {
    let store = Store::in_memory().await.unwrap();
    let ana = store.add_person("Ana", None, 1).await.unwrap();
    let ben = store.add_person("Ben", None, 2).await.unwrap();
    fill(&store, &ana, 3).await;
    fill(&store, &ben, 3).await;
    let before = store.export(&ben).await.unwrap();
    store.delete_person(&ana).await.unwrap();
    assert_eq!(store.export(&ben).await.unwrap(), before);
    let names: Vec<String> = store.people().await.unwrap().into_iter().map(|p| p.name).collect();
    assert_eq!(names, ["Ben"]);
}

#[tokio::test]
async fn a_login_ends_with_its_person() {
    let store = Store::in_memory().await.unwrap();
    let ana = store.add_person("Ana", None, 1).await.unwrap();
    let token = store.log_in(&ana, 2).await.unwrap();
    assert_eq!(store.logged_in(&token).await.unwrap().unwrap().id, ana);
    store.delete_person(&ana).await.unwrap();
    assert_eq!(store.logged_in(&token).await.unwrap(), None);
}

#[tokio::test]
async fn bringing_somebody_in_twice_is_refused_and_changes_nothing() {
    let store = Store::in_memory().await.unwrap();
    let id = store.add_person("Ana", None, 1).await.unwrap();
    fill(&store, &id, 3).await;
    let mut export = store.export(&id).await.unwrap();
    assert!(matches!(store.import(&export).await, Err(Error::AlreadyHere)));
    export.name = "Somebody else".into();
    assert!(matches!(store.import(&export).await, Err(Error::AlreadyHere)));
    assert_eq!(store.person(&id).await.unwrap().name, "Ana");
    assert_eq!(store.people().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_export_of_another_form_is_refused_by_name() {
    let store = Store::in_memory().await.unwrap();
    let id = store.add_person("Ana", None, 1).await.unwrap();
    let mut export = store.export(&id).await.unwrap();
    store.delete_person(&id).await.unwrap();
    export.format = "coxa-person-9".into();
    let error = store.import(&export).await.unwrap_err().to_string();
    assert!(error.contains("coxa-person-9") && error.contains("coxa-person-1"), "{error}");
    assert!(store.people().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_broken_export_comes_in_not_at_all() {
    let store = Store::in_memory().await.unwrap();
    let id = store.add_person("Ana", None, 1).await.unwrap();
    fill(&store, &id, 3).await;
    let mut export = store.export(&id).await.unwrap();
    store.delete_person(&id).await.unwrap();
    export.events.push(export.events[0].clone());
    assert!(store.import(&export).await.is_err(), "the same event twice came in");
    assert!(matches!(store.person(&id).await, Err(Error::NoPerson(_))));
    assert!(store.entries(&id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_document_of_one_name_is_replaced_and_an_event_is_not() {
    let store = Store::in_memory().await.unwrap();
    let id = store.add_person("Ana", None, 1).await.unwrap();
    for day in [1, 2] {
        store.put(&id, ("checkin", "2026-11-24"), &document(&id, day), 5).await.unwrap();
        let event = (0, document(&id, day).to_string());
        store.log(&id, "2026-11-24-0", &[event], 5).await.unwrap();
    }
    let export = store.export(&id).await.unwrap();
    assert_eq!(export.entries.len(), 1);
    assert_eq!(export.entries[0].body["day"], 2);
    assert_eq!(export.events.len(), 1);
    assert_eq!(export.events[0].body["day"], 1);
}

#[tokio::test]
async fn what_was_kept_is_there_when_the_folder_is_opened_again() {
    let folder = Folder::new();
    let store = Store::open(&folder.0).await.unwrap();
    let id = store.add_person("Ana", None, 1).await.unwrap();
    fill(&store, &id, 3).await;
    let before = store.export(&id).await.unwrap();
    store.close().await;
    let again = Store::open(&folder.0).await.unwrap();
    assert_eq!(again.export(&id).await.unwrap(), before);
}

// --- whatever is kept ------------------------------------------------------------------

/// One document or event: which person, kind, name, number and text.
type Kept = (usize, bool, u8, i64, String);

fn kept() -> impl Strategy<Value = Vec<Kept>> {
    prop::collection::vec((0usize..3, any::<bool>(), 0u8..6, 0i64..9, ".{0,24}"), 0..40)
}

async fn keep(store: &Store, ids: &[String], kept: &[Kept]) {
    for (who, is_event, kind, number, text) in kept {
        let (id, body) = (&ids[*who], json!({ "of": ids[*who], "text": text, "n": number }));
        if *is_event {
            let event = [(*number, body.to_string())];
            store.log(id, &format!("session-{kind}"), &event, *number).await.unwrap();
        } else {
            let kind = format!("kind-{kind}");
            store.put(id, (&kind, &number.to_string()), &body, *number).await.unwrap();
        }
    }
}

async fn goes_round(kept: &[Kept]) -> Result<(), TestCaseError> {
    let store = Store::in_memory().await.unwrap();
    let mut ids = Vec::new();
    for name in ["Ana", "Ben", "Cem"] {
        ids.push(store.add_person(name, None, 1).await.unwrap());
    }
    keep(&store, &ids, kept).await;
    let mut before = Vec::new();
    for id in &ids {
        before.push(store.export(id).await.unwrap());
    }
    store.delete_person(&ids[1]).await.unwrap();
    store.import(&before[1]).await.unwrap();
    for (id, before) in ids.iter().zip(&before) {
        let after = store.export(id).await.unwrap();
        prop_assert_eq!(&after, before);
        prop_assert!(owners(&after).iter().all(|owner| owner == id));
    }
    Ok(())
}

/// The same cases on every run, and no files left behind.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(64);
    config.failure_persistence = None;
    config.rng_seed = RngSeed::Fixed(24);
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_kept_goes_out_and_in_again(kept in kept()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(goes_round(&kept))?;
    }
}
