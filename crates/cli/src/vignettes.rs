//! Made-up people and the examples inside records: what must come out, and what does.

use std::collections::BTreeMap;

use coxa_care::told::Reading;
use coxa_care::{Answer, Intake, Screening, Sorted, Told};
use coxa_knowledge::flag::{Example, Urgency};
use coxa_knowledge::read::Fault;
use coxa_knowledge::vignette::Vignette;
use coxa_knowledge::{Knowledge, Rule};
use coxa_plan::Plan;
use coxa_serve::api::intake::IntakeDoc;
use coxa_serve::api::patterns::fit_says;
use jiff::civil::{Date, date};

/// The day on which all made-up people answer.
pub(crate) const TODAY: Date = date(2026, 11, 24);

const WORDS: [&str; 4] = ["self_care", "within_two_weeks", "same_day", "emergency"];

/// The intake document of a vignette.
pub(crate) fn document(vignette: &Vignette) -> anyhow::Result<IntakeDoc> {
    Ok(IntakeDoc {
        door: vignette.door.clone(),
        answered_on: TODAY,
        setting: "primary-care".into(),
        findings: vignette.findings.clone().try_into()?,
        none_of_these: vignette.none_of_these.iter().cloned().collect(),
        setup: vignette.setup.clone().try_into()?,
    })
}

/// Runs every vignette; prints misses and a confusion table. True when all came out.
pub(crate) fn run(knowledge: &Knowledge) -> bool {
    let mut table: BTreeMap<(Urgency, Urgency), usize> = BTreeMap::new();
    let mut good = true;
    for vignette in knowledge.vignettes.values() {
        match misses(knowledge, vignette, &mut table) {
            Ok(misses) if misses.is_empty() => {}
            Ok(misses) => {
                good = false;
                println!("{}: {}", vignette.id, misses.join("; "));
            }
            Err(error) => {
                good = false;
                println!("{}: {error:#}", vignette.id);
            }
        }
    }
    print_table(&table);
    good
}

fn print_table(table: &BTreeMap<(Urgency, Urgency), usize>) {
    const ALL: [Urgency; 4] =
        [Urgency::SelfCare, Urgency::WithinTwoWeeks, Urgency::SameDay, Urgency::Emergency];
    println!("\nexpected \\ came out  {}", WORDS.map(|w| format!("{w:>17}")).join(""));
    for (row, expected) in ALL.iter().enumerate() {
        let cells = ALL.map(|out| format!("{:>17}", table.get(&(*expected, out)).unwrap_or(&0)));
        println!("{:<19}  {}", WORDS[row], cells.join(""));
    }
    let count = |wrong: fn(&Urgency, &Urgency) -> bool| -> usize {
        table.iter().filter(|((e, o), _)| wrong(e, o)).map(|(_, n)| n).sum()
    };
    let all: usize = table.values().sum();
    println!("{all} people; too low: {}; too high: {}", count(|e, o| o < e), count(|e, o| o > e));
}

fn misses(
    knowledge: &Knowledge,
    vignette: &Vignette,
    table: &mut BTreeMap<(Urgency, Urgency), usize>,
) -> anyhow::Result<Vec<String>> {
    let doc = document(vignette)?;
    let intake = doc.intake(knowledge).map_err(|faults| {
        anyhow::anyhow!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })?;
    let screening = coxa_care::screen(knowledge, &intake);
    if let Some(expected) = vignette.expect.urgency {
        *table.entry((expected, screening.urgency)).or_default() += 1;
    }
    let mut misses = screen_misses(vignette, &screening);
    let sorted = coxa_care::patterns(knowledge, &intake);
    misses.extend(pattern_misses(vignette, &sorted));
    let wants_week = !vignette.expect.week_has.is_empty() || !vignette.expect.week_lacks.is_empty();
    if wants_week {
        let Some(cleared) = screening.cleared() else {
            misses.push(format!("no clearance; unanswered: {}", screening.unanswered.join(", ")));
            return Ok(misses);
        };
        match coxa_plan::propose(knowledge, cleared, (&intake, &sorted), doc.setup.into(), TODAY) {
            Ok(plan) => misses.extend(week_misses(vignette, &plan)),
            Err(error) => misses.push(format!("no plan: {error}")),
        }
    }
    Ok(misses)
}

fn screen_misses(vignette: &Vignette, screening: &Screening) -> Vec<String> {
    let expect = &vignette.expect;
    let mut misses = Vec::new();
    if expect.urgency.is_some_and(|u| u != screening.urgency) {
        let fired: Vec<&str> = screening.flags.iter().map(|f| f.id.as_str()).collect();
        misses.push(format!(
            "urgency {:?}, not {:?} (flags: {})",
            screening.urgency,
            expect.urgency,
            fired.join(", ")
        ));
    }
    if expect.permission.is_some_and(|p| p != screening.permission) {
        misses.push(format!("permission {:?}, not {:?}", screening.permission, expect.permission));
    }
    let fired = |id: &String| screening.flags.iter().any(|f| &f.id == id);
    let held = |id: &String| screening.gates.iter().any(|g| &g.id == id);
    let noted = |id: &String| screening.notes.iter().any(|n| &n.id == id);
    misses.extend(expect.flags.iter().filter(|f| !fired(f)).map(|f| format!("{f} did not fire")));
    misses.extend(expect.not_flags.iter().filter(|f| fired(f)).map(|f| format!("{f} fired")));
    misses.extend(expect.gates.iter().filter(|g| !held(g)).map(|g| format!("{g} does not hold")));
    misses.extend(expect.notes.iter().filter(|n| !noted(n)).map(|n| format!("{n} is not shown")));
    misses
}

fn pattern_misses(vignette: &Vignette, sorted: &Sorted) -> Vec<String> {
    let lead = sorted.lead();
    let mut misses = Vec::new();
    if let Some(first) = vignette.expect.first.as_ref().filter(|f| **f != lead.id) {
        misses.push(format!("{} leads, not {first}", lead.id));
    }
    if let Some(fit) = vignette.expect.fit.as_ref().filter(|f| **f != fit_word(lead.fit)) {
        misses.push(format!("{} {}, not {fit}", lead.id, fit_says(lead.fit)));
    }
    misses
}

fn fit_word(fit: coxa_care::Fit) -> &'static str {
    match fit {
        coxa_care::Fit::Likely => "likely",
        coxa_care::Fit::Possible => "possible",
        coxa_care::Fit::Unclear => "unclear",
    }
}

fn week_misses(vignette: &Vignette, plan: &Plan) -> Vec<String> {
    let week = plan.exercises();
    let has = |id: &String| week.contains(&id.as_str());
    let expect = &vignette.expect;
    let lacking = expect.week_has.iter().filter(|id| !has(id)).map(|id| format!("week lacks {id}"));
    let extra = expect.week_lacks.iter().filter(|id| has(id)).map(|id| format!("week holds {id}"));
    lacking.chain(extra).collect()
}

/// Faults of the examples inside flags, gates, notes and conditions.
pub(crate) fn example_faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Vec::new();
    for flag in knowledge.flags.values() {
        let file = format!("flags/{}.md", flag.id);
        faults.extend(rule_faults(knowledge, &file, &flag.when, &flag.examples));
    }
    for gate in knowledge.gates.values() {
        let file = format!("gates/{}.md", gate.id);
        faults.extend(rule_faults(knowledge, &file, &gate.when, &gate.examples));
    }
    for note in knowledge.notes.values() {
        let file = format!("notes/{}.md", note.id);
        faults.extend(rule_faults(knowledge, &file, &note.when, &note.examples));
    }
    for condition in knowledge.conditions.values() {
        faults.extend(ranking_faults(knowledge, condition));
    }
    faults
}

fn fault(file: &str, what: String, mend: &str) -> Fault {
    Fault { file: file.to_owned(), line: 0, what, mend: mend.to_owned() }
}

fn rule_faults(knowledge: &Knowledge, file: &str, rule: &Rule, examples: &[Example]) -> Vec<Fault> {
    let wrong = |example: &&Example| holds(knowledge, rule, example) != example.fires;
    examples
        .iter()
        .filter(wrong)
        .map(|e| {
            let what = format!(
                "the example told = {:?} should{} fire",
                e.told,
                if e.fires { "" } else { " not" }
            );
            fault(file, what, "mend the rule or the example")
        })
        .collect()
}

/// Whether a rule holds when exactly these signs are told.
fn holds(knowledge: &Knowledge, rule: &Rule, example: &Example) -> bool {
    let told = |sign: &str| {
        if example.told.iter().any(|t| t == sign) {
            return Told::Yes;
        }
        if example.unsure.iter().any(|t| t == sign) { Told::Unsure } else { Told::No }
    };
    truth(knowledge, rule, &told) >= Told::Unsure
}

fn truth(knowledge: &Knowledge, rule: &Rule, told: &dyn Fn(&str) -> Told) -> Told {
    let all = |parts: &[Rule]| parts.iter().map(|p| truth(knowledge, p, told)).collect::<Vec<_>>();
    match rule {
        Rule::Sign(id) => {
            let inner = knowledge.derived.get(id).and_then(|d| d.when.as_ref());
            let own = told(id);
            inner.map_or(own, |rule| own.max(truth(knowledge, rule, told)))
        }
        Rule::All(parts) => all(parts).into_iter().min().unwrap_or(Told::No),
        Rule::Any(parts) => all(parts).into_iter().max().unwrap_or(Told::No),
        Rule::AtLeast { n, of } => {
            let mut told = all(of);
            told.sort_unstable_by(|a, b| b.cmp(a));
            told.get(n - 1).copied().unwrap_or(Told::No)
        }
        Rule::None(parts) => match all(parts).into_iter().max().unwrap_or(Told::No) {
            Told::Yes => Told::No,
            Told::No => Told::Yes,
            other => other,
        },
    }
}

fn ranking_faults(
    knowledge: &Knowledge,
    condition: &coxa_knowledge::condition::Condition,
) -> Vec<Fault> {
    let file = format!("conditions/{}.md", condition.id);
    let mut faults = Vec::new();
    for example in &condition.examples {
        let door = if condition.id == "just-stiff" { "stiff" } else { "hurts" };
        let mut intake = Intake::new(door, TODAY);
        for (question, value) in &example.answers {
            match answer(value) {
                Some(answer) => drop(intake.answers.insert(question.clone(), answer)),
                None => faults.push(fault(
                    &file,
                    format!("{value} answers nothing"),
                    "write a word, number or list",
                )),
            }
        }
        for wrong in intake.faults(knowledge) {
            faults.push(fault(&file, format!("example: {wrong}"), "correct the answer"));
        }
        if condition.kind == coxa_knowledge::condition::Kind::Referral {
            let named =
                Reading::new(knowledge, &intake).rule(&condition.requires.to_rank) == Told::Yes;
            if named != (example.rank > 0) {
                faults.push(fault(
                    &file,
                    format!("named as a look-alike: {named}"),
                    "mend to_rank or the example",
                ));
            }
            continue;
        }
        let sorted = coxa_care::patterns(knowledge, &intake);
        let at = sorted.patterns.iter().position(|p| p.id == condition.id);
        let fit = at.map_or("unclear", |n| fit_word(sorted.patterns[n].fit));
        if at.is_none_or(|n| n + 1 > example.rank) || fit != example.fit {
            let first: Vec<String> = sorted
                .patterns
                .iter()
                .take(3)
                .map(|p| format!("{} {} {:.2}", p.id, fit_word(p.fit), p.share))
                .collect();
            let what = format!(
                "example comes out at {:?} as {fit}; first: {}",
                at.map(|n| n + 1),
                first.join(", ")
            );
            faults.push(fault(&file, what, "mend the weights or the example"));
        }
    }
    faults
}

fn answer(value: &impl ToString) -> Option<Answer> {
    let doc: coxa_serve::api::intake::AnswerDoc = serde_json::from_str(&value.to_string()).ok()?;
    Some(doc.into())
}
