package inbox

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age/armor"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/data/wire"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/hub"
)

func TestEachKindOfWishIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	for _, x := range []struct {
		kind    string
		answers []string
		outcome string
		is      func(r record.Record) bool
	}{
		{wire.WishSame, nil, record.Reached, func(r record.Record) bool { return len(r.History) == 1 }},
		{wire.WishNumber, []string{"phone", "139 1234 5678", "wechat", "same"}, record.Reached, func(r record.Record) bool {
			return r.Fields["phone"].Text == "13912345678" && r.Fields["wechat"].Text == "13912345678"
		}},
		{wire.WishContact, []string{"who", " 李 四", "phone", "13700001111"}, record.Reached, func(r record.Record) bool {
			f := r.Fields["contact1"].Person
			return f.Phone == "13700001111" && f.Name == "李四" && f.Relation == "friend"
		}},
		{wire.WishGraduate, []string{"where", "成都", "month", "2028-07", "email", "a.b@example.org"}, record.Moved, func(r record.Record) bool {
			return r.Fields["email"].Text == "a.b@example.org" && r.Fields["graduation"].Text == "2028-07" && strings.Contains(string(r.Contacts[0].Note), "成都 · 2028-07")
		}},
		{wire.WishGraduate, []string{"where", "成都\u202e\n", "email", "not an address"}, record.Moved, func(r record.Record) bool {
			return r.Fields["email"].Text == "" && string(r.Contacts[0].Note) == "成都 · not an address"
		}},
		{wire.WishSample, []string{"day", "2027-06-01"}, record.Sampled, func(r record.Record) bool { return r.Contacts[0].Note == "2027-06-01" }},
	} {
		saved, f := w.signUp(fmt.Sprintf("138%08d", draws.Add(1)))
		m := w.sent(says(f, x.kind, x.answers...))
		if w.pull() != 1 {
			t.Fatal("it did not come")
		}
		all := w.list()
		if len(all) != 1 || all[0].ID != m.ID || !all[0].Sure || !slices.Equal(all[0].Found, []string{saved.Person}) {
			t.Fatalf("%s: %d wishes", x.kind, len(all))
		}
		if err := w.accept(m.ID); err != nil {
			t.Fatalf("%s: %v", x.kind, err)
		}
		r := w.of(saved.Person)
		if len(r.Contacts) != 1 || r.Contacts[0].Channel != record.ChannelPage || r.Contacts[0].Outcome != x.outcome || r.Contacts[0].Wish != m.ID || r.Contacts[0].Initials != "LM" || !x.is(r) {
			t.Errorf("%s: not what was asked for", x.kind)
		}
		// It comes again: the hub was restored, or the phone sent twice.
		w.sent(m)
		if n := w.pull(); n != 0 || len(w.list()) != 0 {
			t.Errorf("%s: a decided wish comes back, %d", x.kind, n)
		}
		if err := w.accept(m.ID); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: accepted twice: %v", x.kind, err)
		}
		if p, err := w.hub.Stats(t.Context()); err != nil || p.Wishes != 0 {
			t.Errorf("the hub keeps %d wishes that the desk has; %v", p.Wishes, err)
		}
	}
}

// A card that somebody has photographed sends what it likes: nobody is erased before a person has said so.
func TestAPhotographedCardErasesNobody(t *testing.T) {
	w := newWorld(t)
	saved, f := w.signUp("13800000001")
	m := w.sent(says(f, wire.WishForget))
	second := w.sent(says(f, wire.WishSame))
	w.pull()
	for range 3 {
		w.list()
		w.again()
	}
	w.of(saved.Person)
	if err := w.box.Refuse(t.Context(), w.at(), m.ID, Decision{By: "LM", Now: time.Now()}); !errors.Is(err, ErrReason) {
		t.Errorf("refused without a reason: %v", err)
	}
	d := w.decision()
	d.Reason = "rang the old number: not from them"
	if err := w.box.Refuse(t.Context(), w.at(), m.ID, d); err != nil {
		t.Fatal(err)
	}
	r := w.of(saved.Person)
	if n := len(r.History); n != 1 || string(r.History[0].Reason) != d.Reason || r.History[0].By != "LM" || r.History[0].Wish != m.ID {
		t.Error("the history does not say why it was refused")
	}
	if list := w.list(); len(list) != 1 || list[0].ID != second.ID {
		t.Error("it is still there")
	}
	again := w.sent(says(f, wire.WishForget))
	w.pull()
	if err := w.accept(again.ID); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(w.records(), func(r record.Record) bool { return r.Person == saved.Person }) {
		t.Error("accepted, and not erased")
	}
	if n := len(w.list()); n != 0 {
		t.Errorf("%d other wishes of somebody who is to be forgotten are kept", n)
	}
}

func TestByTheReceiptCodeOnlyWithTheDigits(t *testing.T) {
	w := newWorld(t)
	saved, _ := w.signUp("13800002618")
	byCode := func(code, last string) Wish {
		t.Helper()
		m := says("", wire.WishSame)
		m.Code, m.Last4 = code, last
		w.sent(m)
		w.pull()
		all := w.list()
		i := slices.IndexFunc(all, func(x Wish) bool { return x.ID == m.ID })
		return all[i]
	}
	if x := byCode(saved.Code.String(), "2618"); x.Tray != "" || x.Sure || !slices.Equal(x.Found, []string{saved.Person}) {
		t.Errorf("not found: %s", x.Tray)
	}
	for tray, pair := range map[Tray][2]string{Digits: {saved.Code.String(), "2619"}, Nobody: {"ABCD-EFGH-J", "2618"}} {
		if x := byCode(pair[0], pair[1]); x.Tray != tray || len(x.Found) != 0 {
			t.Errorf("%v: %s", pair, x.Tray)
		}
	}
	for _, last := range []string{"", "618", "02618", "13800002618"} {
		if x := byCode(saved.Code.String(), last); x.Tray != Digits {
			t.Errorf("found by the code and %q", last)
		}
	}
	// After a correction the number before it counts too.
	at, _ := w.s.AtDesk(w.desk)
	if err := at.Correct(t.Context(), saved.Person, record.Correction{At: w.now, Fields: map[string]*record.Field{"phone": {Text: "13912345678"}}}); err != nil {
		t.Fatal(err)
	}
	for _, last := range []string{"2618", "5678"} {
		if x := byCode(saved.Code.String(), last); x.Tray != "" {
			t.Errorf("not found by %s", last)
		}
	}
}

// Two people with one code and the same last digits stand side by side, and somebody has to say which.
func TestWhereTwoAreFoundSomebodyChooses(t *testing.T) {
	w := newWorld(t)
	records := []record.Record{{Person: "a", Code: "ABCDEFGHJ"}, {Person: "b", Code: "ABCDEFGHJ"}}
	code := entry.CodeOf("somebody")
	for i := range records {
		records[i].Code = code
		records[i].Fields = map[string]record.Field{"phone": {Text: record.Text(fmt.Sprintf("138%d0002618", i))}}
	}
	m := says("", wire.WishForget)
	m.Code, m.Last4 = code.String(), "2618"
	w.sent(m)
	w.pull()
	all, err := w.box.List(t.Context(), w.key, w.pack, eventID, records)
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Found, []string{"a", "b"}) || all[0].Tray != "" {
		t.Fatal(len(all), err)
	}
	k := w.at()
	k.Records = records
	if _, err := w.box.Accept(t.Context(), k, m.ID, w.decision()); !errors.Is(err, ErrWhom) {
		t.Errorf("accepted for one of two: %v", err)
	}
	d := w.decision()
	d.Person = "c"
	if _, err := w.box.Accept(t.Context(), k, m.ID, d); !errors.Is(err, ErrWhom) {
		t.Errorf("accepted for somebody who was not found: %v", err)
	}
}

func TestWhatIsNoneOfOursLiesInATray(t *testing.T) {
	w := newWorld(t)
	_, f := w.signUp("13800000001")
	want := map[string]Tray{}
	put := func(tray Tray, id string, sealed []byte) {
		w.put(id, sealed)
		want[id] = tray
	}
	m := says(f, wire.WishSame)
	m.Event = "another-day"
	put(Other, m.ID, w.seal(m))
	m = says(f, wire.WishForget)
	put(Swapped, newID(), w.seal(m)) // somebody's seal under another id
	junk, err := w.to.Seal([]byte(canary))
	if err != nil {
		t.Fatal(err)
	}
	put(Form, newID(), junk)
	var strangers []string
	for range 2 {
		id, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		strangers = append(strangers, id.Recipient())
	}
	to, err := seal.NewRecipients(strangers...)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := to.Seal([]byte(canary))
	put(Shut, newID(), other)
	torn := w.seal(says(f, wire.WishSame))
	put(Shut, newID(), torn[:len(torn)-5])
	m = says(record.NewFollowUp(), wire.WishForget)
	put(Nobody, m.ID, w.seal(m))
	w.pull()
	all := w.list()
	if len(all) != len(want) {
		t.Errorf("%d wishes, not %d", len(all), len(want))
	}
	for _, x := range all {
		if x.Tray != want[x.ID] {
			t.Errorf("%s lies in %q, not in %q", x.ID, x.Tray, want[x.ID])
		}
		if err := w.accept(x.ID); !errors.Is(err, ErrWhom) {
			t.Errorf("%s was accepted out of a tray: %v", x.Tray, err)
		}
	}
	if n, err := w.box.PutAway(t.Context(), w.at(), Shut); n != 2 || err != nil {
		t.Error(n, err)
	}
	d := w.decision()
	d.Reason = "not ours"
	for _, x := range w.list() {
		if err := w.box.Refuse(t.Context(), w.at(), x.ID, d); err != nil {
			t.Error(err)
		}
	}
	if n := len(w.list()); n != 0 {
		t.Errorf("%d are left", n)
	}
	log, err := w.s.AuditLog(t.Context())
	if err != nil || !slices.ContainsFunc(log, func(a data.Audited) bool { return a.What == "wish put away: nobody" }) {
		t.Error("the audit does not say what was put away", err)
	}
}

// Only the desk's own key may have the hub delete anything.
func TestOnlyTheDeskAcknowledges(t *testing.T) {
	w := newWorld(t)
	_, f := w.signUp("13800000001")
	m := w.sent(says(f, wire.WishSame))
	if err := w.hub.Allow(t.Context(), eventID, w.s.BoothID()); err != nil {
		t.Fatal(err)
	}
	booth, err := w.s.RequestSigner()
	if err != nil {
		t.Fatal(err)
	}
	all := func(list []wire.SealedWish) (ids []string, err error) {
		for _, x := range list {
			ids = append(ids, x.ID)
		}
		return ids, nil
	}
	if err := hub.Wishes(t.Context(), w.s, booth, hub.Options{}, all); !errors.Is(err, hub.ErrDesk) {
		t.Errorf("a booth has wishes deleted: %v", err)
	}
	if err := w.hub.Revoke(t.Context(), eventID, w.s.BoothID(), false); err != nil {
		t.Fatal(err)
	}
	if err := hub.Wishes(t.Context(), w.s, booth, hub.Options{}, all); !errors.Is(err, hub.ErrDesk) {
		t.Errorf("a revoked booth fetches wishes: %v", err)
	}
	other := newWorld(t) // another event's desk
	if err := hub.Wishes(t.Context(), w.s, other.desk.Requester(), hub.Options{}, all); !errors.Is(err, hub.ErrDesk) {
		t.Errorf("another desk fetches wishes: %v", err)
	}
	if w.pull() != 1 || w.list()[0].ID != m.ID {
		t.Error("the desk does not get it")
	}
	if _, err := w.desk.Requester().Sign(nil, []byte("matchbooth-statement-1\n"), noHash{}); err == nil {
		t.Error("what signs requests signs statements")
	}
}

type noHash struct{}

func (noHash) HashFunc() crypto.Hash { return 0 }

func TestNothingReadableIsKept(t *testing.T) {
	w := newWorld(t)
	saved, f := w.signUp("13800000001")
	m := w.sent(says(f, wire.WishContact, "who", canary, "phone", canary))
	w.pull()
	list := w.list()
	_, err := Propose(w.pack, w.of(saved.Person), list[0], w.decision())
	if !errors.Is(err, ErrWhich) {
		t.Error("somebody else's number would be changed", err)
	}
	d := w.decision()
	d.Column = "contact1_phone"
	_, err = w.box.Accept(t.Context(), w.at(), m.ID, d)
	var why changes.Refused
	if !errors.As(err, &why) {
		t.Errorf("a number that is none is taken: %v", err)
	}
	p, _ := Propose(w.pack, w.of(saved.Person), list[0], d)
	said := fmt.Sprintf("%v %+v %#v %v %v %v %+v", list, list[0], list[0].Said, err, p, p.Lines, w.onDisk())
	for _, b := range []string{canary, "13912345678"} {
		if strings.Contains(said+logged.String(), b) {
			t.Errorf("%s is readable", b)
		}
	}
	d.Reason = "rang them"
	if err := w.box.Refuse(t.Context(), w.at(), m.ID, d); err != nil {
		t.Fatal(err)
	}
	if s := w.onDisk(); strings.Contains(s, saved.Person) || !strings.Contains(s, "done "+m.ID) {
		t.Error("what is remembered of a decided wish is more than its id, or less")
	}
}

func TestWhatComesByMail(t *testing.T) {
	w := newWorld(t)
	_, f := w.signUp("13800000001")
	m := says(f, wire.WishSame)
	sealed := w.seal(m)
	var text bytes.Buffer
	a := armor.NewWriter(&text)
	a.Write(sealed)
	a.Close()
	hour := time.Now().Unix() / 3600
	if fresh, err := w.box.Add(sealed, hour); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	quoted := "您好！\r\n\r\n> " + strings.ReplaceAll(text.String(), "\n", "\r\n> ") + "\r\n谢谢"
	for _, c := range []string{string(sealed), text.String(), quoted, strings.ReplaceAll(text.String(), "\n", "\n\n  ")} {
		if fresh, err := w.box.Add([]byte(c), hour+1); err != nil || fresh {
			t.Errorf("%.20q: %v %v", c, fresh, err)
		}
	}
	w.sent(m) // and by the hub
	if n := w.pull(); n != 1 {
		t.Error(n)
	}
	if all := w.list(); len(all) != 1 || all[0].ID != m.ID || all[0].Mail || len(all[0].files) != 2 {
		t.Errorf("%d", len(all))
	}
	if err := w.accept(m.ID); err != nil {
		t.Fatal(err)
	}
	if fresh, err := w.box.Add([]byte(quoted), hour); err != nil || fresh {
		t.Errorf("a decided wish comes back by mail: %v %v", fresh, err)
	}
	for _, c := range []string{"", canary, armorBegin + "\n" + canary, armorBegin + "\n" + canary + "\n" + armorEnd, "age-encryption.org/v1\n-> scrypt x 18\ny\n--- z\n", strings.Repeat("x", 1<<20)} {
		if _, err := w.box.Add([]byte(c), hour); !errors.Is(err, ErrNotWish) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.30q: %v", c, err)
		}
	}
	if n, err := w.box.Count(); n != 0 || err != nil {
		t.Error(n, err)
	}
}

// Nothing that lies in the folder leads out of it, and what is no wish of ours stays where it is.
func TestStrangeFilesInTheFolder(t *testing.T) {
	w := newWorld(t)
	_, f := w.signUp("13800000001")
	m := w.sent(says(f, wire.WishSame))
	w.pull()
	dir := filepath.Join(w.s.Dir(), data.InboxFolder)
	secret := filepath.Join(t.TempDir(), "secret")
	os.WriteFile(secret, []byte(canary), 0o600)
	if os.Symlink(secret, filepath.Join(dir, "1-"+newID()+".age")) != nil {
		t.Skip("no links here")
	}
	os.Mkdir(filepath.Join(dir, "2-"+newID()+".age"), 0o700)
	os.WriteFile(filepath.Join(dir, "3-"+newID()+".age.new"), []byte("half"), 0o600)
	os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600)
	if all := w.list(); len(all) != 1 || all[0].ID != m.ID {
		t.Error(len(all))
	}
	if _, err := os.Stat(filepath.Join(dir, "notes.txt")); err != nil {
		t.Error(err)
	}
	if n, err := w.box.Count(); n != 1 || err != nil {
		t.Error(n, err)
	}
}
