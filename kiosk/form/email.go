package form

import (
	"net/netip"
	"regexp"
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

// checkEmail validates and normalises an address: what address books put round it is taken
// off, the domain becomes lower case and ASCII (IDNA, as mail requires). It cannot tell
// whether anybody reads the mail.
func checkEmail(s string) (string, Problem) {
	s = bareAddress(narrow(s))
	if twoAddresses(s) {
		return "", Problem{Key: "problem.email.two"}
	}
	local, domain, ok := strings.Cut(s, "@")
	if !ok || strings.Contains(domain, "@") {
		return "", Problem{Key: "problem.email.at"}
	}
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

var (
	// called is an address behind a name or in brackets: 张三 <zs@example.com>.
	called = regexp.MustCompile(`^[^<>@]*[<《〈]\s*(?:mailto:)?([^<>@\s]+@[^<>@\s]+)\s*[>》〉]$`)
	// addressed is an address behind a scheme or a label.
	addressed = regexp.MustCompile(`(?i)^(?:mailto:|(?:电子)?(?:邮箱|邮件|郵箱)(?:地址)?\s*[:：]|e-?mail(?: address)?\s*[:：]|mail\s*[:：])\s*(.+)$`)
	// remarked is an address before words in brackets: zs@example.com (work).
	remarked = regexp.MustCompile(`^(.+@.+?)\s*[(\[【][^@]*[)\]】]$`)
	// gaps are blanks beside the @ or a dot, which no address has.
	gaps = regexp.MustCompile(`\s*([@.])\s*`)
)

// bareAddress takes off what stands round an address: a name, mailto:, a label, a remark, quotes and
// the punctuation of a list at the end. Blanks beside the @ and the dots are taken out.
func bareAddress(s string) string {
	s = strings.TrimRight(dotted.Replace(s), " .;,、")
	if m := addressed.FindStringSubmatch(s); m != nil {
		s, _, _ = strings.Cut(m[1], "?") // mailto:zs@example.com?subject=…
	}
	if m := called.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if m := remarked.FindStringSubmatch(s); m != nil && !strings.HasSuffix(m[1], "@") {
		s = m[1]
	}
	s = strings.TrimRight(s, " .;,、>》〉")
	s = strings.TrimLeft(s, " <《'‘’“”")
	s = strings.TrimRight(s, " ‘’“”'")
	return gaps.ReplaceAllString(s, "$1")
}

// dotted replaces the full stops that an input method for Chinese writes.
var dotted = strings.NewReplacer("。", ".", "｡", ".")

// twoAddresses reports whether more than one address was given.
func twoAddresses(s string) bool {
	n := 0
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,、/|", r) }) {
		if local, domain, ok := strings.Cut(part, "@"); ok && local != "" && strings.Contains(domain, ".") {
			n++
		}
	}
	return n > 1
}

// localPart reports whether the part before the @ can be one: the characters of a dot-atom
// (RFC 5322, 3.2.3), with letters beyond ASCII allowed (RFC 6531). Two dots, and a dot at
// the end, are against that grammar, but providers have given such addresses away (docomo
// and au did until 2009) and deliver to them. Quoted ones are refused: nobody has one.
func localPart(s string) bool {
	if s == "" || len(s) > maxLocal || strings.HasPrefix(s, ".") {
		return false
	}
	for _, r := range s {
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !han(r) && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return false
		}
	}
	return true
}

// mailDomains are the rules for the names of mail servers: those of idna.Lookup, but hyphens may stand in
// the third and fourth place (r3---sn-x.example.com): IDNA keeps such labels for itself, yet they
// are registered and answer.
var mailDomains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.CheckHyphens(false))

// domainPart returns a domain as ASCII, or false if it is not a valid domain.
func domainPart(s string) (string, bool) {
	s, err := mailDomains.ToASCII(s)
	if err != nil {
		return "", false
	}
	s = strings.ToLower(s)
	labels := strings.Split(s, ".")
	if len(labels) < 2 || len(s) > 253 {
		return "", false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") {
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
