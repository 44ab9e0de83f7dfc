"""Cuts one weight of Noto Sans SC out of Debian's Noto Sans CJK collection.

usage: subset.py NotoSansCJK-Regular.ttc NotoSans-Regular.ttf tongyong8105.txt OUT.otf

Latin letters that the CJK face lacks (Łukasz, Şahin, Đorđe) are taken from Noto
Sans, so that a name is never drawn from two files.

What is kept, and why, is said in README.md. The result depends only on the
input files and the version of fontTools: running it twice gives the same bytes.
"""

import sys

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FACE = "Noto Sans CJK SC"  # matches the Regular; the Bold's full name ends in " Bold"

# Code point ranges kept wherever the face has a glyph for them.
RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x0250, 0x036F),  # IPA (pinyin's ɑ ɡ), modifiers, combining marks
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Vietnamese)
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency
    (0x2100, 0x218F),  # letterlike, number forms
    (0x2190, 0x22FF),  # arrows, mathematical operators
    (0x2300, 0x23FF),  # technical: key symbols
    (0x2460, 0x27BF),  # enclosed figures, boxes, geometric marks, dingbats
    (0x3000, 0x303F),  # CJK punctuation
    (0x30FB, 0x30FB),  # the dot that Japanese keyboards put into a name
    (0x3400, 0x4DBF),  # CJK Extension A: mandatory in GB 18030, so in any name (㐂 㵘 㸚)
    (0x2A700, 0x2EBEF),  # CJK Extensions C to F
    (0x30000, 0x3134F),  # CJK Extension G
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]

# Code points that are borrowed from Noto Sans where the CJK face has none: the
# letters of every European, Turkic, Vietnamese and African name, and the two
# apostrophes that are letters in Uzbek and Hawaiian.
BORROWED = [(0x00A0, 0x024F), (0x0259, 0x0259), (0x02BB, 0x02BC), (0x1E00, 0x1EFF)]

# Characters of names that were asked for by name, whatever the tables say.
NAMES = "𠮷𬭎㛃喆堃镕龦"

# Characters of Extension A that no source gives a reading in Chinese or parts with a name: nobody could type them.
UNTYPED = "㐃㐧㓀㔔㔖㝳㞢㪲㪳㫇㫈㬺㱐䍏䎞䙻䜳"


def gbk():
    """Every character of the two-byte GBK code.

    Python's gbk codec leaves out 80 characters that GBK 1.0 gained Unicode
    numbers for later; its gb18030 codec has them at the same two bytes.
    """
    out = set()
    for codec in ("gbk", "gb18030"):
        for lead in range(0x81, 0xFF):
            for trail in range(0x40, 0xFF):
                try:
                    out.update(bytes([lead, trail]).decode(codec))
                except UnicodeDecodeError:
                    pass
    return out


def table(path):
    """The characters of the Table of General Standard Chinese Characters."""
    with open(path, encoding="utf-8") as f:
        chars = "".join(line.strip() for line in f if not line.startswith("#"))
    if len(chars) != 8105 or len(set(chars)) != 8105:
        sys.exit(f"{path}: {len(chars)} characters, {len(set(chars))} distinct; the table has 8105")
    return set(chars)


def face(path):
    """The SC face of the collection, found by its name and not by its number."""
    for number in range(100):
        font = TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False)
        if font["name"].getDebugName(4) in (FACE, FACE + " Bold"):
            return font
    sys.exit(f"{path}: holds no face named {FACE}")


def borrow(font, latin):
    """Adds the glyphs of BORROWED that font lacks, from the TrueType font latin.

    They are scaled so that both have capitals of the same height. The face is
    CID-keyed: a new glyph gets a CID that the subset left free, and lives in the
    font dictionary of the Latin letters.
    """
    top = font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    order = font.getGlyphOrder()
    latin_dict = top.FDSelect[order.index(font.getBestCmap()[ord("A")])]
    private = top.FDArray[latin_dict].Private
    taken = set(order)
    free = (name for name in (f"cid{n:05d}" for n in range(1, 65535)) if name not in taken)

    scale = font["OS/2"].sCapHeight / latin["OS/2"].sCapHeight
    outlines = latin.getGlyphSet()
    have, lend = font.getBestCmap(), latin.getBestCmap()
    # A subset shares the list of names between tables; they grow together here.
    order, charset = list(order), list(top.charset)
    for first, last in BORROWED:
        for code in range(first, last + 1):
            if code in have or code not in lend:
                continue
            name = next(free)
            advance = round(outlines[lend[code]].width * scale)
            pen = T2CharStringPen(advance - private.nominalWidthX, outlines)
            outlines[lend[code]].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
            strings.charStrings[name] = len(strings.charStringsIndex)
            strings.charStringsIndex.append(pen.getCharString(private, top.GlobalSubrs))
            top.FDSelect.append(latin_dict)
            order.append(name)
            charset.append(name)
            font["hmtx"].metrics[name] = (advance, 0)
            for table in font["cmap"].tables:
                if table.isUnicode() and table.format in (4, 12):
                    table.cmap[code] = name
    top.charset = charset
    font.setGlyphOrder(order)


def main(source, latin, table_path, out):
    wanted = {ord(c) for c in gbk() | table(table_path) | set(NAMES)}
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    wanted -= {ord(c) for c in UNTYPED}

    options = subset.Options()
    options.hinting = False  # the booth draws without hints
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]  # no vertical forms, no regional variants
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "FFTM"]
    options.name_IDs = ["*"]  # copyright and licence stay inside the file
    options.notdef_outline = True
    options.legacy_kern = False

    font = face(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    borrow(font, TTFont(latin))
    subset.save_font(font, out, options)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
