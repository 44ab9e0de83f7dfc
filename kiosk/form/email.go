package form

import (
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"matchbooth/kiosk/event"
)

// Limits on the length of an address, in bytes (RFC 5321, 4.5.3.1).
const (
	maxEmail = 254
	maxLocal = 64
)

// checkEmail validates and normalises an address: the domain becomes lower case and ASCII
// (IDNA, as mail requires). It cannot tell whether anybody reads the mail.
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

// localPart reports whether the part before the @ is a dot-atom (RFC 5322, 3.2.3),
// with letters beyond ASCII allowed (RFC 6531). Quoted ones are rejected: nobody has one.
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

// domainPart returns a domain as ASCII, or false if it is not a valid domain.
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

// schoolAddress reports whether an address expires with graduation: its domain is one of the
// field's school domains or a subdomain of one.
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
