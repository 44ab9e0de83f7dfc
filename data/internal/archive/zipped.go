package archive

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
)

// encrypted is the flag of a part that opens with a password only (APPNOTE 4.4.4).
const encrypted = 1

// Open checks the list of parts of a zip and reads the manifest. The file stays open until [Opened.Close].
func Open(f *os.File) (*Opened, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, Damaged("it is not a file")
	}
	z, err := outside.Zip(f, MaxParts)
	if errors.Is(err, outside.ErrLarge) {
		return nil, Damaged("it has more parts than any backup")
	}
	if err != nil {
		return nil, Damaged("it is not a zip file, or was cut short")
	}
	var files []*zip.File
	for _, p := range z.File {
		if !strings.HasSuffix(slashed(p), "/") || p.UncompressedSize64 > 0 { // folders are created with their files
			files = append(files, p)
		}
	}
	manifest, around, err := findManifest(files)
	if err != nil {
		return nil, err
	}
	b := &Opened{close: f.Close}
	if err := sound(manifest, ManifestName); err != nil {
		return nil, err
	}
	if err := b.readManifest(manifest.Open); err != nil {
		return nil, err
	}
	room, seen := info.Size(), map[string]bool{}
	for _, p := range files {
		if !stored(p) {
			room = min(max(packedMost*info.Size(), PackedLeast), MaxBackup)
		}
	}
	for _, p := range files {
		name, inside := strings.CutPrefix(slashed(p), around)
		name, listed := b.listed(p, name)
		if p == manifest {
			room -= int64(p.UncompressedSize64) //nolint:gosec // G115: sound has seen that it is small
			continue
		}
		// What the manifest does not name was put beside the parts by somebody. It is left out, never read and never
		// written, as in a folder; but no zip that anybody packed leads out of itself or unpacks to more than it can.
		part := inside && listed
		switch {
		case !part && !filepath.IsLocal(filepath.FromSlash(slashed(p))):
			return nil, Damaged("it has a part that no backup has")
		case inside && (seen[folded(name)] || !listed && b.folded[folded(name)]):
			return nil, Damaged("it has the same part twice")
		case p.UncompressedSize64 > uint64(max(room, 0)):
			return nil, Damaged("its parts are larger than the file")
		}
		size := int64(p.UncompressedSize64) //nolint:gosec // G115: at most room
		room -= size
		if !part {
			continue
		}
		if err := sound(p, name); err != nil {
			return nil, err
		}
		seen[folded(name)] = true
		b.Parts = append(b.Parts, Part{name, size, p.Open})
	}
	return b, b.whole()
}

// sound checks what the list of a zip says about one part.
func sound(p *zip.File, name string) error {
	switch {
	case !p.Mode().IsRegular():
		return Damaged("it has a part that is not a file")
	case p.Flags&encrypted != 0:
		return Damaged("it is locked with a password: unpack it, and give the folder")
	case !stored(p) && p.Method != zip.Deflate:
		return Damaged("it is compressed in a way that this program does not read: unpack it, and give the folder")
	case isSmall(name) && p.UncompressedSize64 > folder.MaxSmall:
		return Damaged("%s is too large", name)
	}
	return nil
}

// findManifest finds the manifest that is not inside another backup, and what stands before the name of every part: ""
// in a zip of ours, "booth-2026/" where a file manager packed the folder.
func findManifest(files []*zip.File) (found *zip.File, around string, err error) {
	depth := 0
	for _, p := range files {
		name := slashed(p)
		dir, base := path.Split(name)
		if base != ManifestName || litter(name) || strings.HasSuffix("/"+dir, "/"+folder.Pack+"/") {
			continue
		}
		switch n := strings.Count(dir, "/"); {
		case found == nil || n < depth:
			found, around, depth = p, dir, n
		case n == depth && dir == around:
			return nil, "", Damaged("it has the same part twice")
		case n == depth:
			return nil, "", Damaged("there are several backups in it: unpack it, and give the folder of one")
		}
	}
	if found == nil {
		return nil, "", Damaged("it has no %s", ManifestName)
	}
	return found, around, nil
}

// slashed returns the name of a part with slashes: some packers of Windows write what its paths have.
func slashed(p *zip.File) string { return strings.ReplaceAll(p.Name, `\`, "/") }

// listed returns the name that the manifest has for a part. A Mac's file system takes composed characters apart, and
// Windows in Chinese packs names in its own code page without saying so.
func (b *Opened) listed(p *zip.File, name string) (string, bool) {
	if b.sums[name] != "" {
		return name, true
	}
	if n, ok := b.names[norm.NFC.String(name)]; ok {
		return n, true
	}
	if p.NonUTF8 {
		if chinese, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			if n, ok := b.names[norm.NFC.String(chinese)]; ok {
				return n, true
			}
		}
	}
	return name, false
}

// litter says whether a name is one of what file managers put between the files of a folder.
func litter(name string) bool {
	for element := range strings.SplitSeq(strings.ToLower(name), "/") {
		switch element {
		case "__macosx", ".ds_store", ".appledouble", ".spotlight-v100", ".trashes", ".fseventsd", "thumbs.db", "desktop.ini", "@eadir", "icon\r":
			return true
		}
		if strings.HasPrefix(element, "._") {
			return true
		}
	}
	return false
}

var _ io.Closer = (*Opened)(nil)
