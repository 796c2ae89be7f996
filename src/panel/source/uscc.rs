use crate::vocab::Text;

/// The 31 characters of GB 32100-2015: digits and capitals without I, O, S, V, Z. A character's value is its place.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Checks a 统一社会信用代码 after GB 32100-2015: 18 characters of the set, the last of which makes the sum of values times
/// 3^i (mod 31) vanish. The code must be normalised (half-width, capitals) before.
///
/// # Errors
/// What is wrong, for people: the length, the first character outside the set, or the check character with the one expected.
pub(super) fn check(code: &str) -> Result<(), Text> {
    let length = code.chars().count();
    if length != 18 {
        return Err(Text::new(
            format!("有 {length} 位，统一社会信用代码应为 18 位"),
            format!("it has {length} characters, a unified social credit code has 18"),
        ));
    }
    let mut sum = 0_usize;
    let mut weight = 1_usize;
    let mut last = 0_usize;
    for (position, character) in code.chars().enumerate() {
        let value = u8::try_from(character).ok().and_then(|byte| CHARACTERS.iter().position(|c| *c == byte));
        let Some(value) = value else {
            let at = position + 1;
            return Err(Text::new(
                format!("第 {at} 位是“{character}”：代码只用数字和除 I、O、S、V、Z 以外的大写字母"),
                format!(
                    "character {at} is `{character}`: a code has digits and capitals other than I, O, S, V, Z only"
                ),
            ));
        };
        if position < 17 {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        last = value;
    }
    let expected = (31 - sum % 31) % 31;
    if last == expected {
        return Ok(());
    }
    let (given, expected) = (char::from(CHARACTERS[last]), char::from(CHARACTERS[expected]));
    Err(Text::new(
        format!("校验码是“{given}”，按前 17 位应为“{expected}”"),
        format!("its check character is `{given}`, the first 17 call for `{expected}`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_listed_companies_pass() {
        // Public registration codes: Kweichow Moutai, Huawei, Tencent (Shenzhen).
        for code in ["9152000071430580XT", "914403001922038216", "9144030071526726XG"] {
            assert_eq!(check(code), Ok(()), "{code}");
        }
    }

    #[test]
    fn any_single_slip_is_seen() {
        let good = "914403001922038216";
        for at in 0..18 {
            for character in CHARACTERS {
                let mut slip = good.as_bytes().to_vec();
                slip[at] = *character;
                let slip = String::from_utf8(slip).unwrap();
                assert_eq!(check(&slip).is_ok(), slip == good, "{slip}");
            }
        }
    }

    #[test]
    fn messages_say_what_was_expected() {
        assert_eq!(
            check("91440300192203821X").unwrap_err().en,
            "its check character is `X`, the first 17 call for `6`"
        );
        assert!(check("9144030019220382").unwrap_err().en.starts_with("it has 16 characters"));
        assert!(check("9144O3001922038216").unwrap_err().en.starts_with("character 5 is `O`"));
    }
}
