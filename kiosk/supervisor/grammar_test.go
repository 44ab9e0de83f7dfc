package supervisor

import (
	"regexp"
	"strings"
	"testing"
)

// canary stands for what a visitor typed.
const canary = "LiXiaohong13800138000"

// told is the grammar of a trace as a report may hold it: every line must be one of these.
var told = regexp.MustCompile(`^(?:` + strings.Join([]string{
	``,
	`goroutine (?:\d{1,5}|\*) \[[a-zA-Z. ()]{1,20}\]:`,
	`(?:panic|fatal error): (?:runtime error: )?[a-zA-Z:! ]{4,60}`,
	`(?:panic|fatal error): \[redacted\]`,
	`SIG[A-Z]{2,4}`,
	regexp.QuoteMeta(inC), regexp.QuoteMeta(elsewhere), `\.\.\.frames elided\.\.\.`,
	`(?:created by )?(?:\[function\]|[A-Za-z0-9_./*()@+~%-]+(?:\[\.\.\.\][A-Za-z0-9_.*()-]*)?)(?: in goroutine (?:\d{1,5}|\*))?`,
	`\t(?:\[file\]|[A-Za-z0-9_.+-]{1,60}\.(?:go|s):\d{1,5})`,
}, "|") + `)$`)

// holds checks the trace of a report against the grammar.
func holds(t *testing.T, report string) {
	t.Helper()
	_, trace, _ := strings.Cut(report, "\n\n")
	for line := range strings.Lines(trace) {
		if !told.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("this is no line of a trace: %q", line)
		}
	}
}
