//! Codes and names that look right and belong to nobody.

use super::random::{Dice, Topic};

/// Region code of every demonstration firm: GB/T 2260 has no region that begins with 99.
const REGION: &str = "990000";
/// Characters of a 统一社会信用代码 in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A 统一社会信用代码 (GB 32100-2015) with both check characters right; recognisable by region 990000 and `DEM`.
pub(crate) fn credit_code(firm: usize) -> String {
    let organisation = format!("DEM{firm:05}");
    let mut code = format!("91{REGION}{organisation}");
    code.push(organisation_check(&organisation));
    code.push(code_check(&code));
    code
}

/// GB 11714: 11 − Σ value × weight mod 11, written X for 10 and 0 for 11.
fn organisation_check(body: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    }
}

/// GB 32100-2015: 31 − Σ value × 3^position mod 31.
fn code_check(body: &str) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for byte in body.bytes() {
        let value = ALPHABET.iter().position(|&known| known == byte).unwrap_or(0);
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    char::from(ALPHABET[(31 - sum % 31) % 31])
}

const FIRST: &str = "云澄霁岚砚璟煦沐瀚翊骞珩昱昶琛铭睿晟恺弈祺逸骏皓轩彦湛渊峻岳屿汀泽湘汐澜溪沅涵";
const SECOND: &str = "桐榆槿楷栎枫柏桦棠樾芷苒芊荃菁萱蘅藜葵荻禾稷秋穗麓峦岱岫巍崧嵘峥砺磐碣矶礁璧珞琚";

/// Trade names of two characters, each once, in random order.
pub(crate) fn trade_names() -> Vec<String> {
    let first: Vec<char> = FIRST.chars().collect();
    let second: Vec<char> = SECOND.chars().collect();
    let order = Dice::of_firm(Topic::Deck, 2).shuffled(first.len() * second.len());
    order
        .into_iter()
        .map(|at| [first[at / second.len()], second[at % second.len()]].iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_of_a_known_code() {
        // The organisation code and the whole code of the example in public use: 91350100M000100Y43.
        assert_eq!(organisation_check("M000100Y"), '4');
        assert_eq!(code_check("91350100M000100Y4"), '3');
    }

    #[test]
    fn codes_have_18_characters_of_the_alphabet() {
        for firm in [0, 7, 1399] {
            let code = credit_code(firm);
            assert_eq!(code.len(), 18);
            assert!(code.bytes().all(|byte| ALPHABET.contains(&byte)), "{code}");
        }
    }

    #[test]
    fn trade_names_are_unique() {
        let mut names = trade_names();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count >= 1500, "{count}");
    }
}
