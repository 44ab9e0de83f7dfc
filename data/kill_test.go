package data

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"matchbooth/data/record"
)

// appendForever is the child of TestKilledAtAnyMoment: it signs people up and prints each code once it is saved; now
// and then it erases one and prints that.
func appendForever(dir string) {
	s, err := Open(dir, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		saved, err := s.SignUp(context.Background(), someone())
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("saved", string(saved.Code))
		if i%7 == 5 {
			fmt.Println("erasing", string(saved.Code))
			if found, err := s.Erase(context.Background(), saved.Code); err != nil || !found {
				fmt.Println("error", found, err)
				os.Exit(1)
			}
			fmt.Println("erased", string(saved.Code))
		}
	}
}

// Whatever was reported as saved is there after a kill -9 at any moment, exactly once; what was reported as erased is
// gone.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes for some seconds")
	}
	dir := filepath.Join(t.TempDir(), "booth")
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	saved, erased, erasing := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for range 20 {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "MATCHBOOTH_TEST_APPEND="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var kill *time.Timer
		for lines.Scan() {
			if kill == nil { // it is at work
				kill = time.AfterFunc(rand.N(120*time.Millisecond), func() { cmd.Process.Kill() })
			}
			word, code, _ := strings.Cut(lines.Text(), " ")
			switch word {
			case "saved":
				saved[code] = true
			case "erasing":
				erasing[code] = true
			case "erased":
				erased[code] = true
			default:
				t.Fatal(lines.Text())
			}
		}
		cmd.Wait()
		if kill == nil {
			t.Fatal("the child did nothing")
		}
	}
	s := reopen(t, dir)
	sound(t, s)
	seen := map[string]int{}
	for _, r := range records(t, s) {
		seen[string(r.Code)]++
	}
	for code := range saved {
		if erasing[code] {
			continue // killed in between, it may be either
		}
		if seen[code] != 1 {
			t.Errorf("%s was reported as saved and is there %d times", code, seen[code])
		}
	}
	for code := range erased {
		if seen[code] != 0 {
			t.Errorf("%s was reported as erased and is there", code)
		}
	}
	if len(saved) < 20 {
		t.Errorf("only %d sign-ups were reported in 20 runs", len(saved))
	}
	t.Logf("%d saved, %d erased, %d there", len(saved), len(erased), len(seen))
}

// private tells whether a file or a folder belongs to one user only. On Windows the folder's access list says so, which
// Go does not show.
func private(info os.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 && info.Mode().Perm()&0o600 == 0o600
}

// No file of the folder holds anything of a person, and all of them belong to one user only.
func TestNothingPersonalIsReadableOnDisk(t *testing.T) {
	s := practice(t)
	for range 3 {
		saved := signUp(t, s)
		if err := s.AddCheck(context.Background(), saved.Person, record.Check{Kit: canaries[3]}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.SignUpOnce(context.Background(), []byte(canaries[1]), someone()); err != nil {
		t.Fatal(err)
	}
	find := func(when string) {
		t.Helper()
		for path, content := range contents(t, s.Dir()) {
			for _, c := range canaries {
				if bytes.Contains(content, []byte(c)) {
					t.Errorf("%s: %s holds something personal", when, path)
				}
			}
			if info, err := os.Stat(path); err != nil || !private(info) {
				t.Errorf("%s: %s has mode %v", when, path, info.Mode())
			}
		}
	}
	find("while open")
	s.Close()
	find("closed")
	if info, err := os.Stat(s.Dir()); err != nil || !private(info) {
		t.Errorf("the folder has mode %v", info.Mode())
	}
}

// contents reads all files of a data folder.
func contents(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Join(dir, e.Name())] = b
	}
	if len(out) < 5 {
		t.Fatalf("only %d files in the folder", len(out))
	}
	return out
}
