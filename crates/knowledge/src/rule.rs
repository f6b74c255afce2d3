//! Rules over signs, in four words: `all`, `any`, `at_least`, and `none` (never in flags).

use serde::{Deserialize, Deserializer};

use crate::Id;

/// A rule: a sign, or a combination of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The sign was told.
    Sign(Id),
    /// Every part holds.
    All(Vec<Rule>),
    /// One part holds.
    Any(Vec<Rule>),
    /// At least `n` parts hold.
    AtLeast {
        /// How many must hold.
        n: usize,
        /// The parts.
        of: Vec<Rule>,
    },
    /// No part holds. Refused in flags, so that telling more never lowers urgency.
    None(Vec<Rule>),
}

impl Rule {
    /// Every sign named anywhere in the rule, in order of appearance.
    #[must_use]
    pub fn signs(&self) -> Vec<&str> {
        match self {
            Self::Sign(id) => vec![id],
            Self::All(parts) | Self::Any(parts) | Self::None(parts) => {
                parts.iter().flat_map(Self::signs).collect()
            }
            Self::AtLeast { of, .. } => of.iter().flat_map(Self::signs).collect(),
        }
    }

    /// Whether `none` stands anywhere in the rule.
    #[must_use]
    pub fn has_none(&self) -> bool {
        match self {
            Self::Sign(_) => false,
            Self::None(_) => true,
            Self::All(parts) | Self::Any(parts) | Self::AtLeast { of: parts, .. } => {
                parts.iter().any(Self::has_none)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        parse(&toml::Value::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

fn parse(value: &toml::Value) -> Result<Rule, String> {
    match value {
        toml::Value::String(id) => Ok(Rule::Sign(id.clone())),
        toml::Value::Table(table) if table.len() == 1 => {
            let (word, inner) = table.iter().next().ok_or("empty rule")?;
            parse_word(word, inner)
        }
        _ => Err("a rule is a sign, or a table with one word: all, any, at_least, none".into()),
    }
}

fn parse_word(word: &str, inner: &toml::Value) -> Result<Rule, String> {
    match word {
        "all" => Ok(Rule::All(parts(inner)?)),
        "any" => Ok(Rule::Any(parts(inner)?)),
        "none" => Ok(Rule::None(parts(inner)?)),
        "at_least" => {
            let n = inner.get("n").and_then(toml::Value::as_integer);
            let n = n.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
            let n = n.ok_or("at_least needs n = 1 or more")?;
            let of = parts(inner.get("of").ok_or("at_least needs of = [...]")?)?;
            if n > of.len() {
                return Err(format!("at_least asks for {n} of {}", of.len()));
            }
            Ok(Rule::AtLeast { n, of })
        }
        other => Err(format!("unknown word `{other}`: use all, any, at_least or none")),
    }
}

fn parts(value: &toml::Value) -> Result<Vec<Rule>, String> {
    let list = value.as_array().ok_or("write a list of signs or rules")?;
    if list.is_empty() {
        return Err("an empty list never says anything".into());
    }
    list.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[derive(serde::Deserialize)]
    struct Holder {
        when: Rule,
    }

    #[test]
    fn reads_nested_rules() {
        let text =
            r#"when = { any = ["a", { all = ["b", "c"] }, { at_least = { n = 1, of = ["d"] } }] }"#;
        let rule = toml::from_str::<Holder>(text).unwrap().when;
        assert_eq!(rule.signs(), ["a", "b", "c", "d"]);
        assert!(!rule.has_none());
    }

    #[test]
    fn refuses_unknown_words_and_empty_lists() {
        for bad in ["when = { not = [\"a\"] }", "when = { any = [] }", "when = 3"] {
            assert!(toml::from_str::<Holder>(bad).is_err(), "{bad}");
        }
    }
}
