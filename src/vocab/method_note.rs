/// A sentence in Chinese and English that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Whether scores made with a method may be compared across periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcrossYears {
    /// Yes: its parameters are frozen or given, and a later unit changes nothing.
    Comparable,
    /// Only with care, for the reason in the note: it is relative to the base's sample.
    RelativeToBase,
    /// No: its answer depends on the sample at hand.
    NotComparable,
}

/// What the generated method reference says of one method, beside the method it describes.
///
/// Formulas are plain text with Unicode symbols (Σ, √, x̄), so that they read the same in a terminal and on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodNote {
    /// The name written in a definition or study, with the variant: `topsis, norm = "vector", weights = "inside"`.
    pub id: &'static str,
    /// What people call it.
    pub name: Said,
    /// The formula alone: symbols, no words; several lines where it needs them.
    pub formula: &'static str,
    /// What each letter of the formula means.
    pub letters: Said,
    /// When to use it.
    pub use_when: Said,
    /// When not to.
    pub not_when: Said,
    /// Constant columns, zeros, negatives, ties, gaps, one unit: whichever matter here, and what happens.
    pub edge: Said,
    /// Whether scores may be compared across periods.
    pub across_years: AcrossYears,
    /// Where it comes from: DOI, ISBN or standard.
    pub sources: &'static [&'static str],
    /// What to write to choose it, as it stands in the file: `treatment = { method = "none" }`, or a table with its head such as
    /// `[[ranking]]`. Children are called `a`, `b`, `c`, variables `x`, `y`, `z`, attributes `industry`; a test reads every example.
    /// `None`: it is not chosen in a file.
    pub example: Option<&'static str>,
}
