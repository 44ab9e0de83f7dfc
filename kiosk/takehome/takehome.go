// Package takehome makes what a visitor leaves with: the payloads of the QR codes and their
// drawings. A payload says nothing about the person, and the receipt code stands in none.
package takehome

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"matchbooth/kiosk/event"
)

// The kinds of items to take home.
const (
	KindLink   = "link"
	KindVCard  = "vcard"
	KindVEvent = "vevent"
)

// Payload is what the QR code of an item says, in the visitor's language. A reminder is dated
// item.Days after the day that now is in its own zone, as a whole day, so that no time zone can
// move it.
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

// vcard is a contact card of version 3.0 (RFC 2426). Only what a phone needs stands in it: every
// byte makes the code denser and slower to scan.
func vcard(name, phone, link string) string {
	var b strings.Builder
	line(&b, "BEGIN:VCARD")
	line(&b, "VERSION:3.0")
	line(&b, "N:"+escape(name)+";;;;")
	line(&b, "FN:"+escape(name))
	if phone != "" {
		line(&b, "TEL:"+escape(phone))
	}
	if link != "" {
		line(&b, "URL:"+escape(link))
	}
	line(&b, "END:VCARD")
	return b.String()
}

// vevent is a calendar with one whole-day event (RFC 5545).
//
// It is stamped with the day and not the moment, and everybody's of one day is the same: nothing
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

// escape escapes a text value as both RFCs ask (RFC 2426 §5, RFC 5545 §3.3.11).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// line writes a content line with CRLF, folded at 75 octets without cutting a character. What is not
// UTF-8 becomes U+FFFD.
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

// Domain is what is printed under a code, so that people see where it leads before they scan:
// the host of a link, "" for anything else.
func Domain(payload string) string {
	u, err := url.Parse(payload)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.Hostname()
}
