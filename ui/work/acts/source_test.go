package acts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
)

// acted collects what the program writes into the audit, by its source: a value that is only known when it runs is stood for by
// a few letters or a number.
type acted struct {
	lines map[string]string   // a line, and where it is written
	named map[string][]string // the strings that a name stands for in a file or else its folder: "path name"
}

// kinds are the lines that come of the kind of an entry.
var kinds = []string{entry.KindCheck, entry.KindCorrection, entry.KindConsent, entry.KindContact, entry.KindJoin, entry.KindErasure}

// says returns the lines that an expression may stand for; nil if it cannot tell.
func (a *acted) says(path string, e ast.Expr) []string {
	switch x := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(x.Value); err == nil {
			return []string{s}
		}
	case *ast.BinaryExpr:
		left, right := a.says(path, x.X), a.says(path, x.Y)
		if len(left) == 0 {
			return nil
		}
		if len(right) == 0 {
			right = []string{"be6aae1eff318a71"}
		}
		return []string{left[0] + right[0]}
	case *ast.CallExpr:
		if f, ok := x.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			form := a.says(path, x.Args[0])
			if len(form) == 1 {
				return []string{strings.NewReplacer("%s", "be6aae1eff318a71", "%d", "7").Replace(form[0])}
			}
		}
	case *ast.Ident:
		switch x.Name {
		case "kind":
			return kinds
		case "text", "audit":
			return nil // handed on, as below
		}
		if list := a.named[path+" "+x.Name]; list != nil {
			return list
		}
		return a.named[filepath.Dir(path)+" "+x.Name]
	}
	return nil
}

// name notes what a name is given.
func (a *acted) name(path string, to ast.Expr, e ast.Expr) {
	if id, ok := to.(*ast.Ident); ok {
		for _, s := range a.says(path, e) {
			if strings.Contains(s, " ") {
				for _, at := range []string{path, filepath.Dir(path)} {
					a.named[at+" "+id.Name] = append(a.named[at+" "+id.Name], s)
				}
			}
		}
	}
}

// handsOn are the functions of the store that hand on a line, and which of their arguments it is.
var handsOn = map[string]int{"lockUnder": 2, "adoptRing": 2, "changeRing": 2, "changeSet": 2}

// passedOn are the names under which a function hands on what its caller writes.
var passedOn = map[string]bool{"what": true, "act": true, "text": true, "audit": true}

// Whatever the program writes into the audit has its sentence in Chinese: an organiser who reads it after a recovery is not to
// find a line of English among the others.
func TestEveryActHasItsSentenceInChinese(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := &acted{lines: map[string]string{}, named: map[string][]string{}}
	files := map[string]*ast.File{}
	set := token.NewFileSet()
	for _, root := range []string{"../../../data", "../../../ui"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files[path], err = parser.ParseFile(set, path, nil, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for path, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.AssignStmt:
				for i, to := range x.Lhs {
					if i < len(x.Rhs) {
						a.name(path, to, x.Rhs[i])
					}
				}
			case *ast.ValueSpec:
				for i, to := range x.Names {
					if i < len(x.Values) {
						a.name(path, to, x.Values[i])
					}
				}
			}
			return true
		})
	}
	for path, f := range files {
		if filepath.Base(filepath.Dir(path)) == "audit" { // it writes what it is given
			continue
		}
		add := func(e ast.Expr) {
			list := a.says(path, e)
			id, ok := e.(*ast.Ident)
			if len(list) == 0 && !(ok && passedOn[id.Name]) {
				t.Errorf("%s: this test does not see what is written into the audit", set.Position(e.Pos()))
			}
			for _, s := range list {
				a.lines[s] = set.Position(e.Pos()).String()
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.KeyValueExpr:
				if k, ok := x.Key.(*ast.Ident); ok && k.Name == "What" && strings.HasPrefix(path, "../../../data") && ofAct(f, x) {
					add(x.Value)
				}
			case *ast.CallExpr:
				s, ok := x.Fun.(*ast.SelectorExpr)
				switch {
				case ok && s.Sel.Name == "Audit" && len(x.Args) == 3:
					add(x.Args[1])
				case ok && handsOn[s.Sel.Name] > 0:
					add(x.Args[handsOn[s.Sel.Name]])
				}
			}
			return true
		})
	}
	if len(a.lines) < 30 {
		t.Errorf("only %d lines are found", len(a.lines))
	}
	english := regexp.MustCompile(`[a-z]{3,} [a-z]{2,}`)
	for line, at := range a.lines {
		if said := texts.In("zh").Retold(line); said == line || english.MatchString(said) {
			t.Errorf("%s: %q has no sentence in Chinese: %q", at, line, said)
		}
	}
}

// ofAct reports whether a field belongs to an audit.Act: it has the number of people beside it, or stands in one.
func ofAct(f *ast.File, field *ast.KeyValueExpr) (is bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		c, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		for _, e := range c.Elts {
			if e == field {
				for _, o := range c.Elts {
					kv, ok := o.(*ast.KeyValueExpr)
					if !ok {
						continue
					}
					if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Persons" {
						is = true
					}
				}
			}
		}
		return true
	})
	return is
}
