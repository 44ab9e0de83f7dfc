package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
)

// this is the running test as a program, and the parts that it is made of.
func this(t *testing.T) (program []byte, parts []Part) {
	t.Helper()
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if program, err = os.ReadFile(name); err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	if len(info.Deps) == 0 {
		t.Fatal("the test is made of nothing")
	}
	for _, d := range info.Deps {
		parts = append(parts, Part{Name: d.Path, Version: d.Version, Licence: "MIT", Kind: "module"})
	}
	return program, parts
}

func TestAListOfMaterialsIsThatOfTheProgram(t *testing.T) {
	program, parts := this(t)
	encoded := func() string {
		bom, err := sbom(program, append(parts, Part{Name: "not.linked/module", Version: "v1", Kind: "module"}, Part{Name: "Font", Kind: "font", Licence: "OFL-1.1", Systems: []string{"plan9"}}))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := cyclonedx.NewBOMEncoder(&b, cyclonedx.BOMFileFormatJSON).Encode(bom); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := encoded()
	if first != encoded() {
		t.Error("the same program gives two lists")
	}
	var list struct{ Components []struct{ Name, Purl string } }
	if err := json.Unmarshal([]byte(first), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Components) != len(parts) {
		t.Errorf("%d parts are listed, %d are linked", len(list.Components), len(parts))
	}
	if !strings.Contains(first, `"pkg:golang/github.com/google/licensecheck@v`) || strings.Contains(first, "not.linked") || strings.Contains(first, "Font") {
		t.Errorf("%s", first)
	}
}

// What is linked and has no licence in the collection stops the release.
func TestWhatIsLinkedAndNotCollectedStopsTheList(t *testing.T) {
	program, parts := this(t)
	if _, err := sbom(program, parts[1:]); err == nil || !strings.Contains(err.Error(), parts[0].Name) {
		t.Errorf("without %s: %v", parts[0].Name, err)
	}
	if _, err := sbom([]byte("MZ no program of Go"), parts); err == nil {
		t.Error("what is no program has a list")
	}
}

func TestTheProgramIsFoundInItsArchive(t *testing.T) {
	dir := t.TempDir()
	program := bytes.Repeat([]byte("x"), 2<<20)
	at := func(name string) string { return filepath.Join(dir, name) }
	create := func(name string) *os.File {
		f, err := os.Create(at(name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	f := create("a.tar.gz")
	z := gzip.NewWriter(f)
	w := tar.NewWriter(z)
	for _, e := range []struct {
		name string
		text []byte
	}{{"a/completions/matchbooth", []byte("a script")}, {"a/matchbooth", program}} {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: e.name, Size: int64(len(e.text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.text); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	z.Close()
	f = create("b.zip")
	p := zip.NewWriter(f)
	e, err := p.Create("Matchbooth/matchbooth.exe")
	if err != nil {
		t.Fatal(err)
	}
	e.Write(program)
	p.Close()
	for _, name := range []string{"a.tar.gz", "b.zip"} {
		if got, err := programIn(at(name)); err != nil || !bytes.Equal(got, program) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if err := os.WriteFile(at("c.deb"), program, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := programIn(at("c.deb")); got != nil || err != nil {
		t.Errorf("c.deb: %d bytes, %v", len(got), err)
	}
	if err := sboms(t.TempDir()); err == nil {
		t.Error("an empty folder is a release")
	}
}

// Mesa lies beside the program, and is a part of a download only where it does.
func TestWhatLiesBesideTheProgramIsListedWhereItLies(t *testing.T) {
	parts := []Part{{Name: "GLFW"}, {Name: "Mesa"}}
	for name, test := range map[string]struct {
		files []string
		want  int
	}{
		"with.zip":    {[]string{"Matchbooth/matchbooth.exe", "Matchbooth/soft/opengl32.dll"}, 2},
		"without.zip": {[]string{"Matchbooth/matchbooth.exe", "Matchbooth/licenses/Mesa.txt"}, 1},
	} {
		archive := filepath.Join(t.TempDir(), name)
		f, err := os.Create(archive)
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		for _, file := range test.files {
			if _, err := z.Create(file); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		if got, err := carriedBy(archive, parts); err != nil || len(got) != test.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
