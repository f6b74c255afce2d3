//! Templates show every field, questions are asked for a reason, and numbers have names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coxa_knowledge::Knowledge;
use coxa_knowledge::read::{Fault, read, read_all};
use toml::{Table, Value};

/// Tables whose keys are free, and rules, which have words of their own.
const FREE: [&str; 7] =
    ["answers", "findings", "setup", "when", "only_if", "to_rank", "to_be_likely"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files_under(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    files
}

fn collect(base: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
}

/// The records' files, templates among them.
static FILES: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| files_under(&root().join("knowledge")));

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let pairs = FILES.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    read(pairs).unwrap_or_else(|faults| panic!("{faults:#?}"))
});

/// The files of each folder, by the folder's name.
fn folders() -> BTreeMap<&'static str, Vec<&'static (String, String)>> {
    let mut folders: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for file in FILES.iter() {
        if let Some((folder, _)) = file.0.split_once('/') {
            folders.entry(folder).or_default().push(file);
        }
    }
    folders
}

fn is_template(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with("_template."))
}

fn templates() -> Vec<&'static (String, String)> {
    FILES.iter().filter(|(path, _)| is_template(path)).collect()
}

/// The TOML part of a file.
fn head(text: &str) -> &str {
    let rest = text.strip_prefix("+++\n");
    rest.and_then(|rest| rest.split_once("\n+++")).map_or(text, |(head, _)| head)
}

fn table(path: &str, text: &str) -> Table {
    head(text).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file with another head.
fn with_head(text: &str, table: &Table) -> String {
    let body = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++"));
    let head = toml::to_string(table).unwrap();
    body.map_or_else(|| head.clone(), |(_, body)| format!("+++\n{head}\n+++{body}"))
}

/// The template as a record of its own: active, with the name of a file.
fn as_record(path: &str, text: &str, change: impl FnOnce(&mut Table)) -> Vec<Fault> {
    let mut table = table(path, text);
    for (key, value) in [("id", "sample"), ("status", "active")] {
        if table.contains_key(key) {
            table.insert(key.to_owned(), Value::String(value.to_owned()));
        }
    }
    change(&mut table);
    let (path, text) = (path.replace("_template", "sample"), with_head(text, &table));
    read_all([(path.as_str(), text.as_str())]).1
}

/// Faults of a file's form, not of what it refers to.
fn faults_of_form(faults: Vec<Fault>) -> Vec<Fault> {
    let form = |f: &Fault| {
        f.mend.contains("compare with _template")
            || f.mend.contains("line +++")
            || f.mend.contains("known folder")
    };
    faults.into_iter().filter(form).collect()
}

// --- templates -------------------------------------------------------------------------

#[test]
fn every_folder_with_records_has_a_template() {
    let without: Vec<&str> = folders()
        .into_iter()
        .filter(|(_, files)| !files.iter().any(|(path, _)| is_template(path)))
        .map(|(folder, _)| folder)
        .collect();
    assert!(without.is_empty(), "no _template in: {}", without.join(", "));
}

#[test]
fn every_template_can_be_read_once_it_has_a_name() {
    assert!(templates().len() >= 10, "only {} templates", templates().len());
    for (path, text) in templates() {
        let faults = faults_of_form(as_record(path, text, |_| ()));
        assert!(faults.is_empty(), "{path}: {}", faults[0]);
    }
}

#[test]
fn a_template_reaches_nobody_as_it_stands() {
    for (path, text) in templates() {
        let (knowledge, _) = read_all([(path.as_str(), text.as_str())]);
        let records = knowledge.flags.len()
            + knowledge.gates.len()
            + knowledge.notes.len()
            + knowledge.conditions.len()
            + knowledge.exercises.len()
            + knowledge.sources.len()
            + knowledge.options.len()
            + knowledge.advice.len()
            + knowledge.instruments.len()
            + knowledge.vignettes.len()
            + knowledge.findings.len()
            + knowledge.doors.len();
        assert_eq!(records, 0, "{path} is read as a record");
    }
}

/// Paths of keys, such as `dose.range.sets`, in a table; free tables are not entered.
fn paths(table: &Table, prefix: &str, found: &mut BTreeSet<String>) {
    for (key, value) in table {
        let path = format!("{prefix}{key}");
        found.insert(path.clone());
        if FREE.contains(&key.as_str()) {
            continue;
        }
        // Grounds are written alike everywhere.
        let inner = if key == "because" { "because.".to_owned() } else { format!("{path}.") };
        for table in tables(value) {
            paths(table, &inner, found);
        }
    }
}

/// The tables that a value holds.
fn tables(value: &Value) -> Vec<&Table> {
    match value {
        Value::Table(table) => vec![table],
        Value::Array(list) => list.iter().filter_map(Value::as_table).collect(),
        _ => Vec::new(),
    }
}

/// Keys of a template: those that stand there, and those shown behind a comment mark.
fn shown(path: &str, text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    paths(&table(path, text), "", &mut found);
    let commented = head(text).lines().filter_map(|line| line.strip_prefix("# "));
    found.extend(commented.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())));
    // "also hold_s, work_s" beside a table shows those keys too.
    for line in head(text).lines().filter(|line| line.contains("# also ")) {
        let key = line.split([' ', '=']).next().unwrap_or_default();
        let also = line.split("# also ").nth(1).unwrap_or_default();
        let table = found.iter().find(|p| p.ends_with(&format!(".{key}")) || *p == key).cloned();
        for word in also.split([',', ' ']).filter(|w| !w.is_empty()) {
            found.extend(table.as_ref().map(|table| format!("{table}.{word}")));
        }
    }
    for line in head(text).lines().filter(|line| line.contains("one step of adaptation: ")) {
        let words = line.split("one step of adaptation: ").nth(1).unwrap_or_default();
        let words = words.split([',', ' ']).filter(|w| !w.is_empty() && *w != "or");
        found.extend(words.map(|word| format!("dose.step.{word}")));
    }
    found
}

#[test]
fn no_record_uses_a_field_that_its_template_lacks() {
    let mut misses = BTreeMap::new();
    for (folder, files) in folders() {
        let Some((path, text)) = files.iter().find(|(path, _)| is_template(path)) else { continue };
        let shown = shown(path, text);
        for (path, text) in files.iter().filter(|(path, _)| !is_template(path)) {
            let mut used = BTreeSet::new();
            paths(&table(path, text), "", &mut used);
            for key in used.difference(&shown) {
                misses.entry(format!("{folder}: {key}")).or_insert(path);
            }
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");
}

/// Places in a table where a key could be added: the table itself and those inside.
fn places(table: &Table, at: &[String], found: &mut Vec<Vec<String>>) {
    found.push(at.to_vec());
    for (key, value) in table {
        if FREE.contains(&key.as_str()) || key == "because" {
            continue;
        }
        if let Some(inner) = tables(value).first() {
            let at: Vec<String> = at.iter().chain([key]).cloned().collect();
            places(inner, &at, found);
        }
    }
}

/// Adds a key that nothing knows at a place.
fn add_unknown(table: &mut Table, at: &[String]) {
    let Some((key, rest)) = at.split_first() else {
        table.insert("unheard_of".to_owned(), Value::Integer(1));
        return;
    };
    match table.get_mut(key) {
        Some(Value::Table(inner)) => add_unknown(inner, rest),
        Some(Value::Array(list)) => {
            add_unknown(list.first_mut().and_then(Value::as_table_mut).unwrap(), rest);
        }
        _ => panic!("no table {key}"),
    }
}

/// The fields that the reader knows at a place: it lists them when it meets an unknown one.
fn known(path: &str, text: &str, at: &[String]) -> Vec<String> {
    let faults = as_record(path, text, |table| add_unknown(table, at));
    let told = faults.iter().find(|f| f.what.contains("unheard_of"));
    let told = told.unwrap_or_else(|| panic!("{path} {at:?}: an unknown key is not refused"));
    let list = told.what.split("expected").nth(1).unwrap_or_default();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_template_shows_every_field_that_is_known() {
    let mut misses = Vec::new();
    for (path, text) in templates() {
        let shown = shown(path, text);
        let mut all = Vec::new();
        places(&table(path, text), &[], &mut all);
        for at in all {
            for field in known(path, text, &at) {
                let key = at.iter().chain([&field]).cloned().collect::<Vec<_>>().join(".");
                if !shown.contains(&key) {
                    misses.push(format!("{path}: {key}"));
                }
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// Folders whose sections the pages pick by name; elsewhere all sections are shown.
const PICKED_BY_NAME: [&str; 6] =
    ["exercises", "flags", "gates", "notes", "options", "instruments"];

/// Titles of a record's sections.
fn sections(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::trim).collect()
}

#[test]
fn no_record_has_a_section_that_would_not_be_shown() {
    let mut misses = Vec::new();
    for (_, files) in folders().into_iter().filter(|(f, _)| PICKED_BY_NAME.contains(f)) {
        let Some((_, template)) = files.iter().find(|(path, _)| is_template(path)) else {
            continue;
        };
        for (path, text) in files.iter() {
            let extra: Vec<&str> =
                sections(text).difference(&sections(template)).copied().collect();
            if !extra.is_empty() {
                misses.push(format!("{path}: {}", extra.join(", ")));
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

// --- questions ---------------------------------------------------------------------------

/// The programs' text, but for their tests.
static PROGRAMS: LazyLock<String> = LazyLock::new(|| {
    let mut all = String::new();
    for name in ["knowledge", "care", "plan", "serve", "cli"] {
        for (_, text) in files_under(&root().join("crates").join(name).join("src")) {
            all.push_str(&text);
        }
    }
    for (_, text) in files_under(&root().join("crates/serve/static")) {
        all.push_str(&text);
    }
    all
});

/// Every sign that some rule, weight or place in a week asks for.
fn asked_for() -> BTreeSet<&'static str> {
    let knowledge = &*KNOWLEDGE;
    let conditions = || knowledge.conditions.values();
    let slots = conditions().flat_map(|c| &c.phases).flat_map(|p| &p.slots);
    let rules = knowledge
        .flags
        .values()
        .map(|f| &f.when)
        .chain(knowledge.gates.values().map(|g| &g.when))
        .chain(knowledge.notes.values().map(|n| &n.when))
        .chain(conditions().flat_map(|c| [&c.requires.to_rank, &c.requires.to_be_likely]))
        .chain(conditions().flat_map(|c| &c.prior.shifts).map(|s| &s.when))
        .chain(slots.filter_map(|s| s.only_if.as_ref()))
        .chain(knowledge.options.values().filter_map(|o| o.only_if.as_ref()))
        .chain(knowledge.advice.values().filter_map(|a| a.when.as_ref()))
        .chain(knowledge.findings.values().filter_map(|f| f.only_if.as_ref()));
    let weights = conditions().flat_map(|c| &c.signs).map(|s| s.finding.as_str());
    rules.flat_map(|rule| rule.signs()).chain(weights).collect()
}

fn is_named_in_programs(id: &str) -> bool {
    PROGRAMS.contains(&format!("\"{id}\""))
}

#[test]
fn every_question_is_asked_for_a_reason() {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for sign in asked_for() {
        used.extend(KNOWLEDGE.questions_behind(sign));
    }
    let derived = KNOWLEDGE.derived.keys().filter(|id| is_named_in_programs(id));
    used.extend(derived.flat_map(|id| KNOWLEDGE.questions_behind(id)));
    // Some questions only decide whether another is asked.
    let only_sex = KNOWLEDGE.findings.values().any(|f| f.only_sex.is_some());
    used.extend(only_sex.then(|| "sex-at-birth".to_owned()));
    let unused: Vec<&str> = KNOWLEDGE
        .findings
        .keys()
        .map(String::as_str)
        .filter(|id| !used.contains(*id) && !is_named_in_programs(id))
        .collect();
    assert!(unused.is_empty(), "asked for nothing: {}", unused.join(", "));
}

#[test]
fn every_question_stands_on_a_screen() {
    let on_screens: BTreeSet<&String> = KNOWLEDGE.groups.iter().flat_map(|g| &g.findings).collect();
    let lost: Vec<&String> =
        KNOWLEDGE.findings.keys().filter(|id| !on_screens.contains(id)).collect();
    assert!(lost.is_empty(), "on no screen: {lost:?}");
}

#[test]
fn every_door_names_screens_and_questions_that_exist() {
    for door in KNOWLEDGE.doors.values() {
        for group in door.groups.iter().chain(&door.needs_groups) {
            assert!(KNOWLEDGE.groups.iter().any(|g| &g.id == group), "{}: {group}", door.id);
        }
        for finding in &door.needs_findings {
            assert!(KNOWLEDGE.findings.contains_key(finding), "{}: {finding}", door.id);
        }
    }
}

// --- numbers -----------------------------------------------------------------------------

/// Words in quotes that follow a call in the programs.
fn arguments_of(call: &str) -> BTreeSet<String> {
    let squeezed: String = PROGRAMS.chars().filter(|c| !c.is_whitespace()).collect();
    let after = squeezed.split(call).skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn every_number_that_a_program_asks_for_has_a_value() {
    let mut asked = arguments_of("rules.get(\"");
    asked.extend(arguments_of(".rule(\""));
    assert!(asked.len() >= 10, "only {asked:?}");
    let lacking: Vec<&String> =
        asked.iter().filter(|name| !KNOWLEDGE.rules.number.contains_key(*name)).collect();
    assert!(lacking.is_empty(), "rules.toml lacks {lacking:?}");
}

#[test]
fn every_number_is_asked_for_by_a_program() {
    let numbers = KNOWLEDGE.rules.number.keys();
    let idle: Vec<&String> = numbers.filter(|name| !is_named_in_programs(name)).collect();
    assert!(idle.is_empty(), "no program asks for {idle:?}");
}
