package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/kiosk/session"
)

// A file without a header has a person where the columns should be: they are named by their place.
func TestAFileWithoutAHeaderShowsNobody(t *testing.T) {
	b, _, stick, _ := overBooth(t, session.DeskMerge)
	for name, rows := range map[string]string{
		"a": "张三丰,13800138000,notice followup,2027-05-20\n李四,13800138001,notice followup,2027-05-20\n",
		"b": "张三丰,男,已婚\n李四,女,未婚\n",
	} {
		if err := os.WriteFile(filepath.Join(stick, "forms.csv"), []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
		fresh(b)
		touchOn(t, b, "desk.merge.source.0")
		text := says(b.page)
		if !strings.Contains(text, "#1") {
			t.Errorf("%s: it says %s", name, text)
		}
		if strings.Contains(text, "13800138000") || strings.Contains(text, "张三丰") {
			t.Errorf("%s: somebody is shown in full", name)
		}
	}
}

// What is taken is what was looked at: of another file nobody has seen what could be read otherwise.
func TestTheFileIsAnotherAfterTheLook(t *testing.T) {
	b, s, stick, _ := overBooth(t, session.DeskMerge)
	write := func(rows string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(stick, "forms.csv"), []byte("姓名,手机,同意事项,签字日期\n"+rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("张三,13800138000,notice followup,2027-05-20\n")
	fresh(b)
	touchOn(t, b, "desk.merge.source.0")
	write("张三,13800138000,notice followup,2027-05-20\n李四,13800138001,notice followup,05/06/27\n王五,13800138002,notice followup,2027-05-20\n")
	touchOn(t, b, "desk.merge")
	if text := says(b.page); !strings.Contains(text, "文件变了") {
		t.Errorf("it says %s", text)
	}
	if st, err := s.Status(t.Context()); err != nil || st.Signups != 3 || len(filesIn(t, stick)) != 1 {
		t.Errorf("%d are here, %v", st.Signups, err)
	}
	touchOn(t, b, "desk.merge.source.0")
	touchOn(t, b, "desk.merge")
	if st, err := s.Status(t.Context()); err != nil || st.Signups != 6 {
		t.Errorf("looked at again, %d are here, %v", st.Signups, err)
	}
}
