//! The colours of figures: few, calm, and told apart in greyscale and with red-green blindness.

/// A colour as red, green and blue, 0–255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    pub(super) const WHITE: Colour = Colour(0xFF, 0xFF, 0xFF);
    /// Titles and labels.
    pub(super) const INK: Colour = Colour(0x1F, 0x29, 0x33);
    /// Axis numbers, notes, subtitles.
    pub(super) const MUTED: Colour = Colour(0x5A, 0x67, 0x75);
    /// Axis lines.
    pub(super) const AXIS: Colour = Colour(0x8A, 0x97, 0xA5);
    /// Grid lines.
    pub(super) const GRID: Colour = Colour(0xE1, 0xE6, 0xEB);
    /// The ground behind what is missing, and alternate rows.
    pub(super) const GROUND: Colour = Colour(0xF3, 0xF5, 0xF7);
    /// The one colour of a figure that needs no other.
    pub(super) const MAIN: Colour = CATEGORIES[0];
    /// The ground of a row that should be seen first: a tint of the accent.
    pub(super) const NOTICE: Colour = Colour(0xFA, 0xEC, 0xE0);
    /// What should be seen first.
    pub(super) const ACCENT: Colour = Colour(0xD5, 0x5E, 0x00);

    /// The colour mixed with white: 0 is white, 1 the colour itself.
    pub(super) fn tint(self, share: f64) -> Colour {
        mix(Colour::WHITE, self, share)
    }

    /// How light it looks, 0 black to 1 white (the luma of Rec. 709).
    pub(super) fn lightness(self) -> f64 {
        (0.2126 * f64::from(self.0) + 0.7152 * f64::from(self.1) + 0.0722 * f64::from(self.2)) / 255.0
    }

    /// Ink or white, whichever reads better on it.
    pub(super) fn text_on(self) -> Colour {
        if self.lightness() > 0.55 { Colour::INK } else { Colour::WHITE }
    }
}

/// The colours of categories in the order they are given out, after Okabe and Ito; neighbours differ in lightness.
pub(super) const CATEGORIES: [Colour; 8] = [
    Colour(0x1B, 0x4F, 0x8A),
    Colour(0xE6, 0x9F, 0x00),
    Colour(0x00, 0x8A, 0x6B),
    Colour(0x8F, 0xC7, 0xE8),
    Colour(0xB0, 0x42, 0x1F),
    Colour(0xD9, 0xA6, 0xC4),
    Colour(0x4A, 0x55, 0x62),
    Colour(0xC9, 0xC2, 0x5A),
];

/// The colour of the category with this index; they repeat after eight.
pub(super) fn category(index: usize) -> Colour {
    CATEGORIES[index % CATEGORIES.len()]
}

/// The sequential scale, light to dark: `share` 0 is the lowest value, 1 the highest.
///
/// One hue whose lightness falls all the way, so greyscale and red-green blindness keep the order.
pub(super) fn sequential(share: f64) -> Colour {
    const STOPS: [Colour; 5] = [
        Colour(0xF2, 0xF6, 0xFB),
        Colour(0xC9, 0xDC, 0xEE),
        Colour(0x84, 0xB0, 0xD8),
        Colour(0x3F, 0x79, 0xB5),
        Colour(0x12, 0x3F, 0x77),
    ];
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let place = share * (STOPS.len() - 1) as f64;
    let index = (place as usize).min(STOPS.len() - 2);
    mix(STOPS[index], STOPS[index + 1], place - index as f64)
}

fn mix(from: Colour, to: Colour, share: f64) -> Colour {
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Colour(part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequential_scale_darkens_all_the_way() {
        let steps: Vec<f64> = (0..=100).map(|step| sequential(f64::from(step) / 100.0).lightness()).collect();
        assert!(steps.windows(2).all(|pair| pair[1] < pair[0]), "{steps:?}");
        assert_eq!(sequential(f64::NAN), sequential(0.0));
    }

    #[test]
    fn neighbouring_categories_differ_in_greyscale() {
        for pair in CATEGORIES.windows(2) {
            let difference = (pair[0].lightness() - pair[1].lightness()).abs();
            assert!(difference > 0.15, "{pair:?} {difference}");
        }
    }

    #[test]
    fn text_stands_out_from_its_ground() {
        for step in 0..=20 {
            let ground = sequential(f64::from(step) / 20.0);
            let difference = (ground.lightness() - ground.text_on().lightness()).abs();
            assert!(difference > 0.4, "{ground:?} {difference}");
        }
    }
}
