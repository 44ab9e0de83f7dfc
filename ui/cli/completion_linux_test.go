package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// shellFolder makes a folder with files to be completed, and returns it.
func shellFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"pack.zip", "forms of May.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func completionScript(t *testing.T, shell string) string {
	t.Helper()
	var said bytes.Buffer
	c := *inEnglish(t).Call
	c.Stdout = &said
	if err := (&Call{&c}).run([]string{"completion", shell}); err != nil {
		t.Fatal(err)
	}
	return said.String()
}

// typed are lines as somebody types them, with the Tab key, and the words that the program is then called with.
var typed = []struct{ keys, words string }{
	{"matchbooth statu\t--js\t", "status|--json"},
	{"matchbooth keys comb\t--out new.txt", "keys|combine|--out|new.txt"},
	{"matchbooth keys --js\t", "keys|--json"}, // keys list is what is assumed
	{"matchbooth --kio\t", "--kiosk"},         // and run
	{"matchbooth check pa\t--onl\t", "check|pack.zip|--online"},
	{"matchbooth import for\t--yes", "import|forms of May.csv|--yes"},
	{"matchbooth export --format xl\t--out a", "export|--format|xlsx|--out|a"},
	{"matchbooth export --format=xl\t--out a", "export|--format=xlsx|--out|a"},
	{"matchbooth --data fol\tx statu\t", "--data|folder/x|status"},
	{"matchbooth export --passphrase-file pa\t--new", "export|--passphrase-file|pack.zip|--new"},
	{"matchbooth show pa\t", "show|pa"}, // a receipt code is no file
}

// bash and zsh are given keys at a terminal, as people do: what readline and zle make of a script shows only there.
func TestTheTabKeyCompletes(t *testing.T) {
	for shell, start := range map[string]struct {
		args []string
		file string
		rc   string
	}{
		"bash": {[]string{"--noprofile", "--rcfile", "rc", "-i"}, "rc", "bind 'set enable-bracketed-paste off'\nsource ./script\n"},
		"zsh": {[]string{"-d", "-i"}, ".zshrc", "autoload -U compinit\ncompinit -u -D\nunsetopt beep\nzstyle ':completion:*' menu no\n" +
			"unset zle_bracketed_paste\nsource ./script\n"},
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skip(shell + " is not installed here")
			}
			rc := t.TempDir()
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(rc, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("script", completionScript(t, shell))
			dir, called := shellFolder(t), filepath.Join(rc, "called")
			// The program itself only says what it was called with.
			write(start.file, start.rc+"PS1='> '\nmatchbooth() { local IFS='|'; echo \"$*\" >'"+called+".new'; mv '"+called+".new' '"+called+"'; }\ncd '"+dir+"'\n")
			keys, line := terminal(t)
			defer keys.Close()
			defer line.Close()
			cmd := exec.Command(path, start.args...)
			cmd.Dir = rc
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + rc, "ZDOTDIR=" + rc, "LANG=C.UTF-8", "TERM=vt100"}
			cmd.Stdin, cmd.Stdout, cmd.Stderr = line, line, line
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			shown := &screen{}
			go io.Copy(shown, keys) //nolint:errcheck // ends with the terminal
			defer func() {
				cmd.Process.Kill()
				cmd.Wait() //nolint:errcheck // it was killed
			}()
			for _, c := range typed {
				os.Remove(called)
				io.WriteString(keys, c.keys+"\r")
				got := []byte(nil)
				for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
					if got, err = os.ReadFile(called); err == nil {
						break
					}
				}
				if s := strings.TrimSpace(string(got)); s != c.words {
					t.Errorf("%q became %q, not %q; on the screen:\n%s", c.keys, s, c.words, shown.String())
					if err != nil {
						return
					}
				}
			}
		})
	}
}

// fish is asked for what it would propose.
func TestFishProposes(t *testing.T) {
	fish, err := exec.LookPath("fish")
	if err != nil {
		t.Skip("fish is not installed here")
	}
	dir := shellFolder(t)
	script := filepath.Join(t.TempDir(), "matchbooth.fish")
	if err := os.WriteFile(script, []byte(completionScript(t, "fish")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, line, want, never string }{
		{"C.UTF-8", "matchbooth statu", "status\tPrint counts; needs no passphrase.\n", ""},
		{"zh_CN.UTF-8", "matchbooth statu", "status\t显示各项计数，不需要口令。\n", ""},
		{"C.UTF-8", "matchbooth keys comb", "combine\t", ""},
		{"C.UTF-8", "matchbooth keys --js", "--json\t", ""},
		{"C.UTF-8", "matchbooth --kio", "--kiosk\t", ""},
		{"C.UTF-8", "matchbooth check ", "pack.zip", ""},
		{"C.UTF-8", "matchbooth check --data folder pa", "pack.zip", ""},
		{"C.UTF-8", "matchbooth export --format ", "xlsx\t", "pack.zip"},
		{"C.UTF-8", "matchbooth export --format=xl", "--format=xlsx\t", ""},
		{"C.UTF-8", "matchbooth --data ", "folder/", "pack.zip"},
		{"C.UTF-8", "matchbooth show ", "", "pack.zip"},
	} {
		cmd := exec.Command(fish, "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, c.line)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LANG=" + c.lang}
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) || c.never != "" && strings.Contains(string(out), c.never) {
			t.Errorf("%s, %q: %v, proposes\n%s", c.lang, c.line, err, out)
		}
	}
}
