package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/kiosk/event/livepack"
)

// A newcomer does what a guide says: every line of its blocks that calls the program, or has a shell do something, from
// the first to the last, copied as it stands, in a folder of their own. What has to be there from before is put there, and
// what is asked at the terminal is answered. The folders /media, /srv, /home and /etc are below that folder, and sudo,
// adduser, apt and the like are stand-ins that write down what they were called with.
func TestTheGuidesCanBeDone(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each line: not with the race detector")
	}
	for _, guide := range []string{"organiser", "kiosk", "keeping", "import", "desk", "event-pack"} {
		for _, lang := range []string{"en", "zh"} {
			name := guide + ".md"
			if lang == "zh" {
				name = guide + ".zh.md"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				doGuide(t, filepath.Join("..", "..", "docs", name), lang)
			})
		}
	}
	t.Run("README.md", func(t *testing.T) {
		t.Parallel()
		doGuide(t, filepath.Join("..", "..", "README.md"), "en")
	})
}

// doneElsewhere are lines of guides that are not done here, and the test or the script that does them.
var doneElsewhere = []struct{ line, by string }{
	{`^sudo apt install \./matchbooth_\*_amd64\.deb$`, ".ci/release-test-debian.sh"},
	{`^make build$|^make run\b`, ".ci/build.sh"},
	{`^make test\b`, ".ci/test.sh"},
	{`^make torture\b`, ".ci/torture.sh"},
	{`^make fuzz-short\b`, ".ci/fuzz.sh"},
	{`^sudo make install$`, "packaging:TestInstalledGuidesLeadSomewhere"},
	{`^sudo reboot$`, "nothing"}, // nor can it be wrong
	// Of who works on the program.
	{`^go build -tags x11,gles,no_emoji,migrated_fynedo -o matchbooth \.$`, ".ci/build.sh"},
	{`^go build -tags x11,gles,no_emoji,migrated_fynedo -o out/showcase \./ui/touch/showcase$|^out/showcase `, "ui/e2e/kit_test.go"},
	{`^(\S+=\S+ )*CGO_ENABLED=0 go test `, "TestTheTestsOfTheGuidesAreThere"},
	// Of who runs a hub.
	{`^matchbooth hub join `, "ui/cli/testdata/script/hub.txtar"},
	{`^MATCHBOOTH_HUB_STORE=|^sudo -u matchbooth-hub matchbooth-hub (allow|status|verify) `, "hub/cli:TestAnOrganiserRunsAHub"},
	{`^sudo -u matchbooth-hub matchbooth-hub event `, "hub/cli:TestAHubIsToldOfAnEvent"},
	{`^sudo -u matchbooth-hub matchbooth-hub erase-event `, "hub/cli:TestAnEventIsErasedForGood"},
	{`^sudo -u matchbooth-hub sqlite3 .* "\.backup `, "hub/cli:TestABackupIsAHubAgain"},
	{`^sudo apt install \./matchbooth-hub_|^curl http://127\.0\.0\.1:8484/health$`, ".ci/release-test-hub.sh"},
	{`^sudo systemctl enable --now matchbooth-hub$`, "packaging:TestTheHubsUnitIsValidAndClosed"},
	// Of who makes a release, or has one.
	{`^minisign |^ssh-keygen |^sha256sum `, ".ci/release-test-sums.sh"},
	// On Windows: the script by its own test, the rest by nobody yet, as its page says.
	{`kiosk\.ps1 `, "packaging:TestThePowerShellIsBalanced"},
	{`^(cd "C:|Set-|\$aa|Get-FileHash|\.\\matchbooth-cli)`, "nothing"},
}

// Every line of a guide that somebody is to type is done by a test, here or where doneElsewhere says.
func TestEveryCommandOfTheGuidesIsDoneBySomething(t *testing.T) {
	said := regexp.MustCompile(`^[^|│]*( |$)`) // a line, not a drawing
	done := 0
	for _, file := range guidePages(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range guideBlock.FindAllStringSubmatch(string(raw), -1) {
			first, _, _ := strings.Cut(m[1], "\n")
			if !said.MatchString(first) || noCommands.MatchString(first) || strings.HasPrefix(m[0], "```toml") || strings.HasPrefix(m[0], "```text") {
				continue
			}
			for line := range strings.Lines(m[1]) {
				line = strings.TrimSpace(line)
				if strings.HasPrefix(first, "$ ") && !strings.HasPrefix(line, "$ ") {
					continue // what the program says
				}
				line = strings.TrimPrefix(line, "$ ")
				by := slices.IndexFunc(doneElsewhere, func(e struct{ line, by string }) bool { return regexp.MustCompile(e.line).MatchString(line) })
				switch {
				case by < 0 && (!isCommand.MatchString(line) || !slices.Contains(doneHere, filepath.Base(file))):
					t.Errorf("%s: %s: nothing does that", filepath.Base(file), line)
				case by >= 0 && strings.HasPrefix(doneElsewhere[by].by, ".ci/"), by >= 0 && strings.HasPrefix(doneElsewhere[by].by, "ui/"):
					if _, err := os.Stat(filepath.Join("..", "..", doneElsewhere[by].by)); err != nil {
						t.Error(err)
					}
				case by >= 0 && strings.Contains(doneElsewhere[by].by, ":"):
					dir, test, _ := strings.Cut(doneElsewhere[by].by, ":")
					if tests := testsIn(t, filepath.Join("..", "..", dir)); !slices.Contains(tests, test) {
						t.Errorf("%s has no %s, but %v", dir, test, tests)
					}
				}
				done++
			}
		}
	}
	if done < 110 {
		t.Errorf("only %d lines were found", done)
	}
}

// noCommands is the first line of a block that is to be read, not typed.
var noCommands = regexp.MustCompile(`^(main\.go |hub/ |event\.toml  |\+\+\+$|MATCHBOOTH_ARGS=)`)

// doneHere are the guides that TestTheGuidesCanBeDone does.
var doneHere = []string{"organiser.md", "organiser.zh.md", "kiosk.md", "kiosk.zh.md", "keeping.md", "keeping.zh.md", "import.md", "import.zh.md", "desk.md", "desk.zh.md", "event-pack.md", "event-pack.zh.md", "README.md"}

// testsIn are the names of the tests in a folder.
func testsIn(t *testing.T, dir string) (list []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(raw), -1) {
			list = append(list, m[1])
		}
	}
	return list
}

// The tests that a guide has somebody run are there: the packages, and in one of them a test that goes by that name.
func TestTheTestsOfTheGuidesAreThere(t *testing.T) {
	call := regexp.MustCompile(`go test ([^\n` + "`" + `]*)`)
	quoted := regexp.MustCompile(`-run '?([^' ]+)'?`)
	seen := 0
	for _, file := range guidePages(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`(go test[^\n`+"`"+`]*)\n([^\n`+"`"+`]*)`+"`").ReplaceAllString(string(raw), "$1 $2`") // wrapped in a sentence
		for _, m := range call.FindAllStringSubmatch(text, -1) {
			var tests, dirs []string
			for _, w := range strings.Fields(m[1]) {
				if !strings.HasPrefix(w, "./") {
					continue
				}
				dir := filepath.Join("..", "..", strings.TrimSuffix(w, "/..."))
				if info, err := os.Stat(dir); err != nil || !info.IsDir() {
					t.Errorf("%s: go test %s: there is no %s", filepath.Base(file), m[1], w)
				}
				dirs = append(dirs, w)
				tests = append(tests, testsIn(t, dir)...)
			}
			if len(dirs) == 0 {
				continue
			}
			seen++
			if run := quoted.FindStringSubmatch(m[1]); run != nil && run[1] != "^$" {
				if is, err := regexp.Compile(run[1]); err != nil || !slices.ContainsFunc(tests, is.MatchString) {
					t.Errorf("%s: go test %s runs nothing: %v", filepath.Base(file), m[1], err)
				}
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d calls were found", seen)
	}
}

func doGuide(t *testing.T, file, lang string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := newNewcomer(t, lang)
	n.mustRun("matchbooth run") // as somebody who has looked at the practice booth first
	did := 0
	for _, m := range guideBlock.FindAllStringSubmatch(string(raw), -1) {
		for line := range strings.Lines(m[1]) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
			if !isCommand.MatchString(line) || slices.ContainsFunc(doneElsewhere, func(e struct{ line, by string }) bool {
				return regexp.MustCompile(e.line).MatchString(line)
			}) {
				continue
			}
			did++
			n.does(line)
		}
	}
	if did == 0 {
		t.Error("there is no command")
	}
}

// isCommand tells a line to type from what the program says, a file or a list.
var isCommand = regexp.MustCompile(`^(\./)?(sudo|matchbooth|mkdir|echo|printf|sed|make|update-grub|gsettings)( |$)`)

type newcomer struct {
	t         *testing.T
	dir, lang string
	codes     []string // receipt codes of two people, once there are some
	phrase    string   // the passphrase of the booth that was made last
	last      string   // what was typed last
}

func newNewcomer(t *testing.T, lang string) *newcomer {
	n := &newcomer{t: t, dir: t.TempDir(), lang: lang}
	for _, d := range []string{"media/card", "media/stick", "srv", "home/booth", "etc/default", "etc/grub.d", "bin", "here"} {
		if err := os.MkdirAll(filepath.Join(n.dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The name makes this test program the command, see TestMain; not a symbolic link, since a kiosk starts itself again by
	// its own path.
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"bin/matchbooth", "here/matchbooth"} {
		if os.Link(self, filepath.Join(n.dir, at)) == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(n.dir, at), program, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	// The stand-in of sudo is whom it is told to be: -iu booth begins at home.
	n.script("sudo", `if [ "$1" = -iu ]; then HOME=$STAGE/home/$2; cd "$HOME"; shift 2; fi; exec "$@"`)
	for _, name := range []string{"adduser", "apt", "mount", "update-grub", "gsettings", "matchbooth-lockdown"} {
		n.script(name, `echo "$(basename "$0") $*" >>"$STAGE/called"`)
	}
	n.write("etc/grub.d/10_linux", "CLASS=\"--class gnu-linux --class gnu --class os\"\n")
	return n
}

func (n *newcomer) script(name, body string) {
	if err := os.WriteFile(filepath.Join(n.dir, "bin", name), []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		n.t.Fatal(err)
	}
}

func (n *newcomer) write(name, text string) {
	write(n.t, filepath.Join(n.dir, name), text)
}

func (n *newcomer) exists(name string) bool {
	_, err := os.Stat(filepath.Join(n.dir, name))
	return err == nil
}

const guidePhrase, guidePIN = "seven tired violins crossed the frozen harbour", "604827"

// does makes ready what a line takes for granted, types it, and wants it done.
func (n *newcomer) does(line string) {
	n.t.Helper()
	n.makeReady(line)
	n.mustRun(line)
}

var (
	guideData   = regexp.MustCompile(`--data (DIR|文件夹|FOLDER|\S+)`)
	guideFolder = regexp.MustCompile(`(^|[\s>='])/(home|srv|media|etc)/`)
	guidePacks  = regexp.MustCompile(`(?:/srv/)?\b(?:my-event-2|my-event|spring-2027-v2)\b|我的活动`)
)

// makeReady puts there what a line counts on and no line before it has made: what people write, and what was at another
// booth.
func (n *newcomer) makeReady(line string) {
	n.t.Helper()
	calls := func(names ...string) bool {
		return slices.ContainsFunc(names, func(c string) bool { return strings.Contains(line+" ", "matchbooth "+c+" ") })
	}
	pack := guidePacks.FindString(line)
	if pack == "" && calls("setup") { // then it is asked for
		pack = "my-event"
	}
	if pack != "" && !calls("new") {
		at := n.at(pack)
		// What was drafted is finished by hand before a booth is made of it.
		if calls("setup") || !n.exists(at) {
			if err := os.RemoveAll(filepath.Join(n.dir, at)); err != nil {
				n.t.Fatal(err)
			}
			if err := livepack.Write(filepath.Join(n.dir, at), time.Now()); err != nil {
				n.t.Fatal(err)
			}
			if strings.HasSuffix(pack, "2") { // the other version of the pack
				file := filepath.Join(n.dir, at, "event.toml")
				toml, err := os.ReadFile(file)
				if err != nil {
					n.t.Fatal(err)
				}
				write(n.t, file, strings.Replace(string(toml), "zh = \"爱医521\"", "zh = \"爱医521 下午场\"", 1))
			}
		}
	}
	if m := guideData.FindStringSubmatch(line); m != nil && !calls("setup", "restore") && !n.exists(filepath.Join(n.at(m[1]), "booth.db")) {
		n.booth(n.at(m[1]))
	}
	for _, w := range strings.Fields(line) {
		switch at := n.at(w); {
		case w == "booth-2/" && !calls("setup"):
			n.secondBooth(at)
		case w == "booth/keys.toml" && !n.exists(at):
			n.booth("here/booth")
		case (w == "people.xlsx" || strings.HasPrefix(w, "prints/table-")) && calls("import"):
			n.typesIn(at)
		case strings.HasPrefix(w, "/media/stick/") && calls("restore") && !n.exists(at):
			n.booth("here/booth")
			n.mustRun("matchbooth backup --data booth --out " + w)
		case strings.HasPrefix(w, "/media/card/") && calls("run") && !n.exists(at):
			n.t.Errorf("%s: the guide has not made %s", line, w)
		}
	}
}

// at is where a name of a guide lies, below the folder of all.
func (n *newcomer) at(name string) string {
	if strings.HasPrefix(name, "/") {
		return strings.TrimPrefix(name, "/")
	}
	switch name {
	case "DIR", "文件夹", "FOLDER":
		name = "booth"
	}
	return filepath.Join("here", name)
}

// booth makes a live booth where two people have signed up on paper.
func (n *newcomer) booth(at string) {
	n.t.Helper()
	n.write("here/pass", guidePhrase+"\n")
	n.phrase = guidePhrase
	n.write("here/pin", guidePIN+"\n")
	if !n.exists("here/ready") {
		if err := livepack.Write(filepath.Join(n.dir, "here/ready"), time.Now()); err != nil {
			n.t.Fatal(err)
		}
	}
	dir := filepath.Join(n.dir, at)
	n.mustRun("matchbooth setup --data " + dir + " --event ready --passphrase-file pass --pin-file pin --recovery-out " + filepath.Base(at) + ".key")
	n.write("here/two.csv", "name,phone,consents,signed_at\n张珂,13800138000,notice+handover+followup,2026-05-21\n李清,13800138001,notice+handover+followup,2026-05-21\n")
	n.codes = nil
	for _, m := range regexp.MustCompile(`(?m)\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])\b`).FindAllStringSubmatch(n.mustRun("matchbooth import -v --data "+dir+" two.csv"), -1) {
		n.codes = append(n.codes, m[1])
	}
	if len(n.codes) != 2 {
		n.t.Fatalf("two people signed up, and there are the codes %q", n.codes)
	}
}

// secondBooth makes another booth of the same event, with somebody of its own.
func (n *newcomer) secondBooth(at string) {
	n.t.Helper()
	if n.exists(filepath.Join(at, "booth.db")) {
		return
	}
	if !n.exists("here/booth") {
		n.booth("here/booth")
	}
	n.mustRun("matchbooth setup --data booth-2 --event ready --keys booth/keys.toml --expect \"" + n.six() + "\" --pin-file pin")
	n.write("here/other.csv", "name,phone,consents,signed_at\n王安,13800138002,notice,2026-05-21\n")
	n.mustRun("matchbooth import --data booth-2 other.csv")
}

// typesIn makes the table of typed forms, or fills in the one that was printed.
func (n *newcomer) typesIn(at string) {
	n.t.Helper()
	file := filepath.Join(n.dir, at)
	if n.exists(at) {
		typed := [][]string{{"编号", "姓名", "手机号", "notice", "handover", "followup", "签字日期"}, {"1", "李娜", "13900000002", "同意", "不同意", "不同意", "2026-05-21"}}
		if n.lang == "en" {
			typed = [][]string{{"No", "Name", "Mobile", "Notice", "Handover", "Date signed"}, {"1", "Ann Lee", "+1 415 555 2671", "agree", "disagree", "2026-05-21"}}
		}
		if err := typeInto(file, typed); err != nil {
			n.t.Fatal(err)
		}
		return
	}
	book := excelize.NewFile()
	for i, row := range [][]string{{"姓名", "手机号", "同意", "填写日期"}, {"王安", "13800138002", "notice", "2026-05-21"}} {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				n.t.Fatal(err)
			}
			if err := book.SetCellStr("Sheet1", cell, value); err != nil {
				n.t.Fatal(err)
			}
		}
	}
	if err := book.SaveAs(file); err != nil {
		n.t.Fatal(err)
	}
}

// six are the words of the event's keys.
func (n *newcomer) six() string {
	raw, err := os.ReadFile(filepath.Join(n.dir, "here/booth/keys.toml"))
	if err != nil {
		n.t.Fatal(err)
	}
	set, err := data.ReadKeySet(string(raw))
	if err != nil {
		n.t.Fatal(err)
	}
	return strings.Join(words.Fingerprint(set.Fingerprint, "en"), " ")
}

// mustRun has a shell do a line at a terminal, and returns what came of it.
func (n *newcomer) mustRun(line string) string {
	n.t.Helper()
	typed := guideFolder.ReplaceAllString(line, "${1}"+n.dir+"/$2/")
	typed = guideData.ReplaceAllStringFunc(typed, func(s string) string {
		for _, name := range []string{"DIR", "文件夹", "FOLDER"} {
			s = strings.Replace(s, " "+name, " booth", 1)
		}
		return s
	})
	if strings.Contains(typed, "six words from the page") || strings.Contains(typed, "恢复页上的六个词") {
		typed = strings.NewReplacer("six words from the page", n.six(), "恢复页上的六个词", n.six()).Replace(typed)
	}
	if len(n.codes) == 2 {
		typed = strings.NewReplacer("7K4M-92QX-D", n.codes[0], "5PWA-RT8N-3", n.codes[1]).Replace(typed)
	}
	keys, tty := terminal(n.t)
	defer keys.Close()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, "sh", "-euc", typed)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Dir = filepath.Join(n.dir, "here")
	said := &screen{}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, said, said
	locale := map[string]string{"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[n.lang]
	cmd.Env = []string{"PATH=" + filepath.Join(n.dir, "bin") + ":" + os.Getenv("PATH"), "HOME=" + n.dir, "STAGE=" + n.dir, "LC_ALL=" + locale}
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	tty.Close()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for at := 0; ; {
		select {
		case err := <-ended:
			// The doctor finds that there is no screen here.
			if err != nil && (!strings.Contains(line, "matchbooth doctor") || cmd.ProcessState.ExitCode() != 1) {
				n.t.Fatalf("%s\n%s\n%v, and said:\n%s", line, typed, err, said.String())
			}
			if m := drawn.FindStringSubmatch(said.String()); m != nil {
				n.phrase = m[1]
			}
			return said.String()
		case <-time.After(10 * time.Millisecond):
			all := said.String()
			for _, q := range guideQuestions {
				if m := q.asked.FindStringSubmatch(all[at:]); m != nil {
					n.last = q.answer(n, m)
					if _, err := keys.WriteString(n.last + "\n"); err != nil {
						n.t.Fatal(err)
					}
					at = len(all)
					break
				}
			}
		}
	}
}

// always answers a question with the same.
func always(s string) func(*newcomer, []string) string {
	return func(*newcomer, []string) string { return s }
}

// guideQuestions are what commands ask at the terminal, and what a newcomer answers: what they noted, and else Enter.
var guideQuestions = []struct {
	asked  *regexp.Regexp
	answer func(n *newcomer, asked []string) string
}{
	{regexp.MustCompile(`(?:or type your own: |或输入自己的：)$`), func(n *newcomer, _ []string) string { n.phrase = guidePhrase; return guidePhrase }},
	{regexp.MustCompile(`(?:PIN, 6 to 12 digits.*: |New PIN.*: |PIN.*随机生成[\]）]：)$`), always(guidePIN)},
	{regexp.MustCompile(`(?:Once more: |再输入?一遍：)$`), func(n *newcomer, _ []string) string { return n.last }},
	{regexp.MustCompile(`(?:Event pack: |活动包：)$`), always("my-event")},
	{regexp.MustCompile(`(?:(?:Passphrase|passphrase|from your note): |口令：)$`), func(n *newcomer, _ []string) string { return n.phrase }},
	{regexp.MustCompile(`(?:line (\d), group (\d), four characters: |第 (\d) 行第 (\d) 组的四个字符：)$`), func(n *newcomer, m []string) string {
		shares, err := filepath.Glob(filepath.Join(n.dir, "*-shares"))
		if err != nil || len(shares) != 1 {
			n.t.Fatal(shares, err)
		}
		return group(n.t, shares[0], m[1]+m[3], m[2]+m[4])
	}},
	{regexp.MustCompile(`(?:\(yes/no\) |（是/否）\s*)$`), always("yes")},
	{regexp.MustCompile(`(?:: |：|> |\) |）)\s*$`), always("")},
}

// drawn is a passphrase that was drawn, as it is shown.
var drawn = regexp.MustCompile(`(?m)^ {4}((?:[a-z]+ ){5}[a-z]+|\p{Han}+(?:[ ·]\p{Han}+){6})\s*$`)
