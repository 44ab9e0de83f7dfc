package cli

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"matchbooth/assets/text"
	"matchbooth/ui/cli/call"
)

// shapes are the structs that commands print with --json: folder and name, and whether it is a list of them.
var shapes = []struct {
	command, folder, name string
	list                  bool
}{
	{"status --json", "data", "Status", false},
	{"people --json", "data/export", "person", true},
	{"show --json", "data/export", "person", false},
	{"the lines of history", "data/export", "change", true},
	{"due --json", "ui/cli/desk", "duePerson", true},
	{"doubles --json", "ui/cli/desk", "double", true},
	{"day --json", "ui/work/figures", "Day", false},
	{"audit --json", "data", "Audited", true},
	{"export --format json", "data/export", "object", true},
}

// TestTheCommandLineIsWrittenDown compares docs/cli.md with what the program itself says of its commands, and with the
// structs that it prints as JSON. MATCHBOOTH_DOCS=update writes it anew.
func TestTheCommandLineIsWrittenDown(t *testing.T) {
	want := cliDoc(t)
	file := filepath.Join("..", "..", "docs", "cli.md")
	if os.Getenv("MATCHBOOTH_DOCS") == "update" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil { //nolint:gosec // G306: a page of the guides
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("docs/cli.md is not what the program says: write it anew with MATCHBOOTH_DOCS=update, and look at it")
	}
}

func cliDoc(t *testing.T) string {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &Call{call.New(context.Background(), texts, "en", nil, nil, nil)}
	var g grammar
	parser, err := kong.New(&g, kong.Name("matchbooth"), kong.Vars(c.help()))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# The command line\n\nMade from the program itself: `MATCHBOOTH_DOCS=update go test -tags ci -run TestTheCommandLineIsWrittenDown ./ui/cli` writes it anew.\n\n" +
		"Every command takes `--data DIR`, the booth's folder, and `--by INITIALS`, which stand beside what it does in the audit. What is asked for goes to\n" +
		"standard output, everything else to standard error. Exit 0: done; 1: failed, with one sentence; 2: called wrongly; 8: no window can be drawn here.\n" +
		"Secrets come from files or are asked for at the terminal, never from an argument.\n\n## Commands\n")
	for _, n := range parser.Model.Leaves(true) {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n```\nmatchbooth %s\n```\n", n.Path(), n.Help, strings.TrimPrefix(n.Summary(), "matchbooth "))
		rows := 0
		row := func(name, help string) {
			if help == "" {
				return
			}
			if rows++; rows == 1 {
				b.WriteString("\n| | |\n|---|---|\n")
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(name, "|", `\|`), strings.ReplaceAll(help, "|", `\|`))
		}
		for _, p := range n.Positional {
			row(p.Summary(), p.Help)
		}
		for _, f := range n.Flags {
			if !f.Hidden && f.Name != "data" {
				row(f.String(), f.Help)
			}
		}
	}
	b.WriteString("\n## What is printed as JSON\n\nKeys may be added in later versions, and never change what they mean. Times are RFC 3339 in UTC, receipt codes have no hyphens.\n")
	for _, s := range shapes {
		what := "An object"
		if s.list {
			what = "An array of objects"
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s:\n\n| key | value | |\n|---|---|---|\n", s.command, what)
		for _, f := range jsonFields(t, s.folder, s.name) {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.key, f.kind, f.doc)
		}
	}
	return b.String()
}

type jsonField struct{ key, kind, doc string }

// jsonFields reads the fields of a struct as they are marshalled, those of embedded structs included, from the source.
func jsonFields(t *testing.T, folder, name string) (out []jsonField) {
	t.Helper()
	spec := structOf(t, folder, name)
	for _, f := range spec.Fields.List {
		kind := kindOf(f.Type)
		if len(f.Names) == 0 { // embedded
			pkg, inner := folder, kind
			if p, n, ok := strings.Cut(kind, "."); ok {
				pkg, inner = map[string]string{"record": "data/record", "data": "data", "figures": "ui/work/figures"}[p], n
			}
			out = append(out, jsonFields(t, pkg, inner)...)
			continue
		}
		key := ""
		if f.Tag != nil {
			key, _, _ = strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json"), ",")
		}
		if key == "-" || key == "" {
			continue
		}
		doc := strings.TrimSpace(strings.ReplaceAll(f.Comment.Text(), "\n", " "))
		out = append(out, jsonField{key, inJSON(kind), strings.ReplaceAll(doc, "|", `\|`)})
	}
	return out
}

// inJSON says in words what a Go type is in JSON.
func inJSON(kind string) string {
	list := strings.HasPrefix(kind, "[]")
	kind = strings.TrimPrefix(strings.TrimPrefix(kind, "[]"), "*")
	switch kind {
	case "string", "Text", "record.Text", "entry.ReceiptCode":
		kind = "text"
	case "int", "int64", "uint64":
		kind = "number"
	case "bool":
		kind = "true or false"
	case "time.Time":
		kind = "time"
	case "any":
		kind = "object"
	default:
		if strings.HasPrefix(kind, "map") {
			kind = "object"
		} else {
			kind = "object"
		}
	}
	if list {
		return "array of " + kind
	}
	return kind
}

// kindOf is a type as it is written.
func kindOf(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.SelectorExpr:
		return kindOf(v.X) + "." + v.Sel.Name
	case *ast.StarExpr:
		return "*" + kindOf(v.X)
	case *ast.ArrayType:
		return "[]" + kindOf(v.Elt)
	case *ast.MapType:
		return "map"
	}
	return "any"
}

// structOf finds a struct in the source of a folder.
func structOf(t *testing.T, folder, name string) *ast.StructType {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.Name == name {
					if st, ok := ts.Type.(*ast.StructType); ok {
						return st
					}
				}
			}
		}
	}
	t.Fatalf("there is no struct %s in %s", name, folder)
	return nil
}
