package calls

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/ui/work/handover"
)

func printer(t *testing.T, lang string) text.Printer {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang)
}

// people are three who are due on 30 May 2027.
func people() []record.Record {
	named := func(n, name string) func(*record.Record) {
		return func(r *record.Record) {
			r.Person, r.Code = n, entry.ReceiptCode("AAAABBBB"+n)
			r.Fields["name"] = record.Field{Text: record.Text(name)}
		}
	}
	return []record.Record{
		someone(named("C", "测试·某"), checked(record.StepRang, true), contact("2027-05-28 call no_answer day7")),
		someone(named("D", "=HYPERLINK(\"x\")"), without("email"), contact("2027-05-29 call wrong_number day7")),
		someone(named("E", "Test Other"), without("wechat", "email"), contact("2027-05-29 call wrong_number day7")),
	}
}

// books are the rows of the sheet by language.
var books = map[string]string{
	"zh": `回执码|姓名|先用|号码|再试|为什么联络|从哪天起|上次|这次结果
AAAA-BBBB-C|测试·某|电话（通的）|139 0000 0001|微信 wx_test / 邮箱 test@example.org|Day 7！|2027-05-28|2027-05-28 电话，没接 (LQ)
AAAA-BBBB-D|=HYPERLINK("x")|微信|wx_test||Day 7！|2027-05-28|2027-05-29 电话，号码不对 (LQ)
AAAA-BBBB-E|Test Other|没有能用的联系方式|||Day 7！|2027-05-28|2027-05-29 电话，号码不对 (LQ)
`,
	"en": `Receipt code|Name|First try|Number|Then|What for|Due since|Last attempt|Result
AAAA-BBBB-C|测试·某|Phone (worked)|139 0000 0001|WeChat wx_test / Email test@example.org|Day 7|2027-05-28|2027-05-28 Phone: no answer (LQ)
AAAA-BBBB-D|=HYPERLINK("x")|WeChat|wx_test||Day 7|2027-05-28|2027-05-29 Phone: wrong number (LQ)
AAAA-BBBB-E|Test Other|No way left|||Day 7|2027-05-28|2027-05-29 Phone: wrong number (LQ)
`,
}

func TestTheListAsAWorkbook(t *testing.T) {
	for lang, want := range books {
		s, path := &store{}, filepath.Join(t.TempDir(), "calls.xlsx")
		s.erased = []entry.ReceiptCode{"CCCCDDDDE"}
		done, err := Write(t.Context(), s, handover.Opened{Records: people()}, Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, lang), Path: path, Data: t.TempDir()})
		if err != nil || done.Rows != 3 || done.Gone != 1 {
			t.Fatal(done, err)
		}
		if s.marked != "xlsx for calls: AAAABBBBC AAAABBBBD AAAABBBBE" || s.asked != "calls" {
			t.Errorf("noted: %q", s.marked)
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		sheets := f.GetSheetList()
		if len(sheets) != 2 || sheets[0] != map[string]string{"zh": "联络", "en": "Calls"}[lang] {
			t.Fatalf("sheets %q", sheets)
		}
		rows, err := f.GetRows(sheets[0])
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, r := range rows {
			got.WriteString(strings.ReplaceAll(strings.Join(r, "|"), "\n", " / ") + "\n")
		}
		if got.String() != want {
			t.Errorf("got\n%swant\n%s", &got, want)
		}
		if formula, err := f.GetCellFormula(sheets[0], "B3"); err != nil || formula != "" {
			t.Errorf("a name is a formula: %q, %v", formula, err)
		}
		if rows, _ := f.GetRows(sheets[1]); len(rows) != 2 || rows[1][0] != "CCCC-DDDD-E" {
			t.Errorf("the erased: %q", rows)
		}
		page, err := f.GetPageLayout(sheets[0])
		if err != nil || page.Size == nil || *page.Size != 9 || page.Orientation == nil || *page.Orientation != "landscape" || page.FitToHeight == nil || *page.FitToHeight != 0 {
			t.Errorf("the page is not A4 landscape, as wide as the sheet: %+v, %v", page, err)
		}
		if fit, err := f.GetSheetProps(sheets[0]); err != nil || fit.FitToPage == nil || !*fit.FitToPage {
			t.Errorf("it is not fitted to the page: %v", err)
		}
		if names := f.GetDefinedName(); len(names) != 1 || names[0].Name != "_xlnm.Print_Titles" || names[0].RefersTo != "'"+sheets[0]+"'!$1:$1" {
			t.Errorf("the header is not on each page: %+v", names)
		}
		head, err := f.GetHeaderFooter(sheets[0])
		wantHead := map[string]string{"zh": "&L测试 && 活动 · 联络 2027-05-30", "en": "&LTest && event · calls on 2027-05-30"}[lang]
		if err != nil || head == nil || head.OddHeader != wantHead {
			t.Errorf("the head of the page is %+v, %v", head, err)
		}
	}
}

// A list that cannot be noted is gone again, and one that must not be written is not begun.
func TestAListThatIsNotNotedDoesNotExist(t *testing.T) {
	order := func(path string) Order {
		return Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, "en"), Path: path, Data: t.TempDir()}
	}
	full := errors.New("the disk is full")
	path := filepath.Join(t.TempDir(), "calls.xlsx")
	if _, err := Write(t.Context(), &store{fails: full}, handover.Opened{Records: people()}, order(path)); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("the file is there")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Write(stopped, &store{}, handover.Opened{Records: people()}, order(path)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), &store{}, handover.Opened{Records: people()}, order(path)); !errors.Is(err, export.ErrExists) {
		t.Errorf("a file that is there: %v", err)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "mine" {
		t.Errorf("the file that was there: %q, %v", kept, err)
	}
	for _, left := range []string{filepath.Dir(path)} {
		if list, _ := os.ReadDir(left); len(list) != 1 {
			t.Errorf("%d files are left", len(list))
		}
	}
	other := handover.Opened{Key: key{}, Faults: []record.Fault{{Entry: "x", What: record.FaultKey}}}
	if _, err := Write(t.Context(), &store{}, other, order(path+"2")); !errors.As(err, new(handover.OtherKey)) {
		t.Errorf("a key that opens nobody: %v", err)
	}
}

// Whatever happens to a list on its way, whoever has a phrase opens it and nobody else.
func TestAListUnderAPhrase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "calls.xlsx")
	o := Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, "en"), Path: path, Data: t.TempDir(), Phrase: "six made up words for a test"}
	if _, err := Write(t.Context(), &store{}, handover.Opened{Records: people()}, o); err != nil {
		t.Fatal(err)
	}
	if f, err := excelize.OpenFile(path); err == nil {
		f.Close()
		t.Error("it opens without the phrase")
	}
	f, err := excelize.OpenFile(path, excelize.Options{Password: o.Phrase})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if rows, err := f.GetRows("Calls"); err != nil || len(rows) != 4 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestEveryChannelAndOutcomeHasAWord(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		in := printer(t, lang)
		var all []string
		for _, c := range record.Channels {
			all = append(all, ChannelIn(c, in))
		}
		for _, o := range record.Outcomes {
			all = append(all, OutcomeIn(o, in))
		}
		slices.Sort(all)
		if n := len(slices.Compact(slices.Clone(all))); n != len(record.Channels)+len(record.Outcomes) || strings.Contains(strings.Join(all, ""), "⟦") {
			t.Errorf("%q", all)
		}
		if ChannelIn("pigeon", in) != "pigeon" || OutcomeIn("lost", in) != "lost" {
			t.Error("what a later version writes is not shown as it is")
		}
	}
}

// store notes what it is told.
type store struct {
	erased        []entry.ReceiptCode
	fails         error
	marked, asked string
}

func (*store) Fingerprints() []string { return []string{"age1test"} }
func (*store) Given(context.Context, data.Opener, string) (map[entry.ReceiptCode]string, int, error) {
	return nil, 0, nil
}
func (*store) MarkGiven(context.Context, string, string, []entry.ReceiptCode, map[entry.ReceiptCode]string, ...entry.ReceiptCode) error {
	return nil
}
func (*store) Meta(string) (string, bool) { return "", false }
func (s *store) ErasedSinceExport(_ context.Context, _ data.Opener, to string) ([]entry.ReceiptCode, int, error) {
	s.asked = to
	return s.erased, 0, nil
}
func (s *store) MarkExported(_ context.Context, format, to string, codes []entry.ReceiptCode, _ ...entry.ReceiptCode) error {
	s.marked = format + " for " + to + ":"
	for _, c := range codes {
		s.marked += " " + string(c)
	}
	return s.fails
}

// key opens nobody here.
type key struct{ data.Opener }

func (key) Fingerprint() string { return "age1other" }
