package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"matchbooth/ui/cli/call"
)

// thousand are 1,000 people, each different, by column; every fourth has left the
// optional fields open.
func thousand() (header []string, rows [][]string) {
	header = []string{
		"name", "campus", "phone", "wechat", "email", "contact1_name", "contact1_relation", "contact1_phone",
		"contact2_name", "contact2_relation", "contact2_phone", "graduation", "home_phone", "consents", "signed_at",
	}
	family := []rune("赵钱孙李周吴郑王冯陈喆堃镕")
	campuses := []string{"huangpu", "pudong", "xuhui", "minhang", "other"}
	relations := []string{"parent", "sibling", "partner", "relative", "friend"}
	for i := range 1000 {
		name := string(family[i%len(family)]) + string(rune('一'+i))
		switch i % 10 {
		case 3:
			name = fmt.Sprintf("阿卜杜拉·买买提%c", '一'+i)
		case 7:
			name = fmt.Sprintf("Zoë O’Brien-%c%c", 'A'+i%26, 'a'+i/26%26)
		}
		row := []string{name, "", fmt.Sprintf("13%09d", 700000000+i), "", "", "", "", "", "", "", "", "", "", "notice", fmt.Sprintf("2026-%02d-%02d", 1+i%9, 1+i%28)}
		if i%4 > 0 {
			row[1] = campuses[i%5]
			row[3] = fmt.Sprintf("=wx_%d", i)
			row[4] = fmt.Sprintf("p%d@example.org", i)
			row[5], row[6], row[7] = "妈妈"+string(rune('一'+i)), relations[i%5], fmt.Sprintf("15%09d", 100000000+i)
			row[8], row[9], row[10] = "Friend "+string(rune('A'+i%26)), "friend", fmt.Sprintf("18%09d", 200000000+i)
			row[11] = fmt.Sprintf("20%02d-%02d", 27+i%5, 1+i%12)
			row[12] = fmt.Sprintf("+4479111%05d", 20000+i)
			row[13] = "notice;handover;followup"
		}
		rows = append(rows, row)
	}
	return header, rows
}

// receiptNote is the end of the note of a card.
var receiptNote = regexp.MustCompile(`(^|\\n)回执码：[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]$`)

// byColumn is a row by the names of its columns.
func byColumn(header, row []string) map[string]string {
	m := map[string]string{}
	for i, h := range header {
		m[h] = row[i]
	}
	return m
}

// TestAThousandPeopleComeBackEqual imports 1,000 rows and finds every value again in
// every format, and none of them in the data folder.
func TestAThousandPeopleComeBackEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	dir := t.TempDir()
	header, rows := thousand()
	var in bytes.Buffer
	w := csv.NewWriter(&in)
	w.Write(header)
	for _, row := range rows {
		defused := append([]string{}, row...)
		if defused[3] != "" {
			defused[3] = "'" + defused[3]
		}
		w.Write(defused)
	}
	w.Flush()
	people, pass := filepath.Join(dir, "people.csv"), filepath.Join(dir, "pass")
	write(t, people, in.String())
	write(t, pass, "practice\n")
	booth := filepath.Join(dir, "booth")

	out := run(t, "import", "--data", booth, "-v", people)
	if n := strings.Count(out, "saved "); n != 1000 {
		t.Fatalf("%d lines say saved:\n%.500s", n, out)
	}
	want := map[string]map[string]string{}
	for _, row := range rows {
		want[row[2]] = byColumn(header, row)
	}
	file := func(format string) string {
		path := filepath.Join(dir, "out."+format)
		run(t, "export", "--data", booth, "--format", format, "--out", path, "--passphrase-file", pass)
		return path
	}

	t.Run("json", func(t *testing.T) {
		var got []struct {
			Code     string
			At       string
			Fields   map[string]any
			Consents []struct{ ID string }
		}
		b, _ := os.ReadFile(file("json"))
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		same(t, len(got), want, func(i int) map[string]string {
			m := map[string]string{"signed_at": got[i].At[:10]}
			for id, v := range got[i].Fields {
				switch v := v.(type) {
				case string:
					m[id] = v
				case map[string]any:
					for part, s := range v {
						m[id+"_"+part] = s.(string)
					}
				}
			}
			for _, c := range got[i].Consents {
				m["consents"] = strings.TrimPrefix(m["consents"]+";"+c.ID, ";")
			}
			return m
		})
	})
	t.Run("xlsx", func(t *testing.T) {
		f, err := excelize.OpenFile(file("xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		// The header is in people's words; the second sheet has the id of each column, in the same order.
		explained, err := f.GetRows(f.GetSheetName(1))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for i, title := range got[0] {
			if explained[i+1][1] != title {
				t.Fatalf("%q is explained as %q", title, explained[i+1])
			}
			ids = append(ids, explained[i+1][0])
		}
		same(t, len(got)-1, want, func(i int) map[string]string {
			row := append(got[i+1], make([]string, len(got[0])-len(got[i+1]))...)
			return byColumn(ids, row)
		})
	})
	t.Run("csv", func(t *testing.T) {
		b, _ := os.ReadFile(file("csv"))
		got, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		same(t, len(got)-1, want, func(i int) map[string]string {
			m := byColumn(got[0], got[i+1])
			for k := range m {
				m[k] = strings.TrimPrefix(m[k], "'")
			}
			return m
		})
	})
	t.Run("vcf", func(t *testing.T) {
		b, _ := os.ReadFile(file("vcf"))
		cards := strings.Split(strings.TrimSuffix(string(b), "END:VCARD\r\n"), "END:VCARD\r\n")
		if len(cards) != 1000 {
			t.Fatalf("%d cards", len(cards))
		}
		for _, card := range cards {
			m := map[string]string{}
			for line := range strings.SplitSeq(strings.ReplaceAll(card, "\r\n ", ""), "\r\n") {
				key, value, _ := strings.Cut(line, ":")
				if _, second := m[key]; !second { // the own number stands before the second one
					m[key] = value
				}
			}
			p := want[m["TEL;TYPE=CELL"]]
			if p == nil || m["FN"] != p["name"] || m["EMAIL;TYPE=INTERNET"] != p["email"] || !receiptNote.MatchString(m["NOTE"]) || p["wechat"] != "" && !strings.HasPrefix(m["NOTE"], "微信："+p["wechat"]+`\n`) {
				t.Fatalf("a card differs: %q", m)
			}
		}
	})
	t.Run("nothing readable in the folder", func(t *testing.T) {
		var all []byte
		filepath.Walk(booth, func(path string, info os.FileInfo, err error) error {
			if err == nil && info.Mode().IsRegular() {
				b, _ := os.ReadFile(path)
				all = append(all, b...)
			}
			return nil
		})
		// What many of them share, and every value of some of them. Eight digits: seven stand by chance in one run of some
		// hundreds, among the hexadecimal digits of ids.
		canaries := []string{"@example", "=wx_", "妈妈", "Friend ", "+4479111", "13700000", "15100000", "18200000", "阿卜杜拉", "O’Brien"}
		for i := 0; i < len(rows); i += 50 {
			for _, at := range []int{0, 2, 3, 4, 5, 7, 10, 12} {
				canaries = append(canaries, rows[i][at])
			}
		}
		for _, c := range canaries {
			if c != "" && bytes.Contains(all, []byte(c)) {
				t.Fatalf("%q is readable", c)
			}
		}
	})
	t.Run("again", func(t *testing.T) {
		if out := run(t, "import", "--data", booth, people); !strings.Contains(out, "0 saved, 1000 here already, 0 refused") {
			t.Error(out)
		}
	})
}

// same compares n people with those wanted, found by their phone.
func same(t *testing.T, n int, want map[string]map[string]string, person func(i int) map[string]string) {
	t.Helper()
	if n != len(want) {
		t.Fatalf("%d people, want %d", n, len(want))
	}
	seen := map[string]bool{}
	for i := range n {
		got := person(i)
		w := want[got["phone"]]
		if w == nil || seen[got["phone"]] {
			t.Fatalf("person %d is nobody, or doubled", i)
		}
		seen[got["phone"]] = true
		for col, value := range w {
			if got[col] != value {
				t.Fatalf("person %d: %s is %q, want %q", i, col, got[col], value)
			}
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs a command that must succeed and returns what it wrote to stdout.
func run(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := call3(args...)
	if code != call.ExitDone {
		t.Fatalf("matchbooth %s: exit %d: %s", strings.Join(args, " "), code, errs)
	}
	return out
}

func call3(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = Main(args, io.LimitReader(nil, 0), &out, &errs, sayWindow)
	return out.String(), errs.String(), code
}
