use std::path::Path;
use quanheng::panel::{self, DataFile};
#[test]
fn tmp_full_hdi() {
    let (d, _) = quanheng::definition::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("indicators/hdi/2024"));
    let d = d.unwrap();
    let file: DataFile = toml::from_str("path = \"hdi_1990_2022_long.csv\"\nunit = \"iso3\"\nperiod = \"year\"\nignore = [\"country\", \"tier\", \"hdi\"]\ncolumns = { le = \"life_expectancy\", eys = \"expected_schooling\", mys = \"mean_schooling\", gnipc = \"national_income\" }").unwrap();
    let r = panel::read(Path::new("/work/shared/data/hdi"), &d.framework().parts().variables, None, &[file]);
    println!("{:?}", r.diagnostics.iter().take(5).map(|d| &d.message.en).collect::<Vec<_>>());
    let p = r.panel.unwrap();
    let card = quanheng::scorecard::fit(&d, &p).unwrap().scorecard;
    let s = card.score(&p);
    let text = std::fs::read_to_string("/work/shared/data/hdi/hdi_1990_2022_long.csv").unwrap();
    let (mut worst, mut n) = (0.0_f64, 0);
    let numbers = p.index().unit_numbers();
    for line in text.lines().skip(1) {
        let tail: Vec<&str> = line.rsplit(',').collect();
        let iso = line.split(',').next().unwrap();
        let published: f64 = match tail[4].parse() { Ok(v) => v, Err(_) => continue };
        let year: i32 = tail[6].parse().unwrap();
        let row = p.index().find(numbers[iso], quanheng::vocab::Period::year(year)).unwrap();
        let got = s.root().unwrap().get(row).unwrap();
        worst = worst.max((got - published).abs());
        n += 1;
    }
    println!("HDI rows {n} worst {worst}");
    let text = quanheng::scorecard::explain(&card, &p, "CHN", quanheng::vocab::Period::year(2022), "hdi").unwrap().render(quanheng::vocab::Language::Zh);
    println!("{text}");
}
