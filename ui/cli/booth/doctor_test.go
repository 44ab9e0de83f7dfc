package booth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/ui/cli"
	"matchbooth/ui/cli/booth"
	"matchbooth/ui/doctor"
)

// told runs the command on a computer with these findings.
func told(t *testing.T, lang string, found []doctor.Finding, args ...string) (code int, out string) {
	t.Helper()
	t.Setenv("LC_ALL", lang)
	defer booth.Examining(func(context.Context, string) []doctor.Finding { return found })()
	var stdout, stderr bytes.Buffer
	code = cli.Main(append([]string{"doctor", "--data", filepath.Join(t.TempDir(), "booth")}, args...), strings.NewReader(""), &stdout, &stderr, nil)
	if stderr.Len() > 0 {
		t.Errorf("on stderr: %s", &stderr)
	}
	return code, stdout.String()
}

var (
	allWell = []doctor.Finding{
		{ID: "swap", Level: doctor.OK, Key: "swap.none"},
		{ID: "encryption", Level: doctor.OK, Key: "encryption.good"},
	}
	warned  = append(allWell[:1:1], doctor.Finding{ID: "display", Level: doctor.Warning, Key: "display.many", Args: []any{"N", 2}})
	faulted = append(warned[:2:2], doctor.Finding{ID: "fsync", Level: doctor.Fault, Key: "fsync.memory", Args: []any{"Type", "tmpfs"}})
)

func TestDoctorFailsOnlyOnFaults(t *testing.T) {
	for name, test := range map[string]struct {
		found []doctor.Finding
		code  int
	}{"nothing": {nil, 0}, "all well": {allWell, 0}, "warnings": {warned, 0}, "a fault": {faulted, 1}} {
		for _, flag := range [][]string{nil, {"--json"}} {
			if code, _ := told(t, "C", test.found, flag...); code != test.code {
				t.Errorf("%s %v: exit %d", name, flag, code)
			}
		}
	}
}

func TestDoctorsTable(t *testing.T) {
	for lang, want := range map[string]string{
		"C": `ok       swap     no swap: memory never reaches the disk
warning  display  2 screens are lit
                  → name the visitors' screen with --display, and make sure that nothing private shows on the others
fault    saving   tmpfs is memory: everything is gone when the power goes
                  → choose a folder on a real disk with --data
faults: 1, warnings: 1
`,
		"zh_CN.UTF-8": `正常  交换区  没有交换区：内存里的内容不会写到磁盘
注意  显示器  有 2 块屏幕亮着
              → 请用 --display 指定给来访者的那一块，并确认其余屏幕上没有私人内容
故障  落盘    tmpfs 在内存里：一断电就什么都没了
              → 请用 --data 指定真正磁盘上的文件夹
故障 1 项，注意 1 项
`,
	} {
		if _, got := told(t, lang, faulted); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", lang, got, want)
		}
	}
}

func TestDoctorsJSON(t *testing.T) {
	_, out := told(t, "C", faulted, "--json")
	var got []map[string]string
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[2]["id"] != "fsync" || got[2]["level"] != "fault" || !strings.HasPrefix(got[2]["text"], "tmpfs is memory") || got[2]["todo"] == "" || got[0]["todo"] != "" {
		t.Errorf("%s", out)
	}
	for _, one := range got {
		if len(one) != 4 {
			t.Errorf("%v", one)
		}
	}
	if _, out := told(t, "C", nil, "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("nothing is %s", out)
	}
}
