//! How large a figure is, and how finely its picture is painted.

use serde::{Serialize, Serializer};

/// Width and height in pixels of 1/96 inch, each from 120 to 4,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    width: u32,
    height: u32,
}

impl Size {
    /// The full text width of a page, 16:9.
    pub const WIDE: Size = Size { width: 720, height: 405 };
    /// Half the text width of an A4 page, for two figures side by side.
    pub const HALF: Size = Size { width: 360, height: 270 };
    /// A whole A4 page.
    pub const PAGE: Size = Size { width: 720, height: 1000 };

    const LEAST: u32 = 120;
    const MOST: u32 = 4000;

    /// A size, or nothing when a side is not from 120 to 4,000.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let allowed = Self::LEAST..=Self::MOST;
        (allowed.contains(&width) && allowed.contains(&height)).then_some(Size { width, height })
    }

    /// The width in pixels.
    #[must_use]
    pub fn width(self) -> u32 {
        self.width
    }

    /// The height in pixels.
    #[must_use]
    pub fn height(self) -> u32 {
        self.height
    }

    /// The allowed size nearest to this one.
    pub(super) fn nearest(width: f64, height: f64) -> Self {
        let side = |length: f64| (length.round() as u32).clamp(Self::LEAST, Self::MOST);
        Size { width: side(width), height: side(height) }
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.width, self.height).serialize(serializer)
    }
}

/// How many pixels a picture has for each pixel of its size, along each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// One: 96 to the inch.
    Single,
    /// Two, 192 to the inch: for Word.
    #[default]
    Double,
    /// Three, 288 to the inch: for print.
    Triple,
}

impl Density {
    pub(super) fn pixels_per_pixel(self) -> u32 {
        match self {
            Density::Single => 1,
            Density::Double => 2,
            Density::Triple => 3,
        }
    }

    /// For the resolution field of a PNG: 96 to the inch is 3,779.5 to the metre.
    pub(super) fn pixels_per_metre(self) -> u32 {
        (96.0 / 0.0254 * f64::from(self.pixels_per_pixel())).round() as u32
    }
}
