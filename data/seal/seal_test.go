package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"pgregory.net/rapid"
)

func pair(t testing.TB) (Recipients, *Identity, *Identity) {
	t.Helper()
	var ids [2]*Identity
	for i := range ids {
		id, err := Generate()
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = id
	}
	r, err := NewRecipients(ids[0].Recipient(), ids[1].Recipient())
	if err != nil {
		t.Fatal(err)
	}
	return r, ids[0], ids[1]
}

func TestEachKeyOpensWhatWasSealed(t *testing.T) {
	r, a, b := pair(t)
	stranger, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "plain")
		sealed, err := r.Seal(plain)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []*Identity{a, b} {
			if got, err := id.Open(sealed); err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("does not come back: %v", err)
			}
		}
		if _, err := stranger.Open(sealed); !errors.Is(err, ErrNotForKey) {
			t.Fatalf("a stranger's key: %v", err)
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "i")
		sealed[i] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if got, err := a.Open(sealed); err == nil && !bytes.Equal(got, plain) {
			t.Fatal("a changed byte opens to something else")
		}
	})
}

func TestRecipientsAreTwoDifferentHybridOnes(t *testing.T) {
	r, _, _ := pair(t)
	k := r.Strings()
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, keys := range map[string][]string{
		"none": nil, "one": k[:1], "the same twice": {k[0], k[0]},
		"a classic one": {k[0], classic.Recipient().String()},
		"cut short":     {k[0], k[1][:1000]},
		"a private one": {k[0], "AGE-SECRET-KEY-PQ-1ABC"},
	} {
		if _, err := NewRecipients(keys...); err == nil {
			t.Errorf("%s: taken", name)
		} else if len(err.Error()) > 200 {
			t.Errorf("%s: the error quotes a key of 2,000 characters", name)
		}
	}
	// What is no key is quoted whole where it is short, else by its beginning.
	for given, said := range map[string]string{"age1pq1qqqqqqqqq": `"age1pq1qqqqqqqqq"`, "age1pq1qqqqqqqqqq": `"age1pq1qqqqqqqqq…"`} {
		if _, err := ParseRecipient(given); err == nil || !strings.HasPrefix(err.Error(), said) {
			t.Errorf("%s: %v", given, err)
		}
	}
	if _, err := (Recipients{}).Seal([]byte("x")); err == nil {
		t.Error("sealed to nobody")
	}
}

func TestPassphrase(t *testing.T) {
	_, id, _ := pair(t)
	file, err := Lock(id, []byte("right"), WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unlock(file, []byte("right"))
	if err != nil || got.Secret() != id.Secret() {
		t.Fatalf("does not come back: %v", err)
	}
	for _, wrong := range []string{"", "rights", "wright", "r1ght"} {
		if _, err := Unlock(file, []byte(wrong)); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for name, damaged := range map[string][]byte{
		"empty": nil, "cut": file[:len(file)/2], "header cut": file[:60], "text": []byte("hello"),
		"last byte": append(bytes.Clone(file[:len(file)-1]), file[len(file)-1]^1),
	} {
		if _, err := Unlock(damaged, []byte("right")); err == nil || errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that asks for 2^30 rounds and a terabyte is refused before any work is done.
func TestAbsurdWorkIsRefusedAtOnce(t *testing.T) {
	_, id, _ := pair(t)
	file, err := Lock(id, []byte("right"), WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []string{"21", "30", "63", "999"} {
		absurd := bytes.Replace(file, fmt.Appendf(nil, " %d\n", WorkPractice), []byte(" "+work+"\n"), 1)
		if bytes.Equal(absurd, file) {
			t.Fatal("the work factor was not found")
		}
		start := time.Now()
		_, err := Unlock(absurd, []byte("right"))
		if err == nil || errors.Is(err, ErrPassphrase) || len(work) == 2 && !errors.Is(err, ErrWork) {
			t.Errorf("%s: %v", work, err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: refused only after %v", work, took)
		}
	}
}

// A factor below one and one that overflows are no factors; the most that is accepted is said by Work and by Unlock alike.
func TestWorkFactors(t *testing.T) {
	_, id, _ := pair(t)
	for _, work := range []int{-1, 0, WorkMost + 1, 63} {
		if _, err := Lock(id, []byte("x"), work); err == nil {
			t.Errorf("locked with a work factor of %d", work)
		}
	}
	file, err := Lock(id, []byte("right"), WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"1": 1, "10": 10, "18": 18, "20": 20, "21": 21, "0": 0, "-1": 0, "x": 0, "99999999999999999999": 0} {
		changed := bytes.Replace(file, fmt.Appendf(nil, " %d\n", WorkPractice), []byte(" "+text+"\n"), 1)
		if got, ok := Work(changed); got != want || ok != (want > 0) {
			t.Errorf("of the factor %s Work reads %d, %v", text, got, ok)
		}
		if want > WorkPractice && want <= WorkMost && os.Getenv("MATCHBOOTH_LONG") == "" {
			continue // seconds, and up to 1 GiB
		}
		start := time.Now()
		_, err := Unlock(changed, []byte("right"))
		if (err == nil) != (want == WorkPractice) && want <= WorkPractice {
			t.Errorf("%s: %v", text, err)
		}
		if (want > WorkMost) != errors.Is(err, ErrWork) {
			t.Errorf("%s: %v after %v", text, err, time.Since(start))
		}
	}
	// The most is accepted, the least too. What fails here fails for another reason, before a gibibyte of work is done.
	if _, err := Lock(id, nil, WorkMost); err == nil || !strings.Contains(err.Error(), "passphrase is empty") {
		t.Errorf("locking with the greatest factor: %v", err)
	}
	salt := regexp.MustCompile(`-> scrypt \S+ [0-9]+\n`)
	for factor, want := range map[int]bool{WorkMost: false, WorkMost + 1: true} {
		_, err := Unlock(salt.ReplaceAll(file, fmt.Appendf(nil, "-> scrypt AAAA %d\n", factor)), []byte("right"))
		if err == nil || errors.Is(err, ErrWork) != want {
			t.Errorf("a damaged file of the factor %d: %v", factor, err)
		}
	}
	if least, err := Lock(id, []byte("right"), 1); err != nil {
		t.Errorf("locking with the least factor: %v", err)
	} else if n, ok := Work(least); n != 1 || !ok {
		t.Errorf("of the least factor Work reads %d, %v", n, ok)
	}
	for _, none := range [][]byte{nil, []byte("age"), file[:40]} {
		if _, ok := Work(none); ok {
			t.Error("no key file has a work factor")
		}
	}
}

// Locking takes memory by the factor, 64 MiB at 16. A booth of 4 GB runs for days: it must not keep that as garbage.
func TestTheMemoryOfLockingIsGivenBack(t *testing.T) {
	_, id, _ := pair(t)
	held := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapSys - m.HeapReleased
	}
	before := held()
	if _, err := Lock(id, []byte("right"), 16); err != nil {
		t.Fatal(err)
	}
	if after := held(); after > before+32<<20 {
		t.Errorf("%d MiB more are held than before", (after-before)>>20)
	}
}

// A key file tells whether its event's key set was signed, and tells it only then.
func TestAKeyFileTellsThatItsKeySetWasSigned(t *testing.T) {
	_, id, _ := pair(t)
	for _, signed := range []bool{false, true} {
		if signed {
			id.Bind()
		}
		file, err := Lock(id, []byte("right"), WorkPractice)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Unlock(file, []byte("right")); err != nil || got.Bound() != signed {
			t.Errorf("signed %v: it comes back with %v", signed, err)
		}
	}
}

// After Close nothing of ours leads to the key any more: the garbage collector finds it.
func TestAClosedKeyIsForgotten(t *testing.T) {
	id, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	runtime.SetFinalizer(id.key.Load(), func(*age.HybridIdentity) { close(gone) })
	id.Close() // looks for garbage by itself: nobody else does here
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("the key is still held")
	}
	runtime.KeepAlive(id)
	if _, err := id.Open(nil); !errors.Is(err, ErrClosed) || id.Secret() != "" {
		t.Errorf("a closed key: %v", err)
	}
	if _, err := Lock(id, []byte("x"), WorkPractice); !errors.Is(err, ErrClosed) {
		t.Errorf("locking it: %v", err)
	}
}

func TestPhrasesTypedByAnotherHandOpen(t *testing.T) {
	_, id, _ := pair(t)
	file, err := Lock(id, []byte("大海 苹果 Correct-Horse"), WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"大海 苹果 Correct-Horse", "大海苹果correcthorse", "dahai ping guo ＣＯＲＲＥＣＴ　ｈｏｒｓｅ"} {
		if got, err := Unlock(file, []byte(typed)); err != nil || got.Secret() != id.Secret() {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if _, err := Unlock(file, []byte("大海 苹果 correct house")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another phrase: %v", err)
	}
	// A file that was locked under the phrase as it was typed opens under just that.
	for _, phrase := range []string{"Correct Horse", "correcthorse"} {
		r, err := age.NewScryptRecipient(phrase)
		if err != nil {
			t.Fatal(err)
		}
		r.SetWorkFactor(WorkPractice)
		var old bytes.Buffer
		w, err := age.Encrypt(&old, r)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(IdentityText(id))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got, err := Unlock(old.Bytes(), []byte(phrase)); err != nil || got.Secret() != id.Secret() {
			t.Errorf("%q, locked as it was typed: %v", phrase, err)
		}
		if _, err := Unlock(old.Bytes(), []byte("CORRECT horse")); (phrase == "Correct Horse") != errors.Is(err, ErrPassphrase) {
			t.Errorf("%q, opened by another hand: %v", phrase, err)
		}
	}
	// The age command wants the normal form.
	sid, err := age.NewScryptIdentity("dahaipingguocorrecthorse")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := open(file, sid); err != nil || !bytes.Contains(plain, []byte(id.Secret())) {
		t.Errorf("as the age command opens it: %v", err)
	}
}

func TestWrapTo(t *testing.T) {
	r, a, _ := pair(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	wrap := func(to ...string) ([]byte, error) {
		var out bytes.Buffer
		w, err := WrapTo(&out, to...)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, "a sheet"); err != nil {
			return nil, err
		}
		return out.Bytes(), w.Close()
	}
	for name, c := range map[string]struct {
		to  []string
		key age.Identity
	}{
		"post-quantum": {r.Strings(), a.key.Load()},
		"classic":      {[]string{classic.Recipient().String()}, classic},
	} {
		var out bytes.Buffer
		w, err := WrapTo(&out, c.to...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		io.WriteString(w, "a sheet")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got, err := open(out.Bytes(), c.key); err != nil || string(got) != "a sheet" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, to := range map[string][]string{
		"nobody": nil, "mixed": {r.Strings()[0], classic.Recipient().String()}, "nonsense": {"bob"}, "a private key": {classic.String()},
	} {
		if _, err := wrap(to...); err == nil {
			t.Errorf("%s: wrapped", name)
		} else if strings.Contains(err.Error(), "AGE-SECRET-KEY-1"+classic.String()[16:]) {
			t.Errorf("%s: the error quotes a private key", name)
		}
	}
}

func TestIdentityFiles(t *testing.T) {
	_, id, other := pair(t)
	for name, c := range map[string]struct {
		content string
		ok      bool
	}{
		"bare":            {id.Secret(), true},
		"typed in groups": {strings.ToLower(id.Secret()[:40]) + "  " + id.Secret()[40:50] + " " + id.Secret()[50:], true},
		"with comments":   {"# created: today\r\n\r\n" + id.Secret() + "\r\n", true},
		"two keys":        {id.Secret() + "\n" + other.Secret(), false},
		"empty":           {"", false},
		"a public key":    {id.Recipient(), false},
		"a damaged key":   {id.Secret()[:40], false},
		"only a comment":  {"# " + id.Secret(), false},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := OpenIdentityFile(path)
		if c.ok != (err == nil) || c.ok && got.Secret() != id.Secret() {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), id.Secret()[20:40]) {
			t.Errorf("%s: the error quotes the key", name)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if out := fmt.Sprintf(verb, id); strings.Contains(out, "SECRET") || !strings.Contains(out, "redacted") {
			t.Errorf("under %s a key prints %q", verb, out)
		}
	}
}
