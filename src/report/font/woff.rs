//! Packs a TrueType file as WOFF 1.0: the same tables, each compressed by itself.
//!
//! WOFF 2 would be a tenth smaller but takes a third of a second to make for a page; this takes milliseconds.
//! Format: <https://www.w3.org/TR/WOFF/>.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

const HEADER: usize = 44;
const ENTRY: usize = 20;

/// The packed file, or nothing when `truetype` is not a whole TrueType file.
pub(super) fn pack(truetype: &[u8]) -> Option<Vec<u8>> {
    let flavour = truetype.get(..4)?;
    let count = usize::from(u16::from_be_bytes(truetype.get(4..6)?.try_into().ok()?));
    let mut directory = Vec::with_capacity(count * ENTRY);
    let mut body = Vec::new();
    let mut unpacked_size = 12 + 16 * count;
    for entry in 0..count {
        let record = truetype.get(12 + 16 * entry..28 + 16 * entry)?;
        let start = usize::try_from(number(record, 8)?).ok()?;
        let length = usize::try_from(number(record, 12)?).ok()?;
        let table = truetype.get(start..start.checked_add(length)?)?;
        let packed = compressed(table)?;
        // A table that does not shrink is stored as it is; readers tell by the equal lengths.
        let stored = if packed.len() < table.len() { &packed[..] } else { table };
        directory.extend_from_slice(&record[..4]);
        for field in [HEADER + count * ENTRY + body.len(), stored.len(), length] {
            directory.extend_from_slice(&u32::try_from(field).ok()?.to_be_bytes());
        }
        directory.extend_from_slice(&record[4..8]);
        body.extend_from_slice(stored);
        body.resize(body.len().next_multiple_of(4), 0);
        unpacked_size += length.next_multiple_of(4);
    }
    let mut file = Vec::with_capacity(HEADER + directory.len() + body.len());
    file.extend_from_slice(b"wOFF");
    file.extend_from_slice(flavour);
    file.extend_from_slice(&u32::try_from(HEADER + directory.len() + body.len()).ok()?.to_be_bytes());
    file.extend_from_slice(&u16::try_from(count).ok()?.to_be_bytes());
    file.extend_from_slice(&[0; 2]);
    file.extend_from_slice(&u32::try_from(unpacked_size).ok()?.to_be_bytes());
    // Version 1.0, no metadata, no private data.
    file.extend_from_slice(&[0, 1]);
    file.resize(HEADER, 0);
    file.extend_from_slice(&directory);
    file.extend_from_slice(&body);
    Some(file)
}

fn number(record: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(record.get(at..at + 4)?.try_into().ok()?))
}

fn compressed(table: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(table).ok()?;
    encoder.finish().ok()
}

/// The TrueType file a packed one was made from: only tests need to look inside.
#[cfg(test)]
pub(super) fn unpack(woff: &[u8]) -> Vec<u8> {
    use std::io::Read as _;

    let count = usize::from(u16::from_be_bytes(woff[12..14].try_into().unwrap()));
    let mut head = woff[4..8].to_vec();
    head.extend_from_slice(&woff[12..14]);
    head.extend_from_slice(&[0; 6]);
    let mut body: Vec<u8> = Vec::new();
    for entry in 0..count {
        let record = &woff[HEADER + entry * ENTRY..][..ENTRY];
        let field = |at: usize| number(record, at).unwrap() as usize;
        let stored = &woff[field(4)..field(4) + field(8)];
        let mut table = Vec::new();
        if field(8) == field(12) {
            table.extend_from_slice(stored);
        } else {
            flate2::read::ZlibDecoder::new(stored).read_to_end(&mut table).unwrap();
        }
        assert_eq!(table.len(), field(12));
        head.extend_from_slice(&record[..4]);
        head.extend_from_slice(&record[16..20]);
        head.extend_from_slice(&u32::try_from(12 + 16 * count + body.len()).unwrap().to_be_bytes());
        head.extend_from_slice(&u32::try_from(table.len()).unwrap().to_be_bytes());
        body.extend_from_slice(&table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend_from_slice(&body);
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_and_unpacks_to_the_same_tables() {
        let packed = pack(super::super::REGULAR).unwrap();
        assert!(packed.len() < super::super::REGULAR.len());
        assert_eq!(packed.len(), number(&packed, 8).unwrap() as usize);
        let unpacked = unpack(&packed);
        assert_eq!(unpacked.len(), number(&packed, 16).unwrap() as usize);
        assert_eq!(pack(&unpacked).unwrap(), packed);
    }

    #[test]
    fn refuses_what_is_no_font() {
        assert_eq!(pack(b""), None);
        assert_eq!(pack(b"\0\x01\0\0\0\x05\0\0\0\0\0\0"), None);
    }
}
