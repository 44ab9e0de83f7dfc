package people

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/paper"
)

// readTable reads the file as rows of text.
func (k *ImportCmd) readTable(c *Call) (table.Table, error) {
	fail := func(cause error, key string, args ...any) (table.Table, error) {
		return table.Table{}, c.Fail(cause, key, append([]any{"Path", k.File}, args...)...)
	}
	tab, err := paper.Table(k.File, table.Options{Encoding: strings.ToLower(k.Encoding), Sheet: k.Sheet})
	if key, args := paper.Why(err); key != "" {
		args = append(args, "Sheets", c.Names(c.allNamed(tab.Sheets)), "Known", c.Names(table.Encodings))
		return fail(err, "import."+key, args...)
	}
	return tab, nil
}

// noteTable says what somebody should know about how the file was read.
func (c *Call) noteTable(path string, t paper.Typed) {
	if t.Encoding != "utf-8" && t.Encoding != "" && len(t.Doubts) == 0 {
		c.Note("import.read", "Path", path, "Encoding", paper.EncodingName(t.Encoding))
	}
	if len(t.Sheets) > 1 {
		c.Note("import.sheets", "Path", path, "Sheet", c.named(t.Sheets, t.Sheet), "N", len(t.Sheets)-1)
	}
	if t.Paper.Repeated > 0 {
		c.Note("import.repeated", "Path", path, "N", t.Paper.Repeated)
	}
	if t.Hidden > 0 {
		c.Note("import.hidden", "Path", path, "N", t.Hidden)
	}
	if t.Merged > 0 {
		c.Note("import.merged", "Path", path, "N", t.Merged)
	}
	if t.Paper.LeftOut > 0 {
		c.Note("import.leftout", "Path", path, "N", t.Paper.LeftOut)
	}
}

// allNamed returns the names of all sheets, as named does.
func (c *Call) allNamed(sheets []string) (out []string) {
	for _, s := range sheets {
		out = append(out, c.named(sheets, s))
	}
	return out
}

// named returns the name of a sheet, or its number where the name may be about a person and this is not a terminal.
func (c *Call) named(sheets []string, name string) string {
	if _, ok := c.Terminal(); ok || intake.Shown(name) != "" {
		return name
	}
	return fmt.Sprintf("#%d", slices.Index(sheets, name)+1)
}

// previewRows is how many rows are shown before an import.
const previewRows = 3

// agreed shows at a terminal what was understood, and asks whether to go on. Elsewhere only a doubt stands in the way.
func (k *ImportCmd) agreed(c *Call, t paper.Typed, pack *event.Pack) error {
	if k.Yes {
		return nil
	}
	if _, ok := c.Terminal(); ok {
		k.preview(c, t, pack)
		if c.Confirm("import.ask") {
			return nil
		}
		return c.Fail(nil, "import.notasked")
	}
	if len(t.Doubts) == 0 {
		return nil
	}
	return c.Fail(nil, "import.doubt."+string(t.Doubts[0]), "Path", filepath.Base(k.File), "Encoding", paper.EncodingName(t.Encoding))
}

// preview prints the columns as they were understood, the first rows as they were read, and what will be refused.
func (k *ImportCmd) preview(c *Call, t paper.Typed, pack *event.Pack) {
	say := func(line string) { fmt.Fprintln(c.Stderr, call.OneLine(line)) }
	encoding := paper.EncodingName(t.Encoding)
	say(c.S("cli.import.preview", "Path", filepath.Base(k.File), "N", len(t.Rows), "Encoding", encoding, "Sheet", t.Sheet))
	for _, col := range t.Paper.Columns {
		switch {
		case col.Means == "":
			say("  " + c.S("cli.import.preview.leftout", "Read", col.Read))
		case col.Consent != "":
			say("  " + c.S("cli.import.preview.consent", "Read", col.Read, "Means", intake.ColumnName(pack, col, c.Printer.Lang)))
		default:
			say("  " + c.S("cli.import.preview.column", "Read", col.Read, "Means", intake.ColumnName(pack, col, c.Printer.Lang)))
		}
	}
	shown, refused, unsure := 0, 0, 0
	if f, ok := c.Stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		shown = previewRows // names belong on the screen, and not in the file that this goes to
	}
	for _, row := range t.Rows {
		if len(row.Reasons) > 0 {
			if refused++; refused <= previewRows {
				say("  " + c.S("cli.import.preview.refused", "Line", row.Line, "Why", c.Clauses(row.Reasons)))
			}
			continue
		}
		if len(row.Unsure) > 0 {
			if unsure++; unsure <= 3*previewRows {
				say("  " + c.S("cli.import.unsure", "Line", row.Line, "What", c.Clauses(row.Unsure)))
			}
		}
		if shown++; shown <= previewRows {
			say("  " + c.S("cli.import.preview.row", "Line", row.Line, "Row", strings.Join(nonempty(t.Paper.AsRead(row.Up, c.Printer.Lang)), " | ")))
		}
	}
	if refused > previewRows {
		say("  " + c.S("cli.import.preview.more", "N", refused-previewRows))
	}
	for _, d := range t.Doubts {
		say(c.S("cli.import.preview.doubt."+string(d), "Encoding", encoding))
	}
}

func nonempty(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// headerFault returns an error that says everything that is wrong with the header.
func (c *Call) headerFault(path string, f intake.HeaderFaults, want []string) error {
	var said []string
	if f.Above > 0 {
		said = append(said, c.S("cli.import.columns.above", "Line", f.Above))
	}
	list := func(key string, names []string) {
		if len(names) > 0 {
			said = append(said, c.S("cli.import.columns."+key, "Names", c.Names(names[:min(len(names), 20)])))
		}
	}
	_, screen := c.Terminal()
	named := func(all []intake.Unknown) (out []string) {
		for _, u := range all {
			name := u.Read
			if screen {
				name = u.Raw
			}
			if name == "" {
				name = fmt.Sprintf("#%d", u.At)
			} else {
				name = "“" + name + "”"
			}
			if u.Nearest != "" {
				name += " (" + c.S("cli.import.columns.nearest", "Name", u.Nearest) + ")"
			}
			out = append(out, name)
		}
		return out
	}
	list("missing", f.Missing)
	list("twice", named(f.Twice))
	list("unknown", named(f.Unknown))
	return c.Fail(nil, "import.columns", "Path", path, "What", c.Clauses(said), "Want", strings.Join(want, ","))
}

// writeCodes writes the list of names and receipt codes.
func (c *Call) writeCodes(n *call.NewFile, rows []export.CodeRow) error {
	var b strings.Builder
	if err := export.WriteCodes(&b, c.S("cli.import.codes.sheet"), c.S("cli.import.codes.name"), c.S("cli.import.codes.code"), rows); err != nil {
		return err
	}
	return n.Put([]byte(b.String()))
}
