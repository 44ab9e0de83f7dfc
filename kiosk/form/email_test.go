package form

import (
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	checkEach(t, kinds()["email"], []one{
		{in: "fang@example.org", want: "fang@example.org"},
		{in: " Fang.Wang+x@Example.ORG ", want: "Fang.Wang+x@example.org"},
		{in: "fang＠example。org", want: "fang@example.org"},
		{in: "fang@münchen.example", want: "fang@xn--mnchen-3ya.example"},
		{in: "王芳@例子.中国", want: "王芳@xn--fsqu00a.xn--fiqs8s"},
		{in: strings.Repeat("a", 64) + "@example.org", want: strings.Repeat("a", 64) + "@example.org"},
		{in: "！fang～@example.org", want: "!fang~@example.org"}, // the first and the last of the full-width signs
		{in: "fang@" + strings.Repeat("a", 63) + ".org", want: "fang@" + strings.Repeat("a", 63) + ".org"},
		{in: addressOf(64, 189), want: addressOf(64, 189)}, // 254, the most there may be
		{in: addressOf(64, 190), key: "problem.long"},
		{in: addressOf(1, 253), key: "problem.long"},
		{in: addressOf(1, 254), key: "problem.email.domain"},
		{in: "fang", key: "problem.email.at"},
		{in: "fang@@example.org", key: "problem.email.at"},
		{in: "a@b@example.org", key: "problem.email.at"},
		{in: "@example.org", key: "problem.email.local"},
		{in: ".fang@example.org", key: "problem.email.local"},
		{in: "fang..wang@example.org", want: "fang..wang@example.org"},
		{in: "fang wang@example.org", key: "problem.email.local"},
		{in: "fang,wang@example.org", key: "problem.email.local"},
		{in: strings.Repeat("a", 65) + "@example.org", key: "problem.email.local"},
		{in: "fang@", key: "problem.email.domain"},
		{in: "fang@example", key: "problem.email.domain"},
		{in: "fang@example..org", key: "problem.email.domain"},
		{in: "fang@example.org.", want: "fang@example.org"},
		{in: "fang@-example.org", key: "problem.email.domain"},
		{in: "fang@exa mple.org", key: "problem.email.domain"},
		{in: "fang@192.168.1.1", key: "problem.email.domain"},
		{in: "fang@example.c", key: "problem.email.domain"},
		{in: "fang@" + strings.Repeat("a", 64) + ".org", key: "problem.email.domain"},
	})
}

// addressOf is an address with so many characters before the @ and behind it.
func addressOf(local, domain int) string {
	labels := strings.Repeat(strings.Repeat("b", 49)+".", 6)
	return strings.Repeat("a", local) + "@" + labels[:domain-4] + ".org"
}

func TestASchoolAddressIsAskedAboutAndTaken(t *testing.T) {
	f := kinds()["email"]
	for address, want := range map[string]bool{
		"fang@sjtu.edu.cn": true, "fang@SJTU.edu.CN": true, "fang@mail.fudan.edu.cn": true,
		"fang@example.org": false, "fang@notedu.cn": false, "edu.cn@example.org": false, "": false, "unfinished": false,
	} {
		if got := Hints(f, text(address)); (len(got) == 1) != want || want && (got[0].Key != "hint.email.school" || got[0].Field != "email") {
			t.Errorf("%q: hints %v", address, got)
		}
		if want {
			if _, problems, _ := check(f, text(address), ctx); problems != nil {
				t.Errorf("%q: problems %v", address, problems)
			}
		}
	}
}
