use super::Results;
use crate::framework::NodeId;
use crate::vocab::AcrossYears;

impl Results<'_> {
    /// Whether index scores of different periods may be compared, as far as the normalisations of what weighs something let them.
    #[must_use]
    pub fn across_years(&self) -> AcrossYears {
        let has = |sort: AcrossYears| !self.indicators_that_are(sort).is_empty();
        if has(AcrossYears::NotComparable) {
            AcrossYears::NotComparable
        } else if has(AcrossYears::RelativeToBase) {
            AcrossYears::RelativeToBase
        } else {
            AcrossYears::Comparable
        }
    }

    /// The indicators that weigh something and are normalised in such a way, in the order of the tree.
    #[must_use]
    pub fn indicators_that_are(&self, sort: AcrossYears) -> Vec<NodeId> {
        let weights = self.scorecard.weights();
        let weighs = |node: NodeId| weights.get(node.0).is_some_and(|weight| weight.share > 0.0);
        let indicators = self.framework().indicators();
        indicators
            .filter(|(node, _, indicator)| weighs(*node) && indicator.normalisation.across_years() == sort)
            .map(|(node, _, _)| node)
            .collect()
    }

    /// Whether there is anything to say of a rise or fall between periods.
    #[must_use]
    pub fn has_common_scale(&self) -> bool {
        self.across_years() != AcrossYears::NotComparable
    }
}
