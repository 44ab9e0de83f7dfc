//go:build e2e

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// crowd is how many people are in the store of the day at the desk: 300, or what `make e2e` wants.
func crowd(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("MATCHBOOTH_PEOPLE"))
	if os.Getenv("MATCHBOOTH_PEOPLE") == "" {
		return 300
	}
	if err != nil || n < 30 || n > mostNames {
		t.Fatalf("MATCHBOOTH_PEOPLE: a number from 30 to %d, please", mostNames)
	}
	return n
}

// Everybody in the crowd is made up, from a surname and two characters, and nobody has the name of another. No surname
// begins with an O.
var (
	surnames = []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章")
	firsts   = []rune("可子文雨思嘉若一书明欣安晓景云乐")
	seconds  = []rune("心涵轩宁远航佳怡然琪博宇清悦之平")
)

const mostNames = 40 * 16 * 16

// Whom the day is about.
const (
	sought    = "欧阳娜娜" // whose number is corrected, and who is checked
	initials  = "oynn" // by which she is found
	wasPhone  = "13877776666"
	nowPhone  = "13811112222"
	kitCode   = "SH-0521-317"
	twiceName = "司马同" // signed up twice, with one number
	oncesName = "司马彤"
	twiceTel  = "13866665555"
	typedName = "诸葛纸" // on the list of typed forms
	otherName = "诸葛远" // at the other booth
)

// Numbers of people beside the crowd.
const (
	extra     = 3  // who is sought, and who signed up twice
	elsewhere = 3  // signed up at the other booth
	onPaper   = 2  // on the list of typed forms
	dueEvery  = 10 // of so many in the crowd one is to be called
)

// people returns the table that is imported: one in ten signed up eight days ago and is to be called, and one in three does
// not agree to the hand-over.
func people(n int) (table string, handedOver int) {
	day := func(ago int) string { return time.Now().AddDate(0, 0, -ago).Format(time.DateOnly) }
	var b strings.Builder
	b.WriteString("name,phone,consents,signed_at\n")
	row := func(name, phone, consents string, ago int) {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", name, phone, consents, day(ago))
		if strings.Contains(consents, "handover") {
			handedOver++
		}
	}
	row(sought, wasPhone, "notice;handover", 1)
	row(twiceName, twiceTel, "notice;handover", 1)
	row(oncesName, twiceTel, "notice;handover", 1)
	for i := range n {
		name := string([]rune{surnames[i%40], firsts[i/40%16], seconds[i/640%16]})
		consents, ago := "notice", 1
		if i%3 != 0 {
			consents += ";handover"
		}
		if i%dueEvery == 0 {
			consents, ago = consents+";followup", 8
		}
		row(name, fmt.Sprintf("139%08d", 10_000_000+i), consents, ago)
	}
	return b.String(), handedOver
}

// few returns a table of n people with one name and a number of their own each.
func few(name string, n, first int) string {
	var b strings.Builder
	b.WriteString("name,phone,consents,signed_at\n")
	for i := range n {
		fmt.Fprintf(&b, "%s%c,%d,notice;handover,%s\n", name, seconds[i], first+i, time.Now().AddDate(0, 0, -1).Format(time.DateOnly))
	}
	return b.String()
}

// deskFolders prepares what a volunteer finds in the morning: the booth's folder, and beside it that of another booth, which
// nobody here knows. The crowd is the same in both: the other one is a copy that goes on under a key of its own.
func deskFolders(ctx context.Context, t *testing.T, n int) (parent string, handedOver int) {
	t.Helper()
	parent, tables := t.TempDir(), t.TempDir()
	run := func(args ...string) {
		t.Helper()
		if out, err := (&Booth{binary: program}).Command(ctx, args...); err != nil {
			t.Fatalf("%s: %v: %s", args[0], err, out)
		}
	}
	list, handedOver := people(n)
	mine, theirs := filepath.Join(tables, "people.csv"), filepath.Join(tables, "theirs.csv")
	wants(t, os.WriteFile(mine, []byte(list), 0o600))
	wants(t, os.WriteFile(theirs, []byte(few(otherName, elsewhere, 13788880001)), 0o600))
	booth, other := filepath.Join(parent, "data"), filepath.Join(parent, "booth-2")
	run("import", "--data", booth, "--yes", mine)
	wants(t, os.CopyFS(other, os.DirFS(booth)))
	wants(t, os.Remove(filepath.Join(other, "booth.key")))
	run("import", "--data", other, "--yes", theirs)
	return parent, handedOver
}

// morning copies the folders for one volunteer. The list of typed forms lies beside them, and is the oldest: the page that
// merges names what is newest first.
func morning(t *testing.T, from string) (parent string) {
	t.Helper()
	parent = filepath.Join(t.TempDir(), "booth")
	wants(t, os.CopyFS(parent, os.DirFS(from)))
	forms := filepath.Join(parent, "forms.csv")
	wants(t, os.WriteFile(forms, []byte(few(typedName, onPaper, 13788890001)), 0o600))
	yesterday := time.Now().AddDate(0, 0, -1)
	wants(t, os.Chtimes(forms, yesterday, yesterday))
	return parent
}

// known is what the program prints about a person.
type known struct {
	Code   string
	Fields map[string]any
	Joined []string
	Checks []struct {
		Answers       map[string]bool
		Kit, Initials string
	}
	Contacts []struct{ Outcome, Initials string }
	History  []struct{ By, Kind, Reason string }
}

// asked runs a command on the closed folder and reads the JSON that it prints, between what else it says.
func asked(ctx context.Context, t *testing.T, b *Booth, into any, args ...string) {
	t.Helper()
	pass := filepath.Join(t.TempDir(), "pass")
	wants(t, os.WriteFile(pass, []byte(practicePassphrase), 0o600))
	args = append(args, "--data", b.folder, "--json")
	if args[0] != "status" && args[0] != "audit" {
		args = append(args, "--passphrase-file", pass)
	}
	out, err := b.Command(ctx, args...)
	if err != nil {
		t.Fatalf("%s: %v: %s", args[0], err, out)
	}
	for at, r := range out {
		if (r == '[' || r == '{') && json.NewDecoder(strings.NewReader(out[at:])).Decode(into) == nil {
			return
		}
	}
	t.Fatalf("%s printed no JSON: %s", args[0], out)
}
