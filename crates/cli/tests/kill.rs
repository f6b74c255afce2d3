//! The process is killed in the middle of writes, over and over: what was acknowledged is there.
//!
//! Two writers talk to `coxa serve` as a browser does, one with check-ins, one with session
//! events. At pseudo-random moments the process is killed; then the person's export must hold
//! every write that was answered, and of the one in flight either all or nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use common::{COXA, Folder, coxa};
use serde_json::{Value, json};

/// How often the process is killed.
const KILLS: u64 = 200;
/// Over how many days they are spread; check-ins of a day replace each other.
const DAYS: u64 = 20;

// --- a process to talk to --------------------------------------------------------------

/// A served guide.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Starts one on a free port, for a day, and waits until it says where it is.
    fn start(data: &Path, today: &str) -> Self {
        let mut child = Command::new(COXA)
            .args(["serve", "--addr", "127.0.0.1:0", "--today", today, "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("Coxa is at http://").and_then(|l| l.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { child, address }
    }

    /// Kills it without warning.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A request's status, or nothing where no whole answer came.
fn post(address: &str, path: &str, kind: &str, body: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = String::new();
    BufReader::new(stream).take(64 * 1024).read_to_string(&mut answer).ok()?;
    let status = answer.strip_prefix("HTTP/1.1 ")?.split(' ').next()?;
    answer.contains("\r\n\r\n").then(|| status.parse().ok())?
}

fn form(address: &str, path: &str, body: &str) -> Option<u16> {
    post(address, path, "application/x-www-form-urlencoded", body)
}

/// Walks from the first page to a plan.
fn walk_to_a_plan(address: &str) {
    for (path, body) in [
        ("/start", "door=stiff"),
        ("/screen/about-you", "age-years=38&sex-at-birth=male"),
        ("/screen/right-now", "rest=no"),
        ("/screen/gates", "rest=no"),
        ("/setup", "kit=chair&minutes=20&days=5&floor=floor&side=none"),
    ] {
        assert_eq!(form(address, path, body), Some(303), "{path}");
    }
}

// --- writers ---------------------------------------------------------------------------

/// One write: a check-in or an event, with the number that it carries.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Written {
    event: bool,
    number: u64,
}

/// Answers to how much was done, as the form and as the store says them.
const DONE: [(&str, u64); 4] = [("all", 100), ("most", 80), ("some", 40), ("none", 0)];

/// A check-in that carries a number, spread over its fields.
fn checkin(number: u64) -> String {
    let (worst, now, pain) = (number % 11, number / 11 % 11, number / 121 % 11);
    let done = DONE[usize::try_from(number / 1331 % 4).unwrap()].0;
    format!(
        "worst={worst}&now={now}&effort=right&new=no&item=bridge&pain.bridge={pain}\
         &done.bridge={done}"
    )
}

/// The number that a stored check-in carries.
fn number_of(body: &Value) -> u64 {
    let score = |value: &Value| value.as_u64().unwrap();
    let done = body["items"][0]["completed_percent"].as_u64();
    let done = DONE.into_iter().zip(0u64..).find(|((_, percent), _)| Some(*percent) == done);
    score(&body["worst_pain_0_10"])
        + 11 * score(&body["pain_after_0_10"])
        + 121 * score(&body["items"][0]["worst_pain_0_10"])
        + 1331 * done.unwrap().1
}

/// Writes with rising numbers until the process is gone; tells each that was answered.
fn write(address: &str, event: bool, first: u64, session: &str, told: &Sender<Written>) -> u64 {
    let mut number = first;
    loop {
        let status = if event {
            let entry = json!({ "seq": number, "kind": "side_done", "n": number });
            let body = json!({ "session": session, "entries": [entry] }).to_string();
            post(address, "/today/log", "application/json", &body)
        } else {
            form(address, "/after", &checkin(number))
        };
        let wanted = if event { 204 } else { 303 };
        match status {
            Some(status) => assert_eq!(status, wanted, "event: {event}, number {number}"),
            None => return number,
        }
        if told.send(Written { event, number }).is_err() {
            return number;
        }
        number += 1;
    }
}

fn writer(
    address: &str,
    event: bool,
    first: u64,
    day: u64,
    told: Sender<Written>,
) -> JoinHandle<u64> {
    let (address, session) = (address.to_owned(), format!("{}-0", date(day)));
    std::thread::spawn(move || write(&address, event, first, &session, &told))
}

fn date(day: u64) -> String {
    format!("2026-11-{:02}", day + 1)
}

// --- moments ---------------------------------------------------------------------------

/// Numbers that look random and are the same on every run.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    /// Turns about for a while, so that the kill falls anywhere inside a write.
    fn dawdle(&mut self) {
        for _ in 0..self.next(400_000) {
            std::hint::spin_loop();
        }
    }
}

// --- what was answered, and what is there ------------------------------------------------

/// What must be found.
#[derive(Default)]
struct Book {
    /// The number of the last check-in answered, by day.
    checkins: BTreeMap<u64, u64>,
    /// Numbers of check-ins that were in flight at a kill since then, by day.
    in_flight: BTreeMap<u64, Vec<u64>>,
    /// The day of each event answered.
    events: BTreeMap<u64, u64>,
    /// Numbers that come next.
    next: [u64; 2],
}

impl Book {
    fn answered(&mut self, day: u64, written: Written) {
        if written.event {
            self.events.insert(written.number, day);
        } else {
            self.checkins.insert(day, written.number);
            self.in_flight.remove(&day);
        }
    }

    /// Notes which numbers were in flight when the process was killed.
    fn cut(&mut self, day: u64, in_flight: [u64; 2]) {
        self.in_flight.entry(day).or_default().push(in_flight[0]);
        self.next = in_flight.map(|number| number + 1);
    }

    /// Asserts that an export holds every answered write, or one in flight after it.
    fn compare(&self, export: &Value) {
        let entries = export["entries"].as_array().unwrap().iter();
        let stored: BTreeMap<String, u64> = entries
            .filter(|e| e["kind"] == "checkin")
            .map(|e| (e["name"].as_str().unwrap().to_owned(), number_of(&e["body"])))
            .collect();
        for (of, number) in &self.checkins {
            let found = stored.get(&date(*of)).copied();
            let flying = self.in_flight.get(of);
            let late = found.is_some_and(|n| flying.is_some_and(|f| f.contains(&n)));
            assert!(late || found == Some(*number), "{}: {found:?}, not {number}", date(*of));
        }
        let events = export["events"].as_array().unwrap().iter();
        let stored: BTreeMap<u64, String> = events
            .map(|e| (e["body"]["n"].as_u64().unwrap(), e["session"].as_str().unwrap().to_owned()))
            .collect();
        for (number, of) in &self.events {
            assert_eq!(stored.get(number), Some(&format!("{}-0", date(*of))), "event {number}");
        }
    }
}

/// Writes until a moment, and kills.
fn write_and_kill(served: Served, day: u64, book: &mut Book, moments: &mut Moments) {
    let (told, heard): (Sender<Written>, Receiver<Written>) = channel();
    let address = served.address.clone();
    let checkins = writer(&address, false, book.next[0], day, told.clone());
    let events = writer(&address, true, book.next[1], day, told);
    let wanted = 1 + moments.next(12);
    for _ in 0..wanted {
        book.answered(day, heard.recv().expect("the writers gave up early"));
    }
    moments.dawdle();
    served.kill();
    for written in heard {
        book.answered(day, written);
    }
    book.cut(day, [checkins.join().unwrap(), events.join().unwrap()]);
}

fn export(data: &Path) -> String {
    let ran = coxa(&["export", "--person", "Me", "--data", &data.display().to_string()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn killed_two_hundred_times_it_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let first = Served::start(&data, &date(0));
    walk_to_a_plan(&first.address);
    first.kill();
    let (mut book, mut moments) = (Book::default(), Moments(0x00C0_FFEE));
    for kill in 0..KILLS {
        let day = kill / (KILLS / DAYS);
        let served = Served::start(&data, &date(day));
        write_and_kill(served, day, &mut book, &mut moments);
        book.compare(&serde_json::from_str(&export(&data)).unwrap());
    }
    assert_eq!(book.checkins.len() as u64, DAYS);
    assert!(book.events.len() as u64 > KILLS / 2, "only {} events", book.events.len());
}

#[test]
fn a_person_goes_out_away_and_in_again_through_the_command_line() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let served = Served::start(&data, &date(0));
    walk_to_a_plan(&served.address);
    assert_eq!(form(&served.address, "/after", &checkin(42)), Some(303));
    served.kill();
    let place = data.display().to_string();
    let before = export(&data);
    let file = folder.file("me.json", &before).display().to_string();
    let run = |args: &[&str]| coxa(&[args, &["--data", &place]].concat());
    assert_eq!(run(&["import", &file]).code, 2, "somebody who is here came in twice");
    assert_eq!(run(&["delete", "--person", "Me"]).code, 0);
    assert_eq!(run(&["export", "--person", "Me"]).code, 2, "a deleted person is still there");
    assert_eq!(run(&["import", "--person", "Somebody", &file]).code, 2);
    assert_eq!(run(&["import", "--person", "Me", &file]).code, 0);
    assert_eq!(export(&data), before);
}

#[test]
fn an_address_that_others_can_reach_is_refused_with_the_reason() {
    let folder = Folder::new();
    let data = folder.path().join("data").display().to_string();
    let ran = coxa(&["serve", "--addr", "0.0.0.0:0", "--data", &data]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("loopback") && ran.err.contains("127.0.0.1"), "{}", ran.err);
}
