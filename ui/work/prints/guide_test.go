package prints

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
)

// The volunteers' page is one page, also where the names of the event are long, and is what the guide says.
func TestTheVolunteersPageIsOnePage(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	long := *pack
	long.Title = event.Text{}
	for lang, s := range pack.Title {
		long.Title[lang] = strings.Repeat(s+" ", 4)
	}
	for _, p := range []*event.Pack{pack, &long} {
		for _, lang := range []string{"zh", "en"} {
			files, err := Files(Order{Pack: p, Texts: texts, What: []string{Guide}, Langs: []string{lang}})
			if err != nil || len(files) != 2 { // a PDF and the picture of its one page
				t.Errorf("%s: %d files, %v", lang, len(files), err)
			}
		}
	}
	zh, en := assets.Volunteer()
	for file, body := range map[string]string{"volunteer.zh.md": zh, "volunteer.md": en} {
		doc, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", file))
		if err != nil || !strings.HasSuffix(string(doc), "\n\n"+body) {
			t.Errorf("docs/%s does not end in what is printed (%v)", file, err)
		}
	}
}

// What it says is to be touched is called so on the screens.
func TestTheVolunteersPageNamesWhatIsOnTheScreens(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	zh, en := assets.Volunteer()
	for lang, body := range map[string]string{"zh": zh, "en": en} {
		called := map[string]bool{}
		for _, key := range texts.Keys(lang) {
			called[texts.In(lang).S(key)] = true
		}
		names := regexp.MustCompile("“([^”]+)”").FindAllStringSubmatch(body, -1)
		if len(names) < 9 {
			t.Errorf("%s: only %d names", lang, len(names))
		}
		for _, n := range names {
			if !called[n[1]] {
				t.Errorf("%s: nothing on the screens is called %s", lang, n[1])
			}
		}
	}
}
