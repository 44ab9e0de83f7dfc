package call

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"matchbooth/assets/text"
)

// storeSentences reads the sentences out of the store's source: what it notes, names as a fault, or finds in a folder
// that does not open.
func storeSentences(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, room := range []string{"", "record/", "rescue/", "internal/*/"} {
		found, err := filepath.Glob("../../../data/" + room + "*.go")
		if err != nil || len(found) == 0 {
			t.Fatalf("no files in data/%s: %v", room, err)
		}
		files = append(files, found...)
	}
	var out []string
	strs := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, _ := strconv.Unquote(lit.Value); strings.Count(s, " ") > 1 {
					out = append(out, s)
				}
			}
			return true
		})
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := ""
				switch fun := n.Fun.(type) {
				case *ast.SelectorExpr:
					name = fun.Sel.Name
				case *ast.Ident:
					name = fun.Name
				}
				if name == "Sprintf" && (strings.HasSuffix(file, "data/keyset.go") || strings.HasSuffix(file, "keys/successor.go")) || name == "say" && strings.HasSuffix(file, "keys/successor.go") {
					strs(n.Args[0])
				}
				if (name == "note" || name == "name" && strings.HasSuffix(file, "examine.go")) && len(n.Args) > 0 {
					strs(n.Args[0])
				}
			case *ast.AssignStmt:
				if sel, ok := n.Lhs[0].(*ast.SelectorExpr); ok && sel.Sel.Name == "notes" {
					strs(n.Rhs[0])
				}
			case *ast.CompositeLit:
				name := ""
				switch of := n.Type.(type) {
				case *ast.SelectorExpr:
					name = of.Sel.Name
				case *ast.Ident:
					name = of.Name
				}
				if name == "Fault" {
					strs(n)
				} else if name == "Act" {
					out = append(out, actIn(n)...)
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if (strings.HasPrefix(strings.ToLower(id.Name), "fault") || strings.HasPrefix(id.Name, "keys") && strings.HasSuffix(file, "data/keyfile.go") || id.Name == "keyFileChanged") && i < len(n.Values) {
						strs(n.Values[i])
					}
				}
			}
			return true
		})
	}
	if len(out) < 120 {
		t.Fatalf("only %d sentences were found in data: they are read from the wrong files", len(out))
	}
	return out
}

// actIn is what the audit says of an act. An id may stand behind it.
func actIn(n *ast.CompositeLit) (out []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, _ := strconv.Unquote(lit.Value)
			if strings.HasSuffix(s, " ") {
				s += "feed"
			}
			out = append(out, s)
		}
		return true
	})
	return out
}

// Everything that the store says it found can be said in Chinese.
func TestWhatTheStoreFoundIsSaidInChinese(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Call{Texts: texts, Printer: texts.In("zh")}
	sentences := append(storeSentences(t), "check", "correction", "consent", "contact", "join", "unjoin", "purge", "setup with the keys of another booth", "key added: feed",
		"passphrase changed", "PIN changed", "event key locked again: its work factor was 10", "import: 2 here already, 1 refused", "recovery sheet or shares written, key feed")
	if len(sentences) < 45 {
		t.Fatalf("only %d sentences were found in the store", len(sentences))
	}
	for _, form := range sentences {
		if strings.HasPrefix(form, " ") { // a name of a file stands before it
			form = "keys.toml" + form
		}
		said := ""
		for _, value := range []string{"3 entries", "missing", "booth.key was missing"} {
			sentence := strings.NewReplacer("%s", value, "%v", value, "%q", value, "%d", "7").Replace(form)
			if said = c.Retold(sentence); said != sentence {
				break
			}
		}
		if !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.Contains(said, "⟦") {
			t.Errorf("%q is said as %q: give it a line in found.en.toml and found.zh.toml", form, said)
		}
	}
}

func TestASentenceOfTheStoreKeepsItsValues(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	zh, en := &Call{Texts: texts, Printer: texts.In("zh")}, &Call{Texts: texts, Printer: texts.In("en")}
	for sentence, want := range map[string]string{
		"Of booth feed, 2 entries are missing: its running numbers have a gap.":                                                                                                           "登记台 feed 缺 2 条：编号中间有空缺。",
		"The folder was restored, and no backup has a booth's key: this booth goes on under a new signing key, as booth feed.":                                                            "登记台是从备份恢复的，备份里从不放签名密钥：这台登记台改用新的签名密钥，编号是 feed。",
		"booth.key was missing: this booth goes on under a new signing key, as booth feed.":                                                                                               "booth.key 不见了：登记台改用新的签名密钥，编号是 feed。",
		"booth.db-wal was damaged: its head is damaged, so SQLite reads nothing of it. Entries come back from the journal; the last counts, settings and lines of the audit may be lost.": "booth.db-wal 损坏了（文件头损坏，里面的内容都读不到）。登记会从日志补回；最近的计数、设置和操作记录可能丢失。",
		"event-key.age has changed on the disk: use another copy of it, or the recovery key.":                                                                                             "event-key.age 在磁盘上变了：请用它的另一份，或者用恢复密钥",
		"something that nobody has foreseen": "something that nobody has foreseen",
	} {
		if got := zh.Retold(sentence); got != want {
			t.Errorf("%q is said as %q, not %q", sentence, got, want)
		}
		if got := en.Retold(sentence); got != sentence {
			t.Errorf("%q is said in English as %q", sentence, got)
		}
	}
}
