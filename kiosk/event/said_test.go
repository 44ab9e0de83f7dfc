package event

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"matchbooth/assets/text"
)

// worded are the functions and tables of this package that hold words for a fault, whatever they are handed to.
var worded = []string{"badName", "hidden", "otherEncoding", "otherArchive", "saveAs", "signAt", "signs", "foreign", "frontMatter", "unused", "Other"}

// phrasesOf reads the sentences, and parts of sentences, out of the source of a folder.
func phrasesOf(t *testing.T, folder string) (out []string) {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	literal := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, _ := strconv.Unquote(lit.Value)
			out = append(out, s)
		}
	}
	all := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				literal(e)
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
				first, last := -1, -1 // the arguments that are sentences
				switch name {
				case "Say", "say":
					first, last = 0, 0
				case "add":
					first, last = 2, 3
				case "bad", "note", "only", "at":
					first, last = 1, 2
				case "wrong":
					first, last = 0, 0
				case "oneOf", "onlyFor":
					first, last = 1, 1
				case "text":
					first, last = 3, 3
				}
				for i := max(first, 0); i <= last && i < len(n.Args); i++ {
					literal(n.Args[i])
				}
				if name == "many" && len(n.Args) >= 2 {
					one, _ := strconv.Unquote(n.Args[1].(*ast.BasicLit).Value)
					several := one + "s"
					if len(n.Args) == 3 {
						several, _ = strconv.Unquote(n.Args[2].(*ast.BasicLit).Value)
					}
					out = append(out, "1 "+one, "%d "+several)
				}
			case *ast.BinaryExpr: // inset + "…"
				if id, ok := n.X.(*ast.Ident); ok && id.Name == "inset" {
					literal(n.Y)
					out[len(out)-1] = inset + out[len(out)-1]
				}
			case *ast.FuncDecl:
				if slices.Contains(worded, n.Name.Name) {
					all(n.Body)
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if i < len(n.Values) && (slices.Contains(worded, id.Name) || strings.HasPrefix(id.Name, "kind") || strings.HasPrefix(id.Name, "misspelt") || id.Name == "putIntoArt" || id.Name == "notLink" || id.Name == "markRules") {
						all(n.Values[i])
					}
				}
			}
			return true
		})
	}
	return out
}

// isPhrase tells a sentence, or a part of one, from file names, keys and patterns among the strings of the code.
func isPhrase(s string) bool {
	plain := regexp.MustCompile(`%[#+0]?\d*\.?\d*[a-zA-Z]`).ReplaceAllString(s, "")
	return !strings.HasPrefix(s, "version https") && !strings.HasPrefix(s, "<id>") && regexp.MustCompile(`[a-zA-Z]{2,}`).MatchString(plain) && (strings.Contains(strings.TrimSpace(s), " ") || strings.HasPrefix(s, " "))
}

// Everything that check can say of a pack, it can say in Chinese.
func TestEveryFaultIsSaidInChinese(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	zh := texts.In("zh")
	n := 0
	for _, folder := range []string{".", "compare", "../picture"} {
		for _, form := range phrasesOf(t, folder) {
			if !isPhrase(form) {
				continue
			}
			n++
			args := slices.Repeat([]any{"x"}, 6)
			said := zh.Form("fault.", form, args...)
			han := strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if isName := len(said) < 8 && said != texts.In("en").Form("fault.", form, args...); !han && !isName || strings.Contains(said, "⟦") { // GIF is GIF
				t.Errorf("%s\t%q is said as %q: give it a line in fault.en.toml and fault.zh.toml", text.Template(form), form, said)
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d sentences were found: they are looked for in the wrong places", n)
	}
}
