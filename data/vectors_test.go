package data

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// What stands on people's disks and papers, byte for byte: a later version makes the same of the same. The values in
// testdata/vectors.json are never made anew; whoever has to change one writes a migration instead.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	got := vectors(t)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if got[name] != want[name] {
			t.Errorf("%s is %q, was %q", name, got[name], want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is not looked at any more", name)
	}
}

func vectors(t *testing.T) map[string]string {
	seed := func(b byte) ed25519.PrivateKey {
		return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
	}
	booth, desk := seed(1), keys.NewDesk(bytes.Repeat([]byte{2}, ed25519.SeedSize))
	public := booth.Public().(ed25519.PublicKey)
	nonce := bytes.Repeat([]byte{3}, entry.NonceSize)
	hexed := hex.EncodeToString
	out := map[string]string{}

	out["booth id"] = entry.BoothID(public)
	out["person id"] = entry.PersonID(public, nonce)
	out["entry id"] = entry.ID(public, 7)
	out["nonce of a key"] = hexed(nonceFor([]byte("a row"), 1))
	out["receipt code"] = string(entry.CodeOf(out["person id"]))
	out["receipt code of a drawn id"] = string(entry.CodeOf("b4c5ee5b-6f3b-4a53-9a52-0c4f3e1f2a17"))
	out["erased digest"] = hexed(entry.EmptyDigest[:])
	out["hour"] = time.Unix(entry.Hour(time.Date(2026, 5, 21, 9, 59, 59, 0, time.UTC))*3600, 0).UTC().Format(time.RFC3339)

	sealed := []byte("what is sealed")
	line := func(nonce []byte, person, id, kind, partner string) *entry.Entry {
		e := &entry.Entry{ID: id, Person: person, Nonce: nonce, Kind: kind, Partner: partner, Booth: entry.BoothID(public), Seq: 7, Tick: 9, Hour: 494337, Sealed: sealed}
		sum := sha256.Sum256(sealed)
		e.Digest = sum[:]
		e.Sig = ed25519.Sign(booth, e.SignedBytes())
		if !(entry.Booths{e.Booth: public}).Verified(e) {
			t.Error("a line that the booth has signed is not genuine")
		}
		return e
	}
	for name, e := range map[string]*entry.Entry{
		"entry 3": line(nonce, out["person id"], out["entry id"], entry.KindJoin, "b4c5ee5b-6f3b-4a53-9a52-0c4f3e1f2a17"),
		"entry 2": line(nonce, out["person id"], out["entry id"], entry.KindSignUp, ""),
		"entry 1": line(nil, "b4c5ee5b-6f3b-4a53-9a52-0c4f3e1f2a17", "0f8fad5b-d9cb-469f-a165-70867728950e", entry.KindSignUp, ""),
	} {
		mark := e.Hash()
		out[name+" signed"], out[name+" signature"], out[name+" rank"] = hexed(e.SignedBytes()), hexed(e.Sig), hexed(mark[:])
		out[name+" in the journal"] = hexed(journal.Encode(e))
	}
	e := line(nonce, out["person id"], out["entry id"], entry.KindSignUp, "")
	sig, err := desk.Sign(e.SignedBytes())
	if err != nil {
		t.Fatal(err)
	}
	e.Desk = sig
	out["entry 2 of the desk in the journal"] = hexed(journal.Encode(e))

	plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: "an-event", Person: e.Person, Entry: e.ID, Kind: entry.KindSignUp, Body: json.RawMessage(`{"lang":"zh"}`)}.Pack()
	if err != nil {
		t.Fatal(err)
	}
	out["envelope"] = string(bytes.TrimRight(plain, " "))
	out["envelope filled up to"] = hexed([]byte{byte(len(plain) >> 8), byte(len(plain))}) + " " + hexed(plain[len(plain)-1:])

	m := entry.Statement{Event: "an-event", Kind: entry.SaysDistrust, Serial: 5, Body: `{"booth":"` + entry.BoothID(public) + `","from":3}`}
	if m.Sig, err = desk.Sign(m.Signed()); err != nil {
		t.Fatal(err)
	}
	out["statement signed"], out["statement signature"], out["statement id"] = hexed(m.Signed()), hexed(m.Sig), m.ID()
	out["statement beside the second copy"] = trust.EncodeStatements([]entry.Statement{m})

	id, err := seal.ParseIdentity(vectorIdentity)
	if err != nil {
		t.Fatal(err)
	}
	made, err := keys.DeskOf(id)
	if err != nil {
		t.Fatal(err)
	}
	out["desk of an event key"] = hexed(made.Public())
	out["fingerprint of an event key"] = id.Fingerprint()

	set := keyset.Set{Event: "an-event", Mode: keyset.ModeLive, Keys: []keyset.SetKey{
		{Role: keyset.RoleEvent, Since: time.Unix(1779350400, 0), Recipient: "age1pq1first"}, {Role: keyset.RoleRecovery, Recipient: "age1pq1second"},
		{Role: keyset.RoleAdded, Name: "branch", Since: time.Unix(1779436800, 0), Recipient: "age1pq1third"},
	}}
	out["unsigned key set"] = set.Fingerprint()
	if err := set.Sign(desk, 4); err != nil {
		t.Fatal(err)
	}
	out["key set"], out["key set signature"], out["key set fingerprint"] = hexed(set.Canonical()), hexed(set.Sig), set.Fingerprint()

	out["settings digest"] = db.SettingsSum(map[string]string{db.MetaEvent: "an-event", db.MetaMode: keyset.ModeLive, "pack_digest": "x", db.MetaScrub: "not counted"})
	first := db.AuditLine{At: 1779350400, Who: "LM", What: "erasure", Persons: 1}.After(db.AuditSum{})
	second := db.AuditLine{At: 1779354000, What: "backup", Persons: 12}.After(first)
	out["audit"] = db.AuditHead{Lines: 2, Sum: hexed(second[:])}.String()
	out["list of booths"] = mirror.EncodeBoothList(entry.Booths{entry.BoothID(public): public})
	out["names"] = folder.DB + " " + folder.Journal + " " + folder.BoothKey + " " + folder.EventKey + " " + folder.EventRecovery + " " + folder.Keys + " " + folder.Settings + " " +
		mirror.FileName("B") + " " + mirror.FileName("B") + mirror.MoreSuffix + " " + mirror.StickName + " " + mirror.StatementsPrefix + "B " + archive.ManifestName + " " + archive.AdviceName
	out["settings"] = db.MetaMode + " " + db.MetaEvent + " " + db.MetaRecipients + " " + db.MetaSalt + " " + db.MetaMachine + " " + db.MetaPIN + " " + db.MetaMade + " " + db.MetaAdded + " " +
		db.MetaKeySet + " " + db.MetaDesk + " " + db.MetaKeysFault + " " + db.MetaRingNext + " " + db.MetaScrub + " " + db.MetaMirror + " " + db.MetaOwnBooths + " " + db.MetaSelf + " " + db.MetaWeak + " " +
		db.MetaCopies + " " + db.MetaKeyFile + " " + db.MetaSum + " " + db.MetaTriesErase + " " + db.MetaTriesPIN + " " + db.MetaTriesPassphrase + " " + trust.MetaEventFrom + " " + trust.MetaEventTo
	return out
}

// vectorIdentity opens nothing that anybody has sealed.
const vectorIdentity = "AGE-SECRET-KEY-PQ-1JC80WKW9D9HW6GATAAULJRZLWKCJ033724X59QT60E3V4Z7E0NKSRS2GRW"
