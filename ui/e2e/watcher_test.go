//go:build e2e

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// watcher sees the memory of a virtual display as it is written, without asking the server: looking costs the programs on it
// nothing. Linux only.
type watcher struct {
	memory []byte
	pixels []byte // four bytes each, row by row
	line   int    // bytes a row
	wide   int
	high   int
}

// openWatcher maps the picture that Xvfb, started with -fbdir, keeps in a file (an XWD dump; see XWDFile.h for its head).
func openWatcher(folder string) (*watcher, error) {
	f, err := os.Open(filepath.Join(folder, "Xvfb_screen0"))
	if err != nil {
		return nil, fmt.Errorf("opening the display's memory: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening the display's memory: %w", err)
	}
	mapped, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping the display's memory: %w", err)
	}
	head := func(i int) int { return int(binary.BigEndian.Uint32(mapped[4*i:])) }
	c := &watcher{memory: mapped, wide: head(4), high: head(5), line: head(12)}
	const colour = 12 // bytes an entry of the colour map
	if from := head(0) + head(19)*colour; head(11) == 32 && from+c.line*c.high <= len(mapped) {
		c.pixels = mapped[from:]
		return c, nil
	}
	c.close()
	return nil, fmt.Errorf("the display's memory has %d bits a pixel in %d bytes: not as expected", head(11), len(mapped))
}

func (c *watcher) close() { unix.Munmap(c.memory) }

// glance returns the colours of points spread over the screen, 64 by 40.
func (c *watcher) glance() (seen [64 * 40]uint32) {
	for i := range seen {
		x, y := (2*(i%64)+1)*c.wide/128, (2*(i/64)+1)*c.high/80
		seen[i] = binary.LittleEndian.Uint32(c.pixels[y*c.line+4*x:]) & 0xFFFFFF
	}
	return seen
}

// arrives watches for as long as that, and returns when the picture was first what it is in the end, but for one point in
// twenty, which may move. It fails where nothing changes at all.
func (c *watcher) arrives(since time.Time, watch time.Duration) (time.Duration, error) {
	type frame struct {
		at   time.Duration
		seen [64 * 40]uint32
	}
	frames := []frame{{0, c.glance()}}
	for time.Since(since) < watch {
		if now := c.glance(); now != frames[len(frames)-1].seen {
			frames = append(frames, frame{time.Since(since), now})
		}
		time.Sleep(time.Millisecond)
	}
	last := frames[len(frames)-1].seen
	for _, f := range frames[1:] {
		differ := 0
		for i := range last {
			if f.seen[i] != last[i] {
				differ++
			}
		}
		if differ <= len(last)/20 {
			return f.at, nil
		}
	}
	return 0, fmt.Errorf("nothing came in %s", watch)
}
