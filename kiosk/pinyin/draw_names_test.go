package pinyin_test

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The measured names are drawn here, and TestNamesAreDrawn holds the files to it:
// nobody can better a figure by taking out a name that goes badly. After a change of
// the facts below, write them anew with
//
//	MATCHBOOTH_DRAW=1 go test -run TestNamesAreDrawn ./kiosk/pinyin

const (
	namesFile   = "testdata/names.tsv"
	citiesFile  = "testdata/names-cities.tsv"
	namesDrawn  = 800
	citiesDrawn = 200
	namesSeed   = 20261122
)

// generation is what is known of the given names of one decade of birth.
type generation struct {
	years string
	share float64 // of the people alive; census of 2020, rounded
	one   float64 // of them with a given name of one character
	men   givenNames
	women givenNames
}

// givenNames are the ten commonest given names that the Ministry of Public Security
// published for the decade (report of 2019; 2018-2021 for the last two), and characters
// that stand first, second and alone in given names of that time, the commoner first.
// Those orders are ours, made from the published names and characters of that time.
type givenNames struct {
	top                  string
	first, second, alone string
}

// generations: names of one character were at most 27.6 % and fell to 6.3 % of the
// newborn of 2020 (report of 2020); between, one is estimated.
var generations = []generation{
	{years: "to 1959", share: 0.19, one: 0.10,
		men: givenNames{
			top:    "建国 建华 国华 和平 明 建平 军 平 志明 德明",
			first:  "国德建玉文志永明光金世福春长荣振树正洪兴家学景万宝清士连贵克忠广成天凤云海庆少保宗大书继仁义绍祖耀廷汉炳",
			second: "明华国平林生荣德清海祥才成山文贵发福江全义忠友云安元龙泉根堂财富昌民信良春田财武田臣岭轩喜奎珍礼柱洲坤",
			alone:  "明平军勇刚林华伟杰忠斌健敏强涛峰"},
		women: givenNames{
			top:    "秀英 桂英 秀兰 玉兰 桂兰 秀珍 凤英 玉珍 玉英 兰英",
			first:  "秀桂玉凤淑兰素美翠月春金爱菊惠素荣巧银彩莲香文瑞雪慧贵丽佩红云永志银巧润莲水腊",
			second: "英兰珍芳华芝荣香琴云莲花梅凤贞霞娥玲清兰菊芬秀珠仙娣妹环莉萍敏琼媛蓉芹菲枝先群碧改桃",
			alone:  "英敏萍霞玲芳华兰丽云琴蓉慧"}},
	{years: "1960s", share: 0.16, one: 0.12,
		men: givenNames{
			top:    "军 勇 伟 建国 建华 建军 平 建平 强 斌",
			first:  "建国志卫永文红德玉光新明春金海东立向学振洪宏晓长世克兴少庆爱利胜正伟云家成忠小跃俊保宝炳福继",
			second: "军华平国明林民生强东海红兵荣文伟新成祥清峰忠武斌良刚辉江山才勇义龙全德安胜利春波福奇勤革",
			alone:  "军勇伟平强斌刚明辉波涛兵健杰毅宏东峰宁"},
		women: givenNames{
			top:    "秀英 桂英 英 玉兰 萍 秀兰 玉梅 红 丽 敏",
			first:  "秀玉丽桂红爱春淑凤美小素翠晓月建金雪亚艳慧文卫海素彩莉冬永菊燕云巧惠银瑞国志碧",
			second: "英兰芳华梅霞萍珍红玲莲香琴云丽芝荣娟敏芬玲凤花琼萍艳秀平娥菊清莉珠芹燕群慧玉蓉利",
			alone:  "英萍红丽敏芳霞玲华梅静琴莉燕艳虹颖"}},
	{years: "1970s", share: 0.155, one: 0.20,
		men: givenNames{
			top:    "勇 军 伟 强 刚 建军 涛 斌 波 辉",
			first:  "建志永海国文晓小卫红东春新立俊玉伟学云光金振宏长向明庆少德世江晨利胜绍家爱喜成天正立兴炳忠",
			second: "军华强勇平明东峰林伟辉海国涛刚生波龙斌文江成杰鹏兵民新荣飞宁祥利亮清宇雷良忠武才超锋义根",
			alone:  "勇军伟强刚涛斌波辉健杰峰平明毅鹏磊东凯宁亮锋海彬浩俊"},
		women: givenNames{
			top:    "丽 艳 敏 芳 静 霞 红梅 燕 红 英",
			first:  "丽红小晓春海艳秀雪玉美燕爱桂亚文淑莉慧冬凤翠云素金月雅彩国建志瑞永新巧卫利娟惠",
			second: "丽梅霞英玲红华芳艳娟萍燕琴敏兰莲静云香平珍荣莉娜凤琼芬蓉颖梅洁群花慧清芝芹霜利琳",
			alone:  "丽艳敏芳静霞燕红英萍玲颖莉琳洁娟蓉琴梅慧虹倩"}},
	{years: "1980s", share: 0.16, one: 0.276,
		men: givenNames{
			top:    "伟 磊 勇 涛 超 强 鹏 军 波 杰",
			first:  "志建晓文海小永俊国明春玉伟云家振新东立宏金少子德世光学庆成天亚佳正长一红龙永昌江宇嘉继思",
			second: "伟军强华鹏飞勇平涛峰明辉龙波杰林东刚超斌国亮海磊江宇生健锋文祥成雷良宁俊旭民博阳义凯坤亮",
			alone:  "伟磊勇涛超强鹏军波杰峰斌辉刚亮飞凯雷俊健浩明宇龙宁洋毅帅彬琦鑫坤昊楠"},
		women: givenNames{
			top:    "静 丽 娟 艳 燕 敏 娜 芳 丹 玲",
			first:  "晓丽小海红文燕春雪艳慧亚玉秀美婷莉雅佳志娜静思冬爱金云淑翠月凤巧彩瑞露梦琳媛楠珊娇",
			second: "丽燕娟霞娜玲静芳梅艳红敏英萍华琴莉婷丹琳慧洁颖云平娇莲倩蓉菲凤花香雪媛琼芬妮蕾珍",
			alone:  "静丽娟艳燕敏娜芳丹玲婷颖琳倩霞洁慧莉蕾雪璐萍莹晶媛菲楠瑶娇蓉"}},
	{years: "1990s", share: 0.12, one: 0.27,
		men: givenNames{
			top:    "伟 超 涛 杰 鹏 磊 强 浩 鑫 帅",
			first:  "志文俊子晓建家嘉海小明永天国伟宇浩思云玉金世佳东振鹏一泽成凯新少亚春立德智博铭皓旭梓锦启",
			second: "杰伟强豪鹏宇龙飞辉涛明峰超华文阳浩林凯军东斌亮锋博轩俊成帆坤鑫航健源磊波良彬哲翔泽霖铭宁",
			alone:  "伟超涛杰鹏磊强浩鑫帅凯阳宇俊斌飞龙辉亮坤洋晨航旭博磊昊健彬康诚翔哲森"},
		women: givenNames{
			top:    "静 婷 敏 婷婷 丹 雪 丽 倩 艳 娟",
			first:  "晓雪佳梦思丽文诗雨小嘉婷静海心慧美欣玉雅春燕红亚艳秀子晨紫莉可怡露若云冰金彩楠宇",
			second: "婷怡敏雯琪丽娜静玲欣琳颖倩燕雪慧霞娟芳洁萍艳莹菲莉瑶佳妮文华君悦如媛蓉梅云红茹彤薇",
			alone:  "静婷敏丹雪丽倩艳娟颖琳莹悦璐娜瑶洁蕾慧晶玲欣燕薇雯妍娇媛琪茜"}},
	{years: "2000s", share: 0.11, one: 0.18,
		men: givenNames{
			top:    "涛 浩 鑫 杰 俊杰 磊 宇 鹏 帅 超",
			first:  "子俊文浩嘉宇家志天泽明佳博一思伟梓智皓锦旭晨鑫世振铭凯瑞昊永建海玉国启正奕恒承逸卓景云",
			second: "杰豪轩宇涛鹏浩阳辉博文龙鑫凯航强伟林源明哲峰泽然俊翔铭成坤帆睿飞霖恒楠彬昊晨琪旭诚皓磊扬",
			alone:  "涛浩鑫杰磊宇鹏帅超阳凯博昊旭晨航坤睿轩康琦森翔哲烨焱"},
		women: givenNames{
			top:    "婷 欣怡 婷婷 静 悦 敏 佳怡 雪 颖 雨欣",
			first:  "雨佳梦思欣诗子嘉雅静心文晓紫可若怡雪婷一梓慧艺美语宇馨依妍丽舒晨冰芷玉乐钰钰婉婧",
			second: "怡欣婷涵琪雯彤瑶妍颖萱轩悦琳馨慧敏静雪然佳柔洁菲茹雨倩儿妮娜楠莹瑜诗文熙桐宁蕊晴",
			alone:  "婷静悦敏雪颖欣瑶琳妍蕊彤莹琪倩雯涵璇萱玥娜洁"}},
	{years: "from 2010", share: 0.105, one: 0.065,
		men: givenNames{
			top:    "浩宇 浩然 宇轩 宇航 梓豪 子轩 奕辰 亦辰 沐宸 宇泽",
			first:  "子浩宇梓俊嘉泽沐奕皓一铭博瑞天明思文锦家晨智辰逸佳昊雨景承亦恒睿云乐志启书煜思君言柏星若彦知",
			second: "宇轩泽辰然涵豪睿宸航杰博霖阳浩熙晨铭洋文俊一源墨恒哲昊皓阔瑞安翔琛言乐烨逸诚峻骏霆羽曦远尧",
			alone:  "泽睿宸昊辰诺烁航轩煜曜翊霖博"},
		women: givenNames{
			top:    "一诺 依诺 欣怡 梓涵 诗涵 若汐 雨桐 语桐 语汐 欣妍",
			first:  "梓子诗雨欣思佳一语可若依梦嘉沐芷心紫艺雅婉瑾伊苡昕乐晨静书清安宇悦婧柠妙钰舒锦夏念星米",
			second: "涵萱怡彤汐瑶妍诺琪欣桐悦馨玥语晴雅然柔菲熙瑾霏蕊琳颖雯宁舒彤芮茜淇沫颜悠妤月禾婷儿可心曦",
			alone:  "汐诺玥芮苒瑶妍彤萱悦涵溪蕊"}},
}

// rare are characters that parents chose seldom, and that a person is therefore used
// to having trouble with. Every twentieth character is taken from here.
const rare = "喆珂翯祎彧垚犇堃昱煜晗钧翔婕妍瑢玘琤珩筠颀骞骥翀翊翎昶旻晔晟烨焱燚淼鑫森" +
	"玥珏璟璇瑄琛琮璞瑾珞玟珣瓒骁骏骅铄锴镕铎钊钰赟韫霁霏雯靖馥颢灏滢潆沄洵涔湜溱澍泓沅沛泠芃芮芷苒茗荃莘萱蔚蘅蓁薇" +
	"婧嫣媛妤娴婉嫄姝娅妮怿恺憬懿戬旖斐敏敖暄曦杉枫栩桁桢棣楷榆歆毓炜炫炅煊熠熙爽牧猷璐甯畅皓皎睿瞳矞祺禛稷笙筱" +
	"绮缦羿翮耘聿芊苡莹菡葳蓓蕙衍裴觅诣谌谦赫轲轶迦逸邈郅郁酉铖锐锦隽雍韬鲲鸢鹂麒黛"

// commonest are the ten commonest full names of the country (reports of 2019 and of
// 2014): they are always in the list.
const commonest = "张伟 王伟 李娜 王芳 李伟 王静 李静 张敏 刘伟 张静 王秀英 李秀英 张秀英 张丽"

// compounds and single surnames come from the table of the engine: their weights say
// how often, and that is the published order. No other table of the engine is used for
// drawing, apart from readings.
type surname struct {
	text, reading string
	weight        float64
}

func readSurnames(t testing.TB) []surname {
	var all []surname
	for _, f := range readTable(t, "../../assets/pinyin/names/surnames.tsv") {
		all = append(all, surname{f[0], f[1], parseWeight(t, f[2])})
	}
	return all
}

func parseWeight(t testing.TB, s string) float64 {
	w, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// readTable returns the fields of a table's lines, without comments.
func readTable(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// drawer draws names.
type drawer struct {
	r        *rand.Rand
	surnames []surname
	reading  map[string]string // of a character in given names
	seen     map[string]bool
	lines    []string
}

func newDrawer(t testing.TB, seed uint64) *drawer {
	d := &drawer{r: rand.New(rand.NewPCG(seed, 1)), surnames: readSurnames(t), reading: map[string]string{}, seen: map[string]bool{}}
	best := map[string]float64{}
	for _, f := range readTable(t, "../../assets/pinyin/names/given.tsv") {
		if w := parseWeight(t, f[2]); w > best[f[0]] {
			best[f[0]], d.reading[f[0]] = w, f[1]
		}
	}
	return d
}

// pick returns an index below n; the weight of place i is w(i).
func (d *drawer) pick(n int, w func(i int) float64) int {
	var sum float64
	for i := range n {
		sum += w(i)
	}
	at := d.r.Float64() * sum
	for i := range n {
		if at -= w(i); at < 0 {
			return i
		}
	}
	return n - 1
}

// ranked draws from a list whose order is known and nothing else: the weight of place
// i is 1/(i+8).
func (d *drawer) ranked(list []string) string {
	return list[d.pick(len(list), func(i int) float64 { return 1 / float64(i+8) })]
}

func (d *drawer) character(list string) string {
	if d.r.Float64() < 0.05 {
		list := strings.Split(rare, "")
		return list[d.r.IntN(len(list))]
	}
	return d.ranked(strings.Split(list, ""))
}

// surname draws one: of ten, eight by the number of its bearers, one of the compound
// ones and one of the rarer single ones, so that these are measured at all.
func (d *drawer) surname() surname {
	weight := func(i int) float64 { return d.surnames[i].weight }
	switch kind := d.r.Float64(); {
	case kind < 0.1:
		weight = func(i int) float64 {
			if utf8.RuneCountInString(d.surnames[i].text) != 2 {
				return 0
			}
			return math.Sqrt(d.surnames[i].weight)
		}
	case kind < 0.2:
		weight = func(i int) float64 {
			if utf8.RuneCountInString(d.surnames[i].text) != 1 || d.surnames[i].weight > 2000 {
				return 0
			}
			return math.Sqrt(d.surnames[i].weight)
		}
	}
	return d.surnames[d.pick(len(d.surnames), weight)]
}

// given draws a given name: of four, one is among the ten commonest of its decade.
func (d *drawer) given() string {
	g := generations[d.pick(len(generations), func(i int) float64 { return generations[i].share })]
	names := g.men
	if d.r.IntN(2) == 0 {
		names = g.women
	}
	switch kind := d.r.Float64(); {
	case kind < 0.25:
		return d.ranked(strings.Fields(names.top))
	case d.r.Float64() < g.one:
		return d.character(names.alone)
	}
	return d.character(names.first) + d.character(names.second)
}

// add writes a name down, once.
func (d *drawer) add(t testing.TB, s surname, given string) {
	if d.seen[s.text+given] {
		return
	}
	d.seen[s.text+given] = true
	var syllables []string
	for _, c := range given {
		r := d.reading[string(c)]
		if r == "" {
			t.Fatalf("no reading of %c in given names", c)
		}
		syllables = append(syllables, r)
	}
	d.lines = append(d.lines, s.text+given+"\t"+s.reading+"\t"+strings.Join(syllables, " "))
}

// common adds the full names that were published.
func (d *drawer) common(t testing.TB) {
	for _, name := range strings.Fields(commonest) {
		for _, s := range d.surnames {
			if rest, ok := strings.CutPrefix(name, s.text); ok && s.weight > 1000 {
				d.add(t, s, rest)
			}
		}
	}
}

func drawNames(t testing.TB) []string {
	d := newDrawer(t, namesSeed)
	d.common(t)
	for len(d.lines) < namesDrawn {
		d.add(t, d.surname(), d.given())
	}
	return d.lines
}

// cities are given names that the police of single cities and one province published
// as the commonest: Foshan (2018, 2019), Suzhou, Ningbo and Cangzhou (2018-2022),
// Sichuan (2019, 2024), Shenyang and Tianjin (older people). Nothing of the engine's
// tables was made from them.
const cities = "梓洋 梓轩 俊宇 梓睿 梓豪 俊杰 宇轩 浩然 浩宇 子睿 梓晴 雨桐 芷晴 梓淇 梓涵 梓妍 梓琳 思妤 晓彤 思颖 " +
	"志强 丽华 嘉欣 敏仪 丽娟 伟强 宇航 宇辰 星辰 博文 浩轩 欣怡 诗涵 欣妍 欣悦 诗语 一诺 诗琪 雨涵 " +
	"瑞泽 璟泽 奕辰 沐辰 锦程 沐阳 汐玥 沐瑶 汐瑶 沐妍 亦可 瑾汐 锦汐 沐宸 瑞霖 屹琛 沐泽 梦瑶 若汐 苡沫 " +
	"亦宸 亦辰 奕宸 逸辰 逸宸 烁 一 睿 泽 翊 苒 诺 芮 汐 淑珍 玉兰 伟 杰 力 英 健 建国 建华 爱民 国庆 国强 国英 援朝 晨 畅"

func drawCities(t testing.TB) []string {
	d := newDrawer(t, namesSeed+1)
	list := strings.Fields(cities)
	for len(d.lines) < citiesDrawn {
		d.add(t, d.surnames[d.pick(len(d.surnames), func(i int) float64 { return d.surnames[i].weight })], list[len(d.lines)%len(list)])
	}
	return d.lines
}

const namesHead = `# Full names on which the Pinyin engine is measured: name, reading of the surname,
# reading of the given name. Drawn, not collected: no person is meant.
#
# How: draw_names_test.go, seed %d, which also checks this file. The surname is drawn
# by the number of its bearers (eight of ten), from the compound ones (one of ten) or
# from the rarer ones (one of ten). The given name is drawn by decade of birth and sex:
# one of four is among the ten commonest given names published for that decade, the
# others put together from characters of that time, and every twentieth character is
# a rare one. The commonest full names of the country are always in it.
#
# What this list can not tell: the surnames are drawn with the weights that the engine
# itself uses, and the orders of characters by decade were made by the same hands as the
# engine's table, though from other lists. names-cities.tsv is the check on that.
`

const citiesHead = `# A second list of full names: name, reading of the surname, reading of the given name.
# Drawn, not collected: no person is meant.
#
# How: draw_names_test.go, seed %d, which also checks this file. The given names are
# those that the police of single cities (Foshan, Suzhou, Ningbo, Cangzhou, Shenyang,
# Tianjin) and of Sichuan published as the commonest there; the engine's table of
# characters was not made from them. The surname is drawn by the number of its bearers.
`

func TestNamesAreDrawn(t *testing.T) {
	for _, file := range []struct {
		path, head string
		seed       int
		lines      []string
	}{
		{namesFile, namesHead, namesSeed, drawNames(t)},
		{citiesFile, citiesHead, namesSeed + 1, drawCities(t)},
	} {
		want := fmt.Sprintf(file.head, file.seed) + strings.Join(file.lines, "\n") + "\n"
		if os.Getenv("MATCHBOOTH_DRAW") != "" {
			if err := os.WriteFile(file.path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file.path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what is drawn; see the top of this file", file.path)
		}
	}
}

// The list must hold what makes names hard: compound surnames, names of one character.
func TestNamesAreVaried(t *testing.T) {
	var compound, one int
	var names []string
	for _, n := range readNames(t, namesFile) {
		names = append(names, n.text())
		if utf8.RuneCountInString(n.surname) > 1 {
			compound++
		}
		if utf8.RuneCountInString(n.given) == 1 {
			one++
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) < 500 || compound < 40 || one < 80 {
		t.Errorf("%d names, %d compound surnames, %d given names of one character", len(names), compound, one)
	}
}

// fullName is one name of the measured lists.
type fullName struct {
	surname, given                 string
	surnameReading, givenSyllables []string
}

func (n fullName) text() string { return n.surname + n.given }

func readNames(t testing.TB, path string) []fullName {
	t.Helper()
	var names []fullName
	for _, f := range readTable(t, path) {
		n := fullName{surnameReading: strings.Fields(f[1]), givenSyllables: strings.Fields(f[2])}
		runes := []rune(f[0])
		if len(runes) != len(n.surnameReading)+len(n.givenSyllables) {
			t.Fatalf("%s: %d characters, %d syllables", f[0], len(runes), len(n.surnameReading)+len(n.givenSyllables))
		}
		n.surname = string(runes[:len(n.surnameReading)])
		n.given = string(runes[len(n.surnameReading):])
		names = append(names, n)
	}
	return names
}
