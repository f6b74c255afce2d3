//! The words that people read: nothing promised, nothing frightening, easy to read, and no
//! sentence taken from the text that the guide was asked for with.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{FILES, KNOWLEDGE, collect};
use coxa_knowledge::Because;
use coxa_knowledge::condition::Condition;
use coxa_knowledge::exercise::Exercise;
use coxa_knowledge::finding::Finding;
use coxa_knowledge::record::Body;
use sha2::{Digest, Sha256};

/// Phrases that promise, threaten or pass a verdict; whole words.
const FORBIDDEN: [&str; 35] = [
    "all clear",
    "all-clear",
    "you are fine",
    "you're fine",
    "you are healthy",
    "nothing serious",
    "nothing to worry about",
    "don't worry",
    "do not worry",
    "your diagnosis is",
    "you are diagnosed",
    "miracle",
    "miraculous",
    "cure",
    "cures",
    "cured",
    "guarantee",
    "guaranteed",
    "guarantees",
    "wear and tear",
    "worn away",
    "worn out joint",
    "bone on bone",
    "bone-on-bone",
    "crumbling",
    "crumble",
    "time bomb",
    "permanent damage",
    "out of alignment",
    "perfect cure",
    "pain-free for life",
    "never hurt again",
    "trust us",
    "you must not move",
    "well done",
];

/// The highest grade that a record may have on average.
const HIGHEST_GRADE: f64 = 8.0;
/// Sections that are written for clinicians.
const FOR_CLINICIANS: [&str; 1] = ["Tell the clinician"];

/// What a person reads of one record, piece by piece.
struct Shown {
    record: String,
    pieces: Vec<String>,
}

impl Shown {
    fn new(folder: &str, id: &str, body: &Body, fields: &[&str]) -> Self {
        let mut pieces: Vec<String> = fields.iter().map(|f| (*f).to_owned()).collect();
        let sections = body.sections().filter(|(title, _)| !FOR_CLINICIANS.contains(title));
        pieces.extend(sections.flat_map(|(_, text)| lines(text)));
        Self { record: format!("{folder}/{id}"), pieces }
    }

    fn and<'a>(mut self, more: impl IntoIterator<Item = &'a String>) -> Self {
        self.pieces.extend(more.into_iter().cloned());
        self
    }

    fn because<'a>(self, because: impl IntoIterator<Item = &'a Because>) -> Self {
        let ours = because.into_iter().filter_map(|b| match b {
            Because::OurChoice(why) => Some(why),
            Because::Source { .. } => None,
        });
        self.and(ours.collect::<Vec<_>>())
    }
}

/// List items and paragraphs of a Markdown text, without their marks.
fn lines(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        let item = trimmed.strip_prefix("- ").or_else(|| numbered(trimmed));
        match (item, pieces.last_mut()) {
            (Some(item), _) => pieces.push(item.to_owned()),
            (None, Some(last)) if !trimmed.is_empty() && !last.is_empty() => {
                last.push(' ');
                last.push_str(trimmed);
            }
            (None, _) => pieces.push(trimmed.to_owned()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    number.chars().all(|c| c.is_ascii_digit()).then_some(rest)
}

// --- what is shown of each kind ----------------------------------------------------------

fn flags() -> Vec<Shown> {
    let flags = KNOWLEDGE.flags.values();
    flags
        .map(|f| {
            let fields = [f.name.as_str(), &f.see, &f.not_for];
            Shown::new("flags", &f.id, &f.body, &fields).because(&f.because)
        })
        .collect()
}

fn gates_and_notes() -> Vec<Shown> {
    let gates = KNOWLEDGE.gates.values();
    let gates = gates.map(|g| Shown::new("gates", &g.id, &g.body, &[&g.name]).because(&g.because));
    let notes = KNOWLEDGE.notes.values();
    let notes = notes.map(|n| Shown::new("notes", &n.id, &n.body, &[&n.name]).because(&n.because));
    gates.chain(notes).collect()
}

fn condition(c: &Condition) -> Shown {
    let phases = c.phases.iter().flat_map(|p| [&p.name, &p.goal, &p.move_on]);
    let slots = c.phases.iter().flat_map(|p| &p.slots).map(|s| &s.why);
    Shown::new("conditions", &c.id, &c.body, &[&c.name, &c.course.says])
        .and(&c.aliases)
        .and(&c.tasks)
        .and(c.avoids.iter().map(|a| &a.why))
        .and(phases)
        .and(slots)
        .because(&c.because)
        .because(&c.course.because)
        .because(c.avoids.iter().flat_map(|a| &a.because))
        .because(c.signs.iter().flat_map(|s| &s.because))
}

fn exercise(e: &Exercise) -> Shown {
    let first = e.precondition.as_ref();
    Shown::new("exercises", &e.id, &e.body, &[&e.name, &e.start, &e.dose.effort])
        .and(&e.aliases)
        .and(&e.cautions)
        .and(e.dose.beats.iter().map(|b| &b.cue))
        .and(e.faults.iter().flat_map(|f| [&f.see, &f.fix]))
        .and(e.variants.iter().flat_map(|v| [&v.name, &v.how]))
        .and(e.needs.iter().map(|n| &n.how))
        .and(first.map(|p| &p.ask))
        .and(first.into_iter().flat_map(|p| &p.if_no))
        .because(&e.because)
        .because(&e.dose.because)
}

fn options_and_advice() -> Vec<Shown> {
    let option = |o: &coxa_knowledge::option::CareOption| {
        let outcomes = o.outcomes.iter().flat_map(|o| [&o.what, &o.figure, &o.of]);
        Shown::new("options", &o.id, &o.body, &[&o.name])
            .and(&o.benefits)
            .and(&o.harms)
            .and(outcomes)
            .because(&o.because)
            .because(o.outcomes.iter().flat_map(|o| &o.because))
    };
    let cards = KNOWLEDGE.advice.values();
    let cards = cards
        .map(|a| Shown::new("advice", &a.id, &a.body, &[&a.name, &a.short]).because(&a.because));
    KNOWLEDGE.options.values().map(option).chain(cards).collect()
}

fn instruments() -> Vec<Shown> {
    let instruments = KNOWLEDGE.instruments.values();
    instruments
        .map(|i| {
            let fields = [i.name.as_str(), &i.measures, &i.prompt, &i.threshold.means, &i.licence];
            Shown::new("instruments", &i.id, &i.body, &fields)
                .and(&i.items)
                .and(&i.ends)
                .because(&i.because)
        })
        .collect()
}

fn question(f: &Finding) -> Shown {
    let body = Body::default();
    let check = f.check.as_ref();
    Shown::new("findings", &f.id, &body, &[&f.ask, &f.phrase, &f.phrase_not, &f.why])
        .and(f.options.iter().map(|o| &o.label))
        .and(check.into_iter().flat_map(|c| [&c.title, &c.skip_if].into_iter().chain(&c.steps)))
        .because(&f.because)
}

fn questions() -> Vec<Shown> {
    let groups = KNOWLEDGE.groups.iter();
    let groups =
        groups.map(|g| Shown::new("groups", &g.id, &Body::default(), &[&g.title, &g.intro]));
    let derived = KNOWLEDGE.derived.values();
    let derived = derived
        .map(|d| Shown::new("derived", &d.id, &Body::default(), &[&d.phrase, &d.phrase_not]));
    KNOWLEDGE.findings.values().map(question).chain(groups).chain(derived).collect()
}

fn sources() -> Vec<Shown> {
    let sources = KNOWLEDGE.sources.values();
    sources.map(|s| Shown::new("sources", &s.id, &s.body, &[&s.conflicts])).collect()
}

/// Numbers of rules and controlled words: each file is one record here.
fn rules_and_words() -> Vec<Shown> {
    let (rules, words) = (&KNOWLEDGE.rules, &KNOWLEDGE.words);
    let numbers = Shown { record: "rules.toml".into(), pieces: Vec::new() }
        .and(rules.number.values().map(|n| &n.means))
        .because(rules.number.values().flat_map(|n| &n.because))
        .and(rules.base_rate.values().flat_map(|r| [&r.name, &r.says]))
        .because(rules.base_rate.values().flat_map(|r| &r.because));
    let named = words.aim.values().chain(words.tag.values()).chain(words.muscles.values());
    let words = Shown { record: "words.toml".into(), pieces: Vec::new() }
        .and(words.kit.values().map(|k| &k.name))
        .and(named.flat_map(|w| [&w.name, &w.means]))
        .and(words.text.values().flatten())
        .and(KNOWLEDGE.doors.values().map(|d| &d.name));
    vec![numbers, words]
}

/// Everything of the records that a person reads, but for the summaries of publications.
fn shown() -> Vec<Shown> {
    let mut all = flags();
    all.extend(gates_and_notes());
    all.extend(KNOWLEDGE.conditions.values().map(condition));
    all.extend(KNOWLEDGE.exercises.values().map(exercise));
    all.extend(options_and_advice());
    all.extend(instruments());
    all.extend(questions());
    all.extend(rules_and_words());
    all.extend(templates());
    all
}

// --- templates -------------------------------------------------------------------------

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files_under(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    files
}

/// The words of each page, without marks and placeholders; one piece for each run of text.
fn templates() -> Vec<Shown> {
    let files = files_under(&crates().join("serve/templates"));
    let page = |(path, text): (String, String)| Shown {
        record: format!("templates/{path}"),
        pieces: words_between_marks(&text),
    };
    files.into_iter().map(page).collect()
}

/// The text between tags; placeholders stand for one short word.
fn words_between_marks(template: &str) -> Vec<String> {
    let text = replace_between(template, "{#", "#}", " ");
    let text = replace_between(&text, "{%", "%}", "");
    let text = replace_between(&text, "{{", "}}", "it");
    let text = replace_between(&text, "<", ">", "\n");
    let text = text.replace("&mdash;", " ").replace("&amp;", "and").replace("&nbsp;", " ");
    let pieces = text.lines().map(|line| line.trim().to_owned());
    pieces.filter(|piece| piece.chars().any(char::is_alphabetic)).collect()
}

fn replace_between(text: &str, open: &str, close: &str, with: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some(at) = rest.find(open) {
        out.push_str(&rest[..at]);
        out.push_str(with);
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + close.len());
        rest = &rest[end..];
    }
    out + rest
}

// --- forbidden phrases -------------------------------------------------------------------

/// Lower-case words with single blanks between, so that phrases can be looked for.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('’', "'");
    let kept = |c: char| c.is_alphanumeric() || c == '\'' || c == '-';
    let words: Vec<&str> = lower.split(|c| !kept(c)).filter(|w| !w.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

fn forbidden_in(text: &str) -> Vec<&'static str> {
    let text = plain(text);
    FORBIDDEN.into_iter().filter(|phrase| text.contains(&format!(" {phrase} "))).collect()
}

#[test]
fn no_record_and_no_page_promises_or_frightens() {
    let mut misses = Vec::new();
    for shown in shown().into_iter().chain(sources()) {
        for piece in &shown.pieces {
            for phrase in forbidden_in(piece) {
                misses.push(format!("{}: “{phrase}” in: {piece}", shown.record));
            }
        }
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn nobody_is_shouted_at() {
    let shouts = |shown: Shown| {
        let loud: Vec<String> = shown.pieces.into_iter().filter(|p| p.contains('!')).collect();
        loud.into_iter().map(move |piece| format!("{}: {piece}", shown.record))
    };
    let misses: Vec<String> = shown().into_iter().chain(sources()).flat_map(shouts).collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// Text between double quotation marks of a program's lines, comments left out.
fn quoted(program: &str) -> Vec<&str> {
    let code = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

#[test]
fn sentences_inside_the_programs_promise_nothing_either() {
    let mut misses = Vec::new();
    for folder in ["serve/src", "plan/src", "care/src", "cli/src", "serve/static"] {
        for (path, text) in files_under(&crates().join(folder)) {
            let found = quoted(&text).into_iter().flat_map(forbidden_in);
            misses.extend(found.map(|phrase| format!("{folder}/{path}: {phrase}")));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn the_look_for_phrases_finds_them() {
    assert_eq!(forbidden_in("It is just Wear  and\ntear, no more."), ["wear and tear"]);
    assert_eq!(forbidden_in("A secure seat"), Vec::<&str>::new());
    assert_eq!(
        words_between_marks("<p class=\"a\">Hi {{ name }}{% if x %}, you{% endif %}</p>"),
        ["Hi it, you"]
    );
}

// --- reading grade -----------------------------------------------------------------------

/// Syllables of an English word, by its groups of vowels.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    if word.len() <= 3 {
        return 1;
    }
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let groups = letters
        .iter()
        .enumerate()
        .filter(|(at, c)| is_vowel(**c) && (*at == 0 || !is_vowel(letters[at - 1])));
    let mut count = groups.count();
    count -= usize::from(has_silent_ending(&word) && count > 1);
    count.max(1)
}

/// An e at the end, or in -es and -ed, that is not spoken.
fn has_silent_ending(word: &str) -> bool {
    let spoken = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    if word.ends_with('e') {
        return !spoken(&["le"]) || spoken(&["ale", "ele", "ile", "ole", "ule"]);
    }
    if word.ends_with("es") {
        return !spoken(&["ses", "zes", "xes", "ches", "shes", "ces", "ges", "ies", "les"]);
    }
    word.ends_with("ed") && !spoken(&["ted", "ded", "ied", "led"])
}

/// Words of a sentence; a number counts as one short word.
fn words(sentence: &str) -> Vec<&str> {
    let kept = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    sentence.split(|c| !kept(c)).filter(|w| !w.is_empty()).collect()
}

/// Sentences of a text. Labels of one or two words are none.
fn sentences(pieces: &[String]) -> Vec<Vec<&str>> {
    let ends = |piece: &str| -> Vec<usize> {
        let bytes = piece.as_bytes();
        let blank_follows =
            |at: usize| bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
        let marks = piece.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!'));
        marks.map(|(at, _)| at).filter(|at| blank_follows(*at)).collect()
    };
    let mut all = Vec::new();
    for piece in pieces {
        let mut from = 0;
        for end in ends(piece).into_iter().chain([piece.len()]) {
            all.push(words(&piece[from..end]));
            from = (end + 1).min(piece.len());
        }
    }
    all.retain(|sentence| sentence.len() > 2);
    all
}

/// Flesch–Kincaid grade of a text; nothing where it has too few words to tell.
fn grade(pieces: &[String]) -> Option<f64> {
    let sentences = sentences(pieces);
    let words: Vec<&str> = sentences.iter().flatten().copied().collect();
    if words.len() < 20 {
        return None;
    }
    let spoken: usize = words.iter().map(|w| syllables(w)).sum();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    let (words, sentences) = (count(words.len()), count(sentences.len()));
    Some(0.39 * words / sentences + 11.8 * count(spoken) / words - 15.59)
}

/// Records whose grade lies above the highest, and how many were graded.
fn too_hard(shown: Vec<Shown>) -> (Vec<String>, usize) {
    let graded = shown.into_iter().filter_map(|s| Some((s.record, grade(&s.pieces)?)));
    let graded: Vec<(String, f64)> = graded.collect();
    let hard = graded.iter().filter(|(_, grade)| *grade > HIGHEST_GRADE);
    (hard.map(|(record, grade)| format!("{record}: {grade:.1}")).collect(), graded.len())
}

#[test]
fn every_record_and_page_reads_at_grade_eight_or_below() {
    let (misses, graded) = too_hard(shown());
    assert!(graded > 200, "only {graded} were graded");
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn every_summary_of_a_publication_reads_at_grade_eight_or_below() {
    let (misses, graded) = too_hard(sources());
    assert!(graded > 100, "only {graded} were graded");
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn the_questions_together_read_at_grade_eight_or_below() {
    let pieces: Vec<String> = questions().into_iter().flat_map(|q| q.pieces).collect();
    let grade = grade(&pieces).unwrap();
    assert!(grade <= HIGHEST_GRADE, "{grade:.1}");
}

#[test]
fn syllables_are_counted_about_right() {
    for (word, count) in [
        ("hip", 1),
        ("muscle", 2),
        ("back", 1),
        ("exercise", 3),
        ("physiotherapist", 5),
        ("stretched", 1),
        ("needed", 2),
        ("knees", 1),
        ("make", 1),
        ("table", 2),
        ("stairs", 1),
        ("emergency", 4),
        ("bodies", 2),
        ("whole", 1),
        ("raises", 2),
        ("pelvis", 2),
    ] {
        assert!(
            syllables(word).abs_diff(count) <= usize::from(count > 3),
            "{word}: {}",
            syllables(word)
        );
    }
    let easy = ["The cat sat on the mat. It was a warm day and the sun shone on it all day long."];
    assert!(grade(&easy.map(str::to_owned)).is_some_and(|g| g < 3.0));
    let hard = ["Multidirectional neuromuscular rehabilitation necessitates individualised \
        periodisation of progressively overloaded resistance interventions, notwithstanding the \
        considerable heterogeneity of contemporaneous methodological recommendations, and \
        therefore complicates everything."];
    assert!(grade(&hard.map(str::to_owned)).is_some_and(|g| g > 20.0));
    assert_eq!(grade(&["Too short to tell.".to_owned()]), None);
}

// --- nothing copied ----------------------------------------------------------------------

/// Hashes of every run of six words of the text that nothing may be taken from.
fn seed() -> BTreeSet<&'static str> {
    include_str!("seed-shingles.txt").lines().collect()
}

/// Lower-case words of letters, digits and apostrophes.
fn tokens(text: &str) -> Vec<String> {
    let lower = text.replace('’', "'").to_lowercase();
    let kept = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '\'';
    lower.split(|c| !kept(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The first sixteen hexadecimal digits of a run's SHA-256.
fn hash(run: &[String]) -> String {
    let digest = Sha256::digest(run.join(" ").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Runs of six words that stand in the text that nothing may be taken from.
fn copied(text: &str, seed: &BTreeSet<&str>) -> Vec<String> {
    let tokens = tokens(text);
    let runs = tokens.windows(6).filter(|run| seed.contains(hash(run).as_str()));
    runs.map(|run| run.join(" ")).collect()
}

/// The text of a file without the items of the questionnaire, which are quoted as such.
fn without_quoted_items(path: &str, text: &str) -> String {
    if !path.starts_with("instruments/roland-morris") {
        return text.to_owned();
    }
    let items = &KNOWLEDGE.instruments["roland-morris"].items;
    items.iter().fold(text.to_owned(), |text, item| text.replace(item, " | "))
}

#[test]
fn no_six_words_running_were_taken_over() {
    let seed = seed();
    assert!(seed.len() > 3000, "only {} runs to look for", seed.len());
    let mut misses = Vec::new();
    for (path, text) in FILES.iter() {
        for run in copied(&without_quoted_items(path, text), &seed) {
            misses.push(format!("knowledge/{path}: {run}"));
        }
    }
    for folder in
        ["serve/templates", "serve/static", "serve/src", "plan/src", "care/src", "cli/src"]
    {
        for (path, text) in files_under(&crates().join(folder)) {
            let runs = copied(&text, &seed).into_iter();
            misses.extend(runs.map(|run| format!("{folder}/{path}: {run}")));
        }
    }
    assert!(misses.is_empty(), "{} runs:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn runs_are_hashed_as_the_list_was_made() {
    assert_eq!(tokens("Don’t — “bend” 10 Knees."), ["don't", "bend", "10", "knees"]);
    let run = tokens("one two three four five six");
    let digest = Sha256::digest(b"one two three four five six");
    assert_eq!(hash(&run), format!("{:02x}{:02x}", digest[0], digest[1]) + &hash(&run)[4..]);
    assert_eq!(hash(&run).len(), 16);
    let planted = BTreeSet::from([hash(&run)]);
    let planted: BTreeSet<&str> = planted.iter().map(String::as_str).collect();
    assert_eq!(copied("He said: “One two,\nthree FOUR five six!” Seven.", &planted).len(), 1);
    assert!(seed().iter().all(|h| h.len() == 16 && h.chars().all(|c| c.is_ascii_hexdigit())));
}
