//go:build linux

package packaging_test

import (
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"
)

// No Windows is at hand; what can be held here is that the file is what Shell Launcher's schema
// names, and that it keeps the contract of the exit codes.
func TestShellLauncherFollowsTheExitCodes(t *testing.T) {
	raw, err := os.ReadFile("windows/shell-launcher.xml")
	if err != nil {
		t.Fatal(err)
	}
	type action struct {
		Code   string `xml:"ReturnCode,attr"`
		Action string `xml:"Action,attr"`
	}
	type shell struct {
		Shell   string   `xml:"Shell,attr"`
		Type    string   `xml:"http://schemas.microsoft.com/ShellLauncher/2019/Configuration AppType,attr"`
		Codes   []action `xml:"ReturnCodeActions>ReturnCodeAction"`
		Default action   `xml:"DefaultAction"`
	}
	type profile struct {
		ID    string `xml:"Id,attr"`
		Shell shell  `xml:"Shell"`
	}
	var conf struct {
		XMLName xml.Name `xml:"http://schemas.microsoft.com/ShellLauncher/2018/Configuration ShellLauncherConfiguration"`
		Default profile  `xml:"Profiles>DefaultProfile"`
		Booth   profile  `xml:"Profiles>Profile"`
		Config  struct {
			Account struct {
				Name string `xml:"Name,attr"`
			} `xml:"Account"`
			Profile profile `xml:"Profile"`
		} `xml:"Configs>Config"`
	}
	if err := xml.Unmarshal(raw, &conf); err != nil {
		t.Fatal(err)
	}
	if conf.Booth.ID == "" || conf.Booth.ID != conf.Config.Profile.ID || conf.Config.Account.Name == "" {
		t.Errorf("the profile %q is not the account's, %q of %q", conf.Booth.ID, conf.Config.Profile.ID, conf.Config.Account.Name)
	}
	if !strings.Contains(conf.Default.Shell.Shell, "explorer.exe") {
		t.Errorf("administrators would get %q instead of a desktop", conf.Default.Shell.Shell)
	}
	s := conf.Booth.Shell
	if s.Type != "Desktop" || !strings.HasSuffix(s.Shell, "run --kiosk") {
		t.Errorf("the shell is %q (%s)", s.Shell, s.Type)
	}
	if want := []action{{"0", "DoNothing"}, {"2", "DoNothing"}, {"8", "DoNothing"}}; !slices.Equal(s.Codes, want) || s.Default.Action != "RestartShell" {
		t.Errorf("exit codes: %v, otherwise %s", s.Codes, s.Default.Action)
	}
}

func TestThePowerShellIsBalanced(t *testing.T) {
	raw, err := os.ReadFile("windows/kiosk.ps1")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for line := range strings.Lines(string(raw)) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			code.WriteString(line)
		}
	}
	for _, pair := range []string{"()", "{}", "[]"} {
		if open, shut := strings.Count(code.String(), pair[:1]), strings.Count(code.String(), pair[1:]); open != shut || open == 0 {
			t.Errorf("%d of %q and %d of %q", open, pair[:1], shut, pair[1:])
		}
	}
	for _, r := range string(raw) {
		if r > 0x7e { // Windows PowerShell reads a file without a byte order mark in the system's own encoding
			t.Fatalf("%q is not ASCII", r)
		}
	}
}
