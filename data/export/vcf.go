package export

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"matchbooth/data/entry"
)

// writeVCF writes one vCard 3.0 (RFC 2426) for each person: name, phone, e-mail
// and, as the note, the receipt code. It uses the first field of each of the
// kinds name, phone and email.
func writeVCF(w io.Writer, d Doc, progress func(done, total int)) error {
	bw := bufio.NewWriter(w)
	name, phone, email := d.first("name"), d.first("phone"), d.first("email")
	for i, r := range d.Records {
		writeCard(bw, string(r.Fields[name].Text), string(r.Fields[phone].Text), string(r.Fields[email].Text), r.Code)
		if i%everyRecords == 0 {
			progress(i, len(d.Records))
		}
	}
	return bw.Flush()
}

func writeCard(bw *bufio.Writer, name, phone, email string, code entry.ReceiptCode) {
	line := func(s string) { bw.WriteString(fold(s)) }
	line("BEGIN:VCARD")
	line("VERSION:3.0")
	// The form does not tell which part of a name is the family name: the whole
	// name is in the first part, as address books show it.
	line("N:" + escape(name) + ";;;;")
	line("FN:" + escape(name))
	if phone != "" {
		line("TEL;TYPE=CELL:" + escape(phone))
	}
	if email != "" {
		line("EMAIL;TYPE=INTERNET:" + escape(email))
	}
	line("NOTE:" + escape(plain(code)))
	line("END:VCARD")
}

// first returns the id of the first column of a kind, "" if there is none.
func (d Doc) first(kind string) string {
	for _, c := range d.Columns {
		if c.Kind == kind {
			return c.ID
		}
	}
	return ""
}

// escape formats a text value: RFC 2426 section 4 escapes backslash, comma,
// semicolon and the line break.
func escape(s string) string {
	return escaper.Replace(s)
}

var escaper = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// fold ends a line with CRLF and breaks it so that none is longer than 75 octets
// (RFC 2425 section 5.8.1), never inside a character.
func fold(s string) string {
	var b strings.Builder
	room := 75
	for _, r := range s {
		n := utf8.RuneLen(r)
		if n > room {
			b.WriteString("\r\n ")
			room = 74
		}
		b.WriteRune(r)
		room -= n
	}
	b.WriteString("\r\n")
	return b.String()
}
