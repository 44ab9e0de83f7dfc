package supervisor

import (
	"maps"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func TestNamesAreLookedUpInTheProgram(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	_, file, _, _ := runtime.Caller(0)
	// Put together here, so that the wrong ones are not in this very file.
	mine := "matchbooth/kiosk/supervisor."
	want := map[string]bool{
		mine + "TestNamesAreLookedUpInTheProgram": true,
		mine + "(*words).read":                    true,
		mine + "check":                            true,
		"sync.(*Mutex).Unlock":                    true,
		"runtime.gopark":                          true,
		file:                                      true,
		mine + strings.ToUpper("lixiaohong"):      false,
		mine + "chec":                             false,
		"uper." + "check":                         false,
		strings.Repeat("13800138000", 2):          false,
	}
	names := maps.Clone(want)
	for name := range names {
		names[name] = false
	}
	if err := check(program, names); err != nil {
		t.Fatal(err)
	}
	for name, known := range want {
		if names[name] != known {
			t.Errorf("%s: %t, want %t", name, names[name], known)
		}
	}
	if err := check(program+".gone", names); err == nil {
		t.Error("a program that is not there was read")
	}
}

func TestNamesBetweenZeroBytes(t *testing.T) {
	long := strings.Repeat("x", 3<<20)
	text := "first\x00main.F[go.shape.int]\x00main.(*T[int,[]string]).do\x00" + long + "tail\x00after\x00last"
	names := map[string]bool{"first": false, "main.F[...]": false, "main.(*T[...]).do": false, "tail": false, "after": false, "last": false}
	if err := checkIn(iotest.OneByteReader(strings.NewReader(text)), names); err != nil {
		t.Fatal(err)
	}
	for name, known := range map[string]bool{"first": true, "main.F[...]": true, "main.(*T[...]).do": true, "tail": false, "after": true, "last": false} {
		if names[name] != known {
			t.Errorf("%s: %t", name, names[name])
		}
	}
	if err := checkIn(iotest.ErrReader(os.ErrClosed), names); err == nil {
		t.Error("a fault in reading was not told")
	}
}

func BenchmarkCheck(b *testing.B) {
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		check(program, map[string]bool{"main.main": false, "main.greet": false})
	}
}
