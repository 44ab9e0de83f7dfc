package report

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	xdraw "golang.org/x/image/draw"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/typeset"
)

var (
	zone = time.FixedZone("CST", 8*3600)
	day  = time.Date(2027, 5, 21, 0, 0, 0, 0, zone)
)

// happening are the facts of an event of so many days with so many people a day, all made up.
func happening(days, people int, opened bool) figures.Facts {
	f := figures.Facts{From: day, To: day.AddDate(0, 0, days), Now: day.AddDate(0, 0, 60), Booth: "3f2a", Mirror: data.MirrorState{Dir: "stick"}}
	o := &figures.Opened{HandedOver: map[string]map[entry.ReceiptCode]bool{handover.Registry: {}}, Handover: "handover"}
	if days*people > 0 {
		f.Tallies = map[string]int{"started": 312, "screen:conditions": 168, "screen:form": 109, "screen:saved": 86, "outcome:all_true": 101, "outcome:unsure": 12, "outcome:not_yet": 4, "lang:zh": 280, "lang:en": 32}
	}
	for d := range days {
		for i := range people {
			a := data.Arrival{Person: fmt.Sprintf("person %d of day %d", i, d), Booth: []string{"3f2a", "91c0"}[i%2], State: data.Stored, Mirrored: d != 1 || i > 2, Checked: i%11 > 0}
			a.Hour = day.AddDate(0, 0, d).Unix()/3600 + 9 + int64(i*i%9)
			if i%43 == 42 {
				a.State = data.Erased
			}
			f.Arrivals = append(f.Arrivals, a)
			if a.State != data.Stored {
				continue
			}
			r := record.Record{Person: a.Person, Booth: a.Booth, Code: entry.CodeOf(a.Person)}
			r.At, r.Lang, r.Reachability = time.Unix(a.Hour*3600, 0), "zh", 1+i%4
			r.Story = []string{"one", "two", ""}[i*i%3]
			if r.Source = figures.Screen; i%20 == 1 {
				r.Source = figures.Paper
			}
			if i%7 > 0 {
				r.Consents = []record.Consent{{ID: "handover"}}
				o.HandedOver[handover.Registry][r.Code] = true
			}
			if a.Checked {
				r.Checks = []record.Check{{Kit: "K", Answers: map[string]bool{record.StepSample: i%2 > 0}}}
			}
			if i%3 > 0 {
				r.Contacts = []record.Contact{{At: r.At.AddDate(0, 0, 8+20*(i%3)), Outcome: record.Reached}}
			}
			o.Records = append(o.Records, r)
		}
	}
	if opened {
		f.Opened = o
	}
	return f
}

func content(f figures.Facts, days int, lang string) Content {
	c := Content{Today: f.Today(), Whole: f.Day(nil), About: About{Made: day.AddDate(0, 0, 60), First: day, Last: day.AddDate(0, 0, days-1)}}
	if f.Opened != nil {
		c.Came = figures.Opened{Records: f.Opened.Records}.Came(f.Now)
	}
	name := map[string]map[string]string{
		"zh": {"one": "第一个故事", "two": "第二个故事", "unsure": "有一条不确定"},
		"en": {"one": "The student who gave twice", "two": "The teacher", "unsure": "Not sure about one"},
	}[lang]
	c.Title, c.Place, c.By = "5·21 爱医日造血干细胞捐献志愿者登记", "医学院一号楼前", "学生会志愿者部"
	if lang == "en" {
		c.Title, c.Place, c.By = "5.21 Love to Medicine: sign-up of stem-cell donors", "School of Medicine, main square", "the students' volunteer office"
	}
	c.Names = figures.Names{This: f.Booth, Story: func(id string) string { return name[id] }, Outcome: func(id string) string { return name[id] }}
	for _, d := range f.Daily() {
		c.Days = append(c.Days, d.Day(nil))
	}
	return c
}

func printer(t *testing.T, lang string) text.Printer {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang)
}

// TestReports compares pages, a third as large, with the pictures in testdata/golden. With REPORTS=FOLDER all are written
// there in full; after a change that is meant, MATCHBOOTH_GOLDEN=update writes the kept ones anew.
func TestReports(t *testing.T) {
	for _, c := range []struct {
		name         string
		days, people int
		lang         string
		opened       bool
		pages        int
		golden       bool
	}{
		{"day-zh", 1, 86, "zh", true, 2, true},
		{"day-en", 1, 86, "en", true, 2, true},
		{"three-days-zh", 3, 60, "zh", true, 2, false},
		{"closed-en", 1, 86, "en", false, 1, false},
		{"nobody-zh", 1, 0, "zh", true, 1, false},
		{"month-en", 31, 4, "en", true, 3, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages, err := Pages(printer(t, c.lang), content(happening(c.days, c.people, c.opened), c.days, c.lang))
			if err != nil {
				t.Fatal(err)
			}
			if len(pages) != c.pages {
				t.Errorf("%d pages, not %d", len(pages), c.pages)
			}
			for i, p := range pages {
				name := fmt.Sprintf("%s-%d.png", c.name, i+1)
				if dir := os.Getenv("REPORTS"); dir != "" {
					write(t, filepath.Join(dir, name), p)
				}
				if c.golden {
					compare(t, filepath.Join("testdata", "golden", name), third(p))
				}
			}
		})
	}
}

func third(p image.Image) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, typeset.PageWidth/3, typeset.PageHeight/3))
	xdraw.ApproxBiLinear.Scale(out, out.Rect, p, p.Bounds(), draw.Src, nil)
	return out
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, path string, got image.Image) {
	t.Helper()
	if os.Getenv("MATCHBOOTH_GOLDEN") == "update" {
		write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v: run with MATCHBOOTH_GOLDEN=update, and look at it", err)
	}
	defer f.Close()
	kept, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Bounds() != got.Bounds() {
		t.Fatalf("%v, not %v", got.Bounds(), kept.Bounds())
	}
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if color.GrayModel.Convert(kept.At(x, y)) != color.GrayModel.Convert(got.At(x, y)) {
				t.Fatalf("another page than %s, first at %d, %d", path, x, y)
			}
		}
	}
}

func TestAReportAsAFile(t *testing.T) {
	c := content(happening(1, 10, true), 1, "en")
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := WritePDF(b, printer(t, "en"), c); err != nil {
			t.Fatal(err)
		}
	}
	// The library writes the pages' pictures in any order, so only the length is the same.
	if !bytes.HasPrefix(one.Bytes(), []byte("%PDF-")) || one.Len() > 2<<20 || one.Len() != two.Len() {
		t.Errorf("%d and %d bytes", one.Len(), two.Len())
	}
	c.Days = make([]figures.Day, MostDays+1)
	if err := WritePDF(&two, printer(t, "en"), c); !errors.Is(err, ErrDays) {
		t.Errorf("a report of more than a year: %v", err)
	}
}

// From the built-in pack, in both languages, every text is there.
func TestAReportOfTheBuiltInEvent(t *testing.T) {
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil {
		t.Fatal(faults, err)
	}
	for _, lang := range []string{"zh", "en"} {
		f := happening(2, 12, true)
		f.From, f.To = figures.Always(f.Now)
		c := Of(f, pack, lang)
		if c.Title == "" || c.Place == "" || c.First.IsZero() || c.Last.Before(c.First) || len(c.Days) != 2 || c.Whole.Created != 24 || c.Days[0].Created+c.Days[1].Created != 24 {
			t.Errorf("%+v", c.About)
		}
		pages, err := Pages(printer(t, lang), c)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range pages {
			if dir := os.Getenv("REPORTS"); dir != "" {
				write(t, filepath.Join(dir, fmt.Sprintf("built-in-%s-%d.png", lang, i+1)), p)
			}
		}
	}
}
