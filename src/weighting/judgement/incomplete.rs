//! Judgement matrices with gaps. Harker 1987, <https://doi.org/10.1016/0270-0255(87)90503-3>.

use super::{NoJudgement, pairwise::side_of};
use crate::statistics::symmetric::perron;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Pairwise judgements of which some were not given. A gap says what follows from the others, and nothing of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct IncompleteMatrix {
    side: usize,
    /// 0 for a gap.
    cells: Vec<f64>,
}

impl IncompleteMatrix {
    /// Checks the entries, row by row; a gap on one side is filled from the other side.
    ///
    /// # Errors
    /// [`NoJudgement`] as for [`super::JudgementMatrix::new`], and for items that no judgement connects with the others.
    pub fn new(cells: &[Option<f64>]) -> Result<Self, NoJudgement> {
        let side = side_of(cells.len())?;
        let mut known = vec![0.0; side * side];
        for (at, cell) in cells.iter().enumerate() {
            let (row, column) = (at / side, at % side);
            let Some(given) = *cell else { continue };
            let allowed = if row == column { "1 on the diagonal" } else { "a positive number" };
            if !(given.is_finite() && given > 0.0 && (1.0 / given).is_finite())
                || row == column && given != 1.0
            {
                return Err(NoJudgement::Entry { row, column, given, allowed });
            }
            match cells[column * side + row] {
                Some(mirror) if row < column && (given * mirror - 1.0).abs() > 1e-3 => {
                    return Err(NoJudgement::NotReciprocal { row, column, given, mirror });
                }
                // Of two that mirror each other the upper one counts.
                Some(_) if row > column => {}
                _ => {
                    known[row * side + column] = given;
                    known[column * side + row] = 1.0 / given;
                }
            }
        }
        let items = unreached(&known, side);
        if items.is_empty() {
            Ok(IncompleteMatrix { side, cells: known })
        } else {
            Err(NoJudgement::NotConnected { items })
        }
    }

    /// The weights of the items, with the sum 1: the leading eigenvector of the matrix in which a gap is 0 and the diagonal 1 plus the
    /// gaps of the row, which is what filling the gaps with ratios of the resulting weights gives.
    #[must_use]
    pub fn priorities(&self) -> Vec<f64> {
        let mut cells = self.cells.clone();
        for (row, entries) in cells.chunks_mut(self.side).enumerate() {
            let gaps =
                entries.iter().enumerate().filter(|(column, cell)| *column != row && **cell == 0.0).count();
            entries[row] = 1.0 + gaps as f64;
        }
        perron(&cells, self.side)
    }

    /// How many pairs were not judged.
    #[must_use]
    pub fn gaps(&self) -> usize {
        let pairs = (0..self.side).flat_map(|row| (row + 1..self.side).map(move |column| (row, column)));
        pairs.filter(|(row, column)| self.cells[row * self.side + column] == 0.0).count()
    }
}

/// Items that no chain of judgements leads to from item 0.
fn unreached(cells: &[f64], side: usize) -> Vec<usize> {
    let mut reached = vec![false; side];
    let mut open = vec![0];
    reached[0] = true;
    while let Some(row) = open.pop() {
        for column in 0..side {
            if cells[row * side + column] > 0.0 && !reached[column] {
                reached[column] = true;
                open.push(column);
            }
        }
    }
    (0..side).filter(|item| !reached[*item]).collect()
}

pub(in crate::weighting) const HARKER: MethodNote = MethodNote {
    id: "ahp with gaps, priority = \"eigenvector\"",
    name: Said { zh: "残缺判断矩阵（Harker）", en: "AHP with gaps (Harker)" },
    formula: "B·w = λmax·w\nbⱼₖ = aⱼₖ\nbⱼⱼ = 1 + gⱼ",
    letters: Said {
        zh: "gⱼ：第 j 行缺的判断个数，缺的位置取 0",
        en: "gⱼ: how many judgements row j lacks; where one is missing b is 0",
    },
    use_when: Said {
        zh: "专家不愿或无法比较某些下级",
        en: "An expert will not or cannot compare some of the children",
    },
    not_when: Said {
        zh: "要报告 CR：残缺矩阵没有随机一致性指标",
        en: "CR must be reported: there is no random index for gaps",
    },
    edge: Said {
        zh: "未被任何判断连起来的下级不通过；多位专家时须用 joining = \"priorities\"",
        en: "Children that no chain of judgements connects are refused; several experts take joining = \"priorities\"",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Harker 1987, https://doi.org/10.1016/0270-0255(87)90503-3"],
    example: Some(
        "weighting = { method = \"ahp\", priority = \"eigenvector\", random_index = \"saaty-1980\", experts = [{ pairs = [{ item = \"a\", over = \"b\", times = 2 }, { item = \"b\", over = \"c\", times = 2 }] }] }",
    ),
};
