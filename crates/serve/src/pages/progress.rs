//! `/progress`: pain, function, minutes, and what changed in the plan by which rule.

use askama::Template;
use coxa_care::outcome::trend::{Trend, trend};
use coxa_knowledge::Knowledge;
use jiff::civil::Date;

use super::html;
use super::parts::day;
use crate::app::{Frame, Visit};
use crate::chart::{Chart, Line};
use crate::dossier::{Dossier, Score};

/// A change as shown.
pub struct ChangeView {
    /// What is said.
    pub says: String,
    /// Rule and inputs.
    pub because: String,
}

/// The changes of one day.
pub struct DayView {
    /// The day.
    pub day: String,
    /// What changed.
    pub changes: Vec<ChangeView>,
}

/// An instrument's course as shown.
pub struct ScoreView {
    /// Name.
    pub name: String,
    /// Address of the form.
    pub href: String,
    /// First and last score.
    pub first: String,
    /// Last score.
    pub last: String,
    /// What the change amounts to.
    pub trend: &'static str,
    /// Chart.
    pub chart: String,
}

#[derive(Template)]
#[template(path = "progress.html")]
struct View {
    frame: Frame,
    pain: String,
    minutes: String,
    sides: Option<(String, String)>,
    sessions: usize,
    changes: Vec<DayView>,
    be_seen: Option<String>,
    scores: Vec<ScoreView>,
    goals: Vec<String>,
}

/// The page.
///
/// # Errors
/// When there is no plan.
pub async fn show(visit: Visit) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let today = visit.app.clock.today();
    let adapted = visit.dossier.current(&knowledge, today)?;
    let logged = visit.app.store.all_logged(&visit.person.id).await?;
    let seconds = crate::chart::seconds_by_day(&logged);
    html(&View {
        pain: pain_chart(&visit.dossier),
        minutes: minutes_chart(&seconds.by_day),
        sides: (seconds.left + seconds.right > 0.0)
            .then(|| (minutes(seconds.left), minutes(seconds.right))),
        sessions: visit.dossier.checkins.len(),
        changes: changes(&adapted.trail),
        be_seen: adapted.be_seen.clone(),
        scores: scores(&knowledge, &visit.dossier),
        goals: adapted.plan.basis.setup.goals.clone(),
        frame: visit.frame,
    })
}

fn minutes(seconds: f64) -> String {
    format!("{:.0} min", seconds / 60.0)
}

/// Changes as shown, by day, newest first.
#[must_use]
pub fn changes(trail: &[coxa_plan::adapt::Change]) -> Vec<DayView> {
    let view = |c: &coxa_plan::adapt::Change| ChangeView {
        says: c.says.clone(),
        because: format!("Rule: {}; {}", c.rule.replace('-', " "), c.inputs.join("; ")),
    };
    let mut days: Vec<DayView> = Vec::new();
    for change in trail.iter().rev() {
        let name = day(change.date);
        match days.last_mut().filter(|d| d.day == name) {
            Some(day) => day.changes.push(view(change)),
            None => days.push(DayView { day: name, changes: vec![view(change)] }),
        }
    }
    days
}

/// Worst pain during sessions and pain next morning, by day.
#[must_use]
pub fn pain_chart(dossier: &Dossier) -> String {
    let points = |value: fn(&crate::api::checkin::CheckInDoc) -> Option<i64>| -> Vec<(Date, f64)> {
        let told = dossier.checkins.iter().filter_map(|c| Some((c.doc.date, value(&c.doc)?)));
        #[expect(clippy::cast_precision_loss, reason = "pain scores are at most 10")]
        let points = told.map(|(date, pain)| (date, pain as f64)).collect();
        points
    };
    Chart {
        title: "Pain, 0 to 10",
        low: 0.0,
        high: 10.0,
        lines: vec![
            Line {
                name: "worst during the session",
                class: "line",
                points: points(|c| Some(c.worst_pain_0_10)),
            },
            Line { name: "next morning", class: "line b", points: points(|c| c.morning_pain_0_10) },
        ],
    }
    .svg()
}

fn minutes_chart(by_day: &[(Date, f64)]) -> String {
    let points: Vec<(Date, f64)> = by_day.iter().map(|(d, s)| (*d, s / 60.0)).collect();
    let high = points.iter().map(|(_, m)| *m).fold(10.0, f64::max);
    let lines = vec![Line { name: "minutes of work", class: "line", points }];
    Chart { title: "Minutes of work a day", low: 0.0, high, lines }.svg()
}

/// The course of each instrument that was filled in.
#[must_use]
pub fn scores(knowledge: &Knowledge, dossier: &Dossier) -> Vec<ScoreView> {
    let mut views = Vec::new();
    for (id, instrument) in &knowledge.instruments {
        let all: Vec<&Score> = dossier.scores.iter().filter(|s| &s.instrument == id).collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { continue };
        let [low, high] = instrument.score_range;
        let points = all.iter().map(|s| (s.date, s.score)).collect();
        let chart = Chart {
            title: &instrument.name,
            low,
            high,
            lines: vec![Line { name: &instrument.measures, class: "line", points }],
        };
        views.push(ScoreView {
            name: instrument.name.clone(),
            href: format!("/score/{id}"),
            first: format!("{:.1}", first.score),
            last: format!("{:.1}", last.score),
            trend: match trend(instrument, first.score, last.score) {
                _ if all.len() < 2 => "first time",
                Trend::Better => "better, by more than chance would do",
                Trend::Worse => "worse, by more than chance would do",
                Trend::NoClearChange => "no clear change",
            },
            chart: chart.svg(),
        });
    }
    views
}
