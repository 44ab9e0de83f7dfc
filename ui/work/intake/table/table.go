// Package table reads what people save from a spreadsheet (csv, text with tabs, xlsx) into rows of text. It knows no
// fields and no people: what a column means is decided elsewhere (ui/work/intake).
//
// Rows are independent of each other. One that cannot be read says why and leaves the others alone. Where the program
// had to guess, the table says so in Doubts, and nothing of it should be kept before somebody has looked at it.
package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits on a file, which is read into memory: bytes (100,000 rows of csv are about 30 MB), rows, columns, and the bytes
// of one quoted value, so that a quote that is never closed does not swallow the file.
const (
	MaxFile    = 64 << 20
	MaxRows    = 200_000
	MaxColumns = 1000
	maxCell    = 64 << 10
)

// Table is a file as rows of text.
type Table struct {
	Kind     Kind
	Encoding string // what a text file was read as, of Encodings; "utf-8" for UTF-16 too; "" for xlsx
	Doubts   []Doubt
	Rows     []Row // with content, in the order of the file; the header is one of them

	Sheet  string   // xlsx: the sheet that was read
	Sheets []string // xlsx: all sheets
	// From1904 says that the days of a workbook are counted from 1904, as on old Macs: a number in it that is a day without
	// saying so is 1,462 less than elsewhere.
	From1904 bool

	Hidden int // xlsx: rows among Rows that a filter or somebody has hidden
	Merged int // xlsx: cells that were joined with others; only the first of each holds a value
}

// Row is one row.
type Row struct {
	Line  int // where it begins: line of the file or row of the sheet, counted from 1
	Cells []string
	Fault Fault // why it cannot be read; Cells are then what could be made of it
}

// Format implements fmt.Formatter: it prints the number of rows and nothing of them.
func (t Table) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "table of %d rows [redacted]", len(t.Rows))
}

// Format implements fmt.Formatter: rows hold people.
func (r Row) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Kind is the kind of a file.
type Kind string

// The kinds that are read.
const (
	CSV  Kind = "csv"
	XLSX Kind = "xlsx"
)

// Fault says why a row cannot be read.
type Fault string

// The faults of a row.
const (
	FaultNone   Fault = ""
	FaultQuotes Fault = "quotes" // its quotes do not match; the only cell is the raw line
	FaultBytes  Fault = "bytes"  // some bytes are not characters: it was damaged, or is in another encoding
)

// Doubt is something that was guessed.
type Doubt string

// The doubts about a file.
const (
	DoubtMixed    Doubt = "mixed"    // some rows are UTF-8, others are not
	DoubtEncoding Doubt = "encoding" // read in an encoding that was guessed from the letters
	DoubtNonsense Doubt = "nonsense" // what was read looks like no names in any language
)

// What is wrong with a file as a whole.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrManyRows = errors.New("the file has too many rows")
	ErrBinary   = errors.New("the file is not a table")
	ErrOld      = errors.New("the file is from an old Excel or from WPS (.xls, .et)")
	ErrLocked   = errors.New("the file is locked with a password")
	ErrODS      = errors.New("the file is an OpenDocument table (.ods)")
	ErrHTML     = errors.New("the file is a web page")
	ErrNumbers  = errors.New("the file is from Numbers")
	ErrSheet    = errors.New("the workbook has no such sheet")
	ErrEncoding = errors.New("there is no such encoding")
	ErrDamaged  = errors.New("the workbook is damaged")
)

// Options are what somebody says about a file.
type Options struct {
	Encoding string // one of Encodings; "" to find out
	Sheet    string // xlsx: name of the sheet; "" for the first
}

// Read reads a file. What it is shows in its first bytes and not in its name.
//
// A table that is returned together with ErrSheet holds the names of the sheets there are.
func Read(file []byte, o Options) (Table, error) {
	if o.Encoding != "" && !known(o.Encoding) {
		return Table{}, ErrEncoding
	}
	if err := foreign(file); err != nil {
		return Table{}, err
	}
	t, err := Table{}, error(nil)
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		t, err = readXLSX(file, o.Sheet)
	} else {
		t, err = readText(file, o.Encoding)
	}
	if err == nil && len(t.Rows) == 0 {
		err = ErrEmpty
	}
	return t, err
}

// foreign recognises what people send that is no table we read, so that they can be told what to do.
func foreign(file []byte) error {
	head := file[:min(len(file), 4096)]
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")))
	switch {
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}): // an OLE container: .xls and .et, or a locked .xlsx
		if bytes.Contains(file, utf16le("EncryptedPackage")) {
			return ErrLocked
		}
		return ErrOld
	case bytes.HasPrefix(head, []byte{0x09, 0x08}) && bytes.IndexByte(head, 0) >= 0: // Excel 3 to 5, without a container
		return ErrOld
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		switch {
		case bytes.Contains(head, []byte("application/vnd.oasis.opendocument")):
			return ErrODS
		case bytes.Contains(file, []byte("Index/Document.iwa")):
			return ErrNumbers
		case bytes.Contains(file, []byte("xl/workbook.bin")): // .xlsb
			return ErrOld
		case bytes.Contains(file, []byte("xl/workbook")):
		case bytes.Contains(file, []byte("[Content_Types].xml")) && !bytes.Contains(file, []byte("word/")) && !bytes.Contains(file, []byte("ppt/")):
			return ErrDamaged // cut short
		default:
			return ErrBinary
		}
	case strings.HasPrefix(text, "<html"), strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<table"),
		strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "mime-version:"):
		return ErrHTML
	case strings.HasPrefix(text, "%pdf"), strings.HasPrefix(text, "{\\rtf"), bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")):
		return ErrBinary
	}
	return nil
}

func utf16le(s string) []byte {
	var out []byte
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}
