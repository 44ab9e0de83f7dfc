package form

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAPersonHasThreeColumns(t *testing.T) {
	want := []string{"name", "campus", "resident", "phone", "wechat", "email", "contact1_name", "contact1_relation", "contact1_phone",
		"contact2_name", "contact2_relation", "contact2_phone", "graduation", "born", "home_phone"}
	if got := Columns(asked()); !slices.Equal(got, want) {
		t.Errorf("columns %v", got)
	}
}

func TestARowOfPaperIsCheckedAsTheScreenIs(t *testing.T) {
	row := map[string]string{
		"name": "买买提.艾力", "campus": "黄浦", "phone": "'+86 139 1234 0417", "wechat": "'=wx", "email": "A@Example.org",
		"contact1_name": "妈妈", "contact1_relation": "Parent", "contact1_phone": "'137 0000 0001",
		"contact2_name": " ", "contact2_relation": "", "contact2_phone": "", "graduation": "2027/6", "consents": "notice",
	}
	got, problems := CheckAll(asked(), FromRow(asked(), row), ctx)
	want := Answers{
		"name": text("买买提·艾力"), "campus": text("huangpu"), "phone": text("13912340417"), "wechat": text("=wx"), "email": text("A@example.org"),
		"contact1": person("妈妈", "parent", "13700000001"), "graduation": text("2027-06"),
	}
	if problems != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("problems %v, or other answers than wanted", problems)
	}
	if a := FromRow(asked(), row); a["campus"].Text != "huangpu" || a["contact1"].Person.Relation != "parent" {
		t.Error("a label is not taken for its option before anything is checked")
	}
	row["campus"] = "松江"
	if a := FromRow(asked(), row); a["campus"].Text != "松江" {
		t.Error("a label that is none does not stay as it was written")
	}
	row["campus"] = ""
	row["phone"], row["contact1_phone"], row["resident"], row["contact2_name"] = "1.38E+10", "1.3812E+10", "1.10105E+17", "李雷"
	_, problems = CheckAll(asked(), FromRow(asked(), row), ctx)
	if got := keysOf(problems); got != "contact1.phone:phone.mangled contact2.phone:person.phone contact2.relation:person.relation phone:phone.mangled resident:id.mangled" {
		t.Errorf("problems %s", got)
	}
}

// defused is how an export writes a value.
func defused(s string) string {
	for _, begin := range strings.Split("' = + - @ \t \r \n ＝ ＋ － ＠", " ") {
		if strings.HasPrefix(s, begin) {
			return "'" + s
		}
	}
	return s
}

func TestExactlyOneApostropheIsTakenAway(t *testing.T) {
	for in, want := range map[string]string{"'=1": "=1", "''": "'", "'": "", "''=1": "'=1", "=1": "=1", "'13912340417": "13912340417", "O'Brien": "O'Brien", "": "", "＇=1": "＇=1"} {
		if got := unescapeFormula(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`['=+\-@\t＝＋]{1,4}[a-z']{0,3}`)).Draw(t, "value")
		if got := unescapeFormula(defused(s)); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
	})
}

func FuzzUndefuse(f *testing.F) {
	for _, s := range []string{"'=1", "''", "＝1", "\t", "王芳"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if unescapeFormula(defused(s)) != s {
			t.Fatal("a value does not come back")
		}
		if u := unescapeFormula(s); u != s && "'"+u != s {
			t.Fatal("more than one apostrophe was taken")
		}
	})
}
