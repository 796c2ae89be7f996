/// A division of GB/T 4754-2017 with the rough figures that make its firms plausible. None of them is a statistic.
#[derive(Debug)]
pub(crate) struct Industry {
    /// Section letter and division, `C36`.
    pub(crate) code: &'static str,
    /// Peer group of the indicator set.
    pub(crate) peer_group: &'static str,
    /// What stands in a firm's name.
    pub(crate) word: &'static str,
    /// Share among ordinary firms.
    pub(crate) weight: f64,
    /// Share among those above 10 billion yuan.
    pub(crate) weight_large: f64,
    /// Typical R&D over revenue, %.
    pub(crate) rd: f64,
    /// Typical total profit over revenue, %.
    pub(crate) margin: f64,
    /// Revenue over total assets.
    pub(crate) turnover: f64,
    /// Liabilities over total assets.
    pub(crate) debt: f64,
    /// Revenue per employee of a firm with revenue of one billion yuan, 10,000 yuan.
    pub(crate) sales_per_head: f64,
    /// Pay per employee, 10,000 yuan a year.
    pub(crate) pay: f64,
    /// Typical share of new products in sales, %; 0: not asked.
    pub(crate) new_products: f64,
    /// Tonnes of standard coal per 10,000 yuan of revenue.
    pub(crate) energy: f64,
    /// Taxes paid over revenue, %.
    pub(crate) tax: f64,
    /// Share of firms that sell abroad.
    pub(crate) exporters: f64,
    /// Whether the plan counts it among the industries to be transformed.
    pub(crate) traditional: bool,
}

impl Industry {
    pub(crate) fn is(&self, groups: &[&str]) -> bool {
        groups.contains(&self.peer_group)
    }

    pub(crate) fn manufactures(&self) -> bool {
        self.code.starts_with('C')
    }
}

/// One line a division, in the order of the fields.
macro_rules! industries {
    ($($code:literal $group:literal $word:literal $weight:literal $large:literal $rd:literal $margin:literal $turnover:literal $debt:literal
       $head:literal $pay:literal $new:literal $energy:literal $tax:literal $exporters:literal $traditional:literal;)*) => {
        &[$(Industry {
            code: $code, peer_group: $group, word: $word, weight: $weight, weight_large: $large, rd: $rd, margin: $margin,
            turnover: $turnover, debt: $debt, sales_per_head: $head, pay: $pay, new_products: $new, energy: $energy, tax: $tax,
            exporters: $exporters, traditional: $traditional,
        }),*]
    };
}

// code group word weight large rd margin turnover debt head pay new energy tax exporters traditional
pub(crate) const INDUSTRIES: &[Industry] = industries![
    "C27" "high-tech" "生物医药" 4.5 2.0 6.5 12.0 0.62 0.40 110.0 14.0 28.0 0.05 6.5 0.35 false;
    "C39" "high-tech" "光电" 6.0 7.0 6.0 6.5 0.85 0.50 130.0 15.0 38.0 0.03 2.8 0.55 false;
    "C40" "high-tech" "仪器" 2.5 0.2 6.8 11.0 0.70 0.40 85.0 15.0 34.0 0.02 4.5 0.35 false;
    "C33" "equipment" "金属制品" 2.0 1.0 2.4 4.5 0.95 0.55 105.0 9.5 17.0 0.10 3.2 0.35 true;
    "C34" "equipment" "通用机械" 2.6 1.0 3.6 6.5 0.80 0.53 95.0 11.5 26.0 0.05 3.8 0.40 false;
    "C35" "equipment" "专用装备" 3.0 1.5 4.6 7.5 0.75 0.52 98.0 12.5 30.0 0.04 3.9 0.40 false;
    "C36" "equipment" "汽车" 4.6 9.0 3.4 4.8 1.05 0.58 150.0 12.5 32.0 0.04 4.2 0.35 true;
    "C37" "equipment" "船舶装备" 1.4 3.0 4.4 4.2 0.68 0.62 110.0 14.5 30.0 0.05 2.9 0.35 false;
    "C38" "equipment" "电气" 2.8 2.0 4.1 5.6 0.85 0.57 120.0 11.5 30.0 0.04 3.1 0.45 false;
    "C25" "materials" "石化" 0.6 3.0 1.0 3.0 1.60 0.60 620.0 17.0 8.0 0.55 9.0 0.15 true;
    "C26" "materials" "化工" 3.0 1.5 3.1 6.4 0.90 0.53 160.0 11.0 20.0 0.42 4.2 0.40 true;
    "C29" "materials" "橡塑" 1.8 0.3 2.8 5.4 0.95 0.50 98.0 9.0 19.0 0.13 3.3 0.40 false;
    "C30" "materials" "建材" 2.5 0.8 2.5 5.2 0.80 0.56 105.0 9.5 14.0 0.60 4.8 0.15 true;
    "C31" "materials" "钢铁" 1.0 5.0 2.2 2.4 1.15 0.62 240.0 13.5 15.0 0.85 2.6 0.35 true;
    "C32" "materials" "有色金属" 1.6 1.5 2.2 3.4 1.50 0.57 230.0 10.5 17.0 0.28 2.3 0.35 true;
    "C13" "consumer" "粮油食品" 2.6 1.5 1.2 3.0 1.45 0.57 150.0 7.5 8.0 0.06 1.9 0.20 true;
    "C14" "consumer" "食品" 2.4 1.0 1.6 6.8 1.10 0.48 92.0 8.0 11.0 0.09 4.6 0.25 true;
    "C15" "consumer" "饮料" 1.2 0.4 1.0 9.5 0.90 0.46 115.0 9.0 9.0 0.10 8.5 0.15 true;
    "C17" "consumer" "纺织" 1.4 0.3 1.6 3.4 1.05 0.57 68.0 7.0 13.0 0.17 2.4 0.55 true;
    "C18" "consumer" "服饰" 1.4 0.3 1.3 4.8 1.10 0.54 52.0 6.8 12.0 0.05 3.4 0.50 true;
    "C23" "consumer" "印务" 1.2 0.2 2.0 6.4 0.82 0.45 72.0 8.5 13.0 0.06 4.1 0.15 false;
    "D44" "utilities" "能源" 3.4 5.0 1.1 6.2 0.42 0.63 300.0 17.5 0.0 0.75 4.6 0.05 false;
    "D45" "utilities" "燃气" 1.7 0.7 0.8 5.4 0.78 0.58 260.0 12.5 0.0 0.12 3.2 0.0 false;
    "D46" "utilities" "水务" 1.7 0.5 0.9 7.2 0.28 0.60 78.0 12.0 0.0 0.25 5.2 0.0 false;
    "E47" "construction" "建工" 5.6 6.0 1.7 3.0 0.90 0.76 135.0 8.8 0.0 0.03 2.9 0.20 false;
    "E48" "construction" "路桥" 4.2 8.0 2.6 3.7 0.70 0.75 190.0 11.5 0.0 0.04 2.7 0.30 false;
    "E49" "construction" "安装" 2.6 0.5 2.0 4.0 0.95 0.68 88.0 8.8 0.0 0.02 3.1 0.12 false;
    "E50" "construction" "装饰" 2.2 0.3 1.8 4.2 0.95 0.66 84.0 8.2 0.0 0.02 3.3 0.05 false;
    "F51" "trade" "供应链" 7.0 10.0 0.3 1.3 2.40 0.70 780.0 10.5 0.0 0.006 1.3 0.30 false;
    "F52" "trade" "商贸" 4.8 2.5 0.2 2.0 1.75 0.66 170.0 7.4 0.0 0.02 2.0 0.05 false;
    "G54" "transport" "运输" 2.6 0.8 0.6 3.4 0.75 0.59 58.0 8.2 0.0 0.22 2.5 0.10 false;
    "G55" "transport" "航运" 1.1 0.8 0.9 4.6 0.55 0.57 115.0 12.0 0.0 0.34 2.4 0.35 false;
    "G59" "transport" "仓储物流" 1.9 0.5 0.7 4.0 0.90 0.56 100.0 7.8 0.0 0.05 2.3 0.15 false;
    "I64" "information" "网络" 2.0 0.8 9.0 7.0 0.95 0.45 105.0 16.5 36.0 0.01 3.2 0.15 false;
    "I65" "information" "软件" 6.0 0.5 10.5 9.0 0.75 0.42 68.0 17.5 42.0 0.008 4.1 0.20 false;
    "M74" "information" "工程设计" 3.4 2.0 4.8 7.4 0.72 0.60 78.0 17.0 24.0 0.01 4.9 0.30 false;
    "J66" "finance" "小额贷款" 0.8 0.6 0.2 26.0 0.06 0.89 155.0 24.0 0.0 0.004 9.0 0.0 false;
    "J69" "finance" "融资服务" 0.8 0.2 0.2 22.0 0.10 0.72 140.0 19.0 0.0 0.004 7.5 0.0 false;
    "K70" "finance" "置业" 2.6 1.6 0.1 7.0 0.28 0.74 330.0 12.0 0.0 0.01 7.8 0.0 false;
    "L72" "services" "商务服务" 2.2 0.5 0.9 6.4 0.70 0.57 46.0 7.6 0.0 0.01 3.7 0.08 false;
    "N78" "services" "公共设施" 1.2 0.2 0.8 5.0 0.55 0.60 28.0 6.2 0.0 0.03 3.0 0.0 false;
    "H62" "services" "餐饮" 1.2 0.0 0.2 4.4 1.10 0.60 24.0 6.2 0.0 0.07 3.2 0.0 false;
];

#[cfg(test)]
mod tests {
    use super::INDUSTRIES;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = INDUSTRIES.iter().map(|industry| industry.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), INDUSTRIES.len());
    }
}
