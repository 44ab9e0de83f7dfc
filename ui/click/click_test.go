//go:build !windows

package click

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// player puts a program of that name into an otherwise empty path: it keeps what it is told to
// play, or ends at once.
func player(t *testing.T, name, script string) (played string) {
	t.Helper()
	bin := t.TempDir()
	played = filepath.Join(bin, "played")
	if name != "" {
		text := fmt.Sprintf("#!/bin/sh\n%s\n", fmt.Sprintf(script, played))
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	return played
}

func TestEveryPressThatIsApartIsHeard(t *testing.T) {
	for _, name := range []string{"pw-cat", "pacat", "aplay"} {
		t.Run(name, func(t *testing.T) {
			played := player(t, name, "exec /bin/cat > %s")
			p, err := Open()
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				p.Press()
				time.Sleep(20 * time.Millisecond)
			}
			p.Close()
			got, err := os.ReadFile(played)
			if err != nil || len(got) != 5*len(sample()) {
				t.Errorf("%d bytes were played, want %d: %v", len(got), 5*len(sample()), err)
			}
		})
	}
}

func TestAPlayerThatDiesStopsNobody(t *testing.T) {
	player(t, "aplay", "exit 1 # %s")
	p, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	for range 1000 {
		p.Press()
	}
	p.Close()
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestWhereThereIsNoPlayerItSaysSo(t *testing.T) {
	player(t, "", "")
	if _, err := Open(); !errors.Is(err, errNone) {
		t.Errorf("it says %v", err)
	}
}

func TestTheClickIsShortAndQuiet(t *testing.T) {
	s := sample()
	if ms := 1000 * len(s) / 2 / rate; ms > 10 {
		t.Errorf("it lasts %d ms", ms)
	}
	loudest := int16(0)
	for i := 0; i < len(s); i += 2 {
		loudest = max(loudest, int16(binary.LittleEndian.Uint16(s[i:])))
	}
	if loudest == 0 || loudest > 3277 {
		t.Errorf("its loudest sample is %d of 32767", loudest)
	}
	if w := wave(); string(w[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(w[4:])) != len(w)-8 || len(w) != 44+len(s) {
		t.Errorf("the file of %d bytes is no WAV file of %d samples", len(w), len(s)/2)
	}
}
