package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // the picture formats that packs may use
	_ "image/png"
)

// The limits of a picture.
const (
	MaxPixels = 40e6      // width × height
	MaxMemory = 320 << 20 // bytes while it is being unpacked: 40 megapixels of any usual kind
	maxScans  = 64        // of a JPEG: each goes over the whole picture again; encoders write about ten
)

// Info is what the header of a picture says.
type Info struct {
	Kind   string // jpeg or png
	W, H   int    // in pixels, upright
	Turn   int    // how it lies in the file, as in EXIF: 1 upright to 8
	Memory int    // bytes that unpacking it takes
}

// Errors of Inspect and Load.
var (
	ErrUnread = errors.New("this picture cannot be read")
	ErrLarge  = errors.New("the picture is too large")
)

// Inspect reads the header of a JPEG or PNG. It returns what it found also with an error, which is ErrUnread or ErrLarge.
func Inspect(data []byte) (Info, error) {
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return Info{}, ErrUnread
	}
	info := Info{Kind: kind, W: c.Width, H: c.Height, Turn: orientation(data, kind)}
	each := 4
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		each = 8
	}
	scans := 1
	if kind == "jpeg" {
		var progressive bool
		var parts int
		progressive, parts, scans = jpegFrame(data)
		if each = max(parts, 1); progressive {
			each *= 5 // a coefficient of four bytes beside each sample
		}
	}
	if info.Turn >= 5 {
		info.W, info.H = info.H, info.W
	}
	// In floating point: the numbers of a hostile header must not wrap around.
	pixels := float64(c.Width) * float64(c.Height)
	if pixels > MaxPixels || pixels*float64(each) > MaxMemory || scans > maxScans {
		return info, ErrLarge
	}
	info.Memory = int(pixels) * each
	return info, nil
}

// Other names the format of a file that is neither JPEG nor PNG, "" if it is not known: downloaded pictures often have an
// ending that is not theirs.
func Other(data []byte) string {
	for _, s := range []struct {
		at         int
		sign, name string
	}{
		{0, "GIF8", "GIF"}, {8, "WEBP", "WebP"}, {4, "ftyphei", "HEIC"}, {4, "ftypmif1", "HEIC"}, {4, "ftypavi", "AVIF"},
		{0, "BM", "BMP"}, {0, "II*\x00", "TIFF"}, {0, "MM\x00*", "TIFF"}, {0, "8BPS", "Photoshop"}, {0, "%PDF", "PDF"},
		{0, "<svg", "SVG"}, {0, "<?xml", "SVG"}, {0, "\x00\x00\x01\x00", "ICO"}, {0, "\xFF\xD8\xFF", "JPEG"}, {0, "\x89PNG", "PNG"},
		{0, "version https://git-lfs", "Git LFS pointer"},
	} {
		if len(data) >= s.at+len(s.sign) && string(data[s.at:s.at+len(s.sign)]) == s.sign {
			return s.name
		}
	}
	return ""
}

// jpegFrame walks over the segments of a JPEG: whether it is progressive, how many samples a pixel has at most, and how
// many scans follow each other.
func jpegFrame(data []byte) (progressive bool, parts, scans int) {
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xFF {
			i++ // the data of a scan, or filling
			continue
		}
		marker := data[i+1]
		switch {
		case marker == 0xFF:
			i++
			continue
		case marker == 0x00 || marker >= 0xD0 && marker <= 0xD8 || marker == 0x01: // no segment
			i += 2
			continue
		case marker == 0xD9:
			return progressive, parts, scans
		}
		size := int(data[i+2])<<8 | int(data[i+3])
		switch marker {
		case 0xC0, 0xC1, 0xC2:
			progressive = marker == 0xC2
			if i+9 < len(data) {
				parts = int(data[i+9])
			}
		case 0xDA:
			scans++
		}
		i += 2 + size
	}
	return progressive, parts, scans
}

// String returns the size of a picture, such as "4000×3000".
func (i Info) String() string { return fmt.Sprintf("%d×%d", i.W, i.H) }
