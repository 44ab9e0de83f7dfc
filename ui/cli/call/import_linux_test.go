package call_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/cli/people"
)

// Whoever types the name of the folder wrong must not find real people in a practice booth.
func TestImportAsksBeforeItMakesAPracticeBooth(t *testing.T) {
	// The second yes is to what was read.
	for answer, made := range map[string]bool{"no\n": false, "\n": false, "yes\nyes\n": true} {
		keys, line := call.NewTerminal(t)
		dir := t.TempDir()
		who := filepath.Join(dir, "people.csv")
		if err := os.WriteFile(who, []byte("name,phone,consents,signed_at\n张三,13800000001,notice,2026-05-21\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		texts, err := text.Load()
		if err != nil {
			t.Fatal(err)
		}
		c := &people.Call{Call: call.New(context.Background(), texts, "en", line, io.Discard, io.Discard)}
		if _, err := keys.WriteString(answer); err != nil {
			t.Fatal(err)
		}
		err = (&people.ImportCmd{Folder: call.Folder{Data: filepath.Join(dir, "booht")}, File: who}).Run(c)
		state, _ := data.IsBooth(filepath.Join(dir, "booht"))
		if made != (err == nil) || made != (state == data.Booth) {
			t.Errorf("%q: %v, the folder is %v", answer, err, state)
		}
		if !made && !errors.Is(err, data.ErrNotBooth) {
			t.Errorf("%q: %v", answer, err)
		}
	}
}
