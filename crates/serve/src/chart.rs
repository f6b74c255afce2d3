//! Line charts as SVG text, for page and print, and the sums behind them.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use crate::pages::parts::day;
use crate::store::Logged;

/// A named line.
pub struct Line<'a> {
    /// Name shown in the legend.
    pub name: &'a str,
    /// Class that styles it.
    pub class: &'a str,
    /// Points by day.
    pub points: Vec<(Date, f64)>,
}

/// A chart.
pub struct Chart<'a> {
    /// Heading, also for screen readers.
    pub title: &'a str,
    /// Lower end of the scale.
    pub low: f64,
    /// Upper end of the scale.
    pub high: f64,
    /// Its lines.
    pub lines: Vec<Line<'a>>,
}

const WIDTH: f64 = 384.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 28.0;
const BOTTOM: f64 = 24.0;

impl Chart<'_> {
    /// The chart as SVG; empty where there is no point.
    #[must_use]
    pub fn svg(&self) -> String {
        let days: Vec<Date> =
            self.lines.iter().flat_map(|l| l.points.iter().map(|(d, _)| *d)).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return String::new();
        };
        let mut svg = String::new();
        let title = escape(self.title);
        let _ = write!(
            svg,
            r#"<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}: {}">"#,
            escape(&self.spoken())
        );
        self.grid(&mut svg, (*first, *last));
        for line in &self.lines {
            self.line(&mut svg, line, (*first, *last));
        }
        svg.push_str("</svg>");
        svg
    }

    /// First and last value of each line, for those who cannot see it.
    fn spoken(&self) -> String {
        let line = |l: &Line| {
            let (first, last) = (l.points.first()?, l.points.last()?);
            Some(format!(
                "{} from {:.0} on {} to {:.0} on {}",
                l.name, first.1, first.0, last.1, last.0
            ))
        };
        self.lines.iter().filter_map(line).collect::<Vec<_>>().join("; ")
    }

    fn grid(&self, svg: &mut String, (first, last): (Date, Date)) {
        for step in 0..=2 {
            let value = self.low + (self.high - self.low) * f64::from(step) / 2.0;
            let y = self.y(value);
            let _ = write!(
                svg,
                r#"<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1}" y2="{y:.1}"/>"#
            );
            let _ =
                write!(svg, r#"<text class="label" x="4" y="{:.1}">{value:.0}</text>"#, y + 4.0);
        }
        let y = HEIGHT - 6.0;
        let _ = write!(svg, r#"<text class="label" x="{LEFT}" y="{y}">{}</text>"#, day(first));
        if first != last {
            let _ = write!(
                svg,
                r#"<text class="label" x="{WIDTH}" y="{y}" text-anchor="end">{}</text>"#,
                day(last)
            );
        }
    }

    fn line(&self, svg: &mut String, line: &Line, span: (Date, Date)) {
        let at = |(day, value): &(Date, f64)| (x(*day, span), self.y(*value));
        let points: Vec<(f64, f64)> = line.points.iter().map(at).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = write!(
            svg,
            r#"<polyline class="{}" fill="none" points="{}"/>"#,
            line.class,
            path.join(" ")
        );
        let dot = if line.class.ends_with('b') { "dot b" } else { "dot" };
        for (x, y) in points {
            let _ = write!(svg, r#"<circle class="{dot}" cx="{x:.1}" cy="{y:.1}" r="3"/>"#);
        }
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low).max(1e-9);
        8.0 + (HEIGHT - BOTTOM - 8.0) * (1.0 - share)
    }
}

fn x(day: Date, (first, last): (Date, Date)) -> f64 {
    let days = |to: Date| f64::from(first.until(to).map_or(0, |s| s.get_days()));
    let all = days(last).max(1.0);
    LEFT + 6.0 + (WIDTH - LEFT - 12.0) * days(day) / all
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Seconds of work, by day and by side.
#[derive(Debug, Default)]
pub struct Seconds {
    /// By day, oldest first.
    pub by_day: Vec<(Date, f64)>,
    /// On the left side.
    pub left: f64,
    /// On the right side.
    pub right: f64,
}

/// Work of one set on one side.
#[derive(Debug)]
pub struct SideDone {
    /// The session.
    pub session: String,
    /// The exercise.
    pub exercise: String,
    /// `left`, `right`, or empty.
    pub side: String,
    /// Seconds of work.
    pub seconds: f64,
}

/// The work that was logged, each set and side once: where one was repeated or taken up
/// again, the longest counts.
#[must_use]
pub fn sides_done(logged: &[Logged]) -> Vec<SideDone> {
    let mut longest: BTreeMap<(String, String, String, String), f64> = BTreeMap::new();
    for log in logged {
        let Ok(entry) = serde_json::from_str::<serde_json::Value>(&log.body) else { continue };
        if entry["kind"] != "side_done" {
            continue;
        }
        let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let place = format!("{}/{}", entry["item"], entry["set"]);
        let key = (log.session.clone(), text("exercise"), text("side"), place);
        let seconds = longest.entry(key).or_default();
        *seconds = seconds.max(entry["seconds"].as_f64().unwrap_or(0.0));
    }
    let side =
        |((session, exercise, side, _), seconds)| SideDone { session, exercise, side, seconds };
    longest.into_iter().map(side).collect()
}

/// Sums the work that sessions logged.
#[must_use]
pub fn seconds_by_day(logged: &[Logged]) -> Seconds {
    let mut seconds = Seconds::default();
    let mut days: BTreeMap<Date, f64> = BTreeMap::new();
    for side in sides_done(logged) {
        let Ok(day) = side.session.get(..10).unwrap_or("").parse::<Date>() else { continue };
        *days.entry(day).or_default() += side.seconds;
        match side.side.as_str() {
            "left" => seconds.left += side.seconds,
            "right" => seconds.right += side.seconds,
            _ => {}
        }
    }
    seconds.by_day = days.into_iter().collect();
    seconds
}
