package supervisor

import (
	"bufio"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestBeatsNeverWait(t *testing.T) {
	r, w := io.Pipe() // holds nothing: whoever writes waits for a reader
	p := NewPulse(w)
	begun := time.Now()
	for range 10_000 {
		p.Beat("attract")
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("10,000 beats into a pipe that nobody reads took %v", took)
	}
	lines := bufio.NewScanner(r)
	if !lines.Scan() || lines.Text() != "beat attract" {
		t.Errorf("then came %q", lines.Text())
	}
	// What had to be dropped is not made up for.
	go func() {
		time.Sleep(50 * time.Millisecond)
		p.Beat("form")
	}()
	n := 0
	for lines.Scan() && lines.Text() != "beat form" {
		n++
	}
	if n > 2 {
		t.Errorf("%d old beats came late", n)
	}
}

func TestBeatsOutliveTheirReader(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := NewPulse(w)
	p.Beat("attract")
	r.Close()
	for range 100 {
		p.Beat("attract")
		time.Sleep(time.Millisecond)
	}
}

func TestScreenNames(t *testing.T) {
	for in, want := range map[string]string{
		"attract":               "attract",
		"attract+gate":          "attract+gate",
		"李小红 13800138000\nbeat": "13800138000beat",
		strings.Repeat("x", 99): strings.Repeat("x", 32),
		"Form\x00/../":          "orm",
		"":                      "",
	} {
		if got := screenName(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestTheInterfaceKnowsItsSupervisor(t *testing.T) {
	t.Setenv(envSupervised, "")
	t.Setenv(envOut, "MB-11")
	if Supervised() || OutCode() != "" {
		t.Error("supervised by nobody")
	}
	t.Setenv(envSupervised, "1")
	if !Supervised() || OutCode() != "MB-11" {
		t.Errorf("supervised %t, out %q", Supervised(), OutCode())
	}
}
