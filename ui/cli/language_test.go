package cli

import "testing"

func TestTheEnvironmentComesBeforeTheSystem(t *testing.T) {
	for _, c := range []struct{ all, messages, lang, want string }{
		{"", "", "zh_CN.UTF-8", "zh"},
		{"", "en_GB.UTF-8", "zh_CN.UTF-8", "en"},
		{"zh_TW", "en_GB.UTF-8", "C", "zh"},
		{"", "", "C", "en"},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", c.messages)
		t.Setenv("LANG", c.lang)
		if got := language(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestTheSystemsLanguage(t *testing.T) {
	for first, want := range map[string]string{"zh-CN": "zh", "zh-Hans-CN": "zh", "ZH-TW": "zh", "en-US": "en", "de-DE": "en", "": "en"} {
		if got := spoken([]string{first, "zh-CN"}); got != want {
			t.Errorf("%q: %s", first, got)
		}
	}
	if spoken(nil) != "en" {
		t.Error("a system that names none")
	}
}
