//go:build linux

package packaging_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// page is the text of a file of the repository.
func page(t *testing.T, name string) string {
	return text(t, filepath.Join("..", filepath.FromSlash(name)))
}

// pages are the names of the files in docs, as the repository has them.
func pages(t *testing.T, pattern string) (list []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("..", "docs", pattern))
	if err != nil || len(found) < 7 {
		t.Fatal(found, err)
	}
	for _, f := range found {
		list = append(list, "docs/"+filepath.Base(f))
	}
	return list
}

// What the code or the Makefile says in a number, the guides say in the same one: each row has where it comes from, with the
// number in brackets, and what has to stand where.
func TestNumbersInTheGuidesAreThoseOfTheProgram(t *testing.T) {
	for _, c := range []struct {
		file, number, is string
		said             map[string]string
	}{
		{"Makefile", `(?m)^torture: .*about (\d+) minutes`, "25", map[string]string{"docs/development.md": "`make torture` kills, starves and lies to the store for about 25 minutes"}},
		{"Makefile", `(?m)^test: .*, (half an hour to an hour)`, "half an hour to an hour", map[string]string{
			"docs/development.md": "On two cores it takes half an hour to an hour", "CONTRIBUTING.md": "half an hour to an hour", "README.md": "half an hour to an hour", "README.zh.md": "半小时到一小时"}},
		{"kiosk/session/idle.go", `idleDesk += (\d+) \* time.Minute`, "5", map[string]string{
			"docs/desk.md": "After five minutes without a sign of life it locks", "docs/desk.zh.md": "五分钟没人动就锁"}},
		{"kiosk/session/idle.go", `idleGate += (\d+) \* time.Second`, "20", map[string]string{
			"docs/kiosk.md": "After 20 seconds without a touch the\npad closes", "docs/kiosk.zh.md": "20 秒没人碰，键盘自己关上"}},
		{"kiosk/session/idle.go", `idleStaff += (\d+) \* time.Second`, "60", map[string]string{
			"docs/kiosk.md": "After 60 seconds without a touch it closes by itself", "docs/kiosk.zh.md": "60 秒没人碰，它自己关上"}},
		{"kiosk/event/files.go", `maxEntries = (\d+)`, "500", map[string]string{
			"docs/event-pack.md": "500 files and folders", "docs/event-pack.zh.md": "文件和文件夹合计 500 个"}},
		{"kiosk/event/files.go", `maxDepth += (\d+)`, "3", map[string]string{"docs/event-pack.md": "three folders deep", "docs/event-pack.zh.md": "最多套三层"}},
		{"kiosk/event/files.go", `maxRatio += (\d+)`, "200", map[string]string{"docs/event-pack.md": "200 times as large", "docs/event-pack.zh.md": "不超过 200 倍"}},
		{"kiosk/event/check.go", `maxLink = (\d+)`, "150", map[string]string{"docs/event-pack.md": "a link up to 150 characters", "docs/event-pack.zh.md": "一个链接 150 个字符"}},
	} {
		m := regexp.MustCompile(c.number).FindStringSubmatch(page(t, c.file))
		if m == nil || m[1] != c.is {
			t.Errorf("%s: %s is %q now: say so in %v, and here", c.file, c.number, m, c.said)
		}
		for file, want := range c.said {
			if !strings.Contains(page(t, file), want) {
				t.Errorf("%s does not say %q, which is what %s has", file, want, c.file)
			}
		}
	}
}

// What .ci/deps.sh asks for is in the list of what is needed, by the same name.
func TestEveryToolThatIsInstalledIsListed(t *testing.T) {
	listed := page(t, "docs/dependencies.md")
	asked := regexp.MustCompile(`\b(?:have|python_has) ([a-zA-Z0-9_+-]+)`).FindAllStringSubmatch(page(t, ".ci/deps.sh"), -1)
	if len(asked) < 30 {
		t.Fatalf("only %d tools were found", len(asked))
	}
	same := map[string]string{"import": "ImageMagick", "x86_64-w64-mingw32-gcc": "MinGW", "x86_64-w64-mingw32-g++-posix": "MinGW", "makensis": "NSIS", "fontTools": "fonts-noto-cjk", "wine64": "wine", "sudo": "", "apt-get": ""}
	for _, m := range asked {
		name, other := same[m[1]]
		if !other {
			name = m[1]
		}
		if !strings.Contains(listed, name) {
			t.Errorf(".ci/deps.sh installs %s, which docs/dependencies.md does not name", m[1])
		}
	}
}

// Wherever a second copy is asked for, it goes into a folder made for it, never to the top of a stick: that is a folder of this
// computer when the stick is not there.
func TestTheSecondCopyHasAFolderOfItsOwn(t *testing.T) {
	asked := 0
	for _, name := range append(pages(t, "*.md"), "README.md", "README.zh.md", "packaging/windows/README.md") {
		for _, m := range regexp.MustCompile(`--mirror[ =](/\S+)`).FindAllStringSubmatch(page(t, name), -1) {
			asked++
			if dir := strings.TrimRight(m[1], "`'；。，.,"); dir != "/media/card/matchbooth" {
				t.Errorf("%s has the second copy at %s", name, dir)
			}
		}
	}
	if asked < 5 {
		t.Errorf("only %d second copies were found", asked)
	}
}

// Nobody can log in with the account that the kiosk's guide makes; where it has somebody do so, it says what that takes. And what
// both languages tell stands in both.
func TestTheKiosksGuideCanBeFollowedWithItsAccount(t *testing.T) {
	for file, want := range map[string][]string{
		"docs/kiosk.md":    {"adduser --disabled-password", "console as `booth`", "`sudo passwd booth`", "one person", "where else to sign up"},
		"docs/kiosk.zh.md": {"adduser --disabled-password", "用 `booth` 在文字控制台登录", "`sudo passwd booth`", "一个人十分钟", "还能去哪里登记"},
	} {
		for _, s := range want {
			if !strings.Contains(page(t, file), s) {
				t.Errorf("%s does not say %q", file, s)
			}
		}
	}
}

// Every page for people has its Chinese twin, but for those that only who works on the program reads; each leads to the other.
func TestPagesForPeopleAreInBothLanguages(t *testing.T) {
	for _, name := range pages(t, "*.zh.md") {
		en := strings.Replace(name, ".zh.md", ".md", 1)
		if !strings.Contains(page(t, name), "("+filepath.Base(en)+")") || !strings.Contains(page(t, en), "("+filepath.Base(name)+")") {
			t.Errorf("%s and %s do not lead to each other", name, en)
		}
		for _, readme := range []string{"README.md", "README.zh.md"} {
			if !strings.Contains(page(t, readme), "("+name+")") {
				t.Errorf("%s does not lead to %s", readme, name)
			}
		}
	}
}
