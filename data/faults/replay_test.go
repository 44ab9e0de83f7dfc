package faults

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// x writes a text as strace -xx does.
func x(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, `\x%s`, hex.EncodeToString([]byte{c}))
	}
	return `"` + b.String() + `"`
}

// images replays a log and gives what a policy leaves at each point, as "why: name=content …".
func images(t *testing.T, start Tree, policy Policy, lines ...string) []string {
	t.Helper()
	var out []string
	err := Replay(strings.NewReader(strings.Join(lines, "\n")+"\n"), "/r", start, func(p Point) error {
		tree := p.Image(policy, 1)
		s := p.Why + ":"
		for _, name := range slices.Sorted(maps.Keys(tree)) {
			s += fmt.Sprintf(" %s=%s", name, tree[name])
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatAPowerCutLeaves(t *testing.T) {
	begin := Tree{"a": []byte("old"), "d/": nil}
	open := `1 openat(AT_FDCWD, ` + x("/r/a") + `, O_RDWR|O_CLOEXEC) = 3`
	folder := `1 openat(AT_FDCWD, ` + x("/r") + `, O_RDONLY|O_CLOEXEC) = 5`
	create := `1 openat(AT_FDCWD, ` + x("/r/a.new") + `, O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0600) = 4`
	for _, c := range []struct {
		name   string
		policy Policy
		lines  []string
		want   []string
	}{
		{"a write is lost until it is synced", Drop,
			[]string{open, `1 pwrite64(3, ` + x("NEW") + `, 3, 0) = 3`, `1 fsync(3) = 0`},
			[]string{"before fsync /r/a: a=old d/=", "after fsync /r/a: a=NEW d/=", "end: a=NEW d/="}},
		{"a kill loses nothing", Keep,
			[]string{open, `1 pwrite64(3, ` + x("NEW") + `, 3, 1) = 3`},
			[]string{"end: a=oNEW d/="}},
		{"a write by another thread that has not ended is not covered", Drop,
			[]string{open, `2 pwrite64(3, ` + x("NEW") + `, 3, 0 <unfinished ...>`, `1 fsync(3) = 0`, `2 <... pwrite64 resumed>) = 3`, `1 fdatasync(3) = 0`},
			[]string{"before fsync /r/a: a=old d/=", "after fsync /r/a: a=old d/=", "before fdatasync /r/a: a=old d/=", "after fdatasync /r/a: a=NEW d/=", "end: a=NEW d/="}},
		{"a write that failed was none", Keep,
			[]string{open, `1 write(3, ` + x("NEW") + `, 3) = -1 ENOSPC (No space left on device)`},
			[]string{"end: a=old d/="}},
		{"half a write is half a write", Keep,
			[]string{open, `1 write(3, ` + x("NEW") + `, 3) = 2`},
			[]string{"end: a=NEd d/="}},
		{"a sync that failed has lost what it should have written, for good", Drop,
			[]string{open, `1 write(3, ` + x("N") + `, 1) = 1`, `1 fsync(3) = -1 EIO (Input/output error) (INJECTED)`, `1 write(3, ` + x("E") + `, 1) = 1`, `1 fsync(3) = 0`},
			[]string{"before fsync /r/a: a=old d/=", "before fsync /r/a: a=old d/=", "after fsync /r/a: a=oEd d/=", "end: a=oEd d/="}},
		{"a name is lost until its folder is synced, though the file was", Drop,
			[]string{create, `1 write(4, ` + x("NEW") + `, 3) = 3`, `1 fsync(4) = 0`, `1 close(4) = 0`,
				`1 renameat(AT_FDCWD, ` + x("/r/a.new") + `, AT_FDCWD, ` + x("/r/a") + `) = 0`, folder, `1 fsync(5) = 0`},
			[]string{"before fsync /r/a.new: a=old d/=", "after fsync /r/a.new: a=old d/=", "before fsync /r: a=old d/=", "after fsync /r: a=NEW d/=", "end: a=NEW d/="}},
		{"a name may come before its content", KeepNames,
			[]string{create, `1 write(4, ` + x("NEW") + `, 3) = 3`, `1 renameat(AT_FDCWD, ` + x("/r/a.new") + `, AT_FDCWD, ` + x("/r/a") + `) = 0`},
			[]string{"end: a= d/="}},
		{"what was removed comes back", Drop,
			[]string{`1 unlinkat(AT_FDCWD, ` + x("/r/a") + `, 0) = 0`, folder, `1 fsync(5 <unfinished ...>`, `1 <... fsync resumed>) = 0`},
			[]string{"before fsync /r: a=old d/=", "after fsync /r: d/=", "end: d/="}},
		{"cutting off is a change like others", Drop,
			[]string{open, `1 ftruncate(3, 1) = 0`, `1 fsync(3) = 0`},
			[]string{"before fsync /r/a: a=old d/=", "after fsync /r/a: a=o d/=", "end: a=o d/="}},
		{"a line counts from the moment it is printed", Drop,
			[]string{`1 write(1, ` + x("saved 1\nsaved 2\n") + `, 16 <unfinished ...>`},
			[]string{"said saved 1: a=old d/=", "said saved 2: a=old d/=", "end: a=old d/="}},
		{"appending goes to the end, whatever was read before", Keep,
			[]string{`1 open(` + x("/r/a") + `, O_WRONLY|O_APPEND|O_CLOEXEC) = 3`, `1 write(3, ` + x("1") + `, 1) = 1`, `1 write(3, ` + x("2") + `, 1) = 1`},
			[]string{"end: a=old12 d/="}},
		{"copying within the kernel", Keep,
			[]string{open, create, `1 copy_file_range(3, NULL, 4, NULL, 100, 0) = 3`, `1 copy_file_range(3, NULL, 4, NULL, 100, 0) = 0`},
			[]string{"end: a=old a.new=old d/="}},
		{"below another folder, by its number", Keep,
			[]string{`1 mkdirat(AT_FDCWD, ` + x("/r/d/e") + `, 0700) = 0`, `1 openat(AT_FDCWD, ` + x("/r/d") + `, O_RDONLY|O_DIRECTORY) = 6`,
				`1 openat(6, ` + x("f") + `, O_WRONLY|O_CREAT, 0600) = 7`, `1 writev(7, [{iov_base=` + x("ab") + `, iov_len=2}, {iov_base=` + x("c") + `, iov_len=1}], 2) = 3`},
			[]string{"end: a=old d/= d/e/= d/f=abc"}},
		{"files elsewhere are no affair of ours", Keep,
			[]string{`1 openat(AT_FDCWD, ` + x("/etc/x") + `, O_RDWR) = 3`, `1 write(3, ` + x("y") + `, 1) = 1`, `1 --- SIGURG {si_signo=SIGURG} ---`, `1 +++ exited with 0 +++`},
			[]string{"end: a=old d/="}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := images(t, begin, c.policy, c.lines...); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// What cannot be followed is an error: a record with a hole in it would prove nothing.
func TestWhatCannotBeReplayedIsRefused(t *testing.T) {
	for name, line := range map[string]string{
		"cut short":       `1 pwrite64(3, ` + x("NEW") + `..., 300, 0) = 300`,
		"a lie":           `1 pwrite64(3, ` + x("NEW") + `, 3, 0) = 4096 (INJECTED)`,
		"linking":         `1 linkat(AT_FDCWD, ` + x("/r/a") + `, AT_FDCWD, ` + x("/r/b") + `, 0) = 0`,
		"never recorded":  `1 openat(AT_FDCWD, ` + x("/r/b") + `, O_RDONLY) = 9`,
		"not understood":  `1 what is this`,
		"from elsewhere":  `1 renameat(AT_FDCWD, ` + x("/tmp/b") + `, AT_FDCWD, ` + x("/r/a") + `) = 0`,
		"not hexadecimal": `1 pwrite64(3, "NEWS", 4, 0) = 4`,
	} {
		log := `1 openat(AT_FDCWD, ` + x("/r/a") + `, O_RDWR|O_CLOEXEC) = 3` + "\n" + line + "\n"
		if err := Replay(strings.NewReader(log), "/r", Tree{"a": nil}, func(Point) error { return nil }); err == nil {
			t.Errorf("%s: replayed", name)
		}
	}
}

// With some of it left, every sector of a write is there or not, nothing else is changed, and a seed gives the same
// image again.
func TestTornWrites(t *testing.T) {
	old, fresh := strings.Repeat("o", 4096), strings.Repeat("N", 4096)
	log := `1 openat(AT_FDCWD, ` + x("/r/a") + `, O_RDWR|O_CLOEXEC) = 3` + "\n" + `1 pwrite64(3, ` + x(fresh) + `, 4096, 0) = 4096` + "\n"
	torn, whole, none := 0, 0, 0
	err := Replay(strings.NewReader(log), "/r", Tree{"a": []byte(old)}, func(p Point) error {
		for seed := range uint64(400) {
			got := p.Image(Some, seed)["a"]
			if !bytes.Equal(got, p.Image(Some, seed)["a"]) {
				t.Fatal("the same seed gives another image")
			}
			if len(got) != 4096 || strings.Trim(string(got), "oN") != "" {
				t.Fatal("something else than old and new is in it")
			}
			switch n := strings.Count(string(got), "N"); n {
			case 0:
				none++
			case 4096:
				whole++
			default:
				torn++
			}
		}
		return nil
	})
	if err != nil || torn == 0 || whole == 0 || none == 0 {
		t.Errorf("%d torn, %d whole, %d not there: %v", torn, whole, none, err)
	}
}
