package sheet

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/assets/text"
)

// The card fits its page in both languages, for the first booth and for others, with a long title and a long path.
func TestTheCardFits(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		for _, first := range []bool{true, false} {
			k := Kept{
				About: About{Event: map[string]string{"zh": "2027 年春季“爱的髓缘”造血干细胞捐献志愿者招募活动", "en": "Spring 2027 drive for stem-cell donors, School of Medicine"}[lang], ID: "spring-2027",
					Made: time.Date(2027, 5, 19, 9, 0, 0, 0, time.UTC), Set: "0123456789abcdef", Keys: 2},
				Booth: "0123456789abcdef0123456789abcdef", Folder: "/home/volunteer/Spring drive/.local/share/matchbooth", First: first, Contact: "SJTUSM Red Cross Society  ·  021-5555 0100",
			}
			p, err := Card(texts.In(lang), k)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" {
				name := "card-" + lang
				if !first {
					name += "-second"
				}
				f, err := os.Create(filepath.Join(dir, name+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, p.Image()); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
	}
}
