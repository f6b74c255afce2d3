//! `coxa rehearse`: what made-up people read and do, on day one and over four weeks.
//!
//! It sends real forms through the real pages, in this process, so that every word printed
//! is a word somebody would read.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use coxa_knowledge::Knowledge;
use coxa_knowledge::vignette::Vignette;
use coxa_serve::api::intake::{AnswerDoc, IntakeDoc};
use coxa_serve::caller::{Caller, Read, text};
use jiff::Span;
use jiff::civil::Date;

use crate::{show, vignettes};

/// The golden people that are rehearsed.
const CASES: [u32; 10] = [1, 2, 5, 9, 10, 12, 14, 17, 20, 22];

/// How four weeks go.
#[derive(Clone, Copy, PartialEq)]
enum Course {
    Better,
    Same,
    Worse,
}

/// Rehearses one case, or all.
pub(crate) fn run(knowledge: Knowledge, case: Option<u32>) -> Result<()> {
    if let Some(case) = case.filter(|c| !CASES.contains(c)) {
        bail!("case {case} is not rehearsed: use one of {CASES:?}");
    }
    let knowledge = Arc::new(knowledge);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if case.is_none() {
            everybody(&knowledge).await?;
        }
        for number in CASES.into_iter().filter(|n| case.is_none_or(|c| c == *n)) {
            person(&knowledge, number).await?;
        }
        Ok(())
    })
}

fn find(knowledge: &Knowledge, number: u32) -> Result<&Vignette> {
    let prefix = format!("golden-{number:02}-");
    let found = knowledge.vignettes.values().find(|v| v.id.starts_with(&prefix));
    found.with_context(|| format!("there is no vignette {prefix}…"))
}

/// The questions that everybody reads, once.
async fn everybody(knowledge: &Arc<Knowledge>) -> Result<()> {
    show::heading("What everybody is asked");
    let mut caller = Caller::new(knowledge.clone(), vignettes::TODAY).await?;
    print(&caller.get("/").await?);
    caller.post("/start", &[pair("door", "hurts")]).await?;
    for group in &knowledge.doors["hurts"].groups {
        print(&caller.get(&format!("/screen/{group}")).await?);
    }
    Ok(())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn print(page: &Read) {
    println!("\n[{}]\n{}", page.path, text(&page.html));
}

/// One person: day one in full, then three courses of four weeks.
async fn person(knowledge: &Arc<Knowledge>, number: u32) -> Result<()> {
    let vignette = find(knowledge, number)?;
    show::heading(&format!("Case {number}: {}", vignette.body.section("Story")));
    let mut caller = Caller::new(knowledge.clone(), vignettes::TODAY).await?;
    day_one(knowledge, &mut caller, vignette, true).await?;
    for course in [Course::Better, Course::Same, Course::Worse] {
        let mut caller = Caller::new(knowledge.clone(), vignettes::TODAY).await?;
        day_one(knowledge, &mut caller, vignette, false).await?;
        four_weeks(knowledge, &mut caller, vignette, course).await?;
    }
    Ok(())
}

/// From the first page to the first session.
async fn day_one(
    knowledge: &Knowledge,
    caller: &mut Caller,
    vignette: &Vignette,
    aloud: bool,
) -> Result<()> {
    let doc = vignettes::document(vignette)?;
    let say = |page: &Read| {
        if aloud {
            print(page)
        }
    };
    caller.post("/start", &[pair("door", &doc.door)]).await?;
    for group in &knowledge.doors[&doc.door].groups {
        caller.post(&format!("/screen/{group}"), &fields(knowledge, &doc, group)).await?;
    }
    say(&caller.get("/result").await?);
    if doc.door == "hurts" {
        caller.post("/where", &fields(knowledge, &doc, "where")).await?;
        caller.post("/how", &fields(knowledge, &doc, "how")).await?;
        say(&caller.get("/checks").await?);
        caller.post("/checks", &extra(knowledge, &doc)).await?;
        say(&caller.get("/pattern").await?);
        say(&caller.get("/options").await?);
        caller.post("/options", &[pair("option", "self-managed-plan")]).await?;
    }
    let plan = caller.post("/setup", &setup(&doc)).await?;
    say(&plan);
    say(&caller.get("/today").await?);
    if aloud {
        for number in 0..4 {
            if let Ok(page) = caller.get(&format!("/today/{number}")).await {
                print(&page);
            }
        }
        print(&caller.get("/sheet").await?);
    }
    Ok(())
}

/// The answers of a group as form fields.
fn fields(knowledge: &Knowledge, doc: &IntakeDoc, group: &str) -> Vec<(String, String)> {
    let Some(group) = knowledge.groups.iter().find(|g| g.id == group) else { return Vec::new() };
    let mut fields = answers(doc, &group.findings);
    if doc.none_of_these.contains(&group.id) {
        fields.push(pair("rest", "no"));
    }
    fields
}

/// Answers to the questions of the checks page.
fn extra(knowledge: &Knowledge, doc: &IntakeDoc) -> Vec<(String, String)> {
    let of = |f: &&coxa_knowledge::finding::Finding| ["more", "checks"].contains(&f.group.as_str());
    let ids: Vec<String> = knowledge.findings.values().filter(of).map(|f| f.id.clone()).collect();
    let mut fields: Vec<(String, String)> = ids.iter().map(|id| pair("shown", id)).collect();
    fields.extend(answers(doc, &ids));
    fields
}

fn answers(doc: &IntakeDoc, ids: &[String]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for id in ids {
        match doc.findings.get(id) {
            Some(AnswerDoc::Word(word)) => fields.push(pair(id, word)),
            Some(AnswerDoc::Number(number)) => fields.push(pair(id, &number.to_string())),
            Some(AnswerDoc::Words(words)) => fields.extend(words.iter().map(|w| pair(id, w))),
            None => {}
        }
    }
    fields
}

fn setup(doc: &IntakeDoc) -> Vec<(String, String)> {
    let setup = &doc.setup;
    let mut fields: Vec<(String, String)> = setup.kit.iter().map(|k| pair("kit", k)).collect();
    fields.extend(setup.goals.iter().map(|g| pair("goal", g)));
    fields.push(pair("minutes", &setup.minutes.to_string()));
    fields.push(pair("days", &setup.days.to_string()));
    fields.push(pair("floor", if setup.floor { "floor" } else { "none" }));
    fields
}

/// Four weeks of sessions and mornings; prints what changed and the week that came of it.
async fn four_weeks(
    knowledge: &Knowledge,
    caller: &mut Caller,
    vignette: &Vignette,
    course: Course,
) -> Result<()> {
    let name = match course {
        Course::Better => "Four weeks that get better",
        Course::Same => "Four weeks that stay the same",
        Course::Worse => "Four weeks that get worse",
    };
    println!("\n~~ {name} ~~");
    let number =
        |id: &str| vignette.findings.get(id).and_then(toml::Value::as_integer).unwrap_or(2);
    let (worst, usual) = (number("pain-worst"), number("pain-usual"));
    for offset in 0..28_i64 {
        let day = vignettes::TODAY.saturating_add(Span::new().days(offset));
        caller.on(day);
        let today = caller.get("/today").await?;
        if today.html.contains("href=\"/screen/again\"") {
            again(knowledge, caller, vignette).await?;
            println!(
                "  day {:>2}: the safety questions were answered again, nothing new",
                offset + 1
            );
        }
        if !today.html.contains("href=\"/today/0\"") || offset % 7 == 6 {
            continue;
        }
        session(caller, day, course, (worst, usual, offset)).await?;
    }
    println!("{}", text(&caller.get("/progress").await?.html));
    let plan = caller.get("/plan").await?;
    println!("\nThe week that came of it:\n{}", week_of(&text(&plan.html)));
    Ok(())
}

/// The part of the plan page from the phase to what was left out.
fn week_of(plan: &str) -> String {
    let lines = plan.lines().filter(|l| !l.trim().is_empty());
    let quiet: BTreeSet<&str> = ["Why?", "Change", "Take it out"].into();
    let kept = lines.filter(|l| !quiet.contains(l.trim()) && !l.starts_with("Swap:"));
    kept.take_while(|l| !l.contains("Left out for you")).map(|l| format!("  {l}\n")).collect()
}

/// Answers the questions of the short screen with "no".
async fn again(knowledge: &Knowledge, caller: &mut Caller, vignette: &Vignette) -> Result<()> {
    caller.get("/screen/again").await?;
    let doc = vignettes::document(vignette)?;
    let door = if doc.door == "stiff" { "stiff" } else { "again" };
    for group in knowledge.doors[door].groups.iter().filter(|g| *g != "about-you") {
        let mut fields = fields(knowledge, &doc, group);
        fields.retain(|(name, _)| name != "rest");
        fields.push(pair("rest", "no"));
        caller.post(&format!("/screen/{group}"), &fields).await?;
    }
    Ok(())
}

/// A session told after the fact, and the morning after it.
async fn session(
    caller: &mut Caller,
    day: Date,
    course: Course,
    (worst, usual, offset): (i64, i64, i64),
) -> Result<()> {
    let week = offset / 7;
    let (during, effort, morning, pain) = match course {
        Course::Better => ((worst - 2 - week).max(0), "right", "same", (usual - week).max(0)),
        Course::Same => (worst.min(5), "hard", "same", usual),
        Course::Worse => ((worst + 1 + week).min(10), "hard", "worse", (usual + 1 + week).min(10)),
    };
    let score = during.to_string();
    caller
        .post("/after", &[pair("worst", &score), pair("now", &score), pair("effort", effort)])
        .await?;
    caller.on(day.saturating_add(Span::new().days(1)));
    let fields =
        [pair("date", &day.to_string()), pair("morning", morning), pair("pain", &pain.to_string())];
    caller.post("/today/morning", &fields).await?;
    Ok(())
}
