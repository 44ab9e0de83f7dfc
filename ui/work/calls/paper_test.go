package calls

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/typeset"
)

// crowd are n people who are due on 30 May 2027.
func crowd(n int) (list []record.Record) {
	for i := range n {
		list = append(list, someone(func(r *record.Record) {
			r.Person, r.Code = fmt.Sprint("p", i), entry.ReceiptCode(fmt.Sprintf("AAAABB%03d", i))
			r.Fields["name"] = record.Field{Text: record.Text(fmt.Sprint("测试", i))}
		}))
	}
	return list
}

// A list that goes on over pages has everybody on it, and nothing outside the margins; the erased come last.
func TestTheListOnPaper(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		o := Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, lang)}
		list := Due(o.Pack, append(crowd(20), people()...), o.On)
		draw := func() (pages int, last int) {
			err := drawPaper(o, list, []entry.ReceiptCode{"CCCCDDDDE"}, func(img image.Image, people int) error {
				if pages++; people <= last {
					t.Errorf("%s: nobody is on page %d", lang, pages)
				}
				last = people
				page := img.(*image.Gray)
				for _, at := range []image.Rectangle{image.Rect(0, 0, int(typeset.Px(left))-12, typeset.PageHeight), image.Rect(int(typeset.Px(left+width))+12, 0, typeset.PageWidth, typeset.PageHeight), image.Rect(0, int(typeset.Px(289)), typeset.PageWidth, typeset.PageHeight)} {
					for y := at.Min.Y; y < at.Max.Y; y++ {
						if bytes.IndexByte(page.Pix[page.PixOffset(at.Min.X, y):page.PixOffset(at.Max.X-1, y)+1], black.Y) >= 0 {
							t.Fatalf("%s: page %d is drawn outside its margins, in line %d of %v", lang, pages, y, at)
						}
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return pages, last
		}
		if pages, last := draw(); pages < 3 || last != 23 {
			t.Errorf("%s: %d of 23 people on %d pages", lang, last, pages)
		}
		full := errors.New("the disk is full")
		if err := drawPaper(o, list, nil, func(image.Image, int) error { return full }); !errors.Is(err, full) {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

// The printed list is noted as one that whoever finds it can read, with those on it and nobody else: who did not agree to be
// called, who withdrew and who was called today are not. It opens without a passphrase, so none may be given.
func TestTheListOnPaperIsNoted(t *testing.T) {
	s, path := &store{erased: []entry.ReceiptCode{"CCCCDDDDE"}}, filepath.Join(t.TempDir(), "calls.pdf")
	silent := someone(func(r *record.Record) { r.Person, r.Code, r.Consents = "x", "AAAABBBBX", nil })
	left := someone(func(r *record.Record) { r.Person, r.Code = "w", "AAAABBBBW" }, contact("2027-05-29 call withdrew day7"))
	done := someone(func(r *record.Record) { r.Person, r.Code = "y", "AAAABBBBY" }, contact("2027-05-30 call reached day7"))
	o := Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, "zh"), Path: path, Data: t.TempDir()}
	written, err := Write(t.Context(), s, handover.Opened{Records: append(people(), silent, left, done)}, o)
	if err != nil || written.Rows != 3 || written.Gone != 1 {
		t.Fatalf("%d rows, %d gone, %v", written.Rows, written.Gone, err)
	}
	if s.marked != "pdf for calls: AAAABBBBC AAAABBBBD AAAABBBBE" {
		t.Errorf("noted: %q", s.marked)
	}
	if b, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("it is no PDF: %v", err)
	}
	o.Path, o.Phrase = filepath.Join(t.TempDir(), "closed.pdf"), "six made up words for a test"
	if _, err := Write(t.Context(), s, handover.Opened{Records: people()}, o); !errors.Is(err, ErrFormat) {
		t.Errorf("a passphrase on paper: %v", err)
	}
	o.Path, o.Phrase = filepath.Join(t.TempDir(), "calls.docx"), ""
	if _, err := Write(t.Context(), s, handover.Opened{Records: people()}, o); !errors.Is(err, ErrFormat) {
		t.Errorf("another ending: %v", err)
	}
}

// Whoever stops while it is drawn leaves no file, and nobody counts as listed.
func TestStoppingThePaperLeavesNothing(t *testing.T) {
	for _, name := range []string{"calls.pdf", "calls.xlsx"} {
		dir := t.TempDir()
		s := &store{}
		ctx, stop := context.WithCancel(t.Context())
		o := Order{Pack: testPack(), On: noon("2027-05-30"), In: printer(t, "en"), Path: filepath.Join(dir, name), Data: t.TempDir(), Stop: true,
			Progress: func(done, total int) {
				if total != 30 || done > total {
					t.Errorf("%d of %d", done, total)
				}
				stop()
			}}
		if name == "calls.xlsx" { // quick, and stopped at its end
			o.Begin = func() (func(), error) { stop(); return func() {}, nil }
		}
		_, err := Write(ctx, s, handover.Opened{Records: crowd(30)}, o)
		stop()
		if list, _ := os.ReadDir(dir); !errors.Is(err, context.Canceled) || len(list) > 0 || s.marked != "" {
			t.Errorf("%s: %v, %d files, noted %q", name, err, len(list), s.marked)
		}
	}
}
