/// The known name nearest to what was given, when it is near enough to be a slip.
///
/// ```
/// use quanheng::vocab::nearest;
/// assert_eq!(nearest("arithmatic", ["arithmetic", "geometric"]), Some("arithmetic"));
/// assert_eq!(nearest("entropy", ["arithmetic", "geometric"]), None);
/// ```
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| {
            let lower = name.to_lowercase();
            let length = given.chars().count().max(lower.chars().count());
            (strsim::damerau_levenshtein(&given, &lower), length, name)
        })
        .filter(|(distance, length, _)| *distance * 3 <= *length)
        .min_by_key(|(distance, _, name)| (*distance, *name))
        .map(|(_, _, name)| name)
}
