package event

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The names in a zip are bytes. A flag says that they are UTF-8, but Finder writes UTF-8 without it, older Chinese
// Windows writes GBK, and Info-ZIP and WinRAR write the local encoding with the UTF-8 name in a field of its own.

// zipNames returns the path of each entry in UTF-8, with / between folders, a / at the end for folders, and no ./ at the
// front. A name that cannot be read stays as it is, and is refused as not UTF-8.
func zipNames(entries []*zip.File) []string {
	// The names without the flag are all in one encoding: a short one in GBK may happen to be valid UTF-8 too.
	gbk := false
	for _, e := range entries {
		gbk = gbk || e.NonUTF8 && unicodeName(e) == "" && !utf8.ValidString(e.Name)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		name := e.Name
		if own := unicodeName(e); own != "" {
			name = own
		} else if e.NonUTF8 && gbk {
			if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
				name = s
			}
		}
		names[i] = strings.TrimPrefix(name, "./")
	}
	return names
}

// unicodeName returns the name in an entry's Unicode Path field, if it is there, is meant for this name, and is UTF-8
// (APPNOTE.TXT 6.3.10, section 4.6.9: id 0x7075, version 1, CRC-32 of the name in the header, name); else "".
func unicodeName(e *zip.File) string {
	for extra := e.Extra; len(extra) >= 4; {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			return ""
		}
		field := extra[:size]
		extra = extra[size:]
		if id == 0x7075 && size > 5 && field[0] == 1 && utf8.Valid(field[5:]) &&
			binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(e.Name)) {
			return string(field[5:])
		}
	}
	return ""
}
