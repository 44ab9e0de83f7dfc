package app

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/amend"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/packs"
)

func (d *fakeDesk) LookAtPack(context.Context, string) (packs.Offer, error) { return *d.offer, d.err }
func (d *fakeDesk) TakePack(context.Context, packs.Offer) error             { return d.err }
func (d *fakeDesk) PackNow() *event.Pack                                    { return nil }
func (d *fakeDesk) PackLacks() (lacks, rival bool)                          { return d.lacks, false }

// packWith is the built-in pack as it may go live, with some of its texts replaced: pairs of a text and what comes in its
// place.
func packWith(today time.Time, pairs ...string) fs.FS {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	tmp, err := os.MkdirTemp("", "pack")
	must(err)
	defer func() { must(os.RemoveAll(tmp)) }()
	dir := filepath.Join(tmp, "pack")
	must(livepack.Write(dir, today))
	out, change := fstest.MapFS{}, strings.NewReplacer(pairs...)
	must(fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(dir), name)
		out[name] = &fstest.MapFile{Data: []byte(change.Replace(string(b)))}
		return err
	}))
	return out
}

const studentField = `[[fields]]
id = "student"
step = "who"
kind = "text"
required = false
label = { zh = "学号", en = "Student number" }
help = { zh = "在校园卡上。", en = "It is on your campus card." }

[[fields]]
id = "campus"`

// mended are changes that may be made after setup.
var mended = []string{
	"[[fields]]\nid = \"campus\"", studentField, "开放时间请向骨髓库确认", "周一到周五 9:00–17:00", "Please ask the registry for its hours", "Monday to Friday, 9 to 17",
	"retention_days = 90", "retention_days = 60",
}

func packOf(fsys fs.FS) *event.Pack {
	p, faults, err := event.LoadFS(fsys)
	if err != nil || len(faults) > 0 {
		panic(faults)
	}
	return p
}

// packOffer is a changed pack as the desk sees it, with differences that are not possible or without.
func packOffer(refused bool) *packs.Offer {
	pairs := mended
	if refused {
		pairs = append([]string{`field = "email"`, `field = "mail"`, `id = "email"`, `id = "mail"`, `id = "huangpu"`, `id = "luwan"`, `ends = "2027-05-21"`, `ends = "2027-05-22"`}, mended...)
	}
	a, b := packOf(packWith(deskDay)), packOf(packWith(deskDay, pairs...))
	return &packs.Offer{Old: a, New: b, Changes: amend.Compare(a, b, amend.Booth{SignUps: true})}
}

// A changed event pack is taken from a stick by holding: every screen shows it then, the desk locks, and what people agreed
// to stays as they were shown it. One with a difference that is not possible is only explained.
func TestChangingTheEventPackAtTheDesk(t *testing.T) {
	b, _, now := booth(t)
	today := time.Now() // a pack is looked at by the real date
	b.Pack = packOf(packWith(today))
	here, _ := twoBooths(t, b, now)
	if err := os.CopyFS(filepath.Join(here.Dir(), packs.Dir), packWith(today)); err != nil {
		t.Fatal(err)
	}
	if err := here.SetMeta(packs.Meta, b.Pack.Digest); err != nil {
		t.Fatal(err)
	}
	shown := *b.Pack.Consent("handover")
	up := signedUp(*now, 0, canary, "13900000417")
	up.Consents = []record.Consent{{ID: "handover", SHA256: shown.SHA256("zh"), Lang: "zh", At: *now}}
	if _, err := here.SignUp(t.Context(), up); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	bad := append([]string{`field = "email"`, `field = "mail"`, `id = "email"`, `id = "mail"`}, mended...)
	for name, pairs := range map[string][]string{"a-good": mended, "b-bad": bad} {
		if err := os.CopyFS(filepath.Join(stick, name), packWith(today, pairs...)); err != nil {
			t.Fatal(err)
		}
	}
	openedOver(t, b, now, here, here, stick, session.DeskMerge)
	at := map[string]string{}
	for i := range 2 {
		id := "desk.merge.source." + string(rune('0'+i))
		touchOn(t, b, id)
		text := says(b.page)
		if strings.Contains(text, "换不了") {
			at["bad"] = text
			if len(b.page.Holds) > 0 {
				t.Error("a pack that is refused can be taken")
			}
			continue
		}
		at["good"] = id
		if !strings.Contains(text, "多一项：学号（选填）") || !strings.Contains(text, "保存 60 天，原来是 90 天") || !strings.Contains(text, "从下一位来访者起") {
			t.Errorf("of a changed pack it says %s", text)
		}
	}
	if !strings.Contains(at["bad"], "去掉“邮箱”这一项") || at["good"] == "" {
		t.Fatalf("the packs on the stick: %v", at)
	}
	leftover := filepath.Join(stick, "a-good", "event.toml")
	whole, err := os.ReadFile(leftover) //nolint:gosec // G304: the test's own stick
	if err != nil {
		t.Fatal(err)
	}
	keep := func(b []byte) {
		t.Helper()
		if err := os.WriteFile(leftover, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keep([]byte(strings.Replace(string(whole), "周一到周五 9:00–17:00", "周一到周五（示例）", 1)))
	touchOn(t, b, at["good"])
	if text := says(b.page); !strings.Contains(text, "示例的标记") || len(b.page.Holds) > 0 {
		t.Errorf("of a pack in which a line of the example is left it says %s", text)
	}
	keep(whole)
	touchOn(t, b, at["good"])
	holdOn(t, b, "desk.pack.take")
	if b.Pack.Field("student") == nil || b.Pack.Handler.RetentionDays != 60 || b.context().Pack != b.Pack {
		t.Fatal("the screens show the pack from before")
	}
	if b.desk.Opened() != nil {
		t.Error("the desk is open with what the pack before has read")
	}
	if got := here.Packs(); len(got) != 1 || got[0].Digest != b.Pack.Digest || !got[0].Here {
		t.Errorf("the store has %+v", got)
	}
	log, err := here.AuditLog(t.Context())
	if err != nil || !hasAct(log, "event pack changed to ", "LM") {
		t.Errorf("%v, %v", log, err)
	}
	if k := b.Pack.ConsentOf("handover", "zh", shown.SHA256("zh")); k == nil || k.Shown("zh") != shown.Shown("zh") || k.Shown("zh") == b.Pack.Consent("handover").Shown("zh") {
		t.Error("the text that was agreed to is lost")
	}
	if err := b.desk.Unlock(t.Context(), []byte(phrase), "LM"); err != nil {
		t.Fatal(err)
	}
	b.shown = ""
	b.show()
	if text := says(b.page); !strings.Contains(text, "活动包换好了") {
		t.Errorf("it says %s", text)
	}
	touchOn(t, b, at["good"])
	if text := says(b.page); !strings.Contains(text, "没有要改的") {
		t.Errorf("of the same pack it says %s", text)
	}
}

func hasAct(log []data.Audited, what, who string) bool {
	for _, l := range log {
		if strings.HasPrefix(l.What, what) && l.Who == who {
			return true
		}
	}
	return false
}
