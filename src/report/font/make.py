"""Makes NotoSansSC-subset.ttf: see README.md beside it."""

import sys

from fontTools import subset

DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx", "gasp", "prep", "DSIG"]
# Kana, Cyrillic, bopomofo and box drawing are in GB 2312 but in no report.
SKIPPED = [(0x3040, 0x30FF), (0x0400, 0x04FF), (0x2500, 0x257F), (0x3105, 0x3129)]
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203B), (0x2160, 0x216B), (0x2190, 0x2199),
    (0x2460, 0x249B), (0x3000, 0x301F), (0x3220, 0x3229), (0x338E, 0x33D5), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
]
SIGNS = "℃℉№℡™Ωω€∆−∑∏√∞∫≈≠≡≤≥≪≫∈∩∪■□▲△▼▽◆◇○●◎★☆✓〇"
# Of place, firm and personal names, Wuhan's first; most are in the two lists already, the rest are not.
NAMES = "硚垸滠澥沌磲氹湋堉珺喆昇堃犇骉赟祎玥翀燚镕晟嫒鋆婳甯邨峯堦垱塆嘚頔旸炘鑫淼尛仝昊湉煊煜琛璟"


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if not any(first <= ord(char) <= last for first, last in SKIPPED):
                yield char


def general_table(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                yield chr(int(line.split(":")[0][2:], 16))


def main(source, table, target):
    wanted = set(gb2312()) | set(general_table(table)) | set(SIGNS) | set(NAMES)
    wanted |= {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, glyph_names=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], drop_tables=DROPPED,
    )
    font = subset.load_font(source, options)
    known = {chr(code) for code in font.getBestCmap()}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(char) for char in wanted])
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    subset.save_font(font, target, options)
    print(len(wanted), "characters wanted, not in the source:", "".join(sorted(wanted - known)))


main(*sys.argv[1:4])
