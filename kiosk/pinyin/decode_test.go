package pinyin

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// smallDict is a dictionary of two syllables, as its packer writes one before it is zipped.
const smallDict = magic + "\x02\x01a\x01b\x02\x01a\x00\x02ba\x01" + // initials, syllables
	"\x02\x02\x00\x01" + "啊八" + "\x05\x06" + "\x00\x01" + // single characters
	"\x01\x01\x01" + "爸爸" + "\x03" + // words of two
	"\x01\x01\x01" + "八" + "\x07" + // a surname
	"\x01\x01\x01" + "八八" + "\x09" + // a given name of two
	"\x01" + "八" + "\x01\x01" + // a part
	"\x01\xeb\x9d\x01\x02\x00\x00" // 八 and 八 are 仫

// A dictionary in which one thing is wrong is refused, and the error says what.
func TestEveryFaultOfADictionaryIsNamed(t *testing.T) {
	if _, err := loadDict(zipped(t, []byte(smallDict))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ about, old, new, want string }{
		{"syllables out of order", "\x02\x01a\x00\x02ba\x01", "\x02\x02ba\x01\x01a\x00", "syllables out of order"},
		{"a syllable twice", "\x02\x01a\x00\x02ba\x01", "\x02\x01a\x00\x01a\x00", "syllables out of order"},
		{"a syllable under another initial", "\x01a\x00\x02ba", "\x01a\x01\x02ba", "a syllable that cannot be typed"},
		{"an initial that is not there", "ba\x01\x02", "ba\x02\x02", "2, more than the allowed 1"},
		{"a syllable with a tone", "\x02ba\x01", "\x02b1\x01", "a syllable that cannot be typed"},
		{"too long a syllable", "\x02ba\x01", "\x07bababab\x01", "7, more than the allowed 6"},
		{"characters out of order", "\x02\x00\x01啊八", "\x02\x01\x00八啊", "characters out of order"},
		{"a character of no syllable", "\x02\x00\x01啊八", "\x02\x00\x02啊八", "2, more than the allowed 1"},
		{"half a character", "啊", "\xe5\x95", "a text that is not UTF-8"},
		{"an empty surname", "\x01\x01\x01八\x07", "\x01\x00\x01八\x07", "an empty surname"},
		{"too long a surname", "\x01\x01\x01八\x07", "\x01\x09\x01八\x07", "9, more than the allowed 8"},
		{"a surname of no syllable", "\x01\x01\x01八\x07", "\x01\x01\x02八\x07", "2, more than the allowed 1"},
		{"a given name of no syllable", "\x01\x01\x01八八\x09", "\x01\x01\x02八八\x09", "2, more than the allowed 1"},
		{"a part of no syllable", "\x01八\x01\x01\x01\xeb", "\x01八\x01\x02\x01\xeb", "2, more than the allowed 1"},
		{"a character of no part", "\x9d\x01\x02\x00\x00", "\x9d\x01\x00\x00\x00", "a character with parts that is none"},
		{"a character of too many parts", "\x9d\x01\x02\x00\x00", "\x9d\x01\x07\x00\x00", "7, more than the allowed 6"},
		{"a character of a part that is not there", "\x9d\x01\x02\x00\x00", "\x9d\x01\x02\x00\x01", "1, more than the allowed 0"},
		{"a character that is none", "\xeb\x9d\x01\x02", "\x80\xb0\x03\x02", "a character with parts that is none"},
		{"words of too many characters", "ba\x01\x02\x02\x00", "ba\x01\x09\x02\x00", "9, more than the allowed 8"},
	} {
		spoilt := strings.Replace(smallDict, c.old, c.new, 1)
		if spoilt == smallDict {
			t.Fatalf("%s: nothing was replaced", c.about)
		}
		if _, err := loadDict(zipped(t, []byte(spoilt))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.about, err, c.want)
		}
	}
	for n := range len(smallDict) {
		if _, err := loadDict(zipped(t, []byte(smallDict[:n]))); err == nil {
			t.Errorf("%d of its %d bytes are loaded", n, len(smallDict))
		}
	}
	if _, err := loadDict(zipped(t, []byte(smallDict+"\x00\x00"))); err == nil || !strings.Contains(err.Error(), "2 bytes too many") {
		t.Errorf("with two bytes more: %v", err)
	}
}

// A dictionary that unpacks to more than 32 MB is refused before it is read, so that a small file cannot take all memory.
func TestADictionaryThatUnpacksToTooMuchIsRefused(t *testing.T) {
	data := make([]byte, maxBytes+1)
	copy(data, magic)
	const want = "more than 33554432 bytes"
	if _, err := loadDict(zipped(t, data)); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("one byte too many: %v, want %s", err, want)
	}
	if _, err := loadDict(zipped(t, data[:maxBytes])); err == nil || strings.Contains(err.Error(), want) {
		t.Errorf("as many as may be: %v", err)
	}
}

// A part may be taken apart twice, and no more.
func TestAPartIsTakenApartTwice(t *testing.T) {
	d, err := loadDict(zipped(t, []byte(strings.Replace(smallDict, "\x01八\x01\x01\x01\xeb\x9d\x01\x02\x00\x00",
		"\x04八\x01\x01七\x01\x00万\x01\x00上\x01\x00"+ // ba, and three that are read a
			"\x04\x81\x9c\x01\x02\x00\x01"+"\x02\x02\x00\x02"+"\x04\x02\x00\x03"+"\x03\x02\x00\x00", // 丁 is 八七, 七 is 八万, 万 is 八上, 上 is 八八
		1))))
	if err != nil {
		t.Fatal(err)
	}
	for keys, want := range map[string]bool{"ubaa": true, "ubabaa": true, "ubababaa": true, "ubababababa": false} {
		if got := texts(compose(d, Options{}, keys), 10); slices.Contains(got, "丁") != want {
			t.Errorf("%s offers %v", keys, got)
		}
	}
}

// A dictionary that says of a part that it is made of itself is loaded like another.
func TestAPartThatIsMadeOfItself(t *testing.T) {
	d, err := loadDict(zipped(t, []byte(strings.Replace(smallDict, "\xeb\x9d\x01\x02", "\xeb\xa2\x01\x02", 1)))) // 八 and 八 are 八
	if err != nil || len(d.parts.made) != 1 || d.parts.made[0].char != '八' {
		t.Errorf("loaded: %v", err)
	}
}

// A surname that is read in two ways costs what the commoner reading does; one syllable is no compound surname.
func TestASurnameWithTwoReadings(t *testing.T) {
	for _, people := range [][2]string{{"\x06", "\x02"}, {"\x02", "\x06"}} {
		two := strings.Replace(smallDict, "\x01\x01\x01八\x07", "\x02\x01\x01八"+people[0]+"\x01\x00八"+people[1], 1)
		d, err := loadDict(zipped(t, []byte(two)))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := d.surnameCost["八"], float32(math.Log(8./6)); len(d.surnames) != 2 || got != want || len(d.compounds) != 0 {
			t.Errorf("%d surnames and %d compounds, 八 costs %v, want %v", len(d.surnames), len(d.compounds), got, want)
		}
	}
}

// A cost is -ln of a share; what was never seen counts as half of once.
func TestCostsAreShares(t *testing.T) {
	got := costs([]uint32{6, 3, 1, 0})
	for i, seen := range []float64{6, 3, 1, 0.5} {
		if want := float32(math.Log(10.5 / seen)); math.Abs(float64(got[i]-want)) > 1e-6 {
			t.Errorf("seen %g times of 10.5: %v, want %v", seen, got[i], want)
		}
	}
	d, err := loadDict(zipped(t, []byte(smallDict)))
	if err != nil {
		t.Fatal(err)
	}
	if want := float32(math.Log(14. / 5)); d.cost[0] != want || d.surnameCost["八"] != 0 || d.surnameCost["啊"] != 0 {
		t.Errorf("啊 costs %v, want %v, and the only surname %v", d.cost[0], want, d.surnameCost["八"])
	}
}

// A syllable of the same initials as a word, and of other characters, is none of that word.
func TestAWordIsFoundByItsOwnSyllables(t *testing.T) {
	d, err := loadDict(zipped(t, []byte(strings.NewReplacer(
		"\x02\x01a\x00\x02ba\x01", "\x03\x01a\x00\x02ba\x01\x02bo\x01", // a syllable more
		"\x02\x02\x00\x01啊八\x05\x06\x00\x01", "\x02\x03\x00\x01\x02啊八波\x05\x06\x07\x00\x01\x01", // with a character
	).Replace(smallDict))))
	if err != nil {
		t.Fatal(err)
	}
	for keys, want := range map[string]string{"baba": "爸爸", "bobo": "波波", "babo": "八波"} {
		if got := texts(compose(d, Options{}, keys), 1); len(got) == 0 || got[0] != want {
			t.Errorf("%s: first comes %v, want %s", keys, got, want)
		}
	}
}
