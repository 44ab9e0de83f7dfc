package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// personal are the types that hold what a person typed. Each of them, and every type of ours that
// holds one, must say itself how it is printed (fmt.Formatter): fmt asks a value for that wherever it
// may, and a value in an unexported field it may not ask, but prints.
var personal = []string{
	"data/record.Text", "data/record.Name", "data/record.Phone", "data/record.Field", "data/record.Person", "data/record.SignUp",
	"data/record.Correction", "data/record.Check", "data/record.Record", "data/record.Opened", "data/record.plainPerson", "data/record.plainCheck",
	"data/entry.Envelope", "data/export.object",
	"kiosk/form.Text", "kiosk/form.Name", "kiosk/form.Phone", "kiosk/form.Value", "kiosk/form.Person", "kiosk/form.Answers",
	"kiosk/session.State", "kiosk/session.Event", "kiosk/session.Effect", "kiosk/pinyin.Composer",
	"ui/work/people.person", "ui/work/people.unit", "ui/work/people.keys", "ui/work/people.query", "ui/work/people.naming",
	"ui/work/intake/table.Row", "ui/touch/field.Field", "ui/touch/field.line",
}

// TestWhatHoldsPersonalValuesPrintsNone reads the types of all our packages.
func TestWhatHoldsPersonalValuesPrintsNone(t *testing.T) {
	holds := map[string][]string{}       // by value, in a slice, a map or an array; what is behind a pointer prints as an address
	embeds := map[string][]string{}      // whose methods are its own
	says := map[string]bool{}            // has a Format
	place := map[string]token.Position{} // where it is declared
	fset := token.NewFileSet()
	for _, s := range sources(t) {
		if s.test || !strings.Contains(s.path, "/") {
			continue
		}
		file, err := parser.ParseFile(fset, s.path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(s.path)
		imported := map[string]string{}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if ours, ok := strings.CutPrefix(p, module+"/"); ok {
				name := path.Base(ours)
				if spec.Name != nil {
					name = spec.Name.Name
				}
				imported[name] = ours
			}
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil && d.Name.Name == "Format" {
					for _, name := range named(d.Recv.List[0].Type, dir, imported, true) {
						says[name] = true
					}
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					ts, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					name := dir + "." + ts.Name.Name
					place[name] = fset.Position(ts.Pos())
					holds[name] = named(ts.Type, dir, imported, false)
					if st, ok := ts.Type.(*ast.StructType); ok {
						for _, f := range st.Fields.List {
							if len(f.Names) == 0 {
								embeds[name] = append(embeds[name], named(f.Type, dir, imported, true)...)
							}
						}
					}
				}
			}
		}
	}
	for _, name := range personal {
		if _, ok := place[name]; !ok {
			t.Errorf("there is no type %s any more", name)
		}
	}
	found := map[string]bool{}
	for _, name := range personal {
		found[name] = true
	}
	isOne := func(name string) bool { return found[name] }
	for grown := true; grown; {
		grown = false
		for name, parts := range holds {
			if !found[name] && slices.ContainsFunc(parts, isOne) {
				found[name], grown = true, true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if !says[name] && !slices.ContainsFunc(embeds[name], func(e string) bool { return says[e] }) {
			t.Errorf("%s: %s holds what a person typed and has no Format", place[name], name)
		}
	}
	if len(found) < len(personal)+5 {
		t.Errorf("only %d types hold personal values: does the search still work?", len(found))
	}
}

// named are the types of ours that a type expression holds; through a pointer only if asked to.
func named(e ast.Expr, dir string, imported map[string]string, pointers bool) (names []string) {
	into := func(e ast.Expr) { names = append(names, named(e, dir, imported, pointers)...) }
	switch e := e.(type) {
	case *ast.Ident:
		names = append(names, dir+"."+e.Name)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && imported[x.Name] != "" {
			names = append(names, imported[x.Name]+"."+e.Sel.Name)
		}
	case *ast.StarExpr:
		if pointers {
			into(e.X)
		}
	case *ast.ParenExpr:
		into(e.X)
	case *ast.IndexExpr:
		into(e.X)
	case *ast.ArrayType:
		into(e.Elt)
	case *ast.MapType:
		into(e.Key)
		into(e.Value)
	case *ast.StructType:
		for _, f := range e.Fields.List {
			into(f.Type)
		}
	}
	return names
}
