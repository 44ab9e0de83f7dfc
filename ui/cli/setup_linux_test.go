package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/share"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/ui/cli/call"
)

// person sits at a terminal at which the program runs, reads what it asks and types.
type person struct {
	t      *testing.T
	keys   *os.File
	screen screen
	seen   int
	stop   context.CancelFunc
	ended  chan int
}

// screen is what the program has written.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// terminal makes a terminal: what is typed into keys comes out of line.
func terminal(t *testing.T) (keys, line *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	if err := unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip("no terminals here:", err)
	}
	n, err := unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	return keys, line
}

// sits runs the program at a new terminal.
func sits(t *testing.T, args ...string) *person {
	t.Helper()
	keys, line := terminal(t)
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, keys: keys, ended: make(chan int, 1)}
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	c := &Call{call.New(ctx, texts, spokenIn(args), line, &p.screen, &p.screen)}
	c.Args = args
	go func() { p.ended <- c.main(args) }()
	t.Cleanup(func() {
		stop()
		keys.Close()
		line.Close()
	})
	return p
}

// reads waits for something on the screen, in what is new there, and returns it.
func (p *person) reads(pattern string) []string {
	p.t.Helper()
	is := regexp.MustCompile(pattern)
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		all := p.screen.String()
		if m := is.FindStringSubmatchIndex(all[p.seen:]); m != nil {
			var out []string
			for i := 0; i < len(m); i += 2 {
				out = append(out, all[p.seen+m[i]:p.seen+m[i+1]])
			}
			p.seen += m[1]
			return out
		}
		if time.Since(begun) > 60*time.Second {
			p.t.Fatalf("%q does not come; the screen says:\n%s", pattern, all[p.seen:])
		}
	}
}

// types answers the question that ends with the pattern.
func (p *person) types(pattern, answer string) {
	p.t.Helper()
	p.reads(pattern)
	if _, err := p.keys.Write([]byte(answer + "\n")); err != nil {
		p.t.Fatal(err)
	}
}

// leaves returns the exit code.
func (p *person) leaves() int {
	p.t.Helper()
	select {
	case code := <-p.ended:
		return code
	case <-time.After(60 * time.Second):
		p.t.Fatalf("it does not end; the screen says:\n%s", p.screen.String())
		return 0
	}
}

// group returns what stands on a page that was written together with its shares.
func group(t *testing.T, shares, line, place string) string {
	t.Helper()
	var texts []string
	for _, n := range []string{"1", "3"} {
		raw, err := os.ReadFile(filepath.Join(shares, "share-"+n+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(raw))
	}
	key, err := share.Combine(texts)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndexByte(key, '1') + 1 + (int(line[0]-'1')*4+int(place[0]-'1'))*4
	return strings.ToLower(key[at : at+4])
}

func TestSetupLeadsStepByStep(t *testing.T) {
	for lang, say := range map[string]map[string]string{
		"en": {"folder": `Folder \[.*\]: `, "pack": `Event pack: `, "packagain": `Event pack \[.*\]: `, "phrase": `type your own: `, "again": `Once more: `, "sheet": `\.pdf or \.png \[.*\]: `,
			"shares": `\(yes/no\) `, "pin": `6 to 12 digits \[Enter generates one\]: `, "instead": `or type another: `, "ready": `< goes back\) `, "testphrase": `from your note: `,
			"group": `line (\d), group (\d), four characters: `, "done": `Live booth in `, "wrong": `That is not it`, "weak": "this passphrase is easy to guess", "row": "its digits run in order", "practice": "practice only"},
		"zh": {"folder": `文件夹 \[.*\]：`, "pack": `活动包：`, "packagain": `活动包 \[.*\]：`, "phrase": `或输入自己的：`, "again": `再输入一遍：`, "sheet": `\.png \[.*\]：`,
			"shares": `（是/否）`, "pin": `\[回车随机生成\]：`, "instead": `或另输一个：`, "ready": `< 返回）`, "testphrase": `照抄下的内容输入口令：`,
			"group": `输入第 (\d) 行第 (\d) 组的四个字符：`, "done": `正式登记台已建立`, "wrong": `不对。请核对`, "weak": "很容易猜中这个口令", "row": "数字是连着的", "practice": "只供练习"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Setenv("LANG", map[string]string{"en": "zh_CN.UTF-8", "zh": "C.UTF-8"}[lang]) // --lang decides, not this
			t.Setenv("LC_ALL", "")
			t.Setenv("LC_MESSAGES", "")
			dir := t.TempDir()
			t.Setenv("HOME", dir)
			t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "share"))
			pack, practice, sheet := filepath.Join(dir, "pack"), filepath.Join(dir, "practice"), filepath.Join(dir, "safe.png")
			if err := livepack.Write(pack, time.Now()); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(practice, os.DirFS(pack)); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(practice, "event.toml")
			toml, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, bytes.Replace(toml, []byte("practice = false"), []byte("practice = true"), 1), 0o600); err != nil {
				t.Fatal(err)
			}
			const phrase = "seven tired violins crossed the frozen harbour"
			p := sits(t, "setup", "--lang", lang)
			p.types(say["folder"], "") // what is proposed
			p.types(say["pack"], filepath.Join(dir, "nothing"))
			p.types(say["pack"], practice)
			p.reads(say["practice"])
			p.types(say["pack"], pack)
			p.types(say["phrase"], "<") // back to the pack, which is still known
			p.types(say["packagain"], "")
			p.types(say["phrase"], "letmein")
			p.reads(say["weak"])
			p.types(say["phrase"], phrase)
			p.types(say["again"], phrase)
			p.types(say["sheet"], filepath.Join(dir, "share", "matchbooth", "x.pdf")) // beside what it opens
			p.types(say["sheet"], sheet)
			p.types(say["shares"], "y")
			p.types(say["pin"], "123456")
			p.reads(say["row"])
			p.types(say["instead"], "604827")
			p.types(say["again"], "604827")
			p.types(say["ready"], "")
			p.types(say["testphrase"], "something else")
			p.reads(say["wrong"])
			p.types(say["testphrase"], phrase)
			shares := filepath.Join(dir, "safe-shares")
			p.reads(say["group"])
			if _, err := p.keys.Write([]byte("!!!!\n")); err != nil {
				t.Fatal(err)
			}
			m := p.reads(say["group"])
			if state, err := data.IsBooth(filepath.Join(dir, "share", "matchbooth")); err != nil || state == data.Booth {
				t.Errorf("it is a booth before the keys were tried: %v, %v", state, err)
			}
			if _, err := p.keys.Write([]byte(group(t, shares, m[1], m[2]) + "\n")); err != nil {
				t.Fatal(err)
			}
			p.reads(say["done"])
			if code := p.leaves(); code != 0 {
				t.Fatalf("exit %d", code)
			}
			for _, f := range []string{sheet, filepath.Join(dir, "card-spring-2027.png")} {
				if _, err := os.Stat(f); err != nil {
					list, _ := filepath.Glob(filepath.Join(dir, "*"))
					t.Errorf("%v, but %q", err, list)
				}
			}
			s, err := data.Open(filepath.Join(dir, "share", "matchbooth"), data.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if ok, _ := s.CheckPIN("604827"); !ok {
				t.Error("the PIN is another")
			}
			if key, err := s.Unlock([]byte(phrase)); err != nil {
				t.Error(err)
			} else {
				key.Close()
			}
			said := p.screen.String()
			if strings.Contains(said, "<no value>") || strings.Contains(said, "⟦") {
				t.Error("something is not said:\n" + said)
			}
			if lang == "zh" {
				for _, line := range strings.Split(said, "\n") {
					if englishSentence.MatchString(line) {
						t.Errorf("not in Chinese: %q", line)
					}
				}
			}
		})
	}
}

func TestSetupThatIsStoppedLeavesNothing(t *testing.T) {
	for _, at := range []string{"pack", "phrase", "sheet", "pin", "ready", "trial", "group"} {
		t.Run(at, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("HOME", dir)
			pack := filepath.Join(dir, "pack")
			if err := livepack.Write(pack, time.Now()); err != nil {
				t.Fatal(err)
			}
			p := sits(t, "setup", "--lang", "en", "--data", filepath.Join(dir, "booth"))
			for _, step := range [][3]string{
				{"folder", `Folder \[.*\]: `, ""}, {"pack", `Event pack: `, pack}, {"phrase", `type your own: `, ""}, {"noted", `instead\): `, ""},
				{"sheet", `\.png \[.*\]: `, ""}, {"shares", `\(yes/no\) `, "y"}, {"pin", `generates one\]: `, ""}, {"ready", `goes back\) `, ""}, {"trial", `from your note: `, ""}, {"group", `four characters: `, ""},
			} {
				m := p.reads(step[1])
				_ = m
				if step[0] == at {
					p.stop()
					break
				}
				if step[0] == "trial" {
					step[2] = strings.TrimSpace(regexp.MustCompile(`(?m)^    ([a-z ]+)$`).FindString(p.screen.String()))
				}
				if _, err := p.keys.Write([]byte(step[2] + "\n")); err != nil {
					t.Fatal(err)
				}
			}
			if code := p.leaves(); code != call.ExitFailed {
				t.Errorf("exit %d", code)
			}
			list, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				if f.Name() != "pack" {
					t.Errorf("%s was left", f.Name())
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "booth")); !errors.Is(err, os.ErrNotExist) {
				t.Error("the folder was left")
			}
			// From the trial on there was a page, which may have been printed: it opens nothing.
			if said := strings.Contains(p.screen.String(), "tear it up"); said != (at == "trial" || at == "group") {
				t.Errorf("said that the page opens nothing: %v", said)
			}
		})
	}
}
