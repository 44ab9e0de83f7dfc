package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/merge"
	"matchbooth/ui/work/paper"
	work "matchbooth/ui/work/session"
)

const strange = "3f9a02c17be45d60a81b55de09c2f374" // a booth that is not known here

func (d *fakeDesk) Sources(context.Context, []handover.Place) []merge.Source {
	at := func(hours int) int64 { return noon.Add(-time.Duration(hours) * time.Hour).Unix() }
	if d.offer != nil {
		return []merge.Source{{Path: "/media/BOOTH-2/spring-2027-v2", Kind: merge.Pack, Name: "spring-2027-v2", On: "BOOTH-2", Unix: at(1)}}
	}
	var hub []merge.Source
	if d.hub != "" {
		hub = []merge.Source{{Path: merge.FromHub, Kind: merge.Hub, Name: d.hub, Unix: at(0)}}
	}
	return append(hub, []merge.Source{
		{Path: "/media/BOOTH-2/matchbooth-2", Kind: merge.Folder, Name: "matchbooth-2", On: "BOOTH-2", Unix: at(1)},
		{Path: "/media/BOOTH-2/backup.zip", Kind: merge.Backup, Name: "booth-3-backup.zip", On: "BOOTH-2", Size: 3e6, Unix: at(3)},
		{Path: "/media/BOOTH-2/forms.csv", Kind: merge.List, Name: "forms.csv", On: "BOOTH-2", Size: 3e3, Unix: at(4)},
		{Path: "/home/booth/old", Kind: merge.Folder, Name: "old", Unix: at(24 * 400)},
	}...)
}

func (d *fakeDesk) Preview(_ context.Context, _ string, yes work.Agreed) (merge.Plan, error) {
	p := merge.Plan{New: 31, Changed: 4, Gone: 1, Doubles: 2, Asked: []merge.Stranger{{Booth: strange, Entries: 12}},
		Offer: &data.KeyOffer{New: data.KeySet{Fingerprint: "77d01e5a92bc4f38", Keys: make([]data.KeyInfo, 3)}}}
	p.Added, p.Known, p.Claims, p.Damaged = 36, 53, 3, 1
	return p, d.err
}

func (d *fakeDesk) Merge(context.Context, string, work.Agreed, func(int, int)) (data.MergeReport, error) {
	return data.MergeReport{}, d.err
}

func (d *fakeDesk) Claims(context.Context) ([]data.Claim, error) {
	if d.even {
		return nil, nil
	}
	return []data.Claim{{Booth: strange, Kind: "correction"}, {Booth: strange, Kind: "correction"}, {Booth: strange, Kind: "check"},
		{Booth: "91c0a7d2e4f6b8091a2b3c4d5e6f7081", Kind: "erasure"}}, nil
}

func (d *fakeDesk) Answer(context.Context, []data.Claim, bool) error { return d.err }

func (d *fakeDesk) LookAt(_ context.Context, _ string, how work.Typing) (work.Forms, error) {
	f := work.Forms{Encoding: "gb18030", Names: []record.Text{"张••", "李••", "欧阳••"}, Doubts: []table.Doubt{table.DoubtEncoding}, Hidden: 1}
	f.New, f.Again, f.Refused, f.Unsure = 17, 3, 2, 1
	f.Columns = []intake.Column{{Read: "姓名", Means: "name"}, {Read: "手机", Means: "phone"}, {Read: "愿意转交", Consent: "handover"}, {Read: "备注"}}
	said := func(column, key string) []string { // as a row's reasons are made: the word above the column, then the sentence
		return []string{column + how.Say.S("punct.colon") + strings.TrimRight(how.Say.S(key), ".。")}
	}
	f.Reasons = []paper.Reason{{Line: 6, Why: said("手机", "problem.phone.digits")}, {Line: 19, Why: said("签字日期", "cli.row.unsigned")}}
	f.Look.Doubts = []paper.Reason{{Line: 11, Why: said("签字日期", "doubt.date.short")}}
	return f, d.err
}

func (d *fakeDesk) Import(context.Context, string, work.Typing, func(int, int)) (work.Imported, error) {
	return work.Imported{Saved: 17, Again: 3, Refused: 2, Flagged: 1, Path: "/media/BOOTH-2/forms.refused.csv"}, d.err
}

// twoBooths are two booths of one event: one that is open, and the folder of the other, which the test closes.
func twoBooths(t *testing.T, b *Booth, now *time.Time) (here, there *data.Store) {
	t.Helper()
	dir := t.TempDir()
	opt := data.Options{Clock: func() time.Time { return *now }}
	set := data.Setup{Event: b.Pack.ID, RetentionDays: 400, Passphrase: []byte(phrase), PIN: "270519"}
	made := func(name string) *data.Store {
		at := filepath.Join(dir, name)
		if err := data.CreateLive(at, set, opt); err != nil {
			t.Fatal(err)
		}
		s, err := data.Open(at, opt)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		keys, err := os.ReadFile(filepath.Join(at, "keys.toml"))
		if err != nil {
			t.Fatal(err)
		}
		set.SharedKeys = string(keys)
		return s
	}
	here = made("here")
	return here, made("stick/booth-2")
}

// belongs has the desk here name another booth as one of the event's, so that nobody is asked about it.
func belongs(t *testing.T, here, other *data.Store) {
	t.Helper()
	key, err := here.Unlock([]byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := here.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := here.Belongs(t.Context(), desk, other.BoothID()); err != nil {
		t.Fatal(err)
	}
}

// openedOver opens the desk of a live booth at a page, over its store or what stands before that, with a stick plugged in.
func openedOver(t *testing.T, b *Booth, now *time.Time, here *data.Store, over work.Store, stick string, at session.DeskPage) {
	t.Helper()
	b.sticks = func() []handover.Place { return []handover.Place{{Dir: stick, Name: "ENROL"}} }
	b.Data, b.Store = here.Dir(), here
	b.desk = b.deskOver(over)
	on(b, now, session.Event{Kind: session.OpenDesk, Arg: string(at)})
	if err := b.desk.Unlock(t.Context(), []byte(phrase), "LM"); err != nil {
		t.Fatal(err)
	}
	b.shown = ""
	b.show()
}

const phrase = "seven tired violins crossed the frozen harbour"

// A volunteer plugs a stick in, is told what another booth has before anything is merged, compares the words of a booth
// that is not known, and merges it.
func TestMergingAtTheDesk(t *testing.T) {
	b, _, now := booth(t)
	here, there := twoBooths(t, b, now)
	for i, s := range []*data.Store{here, there, there} {
		up := signedUp(*now, 0, canary, "1390000041"+string(rune('7'+i%2)))
		if _, err := s.SignUp(t.Context(), up); err != nil {
			t.Fatal(err)
		}
	}
	stick := filepath.Dir(there.Dir())
	openedOver(t, b, now, here, here, stick, session.DeskMerge)
	if text := says(b.page); !strings.Contains(text, "booth-2") || !strings.Contains(text, "ENROL") || on1(b, "desk.merge.source.2") != nil {
		t.Fatalf("the list has %s", text)
	}

	touchOn(t, b, "desk.merge.source.0") // it is open
	if text := says(b.page); !strings.Contains(text, "正开着") || on1(b, "desk.merge") != nil {
		t.Fatalf("of a booth that is open it says %s", text)
	}
	id := there.BoothID()
	if err := there.Close(); err != nil {
		t.Fatal(err)
	}
	touchOn(t, b, "desk.merge.source.0")
	text := says(b.page)
	if !strings.Contains(text, strings.Join(words.Booth(id, "zh"), "·")) || on1(b, "desk.merge") != nil {
		t.Fatalf("of a booth that is not known it says %s", text)
	}
	touchOn(t, b, "desk.merge.booth.0")
	if n := len(b.desk.Opened().Records); n != 1 {
		t.Fatalf("a preview brought %d people", n)
	}
	touchOn(t, b, "desk.merge")
	if text = says(b.page); !strings.Contains(text, "新来 2 位") {
		t.Errorf("it says %s", text)
	}
	if n := len(b.desk.Opened().Records); n != 3 {
		t.Fatalf("%d people are here, want 3", n)
	}
	if on1(b, "desk.merge.next.doubles") == nil || on1(b, "desk.merge.next.check") == nil {
		t.Error("nothing leads to who may be double and who is to be checked")
	}
	log, err := here.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	noted := false
	for _, l := range log {
		noted = noted || strings.HasPrefix(l.What, "merge from booth "+id) && l.Who == "LM" && l.Persons == 2
	}
	if !noted {
		t.Errorf("the audit has %v", log)
	}

	touchOn(t, b, "desk.merge.source.0") // once more
	if text := says(b.page); !strings.Contains(text, "不用合并") || on1(b, "desk.merge") != nil {
		t.Errorf("of what is here already it says %s", text)
	}
	old := b.page
	on(b, now, ev(session.CloseDesk))
	for what, v := range map[string]any{"booth": b, "page": old} {
		if way := held(v); way != "" {
			t.Errorf("a name is left in the %s: %s", what, way)
		}
	}
}

// By keys alone: the arrow marks a booth, Return looks at it and then merges it, and Esc lets it be.
func TestMergingByKeys(t *testing.T) {
	b, _, now := booth(t)
	here, there := twoBooths(t, b, now)
	if _, err := there.SignUp(t.Context(), signedUp(*now, 0, canary, "13900000417")); err != nil {
		t.Fatal(err)
	}
	belongs(t, here, there)
	if err := there.Close(); err != nil {
		t.Fatal(err)
	}
	openedOver(t, b, now, here, here, filepath.Dir(there.Dir()), session.DeskToday)
	*now = now.Add(time.Second)
	b.key(fyne.KeyF6, 0)
	if b.state.DeskPage != session.DeskMerge {
		t.Fatal("F6 does not lead to merging")
	}
	b.key(fyne.KeyDown, 0)
	b.key(fyne.KeyUp, 0)
	b.key(fyne.KeyReturn, 0)
	if on1(b, "desk.merge") == nil {
		t.Fatalf("Return did not look: %s", says(b.page))
	}
	b.key(fyne.KeyEscape, 0)
	if on1(b, "desk.merge") != nil {
		t.Fatal("Esc did not let it be")
	}
	b.key(fyne.KeyReturn, 0)
	b.key(fyne.KeyReturn, 0)
	if n := len(b.desk.Opened().Records); n != 1 {
		t.Fatalf("%d people are here: %s", n, says(b.page))
	}
}

// Typed paper forms are looked at first, then taken: what could be saved is, the rest lies beside the file with why, and
// the same file a second time adds nobody.
func TestTakingPaperFormsAtTheDesk(t *testing.T) {
	b, s, stick, _ := overBooth(t, session.DeskMerge)
	file := filepath.Join(stick, "forms.csv")
	rows := "姓名,手机,同意事项,签字日期\n" +
		"张三,13800138000,notice followup,2027-05-20\n" +
		"李四,1380013800,notice followup,2027-05-20\n" + // a digit short
		"王五,13900000417,notice followup,2027-05-20\n" // the number of somebody who is here
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	before, err := s.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	touchOn(t, b, "desk.merge.source.0")
	text := says(b.page)
	if !strings.Contains(text, "第 3 行不收") || on1(b, "desk.merge") == nil || !strings.Contains(text, "收下 2 张") {
		t.Fatalf("of the file it says %s", text)
	}
	if strings.Contains(text, "张三") || strings.Contains(text, "13800138000") {
		t.Error("a preview shows somebody in full")
	}
	if now, err := s.Status(t.Context()); err != nil || now.Signups != before.Signups || len(filesIn(t, stick)) != 1 {
		t.Fatal("a preview saved something")
	}
	touchOn(t, b, "desk.merge")
	text = says(b.page)
	if !strings.Contains(text, "存下 2 张") || !strings.Contains(text, "forms.refused.csv") {
		t.Errorf("it says %s", text)
	}
	if now, err := s.Status(t.Context()); err != nil || now.Signups != before.Signups+2 {
		t.Errorf("%d are here", now.Signups)
	}
	refused, err := os.ReadFile(filepath.Join(stick, "forms.refused.csv"))
	if err != nil || !strings.Contains(string(refused), "李四") || strings.Contains(string(refused), "张三") {
		t.Errorf("refused: %s, %v", refused, err)
	}
	flagged := 0
	for _, r := range b.desk.Opened().Records {
		flagged += len(r.Flags)
	}
	if flagged != 1 {
		t.Errorf("%d are marked as looking like somebody who is here, want 1", flagged)
	}
	log, err := s.AuditLog(t.Context())
	if err != nil || log[len(log)-1].Who != "LM" || !strings.HasPrefix(log[len(log)-1].What, "import") {
		t.Errorf("the audit ends with %v, %v", log[len(log)-1], err)
	}

	touchOn(t, b, "desk.merge.source.1") // refused.csv is newer
	text = says(b.page)
	if on1(b, "desk.merge") != nil {
		t.Errorf("what was taken can be taken again: %s", text)
	}
}

// A file that is no list gets a sentence that says what to do, and nothing is saved.
func TestFilesThatAreNoLists(t *testing.T) {
	b, s, stick, _ := overBooth(t, session.DeskMerge)
	for name, x := range map[string]struct{ content, want string }{
		"empty-header.csv": {"备注,颜色\n好,红\n", "表头不对"},
		"old.xls":          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "没有收"},
		"page.csv":         {"<html><body>x</body></html>", "网页"},
		"binary.csv":       {"\x00\x01\x02\x03", "没有收"},
		"header.csv":       {"姓名,手机\n", "没有收"},
	} {
		if err := os.WriteFile(filepath.Join(stick, name), []byte(x.content), 0o600); err != nil {
			t.Fatal(err)
		}
		fresh(b)
		at := -1
		for i := range 9 {
			if c := on1(b, "desk.merge.source."+string(rune('0'+i))); c != nil {
				touchOn(t, b, c.ID)
				if strings.Contains(says(b.page), x.want) && on1(b, "desk.merge") == nil {
					at = i
				}
			}
		}
		if at < 0 {
			t.Errorf("%s: it says %s", name, says(b.page))
		}
		if err := os.Remove(filepath.Join(stick, name)); err != nil {
			t.Fatal(err)
		}
	}
	if st, err := s.Status(t.Context()); err != nil || st.Signups != 3 {
		t.Errorf("%d are here", st.Signups)
	}
}

// fresh draws the page anew, as when a stick was plugged in.
func fresh(b *Booth) {
	b.atDesk = desk.Kept{}
	b.shown = ""
	b.show()
}

// A list whose header is not understood, because it was read in a wrong encoding, can be read in another one.
func TestAnotherEncodingIsTriedWhereTheHeaderIsNotUnderstood(t *testing.T) {
	b, _, stick, _ := overBooth(t, session.DeskMerge)
	gb := "\xd0\xd5\xc3\xfb,\xca\xd6\xbb\xfa,\xcd\xac\xd2\xe2\xca\xc2\xcf\xee,\xc7\xa9\xd7\xd6\xc8\xd5\xc6\xda\n\xd5\xc5\xc8\xfd,13800138000,notice followup,2027-05-20\n"
	if err := os.WriteFile(filepath.Join(stick, "forms.csv"), []byte(gb), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	touchOn(t, b, "desk.merge.source.0")
	if on1(b, "desk.merge") == nil {
		t.Fatalf("it cannot be taken as it is: %s", says(b.page))
	}
	touchOn(t, b, "desk.forms.encoding.windows-1252")
	if text := says(b.page); !strings.Contains(text, "表头不对") || on1(b, "desk.merge") != nil {
		t.Fatalf("in a wrong encoding it says %s", text)
	}
	touchOn(t, b, "desk.forms.encoding.gb18030")
	if text := says(b.page); on1(b, "desk.merge") == nil || !strings.Contains(text, "收下 1 张") {
		t.Errorf("in the right one it says %s", text)
	}
}
