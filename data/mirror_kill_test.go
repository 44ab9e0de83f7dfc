package data

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mirrorForever is the child of TestKilledWithASecondCopy: it says after each sign-up how far behind the copy is.
func mirrorForever(dir, stick string) {
	s, err := openStore(dir, Options{Mirror: stick}, func(step string) error {
		if step == "mirror sync" {
			time.Sleep(rand.N(15 * time.Millisecond)) // a slow stick, so that there is a lag
		}
		return nil
	})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	st, err := s.Status(context.Background())
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for n := st.Entries + 1; ; n++ {
		if _, err := s.SignUp(context.Background(), someone()); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("saved", n, s.Mirror().Behind)
	}
}

// Killed at any moment, the copy alone holds all that was saved but what the lag showed.
func TestKilledWithASecondCopy(t *testing.T) {
	runs := 12
	if testing.Short() {
		runs = 4
	}
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		runs = 200
	}
	dir, stick := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	lagged, reports := 0, 0
	for range runs {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "MATCHBOOTH_TEST_MIRROR="+dir+"\n"+stick)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var kill *time.Timer
		saved, behind := 0, 0
		for lines.Scan() {
			if kill == nil {
				kill = time.AfterFunc(rand.N(150*time.Millisecond), func() { cmd.Process.Kill() })
			}
			if _, err := fmt.Sscanf(lines.Text(), "saved %d %d", &saved, &behind); err != nil {
				t.Fatal(lines.Text())
			}
			reports++
			if behind > 0 {
				lagged++
			}
		}
		cmd.Wait()
		if kill == nil {
			t.Fatal("the child did nothing")
		}
		list, _ := filepath.Glob(filepath.Join(stick, "journal-*"))
		there := 0
		for _, path := range list {
			if !strings.HasSuffix(path, ".new") {
				there += linesIn(t, path)
			}
		}
		if there < saved-behind {
			t.Errorf("%d saved, %d behind, and only %d are there", saved, behind, there)
		}
	}
	s := openMirrored(t, dir, stick)
	caughtUp(t, s)
	sound(t, s)
	if lagged == 0 {
		t.Error("the copy was never behind: the test shows nothing")
	}
	t.Logf("%d kills, %d states told, %d of them behind", runs, reports, lagged)
	to := filepath.Join(t.TempDir(), "rescued")
	want := len(entriesOf(t, s))
	if r, err := Rescue(stick, to, Options{}); err != nil || r.Entries != want || len(r.Missing) > 0 {
		t.Errorf("rescued from the copy alone: %+v of %d, %v", r, want, err)
	}
}
