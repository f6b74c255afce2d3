//! Clinical scales as types, so that two 0–10 numbers cannot be swapped.

/// Why a number is not on a scale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value} is not a {scale}: write a whole number from {low} to {high}")]
pub struct OffScale {
    /// The number given.
    pub value: i64,
    /// The scale's name.
    pub scale: &'static str,
    /// Its lower end.
    pub low: i64,
    /// Its upper end.
    pub high: i64,
}

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident, $what:literal, $low:literal, $high:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        pub struct $name(u8);

        impl $name {
            /// Builds one from a whole number.
            ///
            /// # Errors
            /// When the number lies off the scale.
            pub fn new(value: i64) -> Result<Self, OffScale> {
                let off = OffScale { value, scale: $what, low: $low, high: $high };
                if !($low..=$high).contains(&value) {
                    return Err(off);
                }
                u8::try_from(value).map(Self).map_err(|_| off)
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> u8 {
                self.0
            }
        }
    };
}

scale!(
    /// Pain, 0 (none) to 10 (the worst imaginable).
    Pain, "pain score", 0, 10
);
scale!(
    /// A share in per cent, 0 to 100.
    Percent, "percentage", 0, 100
);

#[cfg(test)]
mod tests {
    use super::Pain;

    #[test]
    fn refuses_what_is_off_the_scale() {
        assert_eq!(Pain::new(7).unwrap().get(), 7);
        assert!(Pain::new(11).is_err());
        assert!(Pain::new(-1).unwrap_err().to_string().contains("0 to 10"));
    }
}
