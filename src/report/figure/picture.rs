//! Writes pixels as a PNG file, with a palette: flat colours and grey edges need no more than 256.

use super::{Density, FigureError};

/// The most colours an 8-bit palette holds.
const COLOURS: usize = 256;

/// The picture of red, green and blue bytes as PNG with its resolution.
pub(super) fn encode(
    pixels: &[u8],
    (width, height): (u32, u32),
    density: Density,
) -> Result<Vec<u8>, FigureError> {
    write(pixels, (width, height), density)
        .map_err(|error| FigureError::Encoding { reason: error.to_string() })
}

fn write(
    pixels: &[u8],
    (width, height): (u32, u32),
    density: Density,
) -> Result<Vec<u8>, png::EncodingError> {
    let palette = Palette::of(pixels);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.bytes());
    encoder.set_compression(png::Compression::Balanced);
    // Neighbouring numbers of a palette say nothing of each other, so filters would only do harm.
    encoder.set_filter(png::Filter::NoFilter);
    let per_metre = density.pixels_per_metre();
    let dimensions = png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter };
    encoder.set_pixel_dims(Some(dimensions));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&palette.indices(pixels))?;
    writer.finish()?;
    Ok(bytes)
}

/// The colours of a picture: all of them when they fit, else a choice near to all.
struct Palette {
    /// Every colour of the picture, ascending, with the index that stands for it.
    known: Vec<(u32, u8)>,
    /// The colours kept.
    kept: Vec<u32>,
}

impl Palette {
    fn of(pixels: &[u8]) -> Self {
        let colours: Vec<u32> = pixels.chunks_exact(3).map(packed).collect();
        // Most neighbours are equal: sorting runs instead of pixels is twenty times less work.
        let runs = colours.chunk_by(|a, b| a == b).map(|run| (run[0], run.len()));
        let mut runs: Vec<(u32, usize)> = runs.collect();
        runs.sort_unstable();
        let of_colour = runs.chunk_by(|a, b| a.0 == b.0);
        let mut counted: Vec<(usize, u32)> =
            of_colour.map(|runs| (runs.iter().map(|run| run.1).sum(), runs[0].0)).collect();
        // By count from the highest, by colour where equal, so the palette never depends on the order of the sort.
        counted.sort_unstable_by_key(|(count, colour)| (std::cmp::Reverse(*count), *colour));
        let colours: Vec<u32> = counted.into_iter().map(|(_, colour)| colour).collect();
        let kept = chosen(&colours);
        let index = |colour: u32| u8::try_from(nearest(&kept, colour)).unwrap_or(0);
        let mut known: Vec<(u32, u8)> = colours.iter().map(|colour| (*colour, index(*colour))).collect();
        known.sort_unstable();
        Palette { known, kept }
    }

    fn bytes(&self) -> Vec<u8> {
        self.kept.iter().flat_map(|colour| colour.to_be_bytes().into_iter().skip(1)).collect()
    }

    fn indices(&self, pixels: &[u8]) -> Vec<u8> {
        let mut last = (u32::MAX, 0);
        let index = |pixel: &[u8]| {
            let colour = packed(pixel);
            if colour != last.0 {
                let place = self.known.binary_search_by_key(&colour, |(colour, _)| *colour);
                last = (colour, place.map_or(0, |place| self.known[place].1));
            }
            last.1
        };
        pixels.chunks_exact(3).map(index).collect()
    }
}

fn packed(pixel: &[u8]) -> u32 {
    u32::from(pixel[0]) << 16 | u32::from(pixel[1]) << 8 | u32::from(pixel[2])
}

/// The colours to keep of those of a picture, the most frequent first.
///
/// Half are the most frequent; each other is the one farthest from those kept so far. Frequency alone would drop the
/// grey edges of letters where many shades of blue fill the ground.
fn chosen(colours: &[u32]) -> Vec<u32> {
    if colours.len() <= COLOURS {
        return colours.to_vec();
    }
    let mut kept = colours[..COLOURS / 2].to_vec();
    let mut distances: Vec<u32> =
        colours.iter().map(|colour| distance(*colour, kept[nearest(&kept, *colour)])).collect();
    while kept.len() < COLOURS {
        let farthest =
            distances.iter().enumerate().max_by_key(|(place, far)| (**far, std::cmp::Reverse(*place)));
        let Some((place, _)) = farthest else { break };
        let colour = colours[place];
        kept.push(colour);
        for (other, far) in colours.iter().zip(&mut distances) {
            *far = (*far).min(distance(colour, *other));
        }
    }
    kept
}

/// The place of the nearest kept colour; the first of equals.
fn nearest(kept: &[u32], colour: u32) -> usize {
    let nearest = kept.iter().enumerate().min_by_key(|(_, other)| distance(colour, **other));
    nearest.map_or(0, |(place, _)| place)
}

/// The squared distance of two colours.
fn distance(a: u32, b: u32) -> u32 {
    let squared = |shift: u32| {
        let difference = (a >> shift & 0xFF).abs_diff(b >> shift & 0xFF);
        difference * difference
    };
    squared(16) + squared(8) + squared(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_are_kept_exactly() {
        let pixels = [9, 8, 7, 1, 2, 3, 9, 8, 7];
        let palette = Palette::of(&pixels);
        assert_eq!(palette.bytes(), [9, 8, 7, 1, 2, 3]);
        assert_eq!(palette.indices(&pixels), [0, 1, 0]);
    }

    #[test]
    fn of_many_colours_the_rare_ones_give_way_to_near_ones() {
        let mut pixels: Vec<u8> =
            (0..=255_u8).flat_map(|grey| [grey, grey, grey, grey, grey, grey]).collect();
        pixels.extend([200, 200, 201]);
        let palette = Palette::of(&pixels);
        assert_eq!(palette.kept.len(), COLOURS);
        let indices = palette.indices(&pixels);
        assert_eq!(indices[512], indices[400]);
    }

    #[test]
    fn a_rare_colour_far_from_the_others_is_kept() {
        let mut pixels: Vec<u8> = (0..=255_u8).flat_map(|grey| [grey, grey, 0, grey, grey, 0]).collect();
        pixels.extend([0, 0, 200]);
        let palette = Palette::of(&pixels);
        assert!(palette.kept.contains(&200));
        assert_eq!(palette.kept.len(), COLOURS);
    }
}
