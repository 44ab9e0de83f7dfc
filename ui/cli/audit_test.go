package cli

import (
	"context"
	"strings"
	"testing"
	"unicode"

	"matchbooth/assets/text"
	"matchbooth/data"
)

// Whoever changes a store may write anything into its audit; what is printed is one line all the same.
func TestAChangedAuditIsPrintedAsPlainText(t *testing.T) {
	c := testCall(t)
	line := oneLine(c.auditLine(data.Audited{Who: "\x1b[2J", What: "erasure\r\n2027-05-21 14:00  LM  backup\u202e", Persons: 1}))
	if strings.ContainsFunc(line, unicode.IsControl) || strings.ContainsRune(line, '\u202e') || !strings.HasSuffix(line, "1 person") {
		t.Errorf("%q", line)
	}
}

// testCall is a call that prints nowhere.
func testCall(t *testing.T) *call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	return &call{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &out, stderr: &out, texts: texts, Printer: texts.In("en")}
}
