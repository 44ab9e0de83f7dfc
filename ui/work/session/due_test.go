package session

import (
	"archive/zip"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/work/handover"
)

// The list of calls at the desk: a workbook that opens with what is shown and with nothing else, or pages to print, which are
// named as lying open. Both have those who may be called and nobody else, and stand in the audit with who wrote them.
func TestTheListOfCallsIsWrittenAtTheDesk(t *testing.T) {
	d, s, _ := atBooth(t, 2)
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i, consent := range []string{"followup", "followup", ""} {
		r := record.SignUp{At: time.Now().AddDate(0, 0, -8), Lang: "zh", Fields: map[string]record.Field{"name": {Text: record.Text("到期" + string(rune('0'+i)))}, "phone": {Text: "13900000417"}}}
		if consent != "" {
			r.Consents = []record.Consent{{ID: consent, Lang: "zh"}}
		}
		if _, err := s.SignUp(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	of := Listing{Folder: t.TempDir(), Say: texts.In("zh")}
	closed, err := d.DueList(t.Context(), of, nil)
	if err != nil || closed.Rows != 2 || len(closed.Phrase) < 20 {
		t.Fatalf("%d rows, %v", closed.Rows, err)
	}
	if _, err := zip.OpenReader(closed.Path); err == nil {
		t.Error("the workbook opens without its passphrase")
	}
	book, err := excelize.OpenFile(closed.Path, excelize.Options{Password: string(closed.Phrase)})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("联络")
	if all := strings.Join(append(rows[1], rows[2]...), " "); err != nil || len(rows) != 3 || !strings.Contains(all, "到期0") || !strings.Contains(all, "到期1") {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	of.Print, of.Folder = true, d.Folder()
	printed, err := d.DueList(t.Context(), of, nil)
	if err != nil || printed.Rows != 2 || printed.Phrase != "" || !strings.HasSuffix(printed.Path, ".pdf") {
		t.Fatalf("%d rows, %v", printed.Rows, err)
	}
	if left, err := handover.Left(d.Folder()); err != nil || len(left) != 1 || left[0] != printed.Path {
		t.Errorf("lying open: %v, %v", left, err)
	}
	log, err := s.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"export xlsx for calls", "export pdf for calls"} {
		if a := log[len(log)-2+i]; a.What != want || a.Who != "LQ" || a.Persons != 2 {
			t.Errorf("the audit has %+v", a)
		}
	}
	of.Folder = s.Dir()
	if _, err := d.DueList(t.Context(), of, nil); !errors.Is(err, handover.ErrInBooth) {
		t.Errorf("in the booth: %v", err)
	}
	of.Folder = of.Folder + "-nowhere"
	if _, err := d.DueList(t.Context(), of, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("where a stick was: %v", err)
	}
	d.Lock()
	if _, err := d.DueList(t.Context(), of, nil); !errors.Is(err, data.ErrPassphrase) {
		t.Errorf("locked: %v", err)
	}
}
