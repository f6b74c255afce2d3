//! What all records share: status, head and body.

use serde::Deserialize;

/// Life of a record. Only active ones reach a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// Every figure was read at its source and the examples pass.
    Active,
    /// No longer used; kept with its reason.
    Withdrawn,
}

/// A record's Markdown body, cut at its `## ` headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    sections: Vec<(String, String)>,
}

impl Body {
    /// Cuts Markdown text into its sections; text before the first heading is dropped.
    #[must_use]
    pub fn cut(text: &str) -> Self {
        let mut sections = Vec::new();
        for part in text.split("\n## ").skip(1) {
            let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
            sections.push((title.trim().to_owned(), rest.trim().to_owned()));
        }
        Self { sections }
    }

    /// The text under a heading, or the empty text.
    #[must_use]
    pub fn section(&self, title: &str) -> &str {
        self.sections().find(|(t, _)| *t == title).map_or("", |(_, text)| text)
    }

    /// All headings with their text, in order.
    pub fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sections.iter().map(|(title, text)| (title.as_str(), text.as_str()))
    }

    /// The lines of a numbered or dashed list under a heading, markers taken off.
    #[must_use]
    pub fn list(&self, title: &str) -> Vec<String> {
        let mut items: Vec<String> = Vec::new();
        for line in self.section(title).lines().map(str::trim_end) {
            if let Some(item) = list_item(line) {
                items.push(item.to_owned());
            } else if let Some(last) = items.last_mut().filter(|_| !line.trim().is_empty()) {
                last.push(' ');
                last.push_str(line.trim());
            }
        }
        items
    }
}

fn list_item(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some(rest.trim());
    }
    let (number, rest) = line.split_once(". ")?;
    number.chars().all(|c| c.is_ascii_digit()).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn cuts_sections_and_lists() {
        let body =
            Body::cut("\n## Do\n1. Lie down.\n2. Lift\n   the hips.\n\n## Feel\nThe buttock.\n");
        assert_eq!(body.list("Do"), ["Lie down.", "Lift the hips."]);
        assert_eq!(body.section("Feel"), "The buttock.");
        assert_eq!(body.section("Avoid"), "");
    }
}
