package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
)

// sboms writes a list of materials beside each archive (.tar.gz, .zip) in a folder that has our program in it. The modules
// are those that Go noted in the program itself; licences, and what is no module, come from docs/licenses as it is embedded. The same
// program gives the same bytes.
func sboms(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	packed, err := unpacked()
	if err != nil {
		return err
	}
	var parts []Part
	if err := json.Unmarshal(packed, &parts); err != nil {
		return err
	}
	written := 0
	for _, e := range entries {
		program, err := programIn(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		if program == nil {
			continue
		}
		carried, err := carriedBy(filepath.Join(dir, e.Name()), parts)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		bom, err := sbom(program, carried)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".zip"), ".tar.gz") + ".cdx.json"
		var out bytes.Buffer
		if err := cyclonedx.NewBOMEncoder(&out, cyclonedx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d parts\n", name, len(*bom.Components))
		written++
	}
	if written == 0 {
		return fmt.Errorf("%s has no archive with the program in it", dir)
	}
	return nil
}

// programIn returns our program out of an archive, or nil if that is none or has none.
func programIn(archive string) ([]byte, error) {
	ours := func(name string) bool {
		base := path.Base(name)
		return base == "matchbooth" || base == "matchbooth.exe" || base == "matchbooth-hub"
	}
	// One kiosk program is one; nothing of ours is a tenth of this.
	const most = 1 << 30
	switch {
	case strings.HasSuffix(archive, ".zip"):
		z, err := zip.OpenReader(archive)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		for _, f := range z.File {
			if ours(f.Name) && f.Mode().IsRegular() {
				r, err := f.Open()
				if err != nil {
					return nil, err
				}
				return io.ReadAll(io.LimitReader(r, most))
			}
		}
	case strings.HasSuffix(archive, ".tar.gz"):
		f, err := os.Open(archive)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, err
		}
		for t := tar.NewReader(z); ; {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
			if h.Typeflag == tar.TypeReg && ours(h.Name) && h.Size > 1<<20 { // a script of that name is not it
				return io.ReadAll(io.LimitReader(t, most))
			}
		}
	}
	return nil, nil
}

// carriedBy leaves out what lies beside the program, where an archive does not have it: Mesa (MATCHBOOTH_NO_SOFT=1).
func carriedBy(archive string, parts []Part) ([]Part, error) {
	if strings.HasSuffix(archive, ".zip") {
		z, err := zip.OpenReader(archive)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		if slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasSuffix(f.Name, "/soft/opengl32.dll") }) {
			return parts, nil
		}
	}
	return slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return p.Name == "Mesa" }), nil
}

// sbom lists what a program is made of. A module that is linked and stands in no collection stops it.
func sbom(program []byte, parts []Part) (*cyclonedx.BOM, error) {
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return nil, err
	}
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	system, name := setting["GOOS"], "matchbooth"
	if info.Path == "matchbooth/hub" {
		system, name = hub, "matchbooth-hub"
	}
	var list []cyclonedx.Component
	add := func(p Part) {
		c := cyclonedx.Component{
			BOMRef: p.Name + "@" + p.Version, Type: cyclonedx.ComponentTypeLibrary, Name: p.Name, Version: p.Version,
			Licenses: &cyclonedx.Licenses{{Expression: p.Licence}},
		}
		switch p.Kind {
		case "module":
			c.PackageURL = "pkg:golang/" + strings.ToLower(p.Name) + "@" + p.Version
		case "npm":
			c.PackageURL = "pkg:npm/" + strings.Replace(p.Name, "@", "%40", 1) + "@" + p.Version
		case "font", "data":
			c.Type = cyclonedx.ComponentTypeData
		}
		list = append(list, c)
	}
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		at := slices.IndexFunc(parts, func(p Part) bool { return p.Kind == "module" && p.Name == d.Path && p.Version == d.Version })
		if at < 0 {
			return nil, fmt.Errorf("%s %s is linked and stands in no collection: run make licences, or build the program with the tags of a release", d.Path, d.Version)
		}
		add(parts[at])
	}
	for _, p := range parts {
		if p.Kind != "module" && slices.Contains(p.Systems, system) {
			if strings.HasPrefix(p.Name, "Go standard library") {
				p.Version = strings.TrimPrefix(info.GoVersion, "go")
			}
			add(p)
		}
	}
	slices.SortFunc(list, func(a, b cyclonedx.Component) int { return strings.Compare(a.BOMRef, b.BOMRef) })
	sum := sha256.Sum256(program)
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Component: &cyclonedx.Component{
		BOMRef: name, Type: cyclonedx.ComponentTypeApplication, Name: name, Version: info.Main.Version,
		Description: setting["GOOS"] + "/" + setting["GOARCH"] + ", tags " + setting["-tags"],
		Hashes:      &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hex.EncodeToString(sum[:])}},
		Licenses:    &cyclonedx.Licenses{{Expression: "Apache-2.0"}},
	}}
	if rev := setting["vcs.revision"]; rev != "" {
		bom.Metadata.Timestamp = setting["vcs.time"] // of the commit: nothing here tells when it was built
		bom.Metadata.Component.Properties = &[]cyclonedx.Property{{Name: "vcs.revision", Value: rev}}
	}
	bom.Components = &list
	return bom, nil
}
