// Package takehome makes what a visitor takes home: the payloads of the QR codes and their
// pictures. A payload says nothing about the person, and none contains the receipt code; that of the event's own page on a
// phone has a secret drawn for the person, see [FollowUp].
package takehome

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"matchbooth/kiosk/event"
)

// The kinds of take-home items.
const (
	KindLink   = "link"
	KindVCard  = "vcard"
	KindVEvent = "vevent"
)

// Payload returns what the QR code of an item encodes, in the visitor's language. A reminder is an
// all-day event, item.Days after the date of now in its own time zone, so that no time zone can
// shift it. An unknown kind is an error.
func Payload(p *event.Pack, item event.TakeItem, lang event.Lang, now time.Time) (string, error) {
	switch item.Kind {
	case KindLink:
		return p.FillRef(item.Link), nil
	case KindVCard:
		return vcard(item.Name.In(lang), item.Phone, p.FillRef(item.URL)), nil
	case KindVEvent:
		return vevent(item.Name.In(lang), item.ID, now, item.Days), nil
	}
	return "", fmt.Errorf("take-home item %s: unknown kind %q", item.ID, item.Kind)
}

// vcard returns a vCard 3.0 (RFC 2426). It contains only what a phone needs: every
// byte makes the code denser and slower to scan.
func vcard(name, phone, link string) string {
	var b strings.Builder
	line(&b, "BEGIN:VCARD")
	line(&b, "VERSION:3.0")
	line(&b, "N:"+escape(name)+";;;;")
	line(&b, "FN:"+escape(name))
	if number, extension := event.SplitPhone(phone); extension != "" {
		// A phone dials the number, waits until it is answered, and then sends the extension: a comma is a pause.
		line(&b, "TEL:"+escape(digits(number)+","+extension))
	} else if phone != "" {
		line(&b, "TEL:"+escape(phone))
	}
	if link != "" {
		line(&b, "URL:"+escape(link))
	}
	line(&b, "END:VCARD")
	return b.String()
}

// Tel returns the link that dials a number from any phone in the world (RFC 3966): "tel:+862112345678;ext=802". Numbers
// that can only be dialled in the country, such as 95588 or 400 numbers, stay as they are.
func Tel(number string) string {
	number, extension := event.SplitPhone(number)
	if number = digits(number); extension != "" {
		return "tel:" + number + ";ext=" + extension
	}
	return "tel:" + number
}

// digits are those of a number, with +86 before a mainland number that has none.
func digits(number string) string {
	s := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	switch {
	case strings.HasPrefix(s, "00"):
		return "+" + s[2:]
	case strings.HasPrefix(s, "0") && len(s) >= 10: // an area code and a number
		return "+86" + s[1:]
	case strings.HasPrefix(s, "1") && len(s) == 11: // a mobile number
		return "+86" + s
	}
	return s
}

// vevent returns a calendar with one all-day event (RFC 5545).
//
// It is stamped with the date, not the time, and is the same for everybody on one day, so nothing
// in it tells one visitor from another.
func vevent(title, id string, now time.Time, days int) string {
	var b strings.Builder
	date := now.AddDate(0, 0, days).Format("20060102")
	line(&b, "BEGIN:VCALENDAR")
	line(&b, "VERSION:2.0")
	line(&b, "PRODID:-//Matchbooth//EN")
	line(&b, "BEGIN:VEVENT")
	line(&b, "UID:"+id+"-"+date+"@matchbooth")
	line(&b, "DTSTAMP:"+now.UTC().Format("20060102")+"T000000Z")
	line(&b, "DTSTART;VALUE=DATE:"+date)
	line(&b, "SUMMARY:"+escape(title))
	line(&b, "END:VEVENT")
	line(&b, "END:VCALENDAR")
	return b.String()
}

// escape escapes a text value as both RFCs require (RFC 2426 §5, RFC 5545 §3.3.11).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// line writes a content line ending in CRLF, folded at 75 octets without splitting a character.
// Invalid UTF-8 becomes U+FFFD.
func line(b *strings.Builder, s string) {
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
}

// Domain returns what is printed under a code, so that people see where it leads before they scan
// it: the host of a link, or "" for anything else.
func Domain(payload string) string {
	u, err := url.Parse(payload)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.Hostname()
}
