package picture

import (
	"bytes"
	"container/list"
	"image"
	"image/jpeg"
	"image/png"
	"runtime/debug"
	"sync"
)

// Key says which drawn picture is meant: of which file, how large, and in what way. The file is known by where its bytes
// lie, which for a pack never changes.
type Key struct {
	File *byte
	W, H int
	Way  string
}

// KeyOf returns the key of a picture made of a file.
func KeyOf(data []byte, w, h int, way string) Key {
	k := Key{W: w, H: h, Way: way}
	if len(data) > 0 {
		k.File = &data[0]
	}
	return k
}

// maxKept limits the pictures on a shelf that are ready to be shown, in bytes.
const maxKept = 32 << 20

// Shelf keeps what was made of a pack's pictures, so that a screen that is opened again is there at once. Photographs
// are kept small and packed; the pictures shown last, as they were shown. It works on one picture at a time, whoever asks.
// The zero value is empty and ready to use; all methods may be called from any goroutine.
type Shelf struct {
	work sync.Mutex // held while a picture is made

	mu      sync.Mutex
	small   map[*byte][]byte // photographs shrunk and packed again, if they were large
	kept    map[Key]*list.Element
	order   list.List // of kept, the last shown first
	bytes   int
	waiting map[Key][]func(image.Image)
	shapes  map[*byte]float64
}

// Shape returns the width of a picture divided by its height, from its header; 0 if it cannot be read.
func (s *Shelf) Shape(data []byte, svg bool) float64 {
	k := KeyOf(data, 0, 0, "").File
	s.mu.Lock()
	defer s.mu.Unlock()
	if ratio, known := s.shapes[k]; known {
		return ratio
	}
	ratio := 0.0
	if svg {
		if d, err := ReadSVG(data); err == nil {
			ratio = d.W / d.H
		}
	} else if info, err := Inspect(data); err == nil {
		ratio = float64(info.W) / float64(info.H)
	}
	if s.shapes == nil {
		s.shapes = map[*byte]float64{}
	}
	s.shapes[k] = ratio
	return ratio
}

type keptPicture struct {
	key Key
	img image.Image
}

// Ready returns a picture that was made before.
func (s *Shelf) Ready(k Key) (image.Image, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.kept[k]
	if e == nil {
		return nil, false
	}
	s.order.MoveToFront(e)
	return e.Value.(*keptPicture).img, true
}

// Make returns the picture, made by draw unless it is ready.
func (s *Shelf) Make(k Key, draw func() image.Image) image.Image {
	if img, ok := s.Ready(k); ok {
		return img
	}
	s.work.Lock()
	defer s.work.Unlock()
	if img, ok := s.Ready(k); ok { // made while we waited
		return img
	}
	img := draw()
	s.add(k, img)
	return img
}

// Later makes the picture in the background and then calls then, also in the background. Who asks for one that is already
// being made waits for the same.
func (s *Shelf) Later(k Key, draw func() image.Image, then func(image.Image)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting == nil {
		s.waiting = map[Key][]func(image.Image){}
	}
	asked := len(s.waiting[k]) > 0
	s.waiting[k] = append(s.waiting[k], then)
	if asked {
		return
	}
	go func() {
		img := s.Make(k, draw)
		s.mu.Lock()
		all := s.waiting[k]
		delete(s.waiting, k)
		s.mu.Unlock()
		for _, then := range all {
			then(img)
		}
	}()
}

// add puts a picture on the shelf, and takes those down that were not shown for longest.
func (s *Shelf) add(k Key, img image.Image) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[Key]*list.Element{}
	}
	s.kept[k] = s.order.PushFront(&keptPicture{k, img})
	s.bytes += sizeOf(img)
	for s.bytes > maxKept && s.order.Len() > 1 {
		last := s.order.Remove(s.order.Back()).(*keptPicture)
		delete(s.kept, last.key)
		s.bytes -= sizeOf(last.img)
	}
}

func sizeOf(img image.Image) int { return 4 * img.Bounds().Dx() * img.Bounds().Dy() }

// Load unpacks a photograph as [Load] does, from the small copy if there is one; the first time it makes it.
func (s *Shelf) Load(data []byte) (*image.RGBA, error) {
	k := KeyOf(data, 0, 0, "")
	s.mu.Lock()
	small := s.small[k.File]
	s.mu.Unlock()
	if small != nil {
		return Load(small, Enough)
	}
	info, err := Inspect(data)
	if err != nil {
		return nil, err
	}
	img, err := Load(data, Enough)
	if err != nil || max(info.W, info.H) < 2*Enough {
		return img, err // it is small enough as it is
	}
	if small = packed(img); small != nil {
		s.mu.Lock()
		if s.small == nil {
			s.small = map[*byte][]byte{}
		}
		s.small[k.File] = small
		s.mu.Unlock()
	}
	if info.Memory > maxKept {
		debug.FreeOSMemory() // the booth has better uses for it
	}
	return img, nil
}

// Warm makes the small copies of photographs, so that the first visitor need not wait for them.
func (s *Shelf) Warm(files ...[]byte) {
	for _, data := range files {
		s.work.Lock()
		_, _ = s.Load(data) // what cannot be read is told where it is to be shown
		s.work.Unlock()
	}
}

// packed packs a picture again, as a JPEG if nothing of it is transparent; nil if that fails.
func packed(img *image.RGBA) []byte {
	var out bytes.Buffer
	var err error
	if img.Opaque() {
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 92})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
	}
	if err != nil {
		return nil
	}
	return out.Bytes()
}
