package session

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/handover"
)

// atBooth is a session over a real practice booth with some people who agreed to the hand-over and one who did not.
func atBooth(t *testing.T, agreed int) (*Session, *data.Store, func(name string, agrees bool) data.Saved) {
	t.Helper()
	p := pack(t)
	dir := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(dir, p.ID, data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	up := func(name string, agrees bool) data.Saved {
		t.Helper()
		r := record.SignUp{At: time.Now(), Lang: "zh", Source: "screen", Reachability: 2, Fields: map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: "13900000417"}}}
		if agrees {
			r.Consents = []record.Consent{{ID: "handover", Lang: "zh"}}
		}
		saved, err := s.SignUp(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	for i := range agreed {
		up(fmt.Sprint("测试", i), true)
	}
	up("不转交", false)
	now := time.Now()
	d := New(s, p, dir, func() time.Time { now = now.Add(time.Second); return now }, nil)
	if err := d.Unlock(t.Context(), []byte(data.PracticePassphrase), "LQ"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Lock)
	return d, s, up
}

func survey(t *testing.T, d *Session, to string) handover.Survey {
	t.Helper()
	s, err := d.Survey(t.Context(), to, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is surveyed is what is written: those who agreed, then only those who are new, then nobody, and never a file with
// nobody in it. Whoever was erased goes along as a code, and a file of such codes alone is one.
func TestOnlyTheNewAreHandedOver(t *testing.T) {
	d, s, up := atBooth(t, 3)
	if got := survey(t, d, handover.Registry); got != (handover.Survey{All: 3, New: 3, Kept: 1}) {
		t.Errorf("at first: %+v", got)
	}
	stick := t.TempDir()
	to := Handing{For: handover.Registry, Format: "csv", Folder: stick}
	if done, err := d.HandOver(t.Context(), to, nil); err != nil || done.Rows != 3 {
		t.Fatalf("%v, %v", done.Rows, err)
	}
	later := up("后来", true)
	if _, err := d.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := survey(t, d, handover.Registry); got != (handover.Survey{All: 4, Has: 3, New: 1, Kept: 1}) {
		t.Errorf("after one more: %+v", got)
	}
	to.New = true
	if done, err := d.HandOver(t.Context(), to, nil); err != nil || done.Rows != 1 {
		t.Fatalf("only the new: %v, %v", done.Rows, err)
	}
	files := len(list(t, stick))
	if _, err := d.HandOver(t.Context(), to, nil); !errors.Is(err, handover.ErrNothing) || len(list(t, stick)) != files {
		t.Errorf("nobody new: %v", err)
	}
	if found, err := s.Erase(t.Context(), later.Code); err != nil || !found {
		t.Fatal(found, err)
	}
	if _, err := d.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := survey(t, d, handover.Registry); got.Gone != 1 || got.All != 3 {
		t.Errorf("after an erasure: %+v", got)
	}
	if done, err := d.HandOver(t.Context(), to, nil); err != nil || done.Rows != 0 || done.Gone != 1 {
		t.Errorf("a code alone: %+v, %v", done.Rows, err)
	}
}

// Who was handed over is new to the recipient again, and once, when something that they are given has changed: a correction, a
// kit, a consent or a join. What they are not given is no news to them.
func TestWhoChangedIsNewOnceMore(t *testing.T) {
	d, _, _ := atBooth(t, 3)
	var them []record.Record
	for _, r := range d.Opened().Records {
		if len(r.Consents) > 0 {
			them = append(them, r)
		}
	}
	give := func(to string, onlyNew bool) int {
		t.Helper()
		done, err := d.HandOver(t.Context(), Handing{For: to, Format: "csv", Folder: t.TempDir(), New: onlyNew}, nil)
		if err != nil && !errors.Is(err, handover.ErrNothing) {
			t.Fatal(err)
		}
		return done.Rows
	}
	give(handover.Registry, false)
	give(handover.Us, false)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what         string
		do           func()
		registry, us int
	}{
		{"nothing", func() {}, 0, 0},
		{"a number", func() {
			must(d.Correct(t.Context(), them[0].Person, map[string]string{"phone": "13900000418"}, "misspelt"))
		}, 1, 1},
		{"what stays here", func() {
			must(d.Correct(t.Context(), them[0].Person, map[string]string{"campus": "huangpu"}, "said so"))
		}, 0, 1},
		{"a check", func() {
			must(d.Check(t.Context(), them[0].Person, changes.Checking{Answers: map[string]bool{record.StepRang: true}}))
		}, 0, 1},
		{"a kit", func() { must(d.Check(t.Context(), them[1].Person, changes.Checking{Kit: "SH-0521-7"})) }, 1, 1},
		{"the same kit", func() { must(d.Check(t.Context(), them[1].Person, changes.Checking{Kit: "SH-0521-7"})) }, 0, 1},
		{"a call", func() {
			must(d.Contact(t.Context(), them[1].Person, changes.Calling{Channel: record.ChannelCall, Outcome: record.Reached}))
		}, 0, 0},
		{"another consent", func() { must(d.Consent(t.Context(), them[1].Person, []string{"followup"}, nil, "said so", "zh")) }, 0, 1},
		{"two in one", func() { must(d.Join(t.Context(), them[1].Person, them[2].Person)) }, 1, 1},
	} {
		c.do()
		before := map[string]handover.Survey{handover.Registry: survey(t, d, handover.Registry), handover.Us: survey(t, d, handover.Us)}
		for to, want := range map[string]int{handover.Registry: c.registry, handover.Us: c.us} {
			if got := give(to, true); got != want || before[to].New != want {
				t.Errorf("%s: %d are new to %s, surveyed as %d, want %d", c.what, got, to, before[to].New, want)
			}
			if again := give(to, true); again != 0 {
				t.Errorf("%s: %d are new to %s a second time", c.what, again, to)
			}
		}
	}
	// What was corrected is what goes.
	must(d.Correct(t.Context(), them[0].Person, map[string]string{"phone": "13900000419"}, "misspelt"))
	stick := t.TempDir()
	if _, err := d.HandOver(t.Context(), Handing{For: handover.Registry, Format: "csv", Folder: stick, New: true}, nil); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(stick, list(t, stick)[0]))
	if err != nil || !strings.Contains(string(raw), "13900000419") || strings.Contains(string(raw), "测试1") {
		t.Errorf("the file has not the one corrected number: %v", err)
	}
}

// Whoever takes the consent back that their details go to the registry is told to the registry once, as the erased are; in
// what we keep they stay. Who agrees again is handed over again, as somebody new.
func TestWhoWithdrawsIsToldToTheRegistryOnce(t *testing.T) {
	d, _, _ := atBooth(t, 3)
	give := func(to string, onlyNew bool, rows, gone int) {
		t.Helper()
		want := survey(t, d, to)
		done, err := d.HandOver(t.Context(), Handing{For: to, Format: "csv", Folder: t.TempDir(), New: onlyNew}, nil)
		if err != nil || done.Rows != rows || done.Gone != gone || want.Gone != gone {
			t.Errorf("%s: %d rows and %d codes, want %d and %d (surveyed: %d); %v", to, done.Rows, done.Gone, rows, gone, want.Gone, err)
		}
	}
	give(handover.Registry, false, 3, 0)
	give(handover.Us, false, 4, 0)
	var agreed record.Record
	for _, r := range d.Opened().Records {
		if slices.ContainsFunc(r.Consents, func(c record.Consent) bool { return c.ID == "handover" }) {
			agreed = r
		}
	}
	if err := d.Consent(t.Context(), agreed.Person, nil, []string{"handover"}, "said so", "zh"); err != nil {
		t.Fatal(err)
	}
	give(handover.Us, false, 4, 0)
	give(handover.Registry, true, 0, 1)
	if _, err := d.HandOver(t.Context(), Handing{For: handover.Registry, Format: "csv", Folder: t.TempDir(), New: true}, nil); !errors.Is(err, handover.ErrNothing) {
		t.Errorf("told twice: %v", err)
	}
	give(handover.Registry, false, 2, 0)
	if err := d.Consent(t.Context(), agreed.Person, []string{"handover"}, nil, "said so", "zh"); err != nil {
		t.Fatal(err)
	}
	give(handover.Registry, true, 1, 0)
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// Whoever stops leaves no file of any format, and nobody counts as handed over.
func TestStoppingLeavesNothing(t *testing.T) {
	d, _, _ := atBooth(t, 70)
	for _, format := range []string{"csv", "json", "vcf", "xlsx"} {
		for _, phrase := range []bool{false, format == "xlsx"} {
			stick := t.TempDir()
			ctx, stop := context.WithCancel(t.Context())
			_, err := d.HandOver(ctx, Handing{For: handover.Registry, Format: format, Folder: stick, Phrase: phrase}, func(int, int) { stop() })
			stop()
			if !errors.Is(err, context.Canceled) || len(list(t, stick)) > 0 {
				t.Errorf("%s: %v, left %v", format, err, list(t, stick))
			}
		}
	}
	if got := survey(t, d, handover.Registry); got.New != 70 {
		t.Errorf("only %d are new", got.New)
	}
}

// The passphrase that is shown opens the workbook, and nothing else does; it is in no file and prints as nothing.
func TestAClosedWorkbookOpensWithWhatIsShown(t *testing.T) {
	for lang, form := range map[string]string{"zh": `^(\d{4} ){5}\d{4}$`, "en": `^([a-z]+ ){5}[a-z]+$`} { // what a clerk can be told in that language
		if got := words.Told(lang); !regexp.MustCompile(form).MatchString(got) || got == words.Told(lang) {
			t.Errorf("%s: not what is told", lang)
		}
	}
	d, _, _ := atBooth(t, 2)
	stick := t.TempDir()
	done, err := d.HandOver(t.Context(), Handing{For: handover.Us, Format: "xlsx", Folder: stick, Phrase: true, Lang: "zh"}, nil)
	if !regexp.MustCompile(`^[\d ]+$`).MatchString(string(done.Phrase)) {
		t.Error("at a Chinese desk it is not of digits")
	}
	if err != nil || len(done.Phrase) < 20 {
		t.Fatal(err)
	}
	if _, err := zip.OpenReader(done.Path); err == nil {
		t.Error("it opens without")
	}
	book, err := excelize.OpenFile(done.Path, excelize.Options{Password: string(done.Phrase)})
	if err != nil {
		t.Fatal(err)
	}
	book.Close()
	if s := fmt.Sprintf("%v %+v", done, done); strings.Contains(s, string(done.Phrase)) {
		t.Error("it is printed")
	}
	again, err := d.HandOver(t.Context(), Handing{For: handover.Us, Format: "xlsx", Folder: stick, Phrase: true}, nil)
	if err != nil || again.Phrase == done.Phrase {
		t.Errorf("the next has the same: %v", err)
	}
	if left, err := handover.Left(stick); err != nil || len(left) != 0 {
		t.Errorf("closed workbooks are named as open: %v, %v", left, err)
	}
}

// Plain exports that lie about are named, and gone once they are shredded; what is not ours stays.
func TestPlainExportsAreNamedAndShredded(t *testing.T) {
	d, _, _ := atBooth(t, 2)
	for _, format := range []string{"csv", "json", "vcf", "xlsx"} {
		if _, err := d.HandOver(t.Context(), Handing{For: handover.Us, Format: format, Folder: d.Folder()}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.HandOver(t.Context(), Handing{For: handover.Us, Format: "csv", Folder: d.Folder(), To: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"}, nil); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"notes.csv", "matchbooth-report-x.pdf"} {
		if err := os.WriteFile(filepath.Join(d.Folder(), other), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	left, err := handover.Left(d.Folder())
	if err != nil || len(left) != 4 {
		t.Fatalf("%v, %v", left, err)
	}
	if err := handover.Shred(left); err != nil {
		t.Fatal(err)
	}
	if names := list(t, d.Folder()); len(names) != 3 {
		t.Errorf("left: %v", names)
	}
	if left, err := handover.Left(filepath.Join(d.Folder(), "nowhere")); err != nil || len(left) != 0 {
		t.Errorf("a folder that is not there: %v, %v", left, err)
	}
}

// A locked desk counts what needs no key, writes no report and closes no day; an open one does, and the audit has it.
func TestTheDayIsCountedReportedAndClosed(t *testing.T) {
	d, s, up := atBooth(t, 4)
	one := up("一", true)
	if err := s.AddCheck(t.Context(), one.Person, record.Check{At: time.Now(), Rang: true, Initials: "LQ"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	paper := 1
	day, err := d.Day(t.Context(), &paper)
	if err != nil || !day.Opened || day.Stored != 6 || day.NoHandOver != 1 || day.Unchecked != 5 || len(day.Equations) != 4 || len(day.Todo) == 0 {
		t.Errorf("%v, %+v", err, day)
	}
	today, _, err := d.Today(t.Context())
	if err != nil || !today.Open || !today.CallsDue || today.SignedUp != 6 || today.Reach[2] != 6 {
		t.Errorf("%v, %+v", err, today)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	path, err := d.Report(t.Context(), Reporting{Say: texts.In("zh"), Folder: stick})
	if err != nil {
		t.Fatal(err)
	}
	if head, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(head), "%PDF") {
		t.Errorf("%v", err)
	}
	if _, err := d.Report(t.Context(), Reporting{Say: texts.In("zh"), Folder: filepath.Dir(d.Folder())}); !errors.Is(err, handover.ErrInBooth) {
		t.Errorf("in the booth: %v", err)
	}
	if whole, err := d.Report(t.Context(), Reporting{Say: texts.In("en"), Folder: d.Folder(), Whole: true}); err != nil || whole == path {
		t.Errorf("of the event: %v", err)
	}
	if err := d.CloseDay(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	d.Lock()
	if today, _, err = d.Today(t.Context()); err != nil || today.Open || today.SignedUp != 6 || today.Reach != nil {
		t.Errorf("locked: %v, %+v", err, today)
	}
	if _, err := d.Report(t.Context(), Reporting{Say: texts.In("zh"), Folder: stick}); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
	if err := d.CloseDay(t.Context(), 0); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
	acts, err := s.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]string{}
	for _, a := range acts {
		n[a.What] = a.Who
	}
	if n["report written"] != "LQ" || n["day closed with 3 open"] != "LQ" {
		t.Errorf("%v", n)
	}
}

// A copy for a person does not tell them the receipt code of somebody whom a volunteer has told from them: with it they
// could have that person erased.
func TestACopyHasNobodyElsesCode(t *testing.T) {
	d, _, _ := atBooth(t, 3)
	a, b, c := d.Opened().Records[0], d.Opened().Records[1], d.Opened().Records[2]
	if err := d.Apart(t.Context(), a.Person, b.Person); err != nil {
		t.Fatal(err)
	}
	if err := d.Join(t.Context(), c.Person, a.Person); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	noted := 0
	for _, r := range d.Opened().Records {
		h, err := d.HandOver(t.Context(), Handing{For: handover.Person, Person: r.Person, Format: "json", Folder: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(h.Path)
		if err != nil {
			t.Fatal(err)
		}
		mine := append([]entry.ReceiptCode{r.Code}, r.Joined...)
		for _, x := range []entry.ReceiptCode{a.Code, b.Code, c.Code} {
			if !slices.Contains(mine, x) && strings.Contains(string(text), strings.ReplaceAll(string(x), "-", "")) {
				t.Errorf("the copy of %s has the code of somebody else", r.Code)
			}
		}
		noted += strings.Count(string(text), `"join"`)
	}
	if noted < 2 {
		t.Errorf("%d of what was said of two sign-ups is in the copies", noted)
	}
}

// erasing is a store in which somebody erases a person once the file with them is written, before it is on a list.
type erasing struct {
	*data.Store
	code entry.ReceiptCode
	seen int
}

func (e *erasing) RecordsOf(ctx context.Context, key data.Opener, person string) ([]record.Record, []record.Fault, error) {
	if e.seen++; e.seen == 2 { // the first look is before the file is written, this one after it
		if _, err := e.Erase(ctx, e.code); err != nil {
			return nil, nil, err
		}
	}
	return e.Store.RecordsOf(ctx, key, person)
}

// Whoever is erased while a file with them alone is written leaves no file: neither a copy nor a hand-over, open or closed.
// Nothing says that it was handed over.
func TestErasedWhileTheirFileIsWritten(t *testing.T) {
	for _, of := range []Handing{
		{For: handover.Person, Format: "pdf"}, {For: handover.Person, Format: "json"},
		{For: handover.Registry, Format: "xlsx", Phrase: true}, {For: handover.Registry, Format: "csv"},
	} {
		first, s, _ := atBooth(t, 2)
		r := first.Opened().Records[0]
		e := &erasing{Store: s, code: r.Code}
		d := New(e, pack(t), filepath.Dir(first.Folder()), time.Now, nil)
		if err := d.Unlock(t.Context(), []byte(data.PracticePassphrase), "LQ"); err != nil {
			t.Fatal(err)
		}
		of.Person, of.Folder = r.Person, t.TempDir()
		if _, err := d.HandOver(t.Context(), of, nil); !errors.Is(err, ErrErasedMeanwhile) || !errors.Is(err, data.ErrNobody) {
			t.Errorf("%s for %s: %v after %d looks", of.Format, of.For, err, e.seen)
		}
		if names := list(t, of.Folder); len(names) > 0 {
			t.Errorf("%s for %s: left are %v", of.Format, of.For, names)
		}
		acts, err := s.AuditLog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range acts {
			if strings.HasPrefix(a.What, "export") {
				t.Errorf("%s for %s: the audit has %q", of.Format, of.For, a.What)
			}
		}
		d.Lock()
	}
}
