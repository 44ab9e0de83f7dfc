package event

import (
	"strings"
	"testing"
)

// A pack has Chinese and English. Whoever is shown the booth in another language reads what that one's file says, and it is the
// hash of what was read that is kept.
func TestAPackIsShownInALanguageItHas(t *testing.T) {
	both := Text{ZH: "骨髓", EN: "marrow"}
	for asked, want := range map[Lang]Lang{ZH: ZH, EN: EN, "ja": EN, "": ZH, "tlh": ZH} {
		if got := both.Lang(asked); got != want || both.In(asked) != both[want] {
			t.Errorf("in %q it is shown in %q: %q", asked, got, both.In(asked))
		}
	}
	if got := (Text{ZH: "骨髓"}).In("ja"); got != "骨髓" {
		t.Errorf("a text in Chinese alone: %q", got)
	}
	if got := (Text{ZH: "骨髓", EN: "marrow", "ja": "骨髄"}).In("ja"); got != "骨髄" {
		t.Errorf("a text in Japanese too: %q", got)
	}
	c := Consent{Sentence: both, Body: Text{ZH: "甲", EN: "A"}}
	if c.Lang("ja") != "en" || c.SHA256("ja") != c.SHA256("en") || c.SHA256("ja") == c.SHA256("zh") || !strings.HasPrefix(c.Shown("ja"), "marrow\n") {
		t.Errorf("a consent is shown in %s: %q", c.Lang("ja"), c.Shown("ja"))
	}
}

func TestTheSwitchOffersWhatThePackAsksFor(t *testing.T) {
	offered := func(p Pack, opensIn string) (out []string) {
		for _, l := range p.Offers(opensIn) {
			out = append(out, l.Tag)
		}
		return out
	}
	for _, c := range []struct {
		pack    []string
		opensIn string
		want    string
	}{{nil, "", "zh en"}, {nil, "en", "zh en"}, {nil, "ja", "zh en ja"}, {[]string{"ja"}, "zh", "zh en ja"}, {[]string{"ja", "en"}, "ja", "zh en ja"}} {
		if got := strings.Join(offered(Pack{Languages: c.pack}, c.opensIn), " "); got != c.want {
			t.Errorf("languages %v, opening in %q: %s", c.pack, c.opensIn, got)
		}
	}
}
