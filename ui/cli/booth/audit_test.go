package booth

import (
	"context"
	"strings"
	"testing"
	"unicode"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// Whoever changes a store may write anything into its audit; what is printed is one line all the same.
func TestAChangedAuditIsPrintedAsPlainText(t *testing.T) {
	c := testCall(t)
	line := call.OneLine(c.auditLine(data.Audited{Who: "\x1b[2J", What: "erasure\r\n2027-05-21 14:00  LM  backup\u202e", Persons: 1}))
	if strings.ContainsFunc(line, unicode.IsControl) || strings.ContainsRune(line, '\u202e') || !strings.HasSuffix(line, "1 person") {
		t.Errorf("%q", line)
	}
}

// testCall is a call that prints nowhere.
func testCall(t *testing.T) *Call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	return &Call{call.New(context.Background(), texts, "en", strings.NewReader(""), &out, &out)}
}
