//! Text in, [`Knowledge`] or every fault out.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::finding::Topic;
use crate::record::{Body, Status};
use crate::{Id, Knowledge, check};

/// Something wrong in a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path of the file, relative to the knowledge folder.
    pub file: String,
    /// Line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    mend: {}", self.file, self.line, self.what, self.mend)
    }
}

/// What stays of each record's text, so that checks can name a line.
pub(crate) type Texts = BTreeMap<String, String>;

/// Reads records given as `(path, text)`, paths relative to the knowledge folder.
///
/// Files named `README.md` or starting with `_` are passed over.
///
/// # Errors
/// Every fault found in any file, in order of file and line.
pub fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Knowledge, Vec<Fault>> {
    let (knowledge, faults) = read_all(files);
    if faults.is_empty() { Ok(knowledge) } else { Err(faults) }
}

/// Like [`read`], but returns what could be read beside the faults.
#[must_use]
pub fn read_all<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> (Knowledge, Vec<Fault>) {
    let mut reader = Reader::default();
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name != "README.md" && !name.starts_with('_') {
            reader.file(path, text);
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    knowledge: Knowledge,
    faults: Vec<Fault>,
    texts: Texts,
    sleeping: BTreeMap<Id, Status>,
}

/// Puts a record with a Markdown body into a map of the knowledge base.
macro_rules! keep {
    ($reader:ident, $path:ident, $text:ident, $map:ident, $kind:ty) => {{
        if let Some((mut record, body)) = $reader.markdown::<$kind>($path, $text) {
            record.body = body;
            if $reader.wakes($path, &record.id, record.status) {
                $reader.knowledge.$map.insert(record.id.clone(), record);
            }
        }
    }};
}

impl Reader {
    fn file(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_owned(), text.to_owned());
        match path.split_once('/').map_or((path, ""), |(folder, rest)| (folder, rest)) {
            ("sources", _) => keep!(self, path, text, sources, crate::source::Source),
            ("flags", _) => keep!(self, path, text, flags, crate::flag::Flag),
            ("gates", _) => keep!(self, path, text, gates, crate::flag::Gate),
            ("notes", _) => keep!(self, path, text, notes, crate::flag::Note),
            ("conditions", _) => keep!(self, path, text, conditions, crate::condition::Condition),
            ("exercises", _) => keep!(self, path, text, exercises, crate::exercise::Exercise),
            ("options", _) => keep!(self, path, text, options, crate::option::CareOption),
            ("advice", _) => keep!(self, path, text, advice, crate::advice::Advice),
            ("instruments", _) => {
                keep!(self, path, text, instruments, crate::instrument::Instrument)
            }
            ("vignettes", _) => self.vignette(path, text),
            ("findings", _) => self.topic(path, text),
            ("doors", _) => self.door(path, text),
            ("rules.toml", _) => self.knowledge.rules = self.toml(path, text).unwrap_or_default(),
            ("words.toml", _) => self.knowledge.words = self.toml(path, text).unwrap_or_default(),
            _ => self.fault(
                path,
                0,
                "a file that no record kind claims",
                "move it to a known folder",
            ),
        }
    }

    fn vignette(&mut self, path: &str, text: &str) {
        let read: Option<(crate::vignette::Vignette, Body)> = self.markdown(path, text);
        if let Some((mut record, body)) = read {
            record.body = body;
            if self.wakes(path, &record.id, Status::Active) {
                self.knowledge.vignettes.insert(record.id.clone(), record);
            }
        }
    }

    fn door(&mut self, path: &str, text: &str) {
        let Some(record) = self.toml::<crate::door::Door>(path, text) else { return };
        if self.wakes(path, &record.id, record.status) {
            self.knowledge.doors.insert(record.id.clone(), record);
        }
    }

    fn topic(&mut self, path: &str, text: &str) {
        let Some(mut topic) = self.toml::<Topic>(path, text) else { return };
        let group_id = topic.group.as_ref().map(|g| g.id.clone()).unwrap_or_default();
        let mut order = Vec::new();
        for mut finding in topic.findings {
            finding.group.clone_from(&group_id);
            order.push(finding.id.clone());
            let id = finding.id.clone();
            if self.knowledge.findings.insert(id.clone(), finding).is_some() {
                self.twice(path, &id);
            }
        }
        for derived in topic.derived {
            let id = derived.id.clone();
            if self.knowledge.derived.insert(id.clone(), derived).is_some() {
                self.twice(path, &id);
            }
        }
        if let Some(mut group) = topic.group.take() {
            group.findings = order;
            self.knowledge.groups.push(group);
        }
        self.knowledge.regions.append(&mut topic.regions);
    }

    fn twice(&mut self, path: &str, id: &str) {
        let line = self.line_of(path, &format!("\"{id}\""));
        self.fault(path, line, &format!("`{id}` stands twice"), "give each sign an id of its own");
    }

    /// Whether a record is active; faults when its id is not the file's stem.
    fn wakes(&mut self, path: &str, id: &str, status: Status) -> bool {
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.trim_end_matches(".md").trim_end_matches(".toml");
        if stem != id {
            let line = self.line_of(path, "id ");
            self.fault(
                path,
                line,
                &format!("id `{id}` is not the file's name"),
                &format!("write id = \"{stem}\" or rename the file"),
            );
        }
        self.sleeping.insert(format!("{path}#{id}"), status);
        status == Status::Active
    }

    fn markdown<T: DeserializeOwned>(&mut self, path: &str, text: &str) -> Option<(T, Body)> {
        let head = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++"));
        let Some((head, body)) = head else {
            self.fault(
                path,
                1,
                "no TOML head",
                "start the file with a line +++, and end the head with a line +++",
            );
            return None;
        };
        // The head starts on line 2; a leading blank line keeps line numbers true.
        let record = self.toml(path, &format!("\n{head}\n"))?;
        Some((record, Body::cut(body)))
    }

    fn toml<T: DeserializeOwned>(&mut self, path: &str, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(record) => Some(record),
            Err(error) => {
                let line = error.span().map_or(0, |span| line_at(text, span.start));
                let what = error.message().replace('\n', "; ");
                self.fault(path, line, &what, "compare with _template in the same folder");
                None
            }
        }
    }

    fn line_of(&self, path: &str, needle: &str) -> usize {
        self.texts.get(path).map_or(0, |text| line_with(text, needle))
    }

    fn fault(&mut self, file: &str, line: usize, what: &str, mend: &str) {
        let (file, what, mend) = (file.to_owned(), what.to_owned(), mend.to_owned());
        self.faults.push(Fault { file, line, what, mend });
    }

    fn finish(mut self) -> (Knowledge, Vec<Fault>) {
        self.knowledge.groups.sort_by_key(|g| g.order);
        self.faults.extend(check::faults(&self.knowledge, &self.texts));
        self.faults.sort();
        self.faults.dedup();
        (self.knowledge, self.faults)
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// The first line that holds the needle, counted from 1; 0 where there is none.
pub(crate) fn line_with(text: &str, needle: &str) -> usize {
    text.lines().position(|line| line.contains(needle)).map_or(0, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::read_all;

    #[test]
    fn names_file_line_and_mend() {
        let text = "+++\nid = \"a\"\nnonsense = 3\n+++\n";
        let (_, faults) = read_all([("flags/a.md", text)]);
        assert_eq!(faults[0].file, "flags/a.md");
        assert_eq!(faults[0].line, 3);
        assert!(faults[0].what.contains("nonsense"), "{}", faults[0].what);
    }

    #[test]
    fn a_file_without_head_or_home_is_a_fault() {
        let (_, faults) = read_all([("flags/b.md", "hello"), ("odd/c.md", "")]);
        assert_eq!(faults.len(), 2);
    }
}
