package cli

import (
	"strings"
	"testing"
	"unicode"

	"matchbooth/data"
)

// Whoever changes a store may write anything into its audit; what is printed is one line all the same.
func TestAChangedAuditIsPrintedAsPlainText(t *testing.T) {
	c := newTestCall(t)
	line := oneLine(c.auditLine(data.Audited{Who: "\x1b[2J", What: "erasure\r\n2027-05-21 14:00  LM  backup\u202e", Persons: 1}))
	if strings.ContainsFunc(line, unicode.IsControl) || strings.ContainsRune(line, '\u202e') || !strings.HasSuffix(line, "1 person") {
		t.Errorf("%q", line)
	}
}
