package prints

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"
	"github.com/xuri/excelize/v2"

	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/paper"
	"matchbooth/ui/work/prints/canvas"
)

// hard is a pack with everything as long as it gets: a title of three lines, fields of every kind, eight consents, another
// registry, labels that are the same twice or that mean something else above a column.
func hard(t *testing.T) *event.Pack {
	t.Helper()
	p := *builtin(t)
	p.Practice = false
	p.Title = event.Text{event.ZH: "二〇二七年春季华东地区高校红十字青年联合会造血干细胞捐献志愿者招募暨校园健康文化节开幕式主会场",
		event.EN: "Spring 2027 joint recruitment of volunteers for stem-cell donation by the Red Cross youth of the universities of East China, opening day"}
	p.Short = event.Text{event.ZH: "春季华东高校造血干细胞捐献招募", event.EN: "East China stem-cell spring 27"}
	p.School = event.Text{event.ZH: "二〇二七年春季华东地区高校红十字青年联合会暨附属医院志愿服务总队", event.EN: "Federation of the Red Cross youth groups of the universities of East China"}
	p.Place = event.Text{event.ZH: "上海交通大学医学院黄浦校区（重庆南路 227 号）体育馆一楼及二楼走廊，雨天改在懿德楼大厅", event.EN: "Sports hall and first-floor corridor, Huangpu campus, 227 South Chongqing Road; the hall of Yide building if it rains"}
	p.Starts, p.Ends = "2027-05-30", "2027-06-02"
	p.Registry.Name = event.Text{event.ZH: "内蒙古自治区造血干细胞捐献者资料库呼伦贝尔市工作站", event.EN: "Registry of stem-cell donors of the Inner Mongolia Autonomous Region, Hulunbuir office"}
	p.Registry.Link = "https://registration.stem-cell-donors.hulunbuir.example.org/volunteers/new?event={ref}&lang=zh"
	p.Attract.Headline = event.Text{event.ZH: "一个还不认识你的人，\n也许正等着你的一通电话。", event.EN: "Somebody whom you have never met\nmay be waiting for your call."}
	p.Handler.Erasure = event.Text{event.ZH: strings.Repeat("写信到 erase@example.org，附上回执码；", 5), event.EN: strings.Repeat("Write to erase@example.org with your receipt code. ", 5)}
	p.Look.Logo = "logo.png"
	label := func(zh, en string) event.Text { return event.Text{event.ZH: zh, event.EN: en} }
	help := label("这里的说明写得很长，长到在窄窄的一列里要排上好几行，还带着标点，看看会不会有一行以逗号开头。", "A help that is long, so long that it takes a number of lines in its narrow column, and should still not run into anything.")
	var options []event.Option
	for i := range 9 {
		options = append(options, event.Option{ID: fmt.Sprint("o", string(rune('a'+i))), Label: label(fmt.Sprintf("第%d个相当长的选项，带说明", i+1), fmt.Sprintf("Option %d, which is rather long", i+1))})
	}
	p.Fields = append(slices.Clone(p.Fields),
		event.Field{ID: "born", Step: "who", Kind: "date", Label: label("出生日期", "Date of birth"), Help: help},
		event.Field{ID: "id_number", Step: "who", Kind: "resident_id", Label: label("身份证号", "ID number"), Help: help},
		event.Field{ID: "faculty", Step: "who", Kind: "choice", Label: label("你在哪个学院读书，或者在哪个附属医院规培？", "Which faculty do you study at, or which hospital do you train at?"), Help: help, Options: options},
		event.Field{ID: "work_phone", Step: "reach", Kind: "phone", Label: label("手机号", "Mobile"), Help: help},
		event.Field{ID: "note", Step: "reach", Kind: "text", Label: label("编号", "No"), Help: help, SameAs: "wechat"},
	)
	for i := range 5 {
		p.Consents = append(slices.Clone(p.Consents), event.Consent{
			ID: fmt.Sprint("extra", string(rune('a'+i))), Kind: "consent", Required: i == 0,
			Sentence: label(strings.Repeat("这一项是很长的一句话，说清楚同意了什么，", 3)+"就这样。", strings.Repeat("This is a long sentence that says what is agreed to, ", 3)+"and no more."),
			Rows:     []event.Row{{Label: label("一个很长的标签一个很长的标签", "A label that is long as labels go"), Value: help}},
			Body: label("# 标题\n\n"+strings.Repeat("这一段**很重要**，请[看这里](https://example.org/a)。\n第二行，", 6)+"\n\n1. 一\n2. 二\n\n   * 里面\n\n> 引用的话",
				"# Title\n\n"+strings.Repeat("This **matters**, please [look](https://example.org/a).\nA second line, ", 6)+"\n\n1. One\n2. Two\n\n   * Inner\n\n> Quoted words"),
		})
	}
	return &p
}

func setIn(t *testing.T, p *event.Pack, lang event.Lang) setting {
	t.Helper()
	o := order(t, p)
	return setting{Pack: p, Printer: o.Texts.In(string(lang)), lang: lang, pal: palette()}
}

// everyPage lays out all that is drawn, for the usual pack and the hard one, in both languages.
var hardPeople = []export.CodeRow{{Name: "阿卜杜拉·买买提·吐尔逊江·艾力·玉素甫", Code: "ACCK-HZDN-Q"}, {Name: "张\U00020001", Code: "QXC3-6SRA-R"}}

func everyPage(t *testing.T, tell func(name string, s setting, pages []*canvas.Page)) {
	t.Helper()
	for name, p := range map[string]*event.Pack{"usual": builtin(t), "hard": hard(t)} {
		for _, lang := range event.Langs {
			s := setIn(t, p, lang)
			at := func(what string, pages []*canvas.Page, err error) {
				if err != nil {
					t.Fatal(err)
				}
				tell(name+" "+what+" "+string(lang), s, pages)
			}
			pages, err := s.poster(canvas.A3Wide, canvas.A3High)
			at(Poster, pages, err)
			pages, err = s.poster(canvas.A4Wide, canvas.A4High)
			at("small poster", pages, err)
			pages, err = s.cards(nil)
			at(Cards, pages, err)
			pages, err = s.cards(hardPeople)
			at("cards of people", pages, err)
			pages, err = s.form()
			at(Form, pages, err)
			at(Queue, s.queue(), nil)
			s.page = "https://nic.example.edu.cn/matchbooth/hub/f/love-to-medicine-521"
			s.own = map[string]takehome.FollowUp{"ACCK-HZDN-Q": takehome.FollowUp(s.page + "#AAECAwQFBgcICQoLDA0ODw")}
			pages, err = s.poster(canvas.A3Wide, canvas.A3High)
			at(Poster+" with a hub", pages, err)
			pages, err = s.poster(canvas.A4Wide, canvas.A4High)
			at("small poster with a hub", pages, err)
			pages, err = s.cards(nil)
			at(Cards+" with a hub", pages, err)
			pages, err = s.cards(hardPeople)
			at("cards of people with a hub", pages, err)
		}
	}
}

func TestNothingRunsOffThePage(t *testing.T) {
	everyPage(t, func(name string, _ setting, pages []*canvas.Page) {
		least := 4.0
		if strings.Contains(name, "small poster") {
			least = 5.5
		}
		for i, p := range pages {
			for _, l := range p.Lines() {
				right := l.X + canvas.Width(l.Size, l.Bold, l.Text)
				if l.X < 5 || right > p.Wide-5 || l.Y < 3 || l.Y > p.High-3 {
					t.Errorf("%s, page %d: %q runs from %.1f to %.1f at %.1f", name, i+1, l.Text, l.X, right, l.Y)
				}
				if l.Size < least {
					t.Errorf("%s, page %d: %q is set in %.1f points", name, i+1, l.Text, l.Size)
				}
				behind := slices.ContainsFunc(p.Lines(), func(m canvas.Line) bool { // the same line in another weight
					return m.Y == l.Y && m.X < l.X && m.X+canvas.Width(m.Size, m.Bold, m.Text) > l.X-0.1
				})
				if !behind && strings.ContainsAny(string([]rune(l.Text)[:1]), "，。、；：？！）》」』”’") {
					t.Errorf("%s, page %d: the line %q begins with a stop", name, i+1, l.Text)
				}
			}
		}
	})
}

// Two lines of text never lie on each other.
func TestNoLineCoversAnother(t *testing.T) {
	everyPage(t, func(name string, _ setting, pages []*canvas.Page) {
		for i, p := range pages {
			lines := p.Lines()
			for a := range lines {
				for b := a + 1; b < len(lines); b++ {
					l, m := lines[a], lines[b]
					high := func(l canvas.Line) float64 { return l.Size * 25.4 / 72 * 0.7 }
					if l.Y-high(l) < m.Y && m.Y-high(m) < l.Y && l.X < m.X+canvas.Width(m.Size, m.Bold, m.Text)-0.3 && m.X < l.X+canvas.Width(l.Size, l.Bold, l.Text)-0.3 {
						t.Errorf("%s, page %d: %q and %q lie on each other", name, i+1, l.Text, m.Text)
					}
				}
			}
		}
	})
}

// Whoever signs on paper has read what the screen shows: every word of a consent stands on the form, in its order, with the
// version that is kept.
func TestTheFormHasTheWholeTextOfEveryConsent(t *testing.T) {
	everyPage(t, func(name string, s setting, pages []*canvas.Page) {
		if !strings.Contains(name, Form) {
			return
		}
		var all strings.Builder
		for _, p := range pages {
			for _, l := range p.Lines() {
				if l.Y > 24 && l.Y < 282 { // without heads and feet
					all.WriteString(l.Text)
				}
			}
		}
		blank := strings.NewReplacer(" ", "", "\u00a0", "", "\n", "", "•", "")
		said := blank.Replace(all.String())
		holds := func(what string) {
			if what = blank.Replace(s.quotes(what)); !strings.Contains(said, what) {
				t.Errorf("%s lacks %q", name, what)
			}
		}
		for _, c := range s.Consents {
			holds(s.In(c.Sentence))
			for _, r := range c.Rows {
				holds(s.In(r.Label) + s.In(r.Value))
			}
			for _, one := range parse(s.In(c.Body)) {
				holds(one.String())
			}
			holds(c.SHA256(string(s.lang)))
		}
		for _, c := range s.Conditions {
			holds(s.In(c.Text))
		}
		for _, f := range s.Fields {
			holds(s.In(f.Label))
			for _, o := range f.Options {
				holds(s.In(o.Label))
			}
		}
	})
}

// A heading never stands alone at the foot of a page, nor an answer alone at its head.
func TestNothingIsOrphaned(t *testing.T) {
	everyPage(t, func(name string, s setting, pages []*canvas.Page) {
		if !strings.Contains(name, Form) {
			return
		}
		for i, p := range pages {
			lines := slices.DeleteFunc(p.Lines(), func(l canvas.Line) bool { return l.Y < 20 || l.Y > 282 })
			if len(lines) == 0 {
				t.Fatalf("%s: page %d is empty", name, i+1)
			}
			last, first := lines[len(lines)-1], lines[0]
			if last.Size >= 14 {
				t.Errorf("%s: page %d ends with the heading %q", name, i+1, last.Text)
			}
			if first.Text == s.S("consent.agree") {
				t.Errorf("%s: page %d begins with an answer", name, i+1)
			}
			if first.Text == s.S("prints.form.sign") {
				t.Errorf("%s: page %d has nothing but a place to sign", name, i+1)
			}
		}
	})
}

// What the screen asks of the people somebody names is asked on paper, of each of them.
func TestThePaperAsksWhetherThePeopleAgreed(t *testing.T) {
	everyPage(t, func(name string, s setting, pages []*canvas.Page) {
		if !strings.Contains(name, Form) {
			return
		}
		want, got := 0, 0
		for _, f := range s.Fields {
			if f.Kind == "person" {
				want++
			}
		}
		for _, p := range pages {
			for _, l := range p.Lines() {
				if l.Text == s.S("form.person.tell") {
					got++
				}
			}
		}
		if got != want {
			t.Errorf("%s: asked of %d people, not of %d", name, got, want)
		}
	})
}

// codesOn reads all codes of a page, as a phone sees it.
func codesOn(t *testing.T, p *canvas.Page) (out []string) {
	t.Helper()
	img, err := p.Draw(200)
	if err != nil {
		t.Fatal(err)
	}
	// In pieces, since a decoder of many codes tires of a page of twenty.
	high := img.Rect.Dy()
	for _, part := range []image.Rectangle{image.Rect(0, 0, img.Rect.Dx(), high*9/40), image.Rect(0, high*9/40, img.Rect.Dx(), high*16/40), image.Rect(0, high*16/40, img.Rect.Dx(), high*23/40),
		image.Rect(0, high*23/40, img.Rect.Dx(), high*31/40), image.Rect(0, high*31/40, img.Rect.Dx(), high), img.Rect} {
		at := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
		draw.Draw(at, at.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(at, at.Rect, img, part.Min, draw.Src)
		bits, err := gozxing.NewBinaryBitmapFromImage(at)
		if err != nil {
			t.Fatal(err)
		}
		found, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
		if err != nil {
			continue
		}
		for _, f := range found {
			out = append(out, f.GetText())
		}
	}
	return out
}

func TestEveryCodeIsRead(t *testing.T) {
	everyPage(t, func(name string, s setting, pages []*canvas.Page) {
		want := []string{}
		switch {
		case strings.Contains(name, Poster):
			if want = append(want, s.EnrolLink()); s.page != "" {
				want = append(want, s.page)
			}
		case strings.Contains(name, Cards):
			rows := []export.CodeRow{{}}
			if strings.Contains(name, "people") {
				rows = hardPeople // the second has no code of their own
			}
			for i, row := range rows {
				codes := s.cardCodes(row)
				for _, c := range codes {
					want = append(want, c.payload)
				}
				if first := codes[0].payload; s.page != "" && first != s.page && first != string(s.own[row.Code]) || s.page != "" && strings.Contains(name, "people") && strings.Contains(first, "#") != (i == 0) {
					t.Errorf("%s: the first code of card %d does not lead to the page", name, i)
				}
			}
		default:
			return
		}
		got := codesOn(t, pages[0])
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q was not read, but %q", name, w, got)
			}
		}
	})
}

// The header of a printed table is understood whatever a pack calls things, the row that shows how is nobody, and what is
// typed below becomes the person.
func TestThePrintedTableIsUnderstood(t *testing.T) {
	for name, p := range map[string]*event.Pack{"usual": builtin(t), "hard": hard(t)} {
		for _, lang := range event.Langs {
			s := setIn(t, p, lang)
			var b bytes.Buffer
			if err := s.table(&b); err != nil {
				t.Fatal(err)
			}
			book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			sheet := book.GetSheetName(0)
			typed := map[string]string{"name": "王喆", "phone": "13900000417", "signed_at": "2027-05-30", "outcome": s.S("conditions.unsure"), "campus": p.Field("campus").Options[0].Label.In(lang)}
			for i, h := range intake.Headings(p, string(lang)) {
				value := typed[h.Column]
				if c := p.Consent(h.Consent); c != nil {
					value = s.S("prints.table.no")
					if c.Required {
						value = s.S("prints.table.yes")
					}
				}
				cell, err := excelize.CoordinatesToCellName(i+1, 3)
				if err != nil {
					t.Fatal(err)
				}
				if value == "" {
					continue
				}
				if err := book.SetCellStr(sheet, cell, value); err != nil {
					t.Fatal(err)
				}
			}
			b.Reset()
			if _, err := book.WriteTo(&b); err != nil {
				t.Fatal(err)
			}
			book.Close()
			tab, err := table.Read(b.Bytes(), table.Options{})
			if err != nil {
				t.Fatal(err)
			}
			read, faults := paper.Read(tab, p, paper.Reading{Now: time.Date(2027, 6, 3, 0, 0, 0, 0, time.UTC), Say: s.Printer.S, Join: func(c []string) string { return strings.Join(c, " ") }})
			if faults.Any() {
				t.Errorf("%s %s: the header is not understood: %+v", name, lang, faults)
				continue
			}
			if len(read.Rows) != 1 || len(read.Rows[0].Reasons) > 0 {
				t.Errorf("%s %s: %d rows, refused for %v", name, lang, len(read.Rows), read.Rows)
				continue
			}
			up := read.Rows[0].Up
			if string(up.Fields["name"].Text) != "王喆" || string(up.Fields["phone"].Text) != "13900000417" || string(up.Fields["campus"].Text) != p.Field("campus").Options[0].ID || up.Lang != string(lang) {
				t.Errorf("%s %s: something else was read", name, lang)
			}
			if want := "unsure"; len(p.Conditions) > 0 && up.Outcome != want {
				t.Errorf("%s %s: not sure of a condition, and it was read as %q", name, lang, up.Outcome)
			}
			for _, c := range up.Consents {
				if k := p.Consent(c.ID); !k.Required || c.SHA256 != k.SHA256(string(lang)) {
					t.Errorf("%s %s: consent %s is not what was ticked", name, lang, c.ID)
				}
			}
		}
	}
}

// What a spreadsheet says beside a cell is true of that cell: that a row is passed over, of that row alone.
func TestNotesStandWhereTheyAreTrue(t *testing.T) {
	for _, lang := range event.Langs {
		s := setIn(t, builtin(t), lang)
		var b bytes.Buffer
		if err := s.table(&b); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rules, err := book.GetDataValidations(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, r := range rules {
			if r.Prompt != nil {
				said[r.Sqref] = *r.Prompt
			}
		}
		if said["A2"] != s.S("prints.table.sample.note") {
			t.Errorf("%s: beside the row that shows how stands %q", lang, said["A2"])
		}
		if said["A3:A502"] != s.S("prints.table.number.note") {
			t.Errorf("%s: beside the numbers of forms stands %q", lang, said["A3:A502"])
		}
		for cells, note := range said {
			if cells != "A2" && (strings.Contains(note, s.S("prints.table.sample.note")) || strings.Contains(cells, "2:")) {
				t.Errorf("%s: %s: %q", lang, cells, note)
			}
		}
	}
}

// Each number is there once, and the sheets cut as one stack give piles in order.
func TestQueueNumbersAreEachThereOnce(t *testing.T) {
	seen := map[string]int{}
	for _, p := range setIn(t, builtin(t), event.ZH).queue() {
		for _, l := range p.Lines() {
			if l.Size > 50 {
				seen[l.Text]++
			}
		}
	}
	for n := 1; n <= Numbers; n++ {
		if seen[fmt.Sprint(n)] != 1 {
			t.Errorf("the number %d is there %d times", n, seen[fmt.Sprint(n)])
		}
	}
	if len(seen) != Numbers {
		t.Errorf("%d numbers", len(seen))
	}
}

// A character that the typeface lacks is left to be written, and the code is there for both.
func TestCardsOfPeopleHaveTheirCodes(t *testing.T) {
	pages, err := setIn(t, builtin(t), event.ZH).cards([]export.CodeRow{{Name: "王喆", Code: "ACCKHZDNQ"}, {Name: "张\U00020001", Code: "QXC3-6SRA-R"}})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range pages[0].Lines() {
		said = append(said, l.Text)
	}
	for _, want := range []string{"王喆", "张＿", "ACCK-HZDN-Q", "QXC3-6SRA-R"} {
		if !slices.Contains(said, want) {
			t.Errorf("no card says %q", want)
		}
	}
	if slices.Contains(said, "张\U00020001") {
		t.Error("a name is printed with a character that cannot be shown")
	}
	if len(pages) != 1 || ByHand([]export.CodeRow{{Name: "张\U00020001"}, {Name: "王喆"}}) != 1 {
		t.Error("the names to write by hand are counted wrong")
	}
	o := order(t, builtin(t), Cards)
	o.Codes = []export.CodeRow{{Name: "王喆", Code: "ACCKHZDNQ"}}
	if s := fmt.Sprintf("%v %+v", o, o); strings.Contains(s, "王喆") || strings.Contains(s, "ACCK") {
		t.Errorf("an order prints %s", s)
	}
	if _, err := json.Marshal(o.What); err != nil {
		t.Error(err)
	}
}

// Whoever waits is not sent to stories that a pack does not tell.
func TestQueueNumbersSpeakOfWhatThereIs(t *testing.T) {
	for lang, word := range map[event.Lang]string{event.ZH: "故事", event.EN: "story"} {
		for _, told := range []bool{true, false} {
			p := *builtin(t)
			if !told {
				p.Stories = nil
			}
			said := ""
			for _, l := range setIn(t, &p, lang).queue()[0].Lines() {
				said += l.Text + "\n"
			}
			if strings.Contains(said, word) != told {
				t.Errorf("%s, stories %v: %s", lang, told, said)
			}
		}
	}
}
