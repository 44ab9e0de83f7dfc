package pinyin

import (
	"slices"
	"strings"
	"testing"
)

func TestReadingsOfACharacter(t *testing.T) {
	d, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := d.Readings()
	for char, want := range map[rune][]string{
		'单': {"dan", "shan"}, '曾': {"zeng", "ceng"}, '仇': {"qiu", "chou"}, '解': {"xie", "jie"}, '区': {"ou", "qu"}, '万': {"wan", "mo"}, '俟': {"qi"},
		'乐': {"le", "yue"}, '长': {"chang", "zhang"}, '行': {"xing", "hang"}, '吕': {"lv"}, '女': {"nv"}, '略': {"lue"}, '翟': {"zhai", "di"}, '嗯': nil, '鋆': {"jun", "yun"},
	} {
		got := r.Of(char)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%c is read %v, not %s", char, got, w)
			}
		}
		for _, s := range got {
			if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" || !strings.ContainsAny(s, "aeiouv") {
				t.Errorf("%c is read %q", char, s)
			}
		}
	}
	for char, want := range map[rune]string{'伟': "wei", '珂': "ke", '张': "zhang"} {
		if got := r.Of(char); len(got) == 0 || got[0] != want {
			t.Errorf("%c is read %v, first %s", char, got, want)
		}
	}
	for _, char := range "aé１🙂あ" {
		if got := r.Of(char); got != nil {
			t.Errorf("%c is read %v", char, got)
		}
	}
	// Whoever can be typed is read as typed: nobody's character is without the reading of its surname.
	for _, s := range d.surnames {
		i := 0
		for _, char := range s.text {
			if syl := d.syllables[s.syls[i]]; !slices.Contains(r.Of(char), syl) {
				t.Errorf("%c of %s is not read %s", char, s.text, syl)
			}
			i++
		}
	}
	for w := range d.givenCost {
		syl := d.syllables[d.syls[w]]
		if char := []rune(d.text(uint32(w)))[0]; strings.ContainsAny(syl, "aeiouv") && !slices.Contains(r.Of(char), syl) {
			t.Fatalf("%c is not read %s", char, syl)
		}
	}
}

func TestReadingsOfASurname(t *testing.T) {
	d, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	r := d.Readings()
	for name, want := range map[string]string{
		"单雄": "shan", "单": "shan", "曾国": "zeng", "区伟": "ou", "万俟雪": "mo qi", "万里": "wan", "欧阳娜": "ou yang", "尉迟恭": "yu chi", "翟天": "zhai", "吕布": "lv",
		"喆": "", "Maria": "", "": "", "\xff": "",
	} {
		if got := strings.Join(r.Surname(name), " "); got != want {
			t.Errorf("%s begins with %q, want %q", name, got, want)
		}
	}
}

func TestSpellingsAreHowPeopleType(t *testing.T) {
	for syl, want := range map[string][]string{
		"lv": {"lv", "lu", "lyu"}, "nv": {"nv", "nu", "nyu"}, "lue": {"lue", "lve", "lyue"}, "ju": {"ju", "jv"}, "xuan": {"xuan", "xvan"}, "zhang": {"zhang"},
	} {
		got := Spellings(syl)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s is not typed %s: %v", syl, w, got)
			}
		}
		if got[0] != syl || len(got) > 3 {
			t.Errorf("%s is typed %v", syl, got)
		}
	}
}
