//! Printing: JSON for programs, plain lines for people.

use anyhow::Result;
use serde::Serialize;

/// Prints a document as JSON.
pub(crate) fn json(document: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string_pretty(document)?);
    Ok(())
}

/// Prints a heading with a line under it.
pub(crate) fn heading(text: &str) {
    println!("\n{text}\n{}", "-".repeat(text.chars().count()));
}

/// Prints a text, wrapped to 92 columns behind an indent.
pub(crate) fn wrapped(indent: &str, text: &str) {
    for paragraph in text.split("\n\n") {
        let mut line = String::from(indent);
        for word in paragraph.split_whitespace() {
            if line.chars().count() + word.chars().count() > 92 && line.trim() != "" {
                println!("{}", line.trim_end());
                line = String::from(indent);
            }
            line.push_str(word);
            line.push(' ');
        }
        println!("{}", line.trim_end());
    }
}
