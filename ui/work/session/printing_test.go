package session

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Whoever signed up on paper gets a card with a code of their own, that of their sealed sign-up, once the desk is open and
// the event has a hub; the file is private, named among those that lie open, and in the audit.
func TestPaperPeopleGetCardsOfTheirOwn(t *testing.T) {
	const phrase = "seven tired violins crossed the frozen harbour"
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	live := *pack
	live.Practice, live.Hub.URL = false, "https://nic.example.edu.cn/hub"
	one, _, _ := twoBooths(t, live.ID, phrase)
	store := openStore(t, one)
	d := New(store, &live, one, time.Now, nil)
	if err := d.Unlock(t.Context(), []byte(phrase), "LM"); err != nil {
		t.Fatal(err)
	}
	if n := d.OwnCards(); n != 0 {
		t.Fatalf("%d cards of nobody", n)
	}
	forms := filepath.Join(t.TempDir(), "forms.csv")
	if err := os.WriteFile(forms, []byte("name,phone,consents,signed_at,lang\n张伟,13900000001,notice,2026-05-21,zh\nAnn Lee,13900000002,notice,2026-05-21,en\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	how := Typing{Say: texts.In("zh")}
	imported := func() Imported {
		t.Helper()
		out, err := d.Import(t.Context(), forms, how, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := imported(); out.Saved != 2 {
		t.Fatalf("%+v", out)
	}
	before := secretsOf(d)
	if out := imported(); out.Saved != 0 || out.Again != 2 {
		t.Fatalf("%+v", out)
	}
	if after := secretsOf(d); len(before) != 2 || before[0] == before[1] || !slices.Equal(before, after) {
		t.Error("a second import of the list draws other secrets, or two people share one")
	}
	// Somebody at the screen has theirs already, and no card.
	if _, _, err := store.SignUpOnce(t.Context(), make([]byte, 32), record.SignUp{At: time.Now(), Lang: "zh", Source: "screen", FollowUp: record.NewFollowUp()}); err != nil {
		t.Fatal(err)
	}
	if err := d.afresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := d.OwnCards(); n != 2 {
		t.Fatalf("cards for %d people of two", n)
	}
	from, _ := d.records()
	rows, own := d.ownCards(&live, from.Records)
	for _, r := range from.Records {
		if r.Source == record.SourcePaper && !strings.HasSuffix(string(own[r.Code.String()]), "/hub/f/"+live.ID+"#"+string(r.FollowUp)) {
			t.Error("a card has somebody else's code, or none")
		}
	}
	if len(rows["zh"]) != 1 || len(rows["en"]) != 1 || rows["en"][0].Name != "Ann Lee" {
		t.Error("the cards are in other languages")
	}
	stick := t.TempDir()
	out, err := d.Print(t.Context(), ToPrint{People: true, Folder: stick}, nil)
	if err != nil || !slices.Equal(out.Files, []string{"own-cards-zh.pdf", "own-cards-en.pdf"}) {
		t.Fatalf("%v: %v", out.Files, err)
	}
	for _, f := range out.Files {
		if info, err := os.Stat(filepath.Join(out.Folder, f)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", f, info.Mode(), err)
		}
	}
	if open := d.OpenFiles(); len(open) != 2 || open[0].People != 1 {
		t.Errorf("%d files are named that lie open", len(open))
	}
	log, err := store.AuditLog(t.Context())
	if err != nil || !slices.ContainsFunc(log, func(a data.Audited) bool {
		return strings.HasPrefix(a.What, "own cards") && a.Persons == 2 && a.Who == "LM"
	}) {
		t.Errorf("it is not in the audit: %v", err)
	}
	d.Lock()
	if d.OwnCards() != 0 {
		t.Error("a locked desk prints people")
	}
	if _, err := d.Print(context.Background(), ToPrint{People: true, Folder: stick}, nil); err == nil {
		t.Error("a locked desk has printed people")
	}
	// Without a hub nothing is drawn, and there is no such card.
	live.Hub.URL = ""
	if err := d.Unlock(t.Context(), []byte(phrase), "LM"); err != nil {
		t.Fatal(err)
	}
	if d.OwnCards() != 0 {
		t.Error("a card leads nowhere")
	}
	more := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(more, []byte("name,phone,consents,signed_at\n李娜,13900000003,notice,2026-05-21\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Import(t.Context(), more, how, nil); err != nil {
		t.Fatal(err)
	}
	if all := secretsOf(d); len(all) != 3 {
		t.Errorf("%d secrets", len(all))
	}
}

// secretsOf are the secrets of the people who are here, in order.
func secretsOf(d *Session) (out []record.FollowUp) {
	from, _ := d.records()
	for _, r := range from.Records {
		out = append(out, r.FollowUps()...)
	}
	return out
}
