package supervisor

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// filter is the way of an interface's standard error into a report, with a program that holds what
// known says.
func filter(said []byte, known map[string]bool) (report string, passed string) {
	var out bytes.Buffer
	w := &words{to: &out}
	w.read(bytes.NewReader(said))
	return render(w.kept(), known, reportBytes), out.String()
}

// everything is all that the traces in testdata name: what a program that wrote them would hold.
func everything(t testing.TB) (known map[string]bool, traces map[string][]byte) {
	t.Helper()
	known, traces = map[string]bool{}, map[string][]byte{}
	list, err := filepath.Glob("testdata/trace/*.txt")
	if err != nil || len(list) == 0 {
		t.Fatal("no traces", err)
	}
	for _, path := range list {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		traces[filepath.Base(path)] = text
		w := &words{to: new(bytes.Buffer)}
		w.read(bytes.NewReader(text))
		for name := range wanted(w.kept()) {
			known[name] = true
		}
	}
	return known, traces
}

// The traces in testdata were written by Go programs; beside each stands what a report tells of it.
// UPDATE=1 writes that anew.
func TestTracesAsTheyAreTold(t *testing.T) {
	known, traces := everything(t)
	for name, text := range traces {
		got, _ := filter(text, known)
		told := filepath.Join("testdata", "told", name)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(told, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(told)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		holds(t, "\n\n"+got)
		if strings.Contains(got, "Lisi") || strings.Contains(got, "/home") {
			t.Errorf("%s tells a person:\n%s", name, got)
		}
	}
}

func TestLinesOfATrace(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"goroutine 1 [running]:", "goroutine 1 [running]:"},
		{"goroutine 34 gp=0xc0000a6c40 m=7 mp=0xc000100008 [syscall, 12 minutes, locked to thread]:", "goroutine 34 [syscall]:"},
		{"goroutine 5 [chan receive, 2 minutes]:", "goroutine 5 [chan receive]:"},
		{"goroutine 5 [Li Xiaohong]:", "goroutine 5 [waiting]:"},
		{"goroutine 13800138000 [running]:", "goroutine * [running]:"},
		{"goroutine 李 [running]:", ""},
		{" goroutine 1 [running]:", ""},
		{"panic: Li Xiaohong", "panic: [redacted]"},
		{"\tpanic: Li Xiaohong", "panic: [redacted]"},
		{"panic: runtime error: index out of range [138] with length 3", "panic: runtime error: index out of range"},
		{"panic: runtime error: Li Xiaohong", "panic: [redacted]"},
		{"panic: interface conversion: interface {} is main.Li, not string", "panic: interface conversion"},
		{"fatal error: concurrent map writes", "fatal error: concurrent map writes"},
		{"fatal error: Li Xiaohong", "fatal error: [redacted]"},
		{"[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45e0a1]", "SIGSEGV"},
		{"SIGQUIT: quit", "SIGQUIT"},
		{"SIGLI: Li", ""},
		{"signal arrived during cgo execution", "signal arrived during cgo execution"},
		{"Li Xiaohong 13800138000", ""},
		{"2026/11/22 12:00:00 Fyne error:  Li Xiaohong", ""},
		{"rax    0x13800138000", ""},
		{"exit status 2", ""},
		{"", ""},
	} {
		var tr trace
		e, _ := tr.line(c.line)
		if e.words != c.want {
			t.Errorf("%q gives %q, want %q", c.line, e.words, c.want)
		}
	}
}

func TestFramesOfATrace(t *testing.T) {
	known := map[string]bool{
		"main.greet": true, "main.(*T[...]).do": true, "/home/lisi/main.go": true, `C:/Users/Li Si/main.go`: true,
		"fyne.io/fyne/v2.(*x).y.func1": true, "weird name": true, "/src/runtime/panic.go": true,
	}
	for _, c := range []struct{ frame, want string }{
		{"main.greet(0x1, {0xc000012345?, 0x5})\n\t/home/lisi/main.go:12 +0x1d", "main.greet\n\tmain.go:12\n"},
		{"main.greet(...)\n\tC:/Users/Li Si/main.go:12 fp=0x1 sp=0x2 pc=0x3", "main.greet\n\tmain.go:12\n"},
		{"main.(*T[...]).do(...)\n\t/home/lisi/main.go:4", "main.(*T[...]).do\n\tmain.go:4\n"},
		{"fyne.io/fyne/v2.(*x).y.func1()\n\t/home/lisi/main.go:4", "fyne.io/fyne/v2.(*x).y.func1\n\tmain.go:4\n"},
		{"panic({0x4ab5c0?, 0x4d16b8?})\n\t/src/runtime/panic.go:860 +0x13a", "panic\n\tpanic.go:860\n"},
		{"created by main.greet in goroutine 1\n\t/home/lisi/main.go:12 +0x1", "created by main.greet in goroutine 1\n\tmain.go:12\n"},
		{"created by main.LiSi in goroutine 13800138000\n\t/home/lisi/main.go:12 +0x1", "created by [function] in goroutine *\n\tmain.go:12\n"},
		{"main.LiSi()\n\t/home/lisi/main.go:12 +0x1", "[function]\n\tmain.go:12\n"},
		{"main.greet()\n\t/home/lisi/LiSi.go:12 +0x1", "main.greet\n\t[file]\n"},
		{"main.LiSi()\n\t/home/lisi/LiSi.go:12 +0x1", ""},
		{"weird name()\n\t/home/lisi/main.go:12 +0x1", "[function]\n\tmain.go:12\n"},
		{"main.greet(0x1)\nLi Si\n\t/home/lisi/main.go:12 +0x1", ""},
		{"main.greet(0x1)\n\t/home/lisi/main.go:13800138000 +0x1", ""},
		{"main.greet(0x1)\n\t/home/lisi/main.go:12 Li Si", ""},
		{"\t/home/lisi/main.go:12 +0x1", ""},
		{"...additional frames elided...", "...frames elided...\n"},
	} {
		got, _ := filter([]byte("goroutine 1 [running]:\n"+c.frame+"\n"), known)
		got = strings.TrimPrefix(got, "\ngoroutine 1 [running]:\n")
		if got != c.want {
			t.Errorf("%q gives %q, want %q", c.frame, got, c.want)
		}
	}
}

func TestWhatIsPassedOn(t *testing.T) {
	said := "matchbooth: the data folder is locked\nLi Xiaohong\ntime=2026 level=INFO msg=x\n matchbooth: Li\nmatchboothLi\nTIME=Li\n"
	_, passed := filter([]byte(said), nil)
	if want := "matchbooth: the data folder is locked\ntime=2026 level=INFO msg=x\n"; passed != want {
		t.Errorf("passed on %q, want %q", passed, want)
	}
}

// The last fall is what is told, not what a toolkit survived before.
func TestTheLastFallIsTold(t *testing.T) {
	known, traces := everything(t)
	said := append(bytes.Repeat(traces["nilmap.txt"], 300), traces["unlock.txt"]...)
	got, _ := filter(said, known)
	if want, _ := filter(traces["unlock.txt"], known); got != want {
		t.Errorf("told\n%.1000s\nwant\n%s", got, want)
	}
}

// mixed is a real trace with a canary put in anywhere, as often as bytes say: pairs of places.
func mixed(text []byte, name string, places []byte) []byte {
	for len(places) >= 2 {
		at := (int(places[0])<<8 | int(places[1])) * 7919 % (len(text) + 1)
		text = append(text[:at:at], append([]byte(name), text[at:]...)...)
		places = places[2:]
	}
	return text
}

func FuzzFilter(f *testing.F) {
	known, traces := everything(f)
	names := make([]string, 0, len(traces))
	for name := range traces {
		names = append(names, name)
	}
	slices.Sort(names) // the workers must mean the same by a number
	for i := range names {
		f.Add(uint8(i), []byte("\x00\x01\x02\x00\x10\x00"), []byte("\n"))
		f.Add(uint8(i), []byte("\x07\x01\x09\x00"), []byte("goroutine 1 [running]:\n"))
	}
	f.Fuzz(func(t *testing.T, which uint8, places, noise []byte) {
		text := mixed(traces[names[int(which)%len(names)]], canary, places)
		text = mixed(text, string(noise), places)
		got, _ := filter(text, known)
		if strings.Contains(got, canary) {
			t.Errorf("%q gives the canary away:\n%s", text, got)
		}
		holds(t, "\n\n"+got)
		if len(got) > reportBytes {
			t.Errorf("%d bytes", len(got))
		}
	})
}

// What a visitor can type holds no line end: wherever a line with it comes, alone or within a line of
// a trace, none of it is told.
func TestNoValueIsTold(t *testing.T) {
	known, traces := everything(t)
	var lines []string
	for _, text := range traces {
		for line := range strings.Lines(string(text)) {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.StringMatching(`[A-Z][a-z]{5,9}Q[a-z]{4}`),
			rapid.StringMatching(`1[3-9]\d{9}`),
			rapid.StringMatching(`[李王张刘陈][小大]?[红明华]`),
			rapid.StringMatching(`Zq[ -~]{6,40}`),
		).Draw(t, "value")
		var said strings.Builder
		for _, line := range rapid.SliceOfN(rapid.SampledFrom(lines), 1, 30).Draw(t, "lines") {
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				fmt.Fprintln(&said, value)
			case 1:
				at := rapid.IntRange(0, len(line)).Draw(t, "at")
				line = line[:at] + value + line[at:]
			}
			fmt.Fprintln(&said, line)
		}
		got, _ := filter([]byte(said.String()), known)
		if strings.Contains(got, value) {
			t.Fatalf("%q in\n%s\nfrom\n%s", value, got, said.String())
		}
	})
}
