package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data"
	"matchbooth/data/share"
	"matchbooth/ui/cli/call"
)

// recoverable makes a live booth and returns its folder and its recovery key.
func recoverable(t *testing.T) (dir, key string) {
	t.Helper()
	t.Setenv("LC_ALL", "C")
	dir = filepath.Join(t.TempDir(), "booth")
	err := data.CreateLive(dir, data.Setup{Event: "spring-2027", Passphrase: []byte("seven tired violins crossed the frozen harbour"), PIN: "604827", RetentionDays: 365,
		HandOver: func(recovery string, _ data.KeySet) error { key = recovery; return nil }}, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return dir, key
}

// Two people come together at a terminal and type their shares, one of them with a slip.
func TestSharesAreTypedAtATerminal(t *testing.T) {
	dir, key := recoverable(t)
	shares, err := share.Split(key, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	lines := func(one string) (out []string) {
		_, digits, _ := strings.Cut(one, ":")
		g := strings.Split(strings.ToLower(digits), "-")
		for i := 0; i < len(g); i += share.Row {
			out = append(out, strings.Join(g[i:min(len(g), i+share.Row)], " "))
		}
		return out
	}
	p := sits(t, "keys", "recover", "--data", dir, "--passphrase-generate", "en")
	p.types(`\[1\] `, "2")
	p.reads(`Share 1:`)
	for i, line := range lines(shares[2]) {
		if i == 3 {
			wrong := "7"
			if line[0] == '7' {
				wrong = "3"
			}
			line = wrong + line[1:]
		}
		p.types(`Line \d: `, line)
	}
	p.reads(`group 16 does not fit \(group 1 of line 4\)`)
	p.types(`Line 4 again: `, lines(shares[2])[3])
	p.reads(`this share is right; 1 of 2 are there`)
	p.reads(`Share 2:`)
	p.types(`Line 1: `, shares[2]) // the same once more, scanned
	p.reads(`this is the same share again`)
	p.types(`Line 1: `, shares[0])
	p.reads("\x1b\\[2J") // what was typed is cleared away
	p.reads(`The recovery key is right: `)
	phrase := strings.TrimSpace(p.reads(`(?m)^    ([a-z]+( [a-z]+){5})`)[1])
	if code := p.leaves(); code != call.ExitDone {
		t.Fatalf("exit %d: %s", code, p.screen.String())
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Unlock([]byte(phrase)); err != nil {
		t.Error(err)
	}
}

// A terminal that is closed, and Ctrl-C, end the typing and change nothing.
func TestTypingAKeyCanBeStopped(t *testing.T) {
	dir, _ := recoverable(t)
	was, err := os.ReadFile(filepath.Join(dir, "event-key.age"))
	if err != nil {
		t.Fatal(err)
	}
	for name, stop := range map[string]func(*person){"closed": func(p *person) { p.keys.Close() }, "Ctrl-C": func(p *person) { p.stop() }} {
		t.Run(name, func(t *testing.T) {
			p := sits(t, "keys", "recover", "--data", dir)
			p.types(`\[1\] `, "")
			p.reads(`Line 1: `)
			stop(p)
			if code := p.leaves(); code != call.ExitFailed {
				t.Errorf("exit %d", code)
			}
		})
	}
	if now, err := os.ReadFile(filepath.Join(dir, "event-key.age")); err != nil || string(now) != string(was) {
		t.Error("the key file changed")
	}
}
