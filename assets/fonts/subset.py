"""Cuts one weight of Noto Sans SC out of Debian's Noto Sans CJK collection.

usage: subset.py NotoSansCJK-Regular.ttc NotoSans-Regular.ttf tongyong8105.txt OUT.otf LANGUAGE.toml...

Latin letters that the CJK face lacks (Łukasz, Şahin, Đorđe) are taken from Noto
Sans, so that a name is never drawn from two files.

A language (assets/lang) may ask for characters that Chinese has not, and for its own
forms of those that it shares: they come from its face of the same collection. Which
ones have a form of their own is written beside OUT.otf, in forms.LANGUAGE.txt.

What is kept, and why, is said in README.md. The result depends only on the
input files and the version of fontTools: running it twice gives the same bytes.
"""

import os
import sys
import tomllib

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

# The face's curly quotation marks and ellipsis are as wide as a Han character. English gets its proportional forms (the
# feature pwid), and the narrow middle dot of Noto Sans, at code points of the private use area, which ui/page puts into
# English texts just before they are drawn.
PROPORTIONAL = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D, 0x2026: 0xE026}
NARROW = {0x00B7: 0xE0B7}

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


def face(path, name=FACE):
    """A face of the collection, found by its name and not by its number."""
    for number in range(100):
        try:
            font = TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False)
        except Exception:
            break
        if font["name"].getDebugName(4) in (name, name + " Bold"):
            return font
    sys.exit(f"{path}: holds no face named {name}")


def asked(font):
    """The characters of a two-byte code, in the rows that a language's [font] names."""
    out = set()
    first, last = font["rows"]
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                out.update(bytes([0xA0 + row, 0xA0 + cell]).decode(font["codec"]))
            except UnicodeDecodeError:
                pass
    return {c for c in out if len(c) == 1 and ord(c) <= 0xFFFF}


def add_language(font, path, toml):
    """Gives font the characters that a language asks for; returns their code points, and those of its own forms.

    All faces of the collection share their glyphs, so a form is a line in the cmap. It gets the code point of its
    character in plane 15 or 16, which are for private use. The marks below U+2E80 stay as they are.
    """
    with open(toml, "rb") as f:
        wants = tomllib.load(f).get("font")
    if wants is None:
        return set(), ""
    own, have = face(path, wants["face"]).getBestCmap(), font.getBestCmap()
    codes, forms = set(), ""
    for c in sorted(asked(wants)):
        code = ord(c)
        if code not in own:
            continue
        codes.add(code)
        to = code
        if code in have:
            if code < 0x2E80 or own[code] == have[code]:
                continue
            if wants.get("plane") not in (15, 16):
                sys.exit(f"{toml}: {c} has a form of its own: say in which plane it goes, 15 or 16")
            to = (wants["plane"] << 16) + code
            codes.add(to)
            forms += c
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format == 12 or to <= 0xFFFF and table.isUnicode() and table.format == 4:
                table.cmap[to] = own[code]
    return codes, forms


def name_proportional(font):
    """Gives the proportional forms of PROPORTIONAL code points of their own."""
    gsub, have = font["GSUB"].table, font.getBestCmap()
    forms = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "pwid":
            for number in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[number].SubTable:
                    forms.update(getattr(table, "ExtSubTable", table).mapping)
    for code, own in PROPORTIONAL.items():
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[own] = forms[have[code]]


def borrow(font, latin):
    """Adds the glyphs of BORROWED that font lacks, and those of NARROW, from the TrueType font latin.

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
    wanted = [(code, code) for first, last in BORROWED for code in range(first, last + 1)]
    for code, own in wanted + list(NARROW.items()):
        if own in have or code not in lend:
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
                table.cmap[own] = name
    top.charset = charset
    font.setGlyphOrder(order)


def main(source, latin, table_path, out, *languages):
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
    name_proportional(font)
    wanted.update(PROPORTIONAL.values())
    for toml in languages:
        codes, forms = add_language(font, source, toml)
        wanted |= codes
        if forms:
            tag = os.path.splitext(os.path.basename(toml))[0]
            with open(os.path.join(os.path.dirname(out), f"forms.{tag}.txt"), "w", encoding="utf-8") as f:
                f.write(forms + "\n")
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    borrow(font, TTFont(latin))
    subset.save_font(font, out, options)


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
