package sheet

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/data/share"
)

var about = About{Event: "5.21 Love to Medicine", ID: "love-to-medicine-2026", Made: time.Date(2026, 5, 18, 12, 0, 0, 0, time.UTC),
	Set: "77d01e5a92bc4f38", Keys: 3}

func printer(t *testing.T, lang string) text.Printer {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.In(lang)
}

func secret(t *testing.T) string {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id.Secret()
}

// scan reads the QR code of a picture with somebody else's code.
func scan(t *testing.T, img image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatalf("the code does not read: %v", err)
	}
	return got.GetText()
}

func TestTheCodeOfASheetIsTheKey(t *testing.T) {
	key := secret(t)
	shares, err := share.Split(key, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		say := printer(t, lang)
		a := about
		if lang == "zh" {
			a.Event = "5·21 爱医日造血干细胞登记"
		}
		page, err := Recovery(say, a, key)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, "recovery-"+lang, page)
		if scan(t, page.Image()) != key {
			t.Errorf("%s: the code says something else", lang)
		}
		var read []string
		for i, s := range shares {
			page, err := Share(say, a, s)
			if err != nil {
				t.Fatal(err)
			}
			if i == 1 {
				keep(t, "share-"+lang, page)
			}
			read = append(read, scan(t, page.Image()))
		}
		if back, err := share.Combine(read[1:]); err != nil || back != key {
			t.Errorf("%s: what was scanned from two shares does not combine: %v", lang, err)
		}
	}
}

// keep writes a page out for people to look at, where SHEETS names a folder.
func keep(t *testing.T, name string, p Page) {
	t.Helper()
	dir := os.Getenv("SHEETS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := WritePNG(f, p); err != nil {
		t.Fatal(err)
	}
}

func TestSheetsAsFiles(t *testing.T) {
	key := secret(t)
	page, err := Recovery(printer(t, "en"), about, key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var picture, doc bytes.Buffer
	if err := WritePNG(&picture, page); err != nil {
		t.Fatal(err)
	}
	if err := WritePDF(&doc, about.Made, page, page); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(bytes.NewReader(picture.Bytes()))
	if err != nil || back.Bounds().Dx() != 2480 || back.Bounds().Dy() != 3508 {
		t.Fatalf("the picture does not read: %v", err)
	}
	if at := bytes.Index(picture.Bytes(), []byte("pHYs")); at < 0 || !bytes.Equal(picture.Bytes()[at+4:at+13], []byte{0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1}) {
		t.Error("the picture does not know its resolution")
	}
	if doc.Len() > 2<<20 || !bytes.HasPrefix(doc.Bytes(), []byte("%PDF-")) {
		t.Errorf("the PDF has %d bytes", doc.Len())
	}
	for name, content := range map[string][]byte{"picture": picture.Bytes(), "PDF": doc.Bytes()} {
		if bytes.Contains(content, []byte(key[20:40])) {
			t.Errorf("the %s has the key as text", name)
		}
	}
	var again bytes.Buffer
	if err := WritePDF(&again, about.Made, page, page); err != nil || !bytes.Equal(again.Bytes(), doc.Bytes()) {
		t.Errorf("the same page gives another PDF: %v", err)
	}
	// Read once more by Debian's tools, from the files.
	path := filepath.Join(dir, "sheet.png")
	if err := os.WriteFile(path, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbarimg is not installed")
	}
	zbar := func(path string) string {
		out, err := exec.Command("zbarimg", "-q", "--raw", path).Output()
		if err != nil {
			t.Fatalf("zbarimg: %v", err)
		}
		return strings.TrimSpace(string(out))
	}
	if zbar(path) != key {
		t.Error("zbarimg reads something else from the picture")
	}
	if _, err := exec.LookPath("gs"); err != nil {
		t.Skip("ghostscript is not installed")
	}
	if err := os.WriteFile(filepath.Join(dir, "sheet.pdf"), doc.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "page%d.png")
	if msg, err := exec.Command("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pnggray", "-r110", "-sOutputFile="+out, filepath.Join(dir, "sheet.pdf")).CombinedOutput(); err != nil {
		t.Fatalf("ghostscript: %v: %s", err, msg)
	}
	for _, name := range []string{"page1.png", "page2.png"} {
		if zbar(filepath.Join(dir, name)) != key {
			t.Errorf("zbarimg reads something else from %s of the PDF", name)
		}
	}
}

func TestSheetsOfNothing(t *testing.T) {
	say := printer(t, "en")
	for _, bad := range []string{"", "x", "AGE-SECRET-KEY-PQ-1QQ"} {
		if _, err := Recovery(say, about, bad); err == nil {
			t.Error("a sheet of no key was drawn")
		}
		if _, err := Share(say, about, bad); err == nil {
			t.Error("a sheet of no share was drawn")
		}
	}
}
