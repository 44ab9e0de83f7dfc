package call

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"matchbooth/assets/text"
)

// keyForm finds the keys of the catalogue in the code.
var keyForm = regexp.MustCompile(`(?:[fF]ail\([\w.]+, |[pP]rint\(|[nN]ote\(|[wW]arn\(|[wW]rong\(|[aA]sk\(|[pP]rogress\(|[nN]ewSecret\([\w.]+, |"cli\.)"?([a-z]+(?:\.[a-z]+)*)"`)

func newTestCall(t testing.TB) *Call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	return New(context.Background(), texts, "en", strings.NewReader(""), &out, &errs)
}
