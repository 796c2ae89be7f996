use std::collections::BTreeSet;

use super::*;
use population::{FIRST, FIRST_LISTED, LAST, simulate};

#[test]
fn demo_data_is_fresh() {
    let files = generate().unwrap();
    check(&folder(), &files).unwrap();
    let total: usize = files.iter().map(|file| file.bytes.len()).sum();
    assert!(total < 6_500_000, "{total} bytes");
    assert!(files.iter().all(|file| file.bytes.len() < 3_000_000));
}

/// Revenue by listed firm in 100 million yuan.
fn revenues(firms: &[population::Firm], year: usize) -> Vec<f64> {
    files::cases(firms).iter().filter(|case| FIRST + case.year == year).map(files_size).collect()
}

fn files_size(case: &cell::Case<'_>) -> f64 {
    case.size()
}

#[test]
fn totals_follow_the_plan() {
    let firms = simulate();
    let mut before = 0.0;
    for year in FIRST_LISTED..=LAST {
        let revenues = revenues(&firms, year);
        let total: f64 = revenues.iter().sum();
        assert!(total > before, "{year}: {total}");
        assert!((900..=1100).contains(&revenues.len()), "{year}: {} firms", revenues.len());
        before = total;
    }
    // The plan for 2026: 4.2 trillion yuan, 10 firms of 100 billion and 60 of 10 billion.
    assert!((39_000.0..=41_000.0).contains(&before), "{before}");
    let last = revenues(&firms, LAST);
    let above = |limit: f64| last.iter().filter(|revenue| **revenue >= limit).count();
    assert!((9..=11).contains(&above(1000.0)), "{} above 100 billion", above(1000.0));
    assert!((57..=64).contains(&above(100.0)), "{} above 10 billion", above(100.0));
}

#[test]
fn firms_enter_and_leave_every_year() {
    let firms = simulate();
    let cases = files::cases(&firms);
    let listed = |year: usize| -> BTreeSet<usize> {
        cases.iter().filter(|case| FIRST + case.year == year).map(|case| case.firm.number).collect()
    };
    for year in FIRST_LISTED + 1..=LAST {
        let (before, now) = (listed(year - 1), listed(year));
        let entered = now.difference(&before).count();
        let left = before.difference(&now).count();
        assert!((20..=150).contains(&entered), "{year}: {entered} entered");
        assert!((20..=150).contains(&left), "{year}: {left} left");
    }
}

#[test]
fn every_file_has_a_cell_for_every_heading() {
    let firms = simulate();
    for case in files::cases(&firms).iter().step_by(97) {
        assert_eq!(finance::row(case).unwrap().len(), finance::HEADINGS.len());
        assert_eq!(innovation::row(case).unwrap().len(), innovation::HEADINGS.len());
        assert_eq!(market::row(case).unwrap().len(), market::HEADINGS.len());
        assert_eq!(administration::row(case).unwrap().len(), administration::HEADINGS.len());
        assert_eq!(governance::row(case).len(), governance::HEADINGS.len());
        assert_eq!(honours::row(case).len(), honours::HEADINGS.len());
        assert_eq!(credit::figures(case).len(), credit::MEASURES.len());
        assert_eq!(register::attributes(case).len() + 3, register::HEADINGS.len());
    }
}

#[test]
fn balance_sheets_balance() {
    let firms = simulate();
    for case in files::cases(&firms) {
        let cells = finance::row(&case).unwrap();
        if let [Some(assets), Some(liabilities), Some(equity)] = [4, 6, 7].map(|at: usize| cells[at].number())
        {
            // Before anyone rounds.
            assert!((assets - liabilities - equity).abs() <= 1e-9 * assets);
        }
    }
}
