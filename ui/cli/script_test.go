package cli

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/ui/launch"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/newpack"
)

// TestMain makes this test program the command "matchbooth" for the scripts. Only
// the window is another, which says what it was given, and locking a key and hashing a
// PIN are cheap; strength.txtar asks "matchbooth-as-shipped" for the real work.
func TestMain(m *testing.M) {
	command := func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, sayWindow)) }
	testscript.Main(light{m}, map[string]func(){
		"matchbooth":            func() { data.LightWork(); command() },
		"matchbooth-as-shipped": command,
	})
}

// light runs the tests that call the commands in their own process.
type light struct{ *testing.M }

func (l light) Run() int {
	data.LightWork()
	return l.M.Run()
}

func sayWindow(s *data.Store, o launch.Options) error {
	if o.Probe {
		return nil
	}
	if o.Read != nil {
		var something bool
		if s, something = o.Read(&o); !something {
			return nil
		}
	}
	if o.New != nil {
		return answerInWindow(o)
	}
	if o.Preview != nil {
		fmt.Printf("preview of %s in %s, %dx%d %s %s\n", o.Preview.Path, o.Preview.Speak, o.Width, o.Height, o.Lang, o.Preview.Out)
		return nil
	}
	said := fmt.Sprintf("window on %s, %s, %dx%d %s", o.Pack.ID, s.Mode(), o.Width, o.Height, o.Lang)
	if o.Kiosk {
		said += " kiosk"
	}
	if o.Scale != 0 {
		said += fmt.Sprint(" scale ", o.Scale)
	}
	fmt.Println(said)
	if f := os.Getenv("MATCHBOOTH_TEST_SAID"); f != "" { // what an interface prints, its supervisor keeps to itself
		if err := os.WriteFile(f, []byte(said+"\n"), 0o600); err != nil {
			return err
		}
	}
	if o.ReadWhole != nil { // as a window does once it is there
		if code := o.ReadWhole(); code != 0 {
			os.Exit(code)
		}
	}
	if f := os.Getenv("MATCHBOOTH_TEST_WAIT"); f != "" { // open until the file is removed
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			return err
		}
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			if _, err := os.Stat(f); err != nil {
				return nil
			}
		}
	}
	return nil
}

// answerInWindow answers the questions for a new pack, as the window would take it, with the lines of the file that
// MATCHBOOTH_TEST_GIVEN names: a question, with a language where it has one, and the answer. All else stays as proposed.
func answerInWindow(o launch.Options) error {
	lang, dir := event.Lang(o.Lang), o.New.Proposed("spring-fair")
	fmt.Printf("a new pack in %s, %s: %s\n", lang, o.Pack.Short.In(lang), filepath.Base(dir))
	file := os.Getenv("MATCHBOOTH_TEST_GIVEN")
	if file == "" {
		return nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	i := newpack.NewInterview(o.New.Now)
	for line := range strings.Lines(string(b)) {
		where, s, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		id, l, _ := strings.Cut(where, ".")
		i.Give(newpack.Place{ID: id, Lang: event.Lang(l)}, s)
	}
	for _, p := range draft.Pages() {
		if wrong := i.Accept(p.Questions, lang); len(wrong) > 0 {
			return fmt.Errorf("refused: %v", wrong)
		}
	}
	_, err = o.New.Write(dir, i.Answers(lang), lang)
	return err
}

func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("starts hundreds of processes, each of which does one thing: not with the race detector")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"builtinpack": builtinPack,
			"livepack":    livePack,
			"gb18030":     toGB18030,
			"encode":      encode,
			"workbook":    toWorkbook,
			"fillin":      fillIn,
			"crlf":        toCRLF,
			"mend":        mend,
			"hides":       hides,
			"other":       otherKey,
			"codes":       codes,
			"nocodes":     noCodes,
			"flip":        flip,
			"mode":        mode,
			"waitfor":     waitFor,
			"samebut":     sameBut,
			"sheet":       sheet,
			"unzip":       unzip,
			"onpaper":     onPaper,
			"setwords":    setWords,
			"swap":        swap,
			"unsign":      unsign,
			"booths":      booths,
			"hub":         hubOf,
		},
	})
}

// builtinPack DIR writes the built-in event pack.
func builtinPack(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), assets.Event()))
}

// livePack DIR writes a pack that may go live: the built-in one, as somebody would
// change it.
func livePack(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(livepack.Write(ts.MkAbs(args[0]), time.Now()))
}

// gb18030 FILE changes a file from UTF-8.
func toGB18030(ts *testscript.TestScript, _ bool, args []string) {
	s, err := simplifiedchinese.GB18030.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o600))
}

// encode ENCODING FILE… writes files anew in an encoding, by the name that browsers know it by, and joins them into the
// first.
func encode(ts *testscript.TestScript, _ bool, args []string) {
	e, err := htmlindex.Get(args[0])
	ts.Check(err)
	var all []byte
	for i, file := range args[1:] {
		s := ts.ReadFile(file)
		if i == 0 {
			s, err = e.NewEncoder().String(s)
			ts.Check(err)
		}
		all = append(all, s...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), all, 0o600))
}

// workbook FILE.xlsx CSV writes a workbook with the cells of a csv file; what looks like a number is one.
func toWorkbook(ts *testscript.TestScript, _ bool, args []string) {
	tab, err := table.Read([]byte(ts.ReadFile(args[1])), table.Options{})
	ts.Check(err)
	book := excelize.NewFile()
	for _, row := range tab.Rows {
		for j, value := range row.Cells {
			cell, err := excelize.CoordinatesToCellName(j+1, row.Line)
			ts.Check(err)
			if n, err := strconv.ParseFloat(value, 64); err == nil {
				ts.Check(book.SetCellValue("Sheet1", cell, n))
			} else {
				ts.Check(book.SetCellValue("Sheet1", cell, value))
			}
		}
	}
	ts.Check(book.SaveAs(ts.MkAbs(args[0])))
}

// fillin TABLE.xlsx CSV types the rows of a csv file into a printed table, below the row that shows how. The first row of the
// csv has the headers that the columns are found by, without what they have in brackets.
func fillIn(ts *testscript.TestScript, _ bool, args []string) {
	tab, err := table.Read([]byte(ts.ReadFile(args[1])), table.Options{})
	ts.Check(err)
	var rows [][]string
	for _, row := range tab.Rows {
		rows = append(rows, row.Cells)
	}
	ts.Check(typeInto(ts.MkAbs(args[0]), rows))
}

func typeInto(file string, typed [][]string) error {
	book, err := excelize.OpenFile(file)
	if err != nil {
		return err
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil {
		return err
	}
	for j, head := range typed[0] {
		at := slices.IndexFunc(rows[0], func(s string) bool {
			return s == head || strings.HasPrefix(s, head+"（") || strings.HasPrefix(s, head+" (")
		})
		if at < 0 {
			return fmt.Errorf("%s has no column %q, but %q", file, head, rows[0])
		}
		for i, row := range typed[1:] {
			cell, err := excelize.CoordinatesToCellName(at+1, i+3)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(name, cell, row[j]); err != nil {
				return err
			}
		}
	}
	return book.Save()
}

// crlf FILE ends the first line of OUT as Windows does: crlf right.crlf reads right.
func toCRLF(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.ReadFile(strings.TrimSuffix(args[0], ".crlf"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.TrimSuffix(s, "\n")+"\r\n"), 0o600))
}

// mend FILE OLD NEW replaces the first occurrence of a text.
func mend(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.ReadFile(args[0])
	if !strings.Contains(s, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(s, args[1], args[2], 1)), 0o600))
}

// hides DIR TEXT… fails when a file below holds one of the texts, in UTF-8, UTF-16
// or GB18030; "! hides" fails when none does.
func hides(ts *testscript.TestScript, neg bool, args []string) {
	found := ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, text := range args[1:] {
			for _, form := range writings(text) {
				if bytes.Contains(b, form) {
					found = d.Name()
				}
			}
		}
		return nil
	}))
	if (found != "") != neg {
		ts.Fatalf("found in %q", found)
	}
}

func writings(text string) [][]byte {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	var wide []byte
	for _, r := range text {
		wide = append(wide, byte(r), byte(r>>8))
	}
	return [][]byte{[]byte(text), gb, wide}
}

// codes FILE keeps the receipt codes of an import -v in the file "codes", one a line; the first of them is in $CODE.
func codes(ts *testscript.TestScript, _ bool, args []string) {
	var out strings.Builder
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if code, ok := strings.CutPrefix(line, "saved "); ok {
			out.WriteString(code)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs("codes"), []byte(out.String()), 0o600))
	first, _, _ := strings.Cut(out.String(), "\n")
	ts.Setenv("CODE", first)
}

// noCodes PATH... fails where a receipt code of the file "codes" stands in one of the files, or below the folders, as it is
// kept or as it is shown. ! noCodes fails where none does.
func noCodes(ts *testscript.TestScript, neg bool, args []string) {
	var found []string
	for _, top := range args {
		ts.Check(filepath.WalkDir(ts.MkAbs(top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			for _, code := range strings.Fields(ts.ReadFile("codes")) {
				if bytes.Contains(b, []byte(code)) || bytes.Contains(b, []byte(strings.ReplaceAll(code, "-", ""))) {
					found = append(found, path)
				}
			}
			return err
		}))
	}
	if neg != (len(found) > 0) {
		ts.Fatalf("receipt codes stand in %q", found)
	}
}

// flip FILE [AT] flips every bit of one byte, in the middle or at an offset.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	at := len(b) / 2
	if len(args) > 1 {
		_, err := fmt.Sscan(args[1], &at)
		ts.Check(err)
	}
	b[at] ^= 0xff
	ts.Check(os.WriteFile(path, b, 0o600))
}

// mode FILE OCTAL compares permissions.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[1] {
		ts.Fatalf("%s has mode %s", args[0], got)
	}
}

// waitFor FILE waits until the file is there.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s did not come", args[0])
}

// sameBut COLUMNS A B compares two exported tables but for some columns.
func sameBut(ts *testscript.TestScript, _ bool, args []string) {
	skip := strings.Split(args[0], ",")
	a, b := withoutColumns(ts, args[1], skip), withoutColumns(ts, args[2], skip)
	if a != b {
		ts.Fatalf("they differ:\n%s\n%s", a, b)
	}
}

// unzip FILE DIR unpacks a zip.
func unzip(ts *testscript.TestScript, _ bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

// sheet FILE[@N] [PASSPHRASE-FILE] prints the first sheet of a workbook, or the one N after it.
func sheet(ts *testscript.TestScript, _ bool, args []string) {
	var opt excelize.Options
	if len(args) > 1 {
		opt.Password = strings.TrimSuffix(ts.ReadFile(args[1]), "\n")
	}
	name, which, _ := strings.Cut(args[0], "@")
	n, _ := strconv.Atoi(which)
	f, err := excelize.OpenFile(ts.MkAbs(name), opt)
	ts.Check(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(n))
	ts.Check(err)
	for _, row := range rows {
		fmt.Fprintln(ts.Stdout(), strings.Join(row, "|"))
	}
}

func withoutColumns(ts *testscript.TestScript, file string, skip []string) string {
	tab, err := table.Read([]byte(ts.ReadFile(file)), table.Options{})
	ts.Check(err)
	var out strings.Builder
	for i, h := range tab.Rows[0].Cells {
		if strings.Contains(" "+strings.Join(skip, " ")+" ", " "+h+" ") {
			continue
		}
		fmt.Fprintf(&out, "%s:", h)
		for _, r := range tab.Rows[1:] {
			fmt.Fprintf(&out, " %q", r.Cells[i])
		}
		out.WriteString("\n")
	}
	return out.String()
}

// setWords FILE puts the six words of a keys.toml into $WORDS, as somebody reads them from the recovery sheet.
func setWords(ts *testscript.TestScript, _ bool, args []string) {
	set, err := data.ReadKeySet(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Setenv("WORDS", strings.Join(words.Fingerprint(set.Fingerprint, "en"), " "))
	ts.Setenv("WORDS_ZH", strings.Join(words.Fingerprint(set.Fingerprint, "zh"), "·"))
}

var recipientLine = regexp.MustCompile(`recipient = '(age1pq1[a-z0-9]+)'`)

// swap FILE RECIPIENT gives a keys.toml another recovery key.
func swap(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.ReadFile(args[0])
	second := recipientLine.FindAllStringSubmatch(s, -1)[1][1]
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(s, second, args[1], 1)), 0o600))
}

// unsign FROM TO writes a keys.toml as programs before there were signatures did.
func unsign(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.ReadFile(args[0])
	set, err := data.ReadKeySet(s)
	ts.Check(err)
	var to []string
	for _, m := range recipientLine.FindAllStringSubmatch(s, -1) {
		to = append(to, "'"+m[1]+"'")
	}
	text := fmt.Sprintf("format = 1\nmode = '%s'\nevent = '%s'\nrecipients = [%s]\n", set.Mode, set.Event, strings.Join(to, ", "))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// booths DIR puts the id of a closed booth into $BOOTH.
func booths(ts *testscript.TestScript, _ bool, args []string) {
	s, err := data.Open(ts.MkAbs(args[0]), data.Options{})
	ts.Check(err)
	ts.Setenv("BOOTH", s.BoothID())
	ts.Check(s.Close())
}

// onPaper writes a key or a share as somebody types it from its page: "onpaper FILE OUT lines|SLIP [BEFORE...]". It is in
// lower case, in groups, on lines with their numbers; SLIP is the number of a group that is mistyped. What stands BEFORE it
// comes first, a line each. With "mended" after SLIP the line of that group comes once more, without the slip.
func onPaper(ts *testscript.TestScript, _ bool, args []string) {
	key, row := "", 4
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			key = line
		}
	}
	at := strings.LastIndexByte(key, '1') + 1
	if strings.HasPrefix(key, "MATCHBOOTH") {
		at, row = strings.IndexByte(key, ':')+1, 5
	}
	var groups []string
	for rest := strings.ToLower(strings.ReplaceAll(key[at:], "-", "")); rest != ""; rest = rest[min(4, len(rest)):] {
		groups = append(groups, rest[:min(4, len(rest))])
	}
	lines := func() (out []string) {
		for i := 0; i < len(groups); i += row {
			out = append(out, fmt.Sprintf("%d  %s", i/row+1, strings.Join(groups[i:min(len(groups), i+row)], "  ")))
		}
		return out
	}
	right, before := lines(), args[3:]
	how, mended := strings.CutSuffix(args[2], "mended")
	slip, _ := strconv.Atoi(how)
	if slip > 0 {
		was := groups[slip-1]
		groups[slip-1] = "q" + was[1:]
		if was[0] == 'q' {
			groups[slip-1] = "z" + was[1:]
		}
	}
	out := append(slices.Clone(before), lines()...)
	if mended {
		out = append(out, right[(slip-1)/row])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(out, "\n")+"\n"), 0o600))
}

// otherKey makes somebody else's key: "other PRIVATE PUBLIC" writes both files, and $RECIPIENT is the public one.
func otherKey(ts *testscript.TestScript, neg bool, args []string) {
	id, err := seal.Generate()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(id.Secret()+"\n"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("# public\n"+id.Recipient()+"\n"), 0o600))
	ts.Setenv("RECIPIENT", id.Recipient())
}
