//! What a record must satisfy beyond its form: links, words, examples, sections.

use crate::because::Because;
use crate::condition::{Condition, Kind};
use crate::dose::{Dose, Mode};
use crate::exercise::Exercise;
use crate::finding;
use crate::flag::{Example, Permission, Urgency};
use crate::read::{Fault, Texts, line_with};
use crate::{History, Id, Knowledge, Rule};

/// Every fault of a knowledge base that could be read.
pub(crate) fn faults(knowledge: &Knowledge, texts: &Texts) -> Vec<Fault> {
    let mut check = Check { knowledge, texts, faults: Vec::new() };
    check.findings();
    check.flags();
    check.gates_and_notes();
    check.conditions();
    check.exercises();
    check.options();
    check.cards();
    check.doors();
    check.vignettes();
    check.sources();
    check.numbers();
    check.faults
}

struct Check<'a> {
    knowledge: &'a Knowledge,
    texts: &'a Texts,
    faults: Vec<Fault>,
}

impl Check<'_> {
    /// Files a fault on the first line of the file that holds `at`.
    fn fault(&mut self, file: &str, at: &str, what: String, mend: &str) {
        let line = self.texts.get(file).map_or(0, |text| line_with(text, at));
        self.faults.push(Fault { file: file.to_owned(), line, what, mend: mend.to_owned() });
    }

    fn sign(&mut self, file: &str, sign: &str) {
        let known =
            self.knowledge.findings.contains_key(sign) || self.knowledge.derived.contains_key(sign);
        if !known {
            let what = format!("no finding `{sign}`");
            self.fault(
                file,
                &format!("\"{sign}\""),
                what,
                "use an id from findings/, or add the question there",
            );
        }
    }

    fn rule(&mut self, file: &str, rule: &Rule) {
        for sign in rule.signs() {
            self.sign(file, sign);
        }
    }

    fn grounds(&mut self, file: &str, because: &[Because]) {
        if because.is_empty() {
            self.fault(
                file,
                "because",
                "a claim without grounds".into(),
                "name a source and the place in it, or our_choice with the reason",
            );
        }
        for ground in because {
            let Some(source) = ground.source() else { continue };
            if !self.knowledge.sources.contains_key(source) {
                let what = format!("no active source `{source}`");
                self.fault(
                    file,
                    &format!("\"{source}\""),
                    what,
                    "add sources/<id>.md, or correct the id",
                );
            }
        }
    }

    fn history(&mut self, file: &str, history: &[History]) {
        if history.is_empty() {
            self.fault(
                file,
                "history",
                "no history".into(),
                "add [[history]] with date and change",
            );
        }
        if !history.is_sorted_by(|a, b| a.date >= b.date) {
            self.fault(
                file,
                "[[history]]",
                "history is not newest first".into(),
                "move the newest entry to the top",
            );
        }
    }

    fn word(&mut self, file: &str, kind: &str, word: &str) {
        let words = &self.knowledge.words;
        let known = match kind {
            "aim" => words.aim.contains_key(word),
            "tag" => words.tag.contains_key(word),
            "muscles" => words.muscles.contains_key(word),
            _ => words.kit.contains_key(word),
        };
        if !known {
            self.fault(
                file,
                &format!("\"{word}\""),
                format!("unknown {kind} `{word}`"),
                "use a word from words.toml, or add it there with its meaning",
            );
        }
    }

    fn section(&mut self, file: &str, title: &str, text: &str) {
        if text.is_empty() {
            self.fault(file, title, format!("no text under `## {title}`"), "write that section");
        }
    }

    fn findings(&mut self) {
        for finding in self.knowledge.findings.values() {
            let file = format!("findings/{}.toml", finding.group);
            self.finding(&file, finding);
        }
        for derived in self.knowledge.derived.values() {
            let file = self.topic_file(&derived.id);
            let sources = usize::from(derived.from.is_some()) + usize::from(derived.when.is_some());
            if sources != 1 {
                self.fault(
                    &file,
                    &format!("\"{}\"", derived.id),
                    format!("`{}` needs either from or when", derived.id),
                    "write from = \"question\" with a test, or when = rule",
                );
            }
            if let Some(from) = &derived.from
                && !self.knowledge.findings.contains_key(from)
            {
                self.fault(
                    &file,
                    &format!("\"{from}\""),
                    format!("no question `{from}`"),
                    "use a question's id",
                );
            }
            if let Some(rule) = &derived.when {
                self.rule(&file, rule);
            }
        }
    }

    fn finding(&mut self, file: &str, finding: &finding::Finding) {
        use finding::Kind::{Choice, Number, Several, YesNo};
        let at = format!("\"{}\"", finding.id);
        if finding.kind == Number && (finding.min >= finding.max || finding.unit.is_empty()) {
            self.fault(file, &at, format!("`{}` needs min, max and unit", finding.id), "add them");
        }
        if matches!(finding.kind, Choice | Several) && finding.options.len() < 2 {
            self.fault(
                file,
                &at,
                format!("`{}` needs options", finding.id),
                "add options = [{ id, label }, …]",
            );
        }
        if finding.kind == YesNo && (finding.phrase.is_empty() || finding.phrase_not.is_empty()) {
            self.fault(
                file,
                &at,
                format!("`{}` needs phrase and phrase_not", finding.id),
                "write the clause a reason can use",
            );
        }
        if let Some(rule) = &finding.only_if {
            self.rule(file, rule);
        }
    }

    fn topic_file(&self, id: &str) -> String {
        let needle = format!("id = \"{id}\"");
        let mut files = self.texts.iter().filter(|(path, _)| path.starts_with("findings/"));
        files.find(|(_, text)| text.contains(&needle)).map_or_else(String::new, |(p, _)| p.clone())
    }

    fn flags(&mut self) {
        for flag in self.knowledge.flags.values() {
            let file = format!("flags/{}.md", flag.id);
            self.rule(&file, &flag.when);
            if self.says_none(&flag.when) {
                self.fault(&file, "when", "`none` in a flag, or in a sign it uses".into(), "flags may only use all, any, at_least, so that telling more never lowers urgency");
            }
            if flag.unsure > flag.urgency {
                self.fault(
                    &file,
                    "unsure",
                    "not sure is more urgent than yes".into(),
                    "lower `unsure` or raise `urgency`",
                );
            }
            if flag.urgency >= Urgency::SameDay && flag.meanwhile != Permission::Nothing {
                self.fault(
                    &file,
                    "meanwhile",
                    "an urgent flag that allows exercise".into(),
                    "write meanwhile = \"nothing\"",
                );
            }
            self.grounds(&file, &flag.because);
            self.history(&file, &flag.history);
            self.examples(&file, &flag.examples);
            for limit in &flag.limits {
                self.word(&file, "tag", limit);
            }
            for title in ["Tell the person", "Meanwhile", "Tell the clinician"] {
                self.section(&file, title, flag.body.section(title));
            }
        }
    }

    /// Whether `none` stands in the rule or in a derived sign that it uses.
    fn says_none(&self, rule: &Rule) -> bool {
        let inner = |sign: &str| self.knowledge.derived.get(sign).and_then(|d| d.when.as_ref());
        rule.has_none() || rule.signs().into_iter().filter_map(inner).any(|r| self.says_none(r))
    }

    fn examples(&mut self, file: &str, examples: &[Example]) {
        for wanted in [true, false] {
            if !examples.iter().any(|e| e.fires == wanted) {
                let what = if wanted { "no firing example" } else { "no near miss" };
                self.fault(file, "example", what.into(), "add an [[example]]");
            }
        }
        for sign in examples.iter().flat_map(|e| e.told.iter().chain(&e.unsure)) {
            self.sign(file, sign);
        }
    }

    fn gates_and_notes(&mut self) {
        for gate in self.knowledge.gates.values() {
            let file = format!("gates/{}.md", gate.id);
            self.rule(&file, &gate.when);
            self.grounds(&file, &gate.because);
            self.history(&file, &gate.history);
            self.examples(&file, &gate.examples);
            for limit in &gate.limits {
                self.word(&file, "tag", limit);
            }
            self.section(&file, "Tell the person", gate.body.section("Tell the person"));
        }
        for note in self.knowledge.notes.values() {
            let file = format!("notes/{}.md", note.id);
            self.rule(&file, &note.when);
            self.grounds(&file, &note.because);
            self.history(&file, &note.history);
            self.examples(&file, &note.examples);
            self.section(&file, "Tell the person", note.body.section("Tell the person"));
        }
    }

    fn conditions(&mut self) {
        for condition in self.knowledge.conditions.values() {
            let file = format!("conditions/{}.md", condition.id);
            self.condition_signs(&file, condition);
            self.condition_care(&file, condition);
            self.grounds(&file, &condition.because);
            self.grounds(&file, &condition.course.because);
            self.history(&file, &condition.history);
            for title in ["What it is", "What helps", "What to ease off", "Be seen if"] {
                self.section(&file, title, condition.body.section(title));
            }
        }
    }

    fn condition_signs(&mut self, file: &str, condition: &Condition) {
        self.grounds(file, &condition.prior.because);
        for shift in &condition.prior.shifts {
            self.rule(file, &shift.when);
            self.grounds(file, &shift.because);
        }
        self.rule(file, &condition.requires.to_rank);
        self.rule(file, &condition.requires.to_be_likely);
        for sign in &condition.signs {
            self.sign(file, &sign.finding);
            self.grounds(file, &sign.because);
            if sign.lr_yes <= 0.0 || sign.lr_no <= 0.0 {
                self.fault(
                    file,
                    &format!("\"{}\"", sign.finding),
                    "a likelihood ratio is above 0".into(),
                    "write the ratio, or 1 where the answer says nothing",
                );
            }
        }
        if condition.prior.share <= 0.0 || condition.prior.share >= 1.0 {
            self.fault(
                file,
                "share",
                "a prior lies between 0 and 1".into(),
                "write a share of people, such as 0.05",
            );
        }
        let others = condition.look_alikes.iter().chain(&condition.requires.yields_to);
        for other in others {
            self.link(file, other, self.knowledge.conditions.contains_key(other), "condition");
        }
    }

    fn condition_care(&mut self, file: &str, condition: &Condition) {
        if condition.kind == Kind::SelfCare && condition.phases.len() < 3 {
            self.fault(
                file,
                "phase",
                "a self-care condition needs a gentle, a build and a keep phase".into(),
                "add [[phase]]",
            );
        }
        for avoid in &condition.avoids {
            self.word(file, "tag", &avoid.tag);
            self.grounds(file, &avoid.because);
        }
        for slot in condition.phases.iter().flat_map(|p| &p.slots) {
            self.word(file, "aim", &slot.aim);
            for exercise in &slot.prefer {
                self.link(
                    file,
                    exercise,
                    self.knowledge.exercises.contains_key(exercise),
                    "exercise",
                );
            }
            if let Some(rule) = &slot.only_if {
                self.rule(file, rule);
            }
        }
        for option in &condition.options {
            self.link(file, option, self.knowledge.options.contains_key(option), "option");
        }
        for card in &condition.advice {
            self.link(file, card, self.knowledge.advice.contains_key(card), "advice card");
        }
        if let Some(instrument) = &condition.instrument {
            self.link(
                file,
                instrument,
                self.knowledge.instruments.contains_key(instrument),
                "instrument",
            );
        }
    }

    fn link(&mut self, file: &str, id: &str, known: bool, kind: &str) {
        if !known {
            self.fault(
                file,
                &format!("\"{id}\""),
                format!("no active {kind} `{id}`"),
                "correct the id, or add the record",
            );
        }
    }

    fn exercises(&mut self) {
        for exercise in self.knowledge.exercises.values() {
            let file = format!("exercises/{}.md", exercise.id);
            self.exercise_words(&file, exercise);
            self.dose(&file, &exercise.dose);
            self.grounds(&file, &exercise.because);
            self.grounds(&file, &exercise.dose.because);
            self.history(&file, &exercise.history);
            self.exercise_text(&file, exercise);
            self.ladder(&file, exercise);
        }
    }

    fn exercise_words(&mut self, file: &str, exercise: &Exercise) {
        for aim in &exercise.aims {
            self.word(file, "aim", aim);
        }
        for tag in &exercise.declared.tags {
            self.word(file, "tag", tag);
        }
        for group in &exercise.declared.groups {
            self.word(file, "muscles", group);
        }
        for plane in &exercise.declared.planes {
            if !["sagittal", "frontal", "transverse"].contains(&plane.as_str()) {
                self.fault(
                    file,
                    plane,
                    format!("unknown plane `{plane}`"),
                    "use sagittal, frontal, transverse",
                );
            }
        }
        for kit in exercise.needs.iter().flat_map(|n| n.or.iter().chain([&n.kit])) {
            self.word(file, "kit", kit);
        }
    }

    fn exercise_text(&mut self, file: &str, exercise: &Exercise) {
        let steps = exercise.body.list("Do");
        if steps.is_empty() || steps.len() > 8 {
            self.fault(
                file,
                "## Do",
                format!("{} steps", steps.len()),
                "write one to eight numbered steps",
            );
        }
        if let Some(long) = steps.iter().find(|s| s.chars().count() > 140) {
            self.fault(
                file,
                &long[..20.min(long.len())],
                "a step of over 140 characters".into(),
                "shorten or split it",
            );
        }
        self.section(file, "Feel", exercise.body.section("Feel"));
        if exercise.faults.is_empty() || exercise.cautions.is_empty() {
            self.fault(file, "fault", "no fault or no caution".into(), "add at least one of each");
        }
    }

    fn dose(&mut self, file: &str, dose: &Dose) {
        let beats: f64 = dose.beats.iter().map(|b| b.s).sum();
        if !dose.beats.is_empty() && (beats - dose.rep_s).abs() > 1e-9 {
            self.fault(
                file,
                "rep_s",
                format!("beats last {beats} s, rep_s says {}", dose.rep_s),
                "make them equal",
            );
        }
        let complete = match dose.mode {
            Mode::Reps | Mode::Breaths => dose.reps > 0 && dose.rep_s > 0.0,
            Mode::Hold => dose.hold_s > 0 && dose.reps > 0,
            Mode::Time => dose.work_s > 0,
        };
        if !complete || dose.sets == 0 {
            self.fault(file, "mode", "a dose without sets, or without what its mode counts".into(), "reps and breaths need reps and rep_s; hold needs reps and hold_s; time needs work_s");
        }
        let pairs = [
            (dose.range.sets, dose.sets, "sets"),
            (dose.range.reps, dose.reps, "reps"),
            (dose.range.hold_s, dose.hold_s, "hold_s"),
            (dose.range.work_s, dose.work_s, "work_s"),
        ];
        for (range, value, name) in pairs {
            if range.is_some_and(|[low, high]| value < low || value > high) {
                self.fault(
                    file,
                    "range",
                    format!("{name} = {value} lies outside its range"),
                    "widen the range or change the dose",
                );
            }
        }
        if dose.range.sets.is_none() {
            self.fault(
                file,
                "range",
                "no range for sets".into(),
                "write range = { sets = [1, 3], … }",
            );
        }
    }

    fn ladder(&mut self, file: &str, exercise: &Exercise) {
        let exercises = &self.knowledge.exercises;
        let ladder = &exercise.ladder;
        let others = [&ladder.easier, &ladder.harder, &ladder.fallback];
        for other in others.into_iter().flatten() {
            self.link(file, other, exercises.contains_key(other), "exercise");
        }
        if rings(exercises, &exercise.id, |e| e.ladder.harder.as_ref())
            || rings(exercises, &exercise.id, |e| e.ladder.easier.as_ref())
        {
            self.fault(
                file,
                "ladder",
                "the ladder runs in a ring".into(),
                "cut it: each rung up must be harder",
            );
        }
    }

    fn options(&mut self) {
        for option in self.knowledge.options.values() {
            let file = format!("options/{}.md", option.id);
            self.grounds(&file, &option.because);
            self.history(&file, &option.history);
            for outcome in &option.outcomes {
                self.grounds(&file, &outcome.because);
                for condition in &outcome.conditions {
                    self.link(
                        &file,
                        condition,
                        self.knowledge.conditions.contains_key(condition),
                        "condition",
                    );
                }
            }
            if option.benefits.is_empty() || option.harms.is_empty() {
                self.fault(
                    &file,
                    "benefits",
                    "a choice without benefits or harms".into(),
                    "write both",
                );
            }
            self.section(&file, "What it means", option.body.section("What it means"));
        }
    }

    fn cards(&mut self) {
        for card in self.knowledge.advice.values() {
            let file = format!("advice/{}.md", card.id);
            self.grounds(&file, &card.because);
            self.history(&file, &card.history);
            if let Some(rule) = &card.when {
                self.rule(&file, rule);
            }
        }
        for instrument in self.knowledge.instruments.values() {
            let file = format!("instruments/{}.md", instrument.id);
            self.grounds(&file, &instrument.because);
            self.grounds(&file, &instrument.threshold.because);
            self.history(&file, &instrument.history);
        }
    }

    fn doors(&mut self) {
        for door in self.knowledge.doors.values() {
            let file = format!("doors/{}.toml", door.id);
            self.history(&file, &door.history);
            for group in door.groups.iter().chain(&door.needs_groups) {
                let known = self.knowledge.groups.iter().any(|g| &g.id == group);
                self.link(&file, group, known, "group of questions");
            }
            if door.needs_flags {
                self.unasked(&file, door);
            }
            for finding in &door.needs_findings {
                self.link(
                    &file,
                    finding,
                    self.knowledge.findings.contains_key(finding),
                    "question",
                );
            }
        }
    }

    /// Files a fault on a door whose flags lean on a question that no page of it asks.
    fn unasked(&mut self, file: &str, door: &crate::door::Door) {
        // The body map and the posture grid follow every door of somebody who hurts.
        let asked = |group: &str| {
            ["where", "how"].contains(&group) || door.needs_groups.iter().any(|g| g == group)
        };
        let knowledge = self.knowledge;
        let rules = knowledge.flags.values().map(|f| &f.when);
        let signs = rules.chain(knowledge.gates.values().map(|g| &g.when)).flat_map(Rule::signs);
        for question in signs.flat_map(|s| knowledge.questions_behind(s)) {
            let group = knowledge.findings.get(&question).map_or("", |f| f.group.as_str());
            if !asked(group) {
                let what =
                    format!("a flag or gate leans on `{question}`, which this door never asks");
                self.fault(
                    file,
                    "groups",
                    what,
                    "move the question to a screen of the door, or drop it from the rule",
                );
            }
        }
    }

    fn vignettes(&mut self) {
        for vignette in self.knowledge.vignettes.values() {
            let file = format!("vignettes/{}.md", vignette.id);
            let e = &vignette.expect;
            self.link(
                &file,
                &vignette.door,
                self.knowledge.doors.contains_key(&vignette.door),
                "door",
            );
            for finding in vignette.findings.keys() {
                self.link(
                    &file,
                    finding,
                    self.knowledge.findings.contains_key(finding),
                    "question",
                );
            }
            for flag in e.flags.iter().chain(&e.not_flags) {
                self.link(&file, flag, self.knowledge.flags.contains_key(flag), "flag");
            }
            for gate in &e.gates {
                self.link(&file, gate, self.knowledge.gates.contains_key(gate), "gate");
            }
            for exercise in e.week_has.iter().chain(&e.week_lacks) {
                self.link(
                    &file,
                    exercise,
                    self.knowledge.exercises.contains_key(exercise),
                    "exercise",
                );
            }
            self.section(&file, "Story", vignette.body.section("Story"));
        }
    }

    fn sources(&mut self) {
        for source in self.knowledge.sources.values() {
            let file = format!("sources/{}.md", source.id);
            self.history(&file, &source.history);
            if source.doi.is_empty() && source.pmid.is_empty() && source.url.is_empty() {
                self.fault(&file, "id", "no way to find it".into(), "add doi, pmid or url");
            }
            self.section(&file, "Says", source.body.section("Says"));
            if let Some(newer) = &source.superseded_by {
                let what = format!("superseded by `{newer}`");
                self.link(&file, newer, self.knowledge.sources.contains_key(newer), "source");
                self.leaning_on(&source.id, &what);
            }
        }
    }

    /// Files a fault on every record that leans on a superseded source.
    fn leaning_on(&mut self, id: &str, what: &str) {
        let needle = format!("source = \"{id}\"");
        let files: Vec<String> = self
            .texts
            .iter()
            .filter(|(_, t)| t.contains(&needle))
            .map(|(p, _)| p.clone())
            .collect();
        for file in files {
            self.fault(
                &file,
                &needle,
                format!("`{id}` is {what}"),
                "read the newer source and lean on that",
            );
        }
    }

    fn numbers(&mut self) {
        for number in self.knowledge.rules.number.values() {
            self.grounds("rules.toml", &number.because);
        }
        for rate in self.knowledge.rules.base_rate.values() {
            self.grounds("rules.toml", &rate.because);
            if !(rate.low <= rate.high && rate.empty_screen <= 1.0 && rate.empty_screen >= 0.5) {
                self.fault(
                    "rules.toml",
                    &rate.name,
                    "a base rate out of order".into(),
                    "low ≤ high, and an empty screen changes little: 0.5 to 1",
                );
            }
        }
    }
}

/// Whether following `next` from an exercise comes back to it.
fn rings(
    exercises: &std::collections::BTreeMap<Id, Exercise>,
    start: &str,
    next: impl Fn(&Exercise) -> Option<&Id>,
) -> bool {
    let mut at = exercises.get(start).and_then(&next);
    for _ in 0..exercises.len() {
        let Some(id) = at else { return false };
        if id == start {
            return true;
        }
        at = exercises.get(id).and_then(&next);
    }
    false
}
