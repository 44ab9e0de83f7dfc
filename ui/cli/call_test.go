package cli

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"matchbooth/assets/text"
)

// keyForm finds the keys of the catalogue in the code.
var keyForm = regexp.MustCompile(`(?:fail\([\w.]+, |print\(|note\(|warn\(|wrong\(|ask\(|progress\(|newSecret\([\w.]+, |"cli\.)"?([a-z]+(?:\.[a-z]+)*)"`)

func newTestCall(t testing.TB) *call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	return &call{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, texts: texts, Printer: texts.In("en")}
}
