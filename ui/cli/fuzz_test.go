package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"matchbooth/assets/text"
	"matchbooth/ui/cli/call"
)

// FuzzCommandLine calls the program with anything, its arguments parted by line ends. It never
// breaks down; what is no call for help or the version does not end with 0, says nothing on stdout,
// and one line on stderr that tells what to do next.
func FuzzCommandLine(f *testing.F) {
	for _, s := range []string{
		"", "version", "--help", "-h\nstatus", "status\n--data\nx", "status\n--data=x\n--json\n--", "erase\n--data\nx\nABCD-EFGH-2", "dance", "--", "-", "---", "-vvv", "\x00", "--data",
		"run\n--size\n10x10", "run\n--lang\nfr", "export\n--format\ncsv\n--out\no.csv\n--data\nx", "import\nf.csv\n--data\nx", "import\n\x1b[31mred\u202E", "check\np", "setup\n--event\np\n--data\nx",
		"verify\n--data", "status\n--data=\n", "--no-help", "--help=false", "--kiosk=x", "@args", "status\n%s%n", strings.Repeat("-", 5000), "check\n" + strings.Repeat("x", 5000), "export\n--to\nage1\n--to\nage1",
	} {
		f.Add(s)
	}
	f.Setenv("LC_ALL", "C")
	home := f.TempDir()
	f.Setenv("HOME", home)
	f.Setenv("XDG_DATA_HOME", home)
	f.Chdir(home)
	texts, err := text.Load() // once: it takes longer than most calls
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		// Nothing outside the folder is touched, and nothing that takes long is begun.
		line = strings.NewReplacer("/", "_", "..", "_", "~", "_", "\x00", "_", "doctor", "dance").Replace(line)
		args := strings.Split(line, "\n")
		var out, errs bytes.Buffer
		c := Call{call.New(t.Context(), texts, "en", strings.NewReader(""), &out, &errs)}
		c.Args = args
		code := c.main(args)
		helped := slices.ContainsFunc(args, func(a string) bool {
			return a == "version" || strings.HasPrefix(a, "--help") || strings.HasPrefix(a, "-") && strings.Contains(a, "h")
		})
		switch {
		case code == call.ExitDone && helped:
			return
		case code != call.ExitFailed && code != call.ExitMisuse:
			t.Fatalf("exit %d of %q", code, args)
		case out.Len() > 0:
			t.Fatalf("%q fails and says on stdout %q", args, out.String())
		}
		said, ended := strings.CutSuffix(errs.String(), "\n")
		what, next, ok := strings.Cut(said, "; ")
		if !ok || !ended || !strings.HasPrefix(what, "matchbooth: ") || next == "" || strings.ContainsFunc(said, unicode.IsControl) {
			t.Fatalf("%q: not one line of what and what next: %q", args, errs.String())
		}
	})
}
