package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Cameras store a picture as the sensor saw it, and how it is to be turned beside it (CIPA DC-008, Exif 2.32, 4.6.4: tag
// 0x0112). The numbers are those of the tag: 1 upright, 3 upside down, 6 and 8 on a side, 2, 4, 5 and 7 mirrored.

// orientation returns how a picture is to be turned, 1 if nothing valid says so.
func orientation(data []byte, kind string) int {
	var exif []byte
	switch kind {
	case "jpeg":
		exif = exifOfJPEG(data)
	case "png":
		exif = exifOfPNG(data)
	}
	if turn := orientationTag(exif); turn >= 1 && turn <= 8 {
		return turn
	}
	return 1
}

// exifOfJPEG returns the TIFF structure in the APP1 segment, or nil.
func exifOfJPEG(data []byte) []byte {
	for i := 2; i+4 <= len(data) && data[i] == 0xFF && data[i+1] != 0xDA; {
		if data[i+1] == 0xFF {
			i++
			continue
		}
		size := int(data[i+2])<<8 | int(data[i+3])
		end := i + 2 + size
		if size < 2 || end > len(data) {
			return nil
		}
		if exif, ok := bytes.CutPrefix(data[i+4:end], []byte("Exif\x00\x00")); ok && data[i+1] == 0xE1 {
			return exif
		}
		i = end
	}
	return nil
}

// exifOfPNG returns the TIFF structure in the eXIf chunk before the picture, or nil.
func exifOfPNG(data []byte) []byte {
	for i := 8; i+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[i:]))
		kind := string(data[i+4 : i+8])
		if size < 0 || size > len(data)-i-12 || kind == "IDAT" {
			return nil
		}
		if kind == "eXIf" {
			return data[i+8 : i+8+size]
		}
		i += 12 + size
	}
	return nil
}

// orientationTag returns the value of the tag in the first directory of a TIFF structure, 0 if it is not there.
func orientationTag(exif []byte) int {
	if len(exif) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(exif[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 0
	}
	at := int(order.Uint32(exif[4:]))
	if at < 8 || at > len(exif)-2 {
		return 0
	}
	n := int(order.Uint16(exif[at:]))
	for i := range n {
		entry := at + 2 + 12*i
		if entry+12 > len(exif) {
			return 0
		}
		if order.Uint16(exif[entry:]) == 0x0112 && order.Uint16(exif[entry+2:]) == 3 { // a SHORT
			return int(order.Uint16(exif[entry+8:]))
		}
	}
	return 0
}

// upright turns a picture by an orientation.
func upright(src *image.RGBA, turn int) *image.RGBA {
	if turn <= 1 || turn > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if turn >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch turn {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			from, to := src.PixOffset(sx, sy), out.PixOffset(x, y)
			copy(out.Pix[to:to+4], src.Pix[from:from+4])
		}
	}
	return out
}
