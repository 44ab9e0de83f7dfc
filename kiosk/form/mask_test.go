package form

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestMasks(t *testing.T) {
	for _, c := range []struct{ kind, in, want string }{
		{"name", "欧阳娜娜", "欧阳••"},
		{"name", "王芳", "王••"},
		{"name", "欧阳", "欧••"},
		{"name", "镕", "••"},
		{"name", "葛\U000E0100城", "葛\U000E0100••"},
		{"name", "Zhang Ke", "Z••"},
		{"name", "", ""},
		{"phone", "13912340417", "139••••0417"},
		{"phone", "+85251234567", "+85••••4567"},
		{"phone", "+298123456", "+29••••3456"}, // of the Faroe Islands: ten signs, as few as show any
		{"phone", "+29812345", "••••"},
		{"phone", "1391", "••••"},
		{"email", "fang@example.org", "f•••@example.org"},
		{"email", "fw@example.org", "f•••@example.org"},
		{"email", "f@example.org", "•••@example.org"},
		{"text", "wx_fang", "w•••"},
		{"text", "13912340417", "139••••0417"},
		{"text", "wx", "w•••"},
		{"text", "x", "•••"},
		{"resident_id", "11010519491231002X", "1••••X"},
		{"resident_id", "1101", "••••"},
	} {
		if got := Mask(c.kind, c.in); got != c.want {
			t.Errorf("%s %q is shown as %q, want %q", c.kind, c.in, got, c.want)
		}
	}
}

// What a person typed must not be found in anything that prints.
func TestValuesPrintAsRedacted(t *testing.T) {
	a := full()
	p := a["contact1"].Person
	secrets := []string{"欧阳", "13912340417", "13700000001", "ouyang", "1101051949"}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(h).Info("x", "answers", a, "value", a["name"], "person", p, "pointer", &p)
	}
	said := log.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		said += fmt.Sprintf(verb, a) + fmt.Sprintf(verb, a["name"]) + fmt.Sprintf(verb, p) + fmt.Sprintf(verb, &p) + fmt.Sprintf(verb, []Value{a["phone"]})
	}
	for _, s := range secrets {
		if strings.Contains(said, s) || strings.Contains(said, fmt.Sprintf("%x", s)) {
			t.Errorf("%q is printed", s)
		}
	}
	if !strings.Contains(said, "[redacted]") {
		t.Error("nothing is printed at all")
	}
}
