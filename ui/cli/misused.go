package cli

import (
	"regexp"
	"strings"
)

// misuses are kong's error messages, in its English, and the catalogue key of the same message. {{.A}} and {{.B}} are
// the groups of the pattern. A message that is not among them is printed in kong's words.
var misuses = []struct {
	form *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`(?s)^unknown flag (.*), did you mean (?:one of )?(.*)\?$`), "misuse.flag.near"},
	{regexp.MustCompile(`(?s)^unknown flag (.*)$`), "misuse.flag"},
	{regexp.MustCompile(`(?s)^unexpected argument (.*), did you mean (?:one of )?(.*)\?$`), "misuse.argument.near"},
	{regexp.MustCompile(`(?s)^unexpected argument (.*)$`), "misuse.argument"},
	{regexp.MustCompile(`(?s)^missing flags: (.*)$`), "misuse.missing"},
	{regexp.MustCompile(`(?s)^(\S+) must be one of (.*) but got (".*")$`), "misuse.choice"},
	{regexp.MustCompile(`(?s)^(--\S+) and (--\S+) can't be used together$`), "misuse.both"},
	{regexp.MustCompile(`(?s)^([^ ]+): expected \S+ value but got .*$`), "misuse.value"},
	{regexp.MustCompile(`(?s)^([^ ]+): missing value, expecting .*$`), "misuse.value"},
	{regexp.MustCompile(`(?s)^([^ ]+): expected a valid \d+ bit (?:u?int|float) but got (".*")$`), "misuse.number"},
	{regexp.MustCompile(`(?s)^([^ ]+): bool value must be .* but got (".*")$`), "misuse.bool"},
	{regexp.MustCompile(`(?s)^expected one of (.*)$`), "misuse.one"},
	{regexp.MustCompile(`(?s)^(?:expected|missing positional arguments) (.*)$`), "misuse.expected"},
}

// misused says in the language of the call what kong found wrong.
func (c *Call) misused(what string) string {
	for _, m := range misuses {
		if part := m.form.FindStringSubmatch(what); part != nil {
			part = append(part, "")
			return c.S("cli."+m.key, "A", part[1], "B", strings.NewReplacer(`"",`, "", `,""`, "").Replace(part[2]), "C", part[min(3, len(part)-1)])
		}
	}
	return what
}
