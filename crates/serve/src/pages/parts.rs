//! Pieces that several pages show: grounds, Markdown, days.

use askama::Template;
use coxa_knowledge::{Because, Knowledge};
use jiff::civil::Date;

/// A disclosure with the grounds of a statement; opens in place, without script.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/because.html")]
pub struct Why {
    /// What led here, as clauses.
    pub clauses: Vec<String>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Day of the last change of the record behind it.
    pub changed: String,
}

/// One ground.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The source's id; empty for our own choice.
    pub source: String,
    /// The source's title, or the reason of our choice.
    pub text: String,
    /// Place in the source, year, and how far it was read.
    pub note: String,
}

impl Why {
    /// A disclosure from grounds.
    #[must_use]
    pub fn new(knowledge: &Knowledge, clauses: Vec<String>, because: &[Because]) -> Self {
        let grounds = because.iter().map(|b| ground(knowledge, b)).collect();
        Self { clauses, grounds, changed: String::new() }
    }

    /// Adds the day of the last change.
    #[must_use]
    pub fn changed(mut self, history: &[coxa_knowledge::History]) -> Self {
        self.changed = history.first().map(|h| h.date.to_string()).unwrap_or_default();
        self
    }
}

fn ground(knowledge: &Knowledge, because: &Because) -> Ground {
    match because {
        Because::OurChoice(why) => {
            Ground { source: String::new(), text: why.clone(), note: "our choice".into() }
        }
        Because::Source { source, at } => {
            let record = knowledge.sources.get(source);
            let text = record.map_or(source.clone(), |s| s.title.clone());
            let note = record.map_or(at.clone(), |s| {
                format!("{}, {}; {at}; {}", s.authors, s.year, how_far(s.read))
            });
            Ground { source: source.clone(), text, note }
        }
    }
}

/// How far a source was read, in words.
#[must_use]
pub fn how_far(read: coxa_knowledge::source::HowFar) -> &'static str {
    use coxa_knowledge::source::HowFar;
    match read {
        HowFar::SecondHand => "read second hand",
        HowFar::Title => "title read",
        HowFar::Abstract => "summary read",
        HowFar::Section => "this part read",
        HowFar::Whole => "read whole",
    }
}

/// Markdown as HTML; HTML inside it is shown as text.
#[must_use]
pub fn markdown(text: &str) -> String {
    use pulldown_cmark::{Event, Parser, html};
    let parser = Parser::new(text).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, parser);
    out
}

/// A day as people write it: 24 November.
#[must_use]
pub fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::from(date.month().unsigned_abs()) - 1;
    format!("{} {}", date.day(), MONTHS[month])
}

/// The name of a weekday.
#[must_use]
pub fn weekday(date: Date) -> &'static str {
    use jiff::civil::Weekday;
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
