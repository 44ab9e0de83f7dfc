package form

import (
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"matchbooth/kiosk/event"
)

// Limits of an address (RFC 5321, 4.5.3.1).
const (
	maxEmail = 254
	maxLocal = 64
)

// checkEmail puts an address in order: the domain in lower case and as ASCII (IDNA, as
// mail needs it). Whether somebody reads it is not known here.
func checkEmail(s string) (string, Problem) {
	s = narrow(s)
	local, domain, ok := strings.Cut(s, "@")
	if !ok || strings.Contains(domain, "@") {
		return "", Problem{Key: "problem.email.at"}
	}
	local, domain = strings.TrimSpace(local), strings.TrimSpace(domain)
	if !localPart(local) {
		return "", Problem{Key: "problem.email.local"}
	}
	domain, ok = domainPart(domain)
	if !ok {
		return "", Problem{Key: "problem.email.domain"}
	}
	if s = local + "@" + domain; len(s) > maxEmail {
		return "", Problem{Key: "problem.long", Args: map[string]any{"Max": maxEmail}}
	}
	return s, Problem{}
}

// localPart tells whether what stands before the @ is a dot-atom (RFC 5322, 3.2.3),
// with letters beyond ASCII (RFC 6531). Quoted ones are not taken: nobody has one.
func localPart(s string) bool {
	if s == "" || len(s) > maxLocal || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !han(r) && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return false
		}
	}
	return true
}

// domainPart gives a domain as ASCII, or tells that it is none.
func domainPart(s string) (string, bool) {
	s = strings.NewReplacer("。", ".", "｡", ".").Replace(s)
	s, err := idna.Lookup.ToASCII(s)
	if err != nil {
		return "", false
	}
	s = strings.ToLower(s)
	labels := strings.Split(s, ".")
	if len(labels) < 2 || len(s) > 253 {
		return "", false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 {
			return "", false
		}
	}
	top := labels[len(labels)-1]
	if len(top) < 2 || strings.Trim(top, "0123456789") == "" {
		return "", false
	}
	_, err = netip.ParseAddr(s)
	return s, err != nil
}

// schoolAddress tells whether an address ends with graduation: its domain is one of the
// field's school domains or under one.
func schoolAddress(f event.Field, address string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(narrow(address)), "@")
	domain = strings.TrimSpace(domain)
	for _, school := range f.School {
		school = strings.ToLower(strings.TrimPrefix(school, "."))
		if school != "" && (domain == school || strings.HasSuffix(domain, "."+school)) {
			return true
		}
	}
	return false
}
