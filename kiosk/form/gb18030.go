package form

import (
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gbRest are the two-byte characters of GB 18030 outside FE50–FEA0 that x/text does not decode,
// because the 2000 edition had them in private use: ḿ and the signs of vertical lines.
var gbRest = map[[2]byte]rune{
	{0xA8, 0xBC}: 'ḿ',
	{0xA6, 0xD9}: 0xFE10, {0xA6, 0xDA}: 0xFE12, {0xA6, 0xDB}: 0xFE11, {0xA6, 0xDC}: 0xFE13, {0xA6, 0xDD}: 0xFE14,
	{0xA6, 0xDE}: 0xFE15, {0xA6, 0xDF}: 0xFE16, {0xA6, 0xEC}: 0xFE17, {0xA6, 0xED}: 0xFE18, {0xA6, 0xF3}: 0xFE19,
}

// FromGB18030 decodes GB 18030, of which GBK and GB 2312 are subsets, as the 2022 edition of
// the standard has it. The decoder of golang.org/x/text gives U+FFFD for two dozen
// of its two-byte characters, among them some that names have (龴 FE59, 龻 FEA0). Bytes that
// are no GB 18030 become U+FFFD.
func FromGB18030(b []byte) (string, error) {
	var out strings.Builder
	out.Grow(len(b) + len(b)/2)
	plain := func(part []byte) error {
		s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(part)
		out.Write(s)
		return err
	}
	from := 0
	for i := 0; i < len(b); {
		switch {
		case b[i] < 0x81 || b[i] == 0xFF || i+1 == len(b):
			i++
			continue
		case b[i+1] >= 0x30 && b[i+1] <= 0x39: // four bytes; broken ones are for the decoder to judge
			i = min(i+4, len(b))
			continue
		case b[i+1] < 0x40 || b[i+1] == 0x7F || b[i+1] == 0xFF:
			i++
			continue
		}
		if r := twoBytes(b[i], b[i+1]); r != 0 {
			if err := plain(b[from:i]); err != nil {
				return "", err
			}
			out.WriteRune(r)
			from = i + 2
		}
		i += 2
	}
	if err := plain(b[from:]); err != nil {
		return "", err
	}
	return out.String(), nil
}

// twoBytes returns the character of those that need help, else 0.
func twoBytes(lead, trail byte) rune {
	if lead != 0xFE || trail < 0x50 || trail > 0xA0 {
		return gbRest[[2]byte{lead, trail}]
	}
	i := int(trail) - 0x50
	if trail > 0x7F {
		i--
	}
	return privateForms[i]
}
