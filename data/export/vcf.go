package export

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"matchbooth/data/entry"
)

// writeVCF writes one vCard 3.0 (RFC 2426) for each person: name, the person's own
// phones, e-mail, and as the note WeChat and the receipt code. It uses the first
// field of the kinds name and email.
func writeVCF(w io.Writer, d Doc, progress func(done, total int)) error {
	bw := bufio.NewWriter(w)
	words := wordsIn(d.Lang)
	name, email, wechat, phones := d.first("name"), d.first("email"), d.weChat(), d.all("phone")
	for i, r := range d.Records {
		text := func(id string) string { return string(r.Fields[id].Text) }
		c := card{name: text(name), email: text(email), wechat: text(wechat), code: r.Code}
		for _, id := range phones {
			if p := text(id); p != "" {
				c.phones = append(c.phones, p)
			}
		}
		c.write(bw, words)
		if i%everyRecords == 0 {
			progress(i, len(d.Records))
		}
	}
	return bw.Flush()
}

// card is one contact.
type card struct {
	name, email, wechat string
	phones              []string
	code                entry.ReceiptCode
}

func (c card) write(bw *bufio.Writer, words words) {
	line := func(s string) { bw.WriteString(fold(s)) }
	family, given := surname(c.name)
	line("BEGIN:VCARD")
	line("VERSION:3.0")
	line("N:" + escape(family) + ";" + escape(given) + ";;;")
	line("FN:" + escape(c.name))
	for _, p := range c.phones {
		line("TEL;TYPE=" + phoneType(p) + ":" + escape(p))
	}
	if c.email != "" {
		line("EMAIL;TYPE=INTERNET:" + escape(c.email))
	}
	// There is no property for WeChat that phones keep: Android drops IMPP and
	// X-SOCIALPROFILE of services it does not know, and each drops the X-… of the
	// others. The note is kept, and found by searching, on all of them.
	note := words.facts["code"][0] + words.colon + c.code.String()
	if c.wechat != "" {
		note = words.wechat + words.colon + c.wechat + "\n" + note
	}
	line("NOTE:" + escape(note))
	line("END:VCARD")
}

// phoneType returns the TYPE of a number: CELL for a mobile alone, since phones send
// messages to it; a landline is at home. A number whose plan does not tell (+1) or
// that the tables do not know is a voice line.
func phoneType(s string) string {
	// The form keeps mainland mobiles as eleven digits, new ranges before the tables know them.
	if len(s) == 11 && s[0] == '1' && s[1] >= '3' && s[1] <= '9' && strings.Trim(s, "0123456789") == "" {
		return "CELL"
	}
	n, err := phonenumbers.Parse(s, "CN")
	if err != nil {
		return "VOICE"
	}
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.MOBILE:
		return "CELL"
	case phonenumbers.FIXED_LINE:
		return "HOME,VOICE"
	}
	return "VOICE"
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

// all returns the ids of the columns of a kind.
func (d Doc) all(kind string) (ids []string) {
	for _, c := range d.Columns {
		if c.Kind == kind {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// weChat returns the id of the text that a pack asks for as the WeChat id, by its id
// or label: packs have no kind for it.
func (d Doc) weChat() string {
	for _, c := range d.Columns {
		if c.Kind != "text" {
			continue
		}
		said := strings.ToLower(c.ID + " " + c.Label["en"])
		if strings.Contains(said, "wechat") || strings.Contains(said, "weixin") || strings.Contains(c.Label["zh"], "微信") {
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
