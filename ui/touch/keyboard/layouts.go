package keyboard

import (
	"fmt"
	"strconv"
	"strings"
)

// A layout is written the way it looks: one line per row, keys separated by spaces. A key is what it
// types, or {name} for one that does something, then ":width" in units of which a row has ten, then
// "/rows" if it is taller than one row. {} is a gap.
const (
	latinTop = `
		q w e r t y u i o p
		{}:.5 a s d f g h j k l {}:.5
		{shift}:1.5 z x c v b n m {back}:1.5`
	pinyinTop = `
		q w e r t y u i o p
		{}:.5 a s d f g h j k l {}:.5
		{lang}:1.5 z x c v b n m {back}:1.5`
	digitRow = `
		1 2 3 4 5 6 7 8 9 0`
	nineTop = `
		{syll0}:1.2 {syll1}:1.2 {split}:1.95 {n2}:1.95 {n3}:1.95 {back}:1.75
		{syll2}:1.2 {syll3}:1.2 {n4}:1.95 {n5}:1.95 {n6}:1.95 {clear}:1.75
		{syll4}:1.2 {syll5}:1.2 {n7}:1.95 {n8}:1.95 {n9}:1.95 {lang}:1.75`
)

// page names one set of keys.
type page string

const (
	latinName  page = "latin-name"
	latinFree  page = "latin"
	pinyinName page = "pinyin-name"
	pinyinFree page = "pinyin"
	nineName   page = "nine-name"
	nineFree   page = "nine"
	signs1     page = "signs-1"
	signs2     page = "signs-2"
	hanSigns1  page = "han-signs-1"
	hanSigns2  page = "han-signs-2"
	phone      page = "phone"
	digits     page = "digits"
	email      page = "email"
	code       page = "code"
	secret     page = "secret"
	account    page = "account"
	path       page = "path"
)

var pages = map[page]string{
	latinName:  latinTop + "\n{sym}:1.25 {lang}:1.25 ' · {space}:2.75 - {go}:1.75",
	latinFree:  latinTop + "\n{sym}:1.25 {lang}:1.25 , {space}:3.75 . {go}:1.75",
	pinyinName: pinyinTop + "\n{sym}:1.25 {nine}:1.25 · {space}:3.75 ' {go}:1.75",
	pinyinFree: pinyinTop + "\n{sym}:1.25 {nine}:1.25 ， {space}:2.75 ' 。 {go}:1.75",
	nineName:   nineTop + "\n{sym}:1.2 {nine}:1.2 ·:1.95 {space}:3.9 {go}:1.75",
	nineFree:   nineTop + "\n{sym}:1.2 {nine}:1.2 ，:1.95 {space}:1.95 。:1.95 {go}:1.75",
	signs1: digitRow + `
		- / : ; ( ) ¥ & @ "
		{sym2}:1.5 . , ? ! ' _ + {back}:1.5
		{abc}:1.5 {space}:6.75 {go}:1.75`,
	signs2: `
		[ ] { } # % ^ * + =
		_ \ | ~ < > € £ $ •
		{sym}:1.5 . , ? ! ' - / {back}:1.5
		{abc}:1.5 {space}:6.75 {go}:1.75`,
	hanSigns1: digitRow + `
		- / ： ； （ ） ￥ @ “ ”
		{sym2}:1.5 。 ， 、 ？ ！ · … {back}:1.5
		{abc}:1.5 {space}:6.75 {go}:1.75`,
	hanSigns2: `
		【 】 《 》 # % ^ * + =
		_ — \ | ~ 「 」 & $ •
		{sym}:1.5 . , ? ! ' " / {back}:1.5
		{abc}:1.5 {space}:6.75 {go}:1.75`,
	phone: `
		{}:2 1:1.5 2:1.5 3:1.5 {back}:1.5/2 {}:2
		{}:2 4:1.5 5:1.5 6:1.5 {}:1.5 {}:2
		{}:2 7:1.5 8:1.5 9:1.5 {go}:1.5/2 {}:2
		{}:2 +:1.5 0:3 {}:1.5 {}:2`,
	digits: `
		{}:2 1:1.5 2:1.5 3:1.5 {back}:1.5/2 {}:2
		{}:2 4:1.5 5:1.5 6:1.5 {}:1.5 {}:2
		{}:2 7:1.5 8:1.5 9:1.5 {go}:1.5/2 {}:2
		{}:2 0:4.5 {}:1.5 {}:2`,
	email: digitRow + latinTop + "\n{sym}:1.25 _ - @:2.25 . .com:1.5 {go}:2",
	code: `
		2 3 4 5 6 7 8 9 {back}:2/2
		Q W E R T Y U P {}:2
		A S D F G H J K {go}:2/2
		Z X C V B N M - {}:2`,
	account: digitRow + latinTop + "\n{sym}:1.5 - _ {space}:3.75 . {go}:1.75",
	path:    digitRow + latinTop + "\n{sym}:1.5 / - _ {space}:2.75 . {go}:1.75",
	secret:  digitRow + latinTop + "\n{sym}:1.5 - {space}:4.75 . {go}:1.75",
}

// extraRow are the pages that have room for a row of digits in a tall, narrow window, where the
// pages with candidates have their second bar.
var extraRow = map[page]bool{latinName: true, latinFree: true}

// pads are pages of few keys, which stay in the middle of a wide window.
var pads = map[page]bool{phone: true, digits: true}

// hasCandidates are the pages above which candidates are shown.
var hasCandidates = map[page]bool{pinyinName: true, pinyinFree: true, nineName: true, nineFree: true}

// spec is one key of a layout.
type spec struct {
	id    string // what it types, or the name of what it does
	does  bool   // it does something: id is a name
	width float32
	rows  int
	slot  int // index of a cell in the left column of the nine keys
}

// rowsOf parses the layout of a page for a wide or a narrow window.
func rowsOf(p page, narrow bool) [][]spec {
	text := pages[p]
	if narrow && extraRow[p] {
		text = digitRow + text
	}
	if narrow && pads[p] {
		text = strings.ReplaceAll(text, "{}:2", "")
	}
	var rows [][]spec
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		row := make([]spec, len(fields))
		for i, f := range fields {
			row[i] = specOf(f)
		}
		rows = append(rows, row)
	}
	return rows
}

func specOf(token string) spec {
	s := spec{id: token, width: 1, rows: 1}
	if i := strings.LastIndexByte(token, ':'); i > 0 {
		width, high, twice := strings.Cut(token[i+1:], "/")
		w, err := strconv.ParseFloat(width, 32)
		if err != nil {
			panic(fmt.Sprintf("keyboard: the layouts hold the key %q", token))
		}
		s.id, s.width = token[:i], float32(w)
		if twice {
			s.rows, _ = strconv.Atoi(high)
		}
	}
	if len(s.id) > 1 && s.id[0] == '{' && s.id[len(s.id)-1] == '}' {
		s.id, s.does = s.id[1:len(s.id)-1], true
		if n, ok := strings.CutPrefix(s.id, "syll"); ok {
			s.slot, _ = strconv.Atoi(n)
		}
	}
	return s
}

// letters of the nine keys, as printed on every telephone keypad (ITU-T E.161).
var nineLetters = map[string]string{
	"n2": "ABC", "n3": "DEF", "n4": "GHI", "n5": "JKL", "n6": "MNO", "n7": "PQRS", "n8": "TUV", "n9": "WXYZ",
}

// suffixes are the most common endings of e-mail addresses, one tap each.
var suffixes = []string{"@qq.com", "@163.com", "@gmail.com"}

// accents are what a Latin letter offers when held, itself first.
var accents = map[string]string{
	"a": "aáàâäãåæā", "c": "cçćč", "d": "dđð", "e": "eéèêëēęě", "g": "gğ", "i": "iíìîïī", "l": "lł", "n": "nñńň",
	"o": "oóòôöõøœō", "r": "rř", "s": "sßśšş", "t": "tţť", "u": "uúùûüūů", "y": "yýÿ", "z": "zžźż",
	"'": "'’‘", "-": "-–—",
}
