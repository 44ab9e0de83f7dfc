// Package inbox is what people have sent from their phones, on its way to somebody at the desk who decides.
//
// Wishes are fetched from the hub, or come as files and text by mail. Until they are decided they lie in the folder "inbox"
// of the data folder as they came: one age file each, which only the event's key opens. A wish is at the hub or here, never
// at neither: the hub is told to delete it once it is on this disk for certain.
//
// Nobody has checked what is in a wish, nor who sent it: whoever has photographed a take-home has its code. So a wish does
// nothing by itself. It is shown beside what is known of the person, and somebody accepts or refuses it. What they decide
// becomes the ordinary entries, which carry the wish's id: whatever is interrupted can be done again, and is written once.
//
// In the folder:
//
//   - HOUR-ID.age: a wish as it came from the hub, in that hour; the id is the one it was sent under.
//   - HOUR-m-SUM.age: one that came by mail, with the beginning of its SHA-256.
//   - decided: the ids of those that are done with, so that one that comes again is not asked about again; and, while
//     somebody is being erased by a wish, who.
package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"matchbooth/data"
	"matchbooth/data/outside"
	"matchbooth/ui/work/hub"
)

// The limits. Variables for tests.
var (
	mostKept  = 20_000           // wishes in the inbox: as many as a hub keeps
	mostBytes = int64(256 << 20) // of their files
	mostDone  = 100_000          // ids of decided wishes that are remembered, the newest
)

// The errors of the inbox. None quotes anything of a wish.
var (
	ErrFull    = errors.New("the inbox is full: decide what is in it first")
	ErrNotWish = errors.New("this is no sealed wish")
	ErrUnknown = errors.New("there is no such wish in the inbox")
	ErrWhom    = errors.New("it is not certain whose wish this is")
	ErrBegun   = errors.New("this wish was accepted, and part of it is stored already: accept it again")
	ErrReason  = errors.New("a refusal needs a reason")
	ErrWhich   = errors.New("it is not certain which of the people they named is meant")
)

const decidedName = "decided"

// nameForm are the files of wishes.
var nameForm = regexp.MustCompile(`^(\d{1,9})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|m-[0-9a-f]{32})\.age$`)

// file is one sealed wish in the folder.
type file struct {
	name string
	hour int64
	id   string // that it was sent under; "" of one by mail
	size int64
}

// Box is the inbox of a data folder. Its methods may be called at the same time.
type Box struct {
	dir string

	count atomic.Int64 // wishes, as far as known; -1: not

	mu     sync.Mutex
	opened map[string]Wish // by the file's name, while the desk is open
}

// Open returns the inbox of a data folder. Nothing is made until something comes.
func Open(dataFolder string) *Box {
	b := &Box{dir: filepath.Join(dataFolder, data.InboxFolder), opened: map[string]Wish{}}
	b.count.Store(-1)
	return b
}

// Forget forgets what was opened: the desk was locked.
func (b *Box) Forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.opened)
}

// Count is how many wishes wait, without opening any. It does not wait for a List that is under way.
func (b *Box) Count() (int, error) {
	if n := b.count.Load(); n >= 0 {
		return int(n), nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	dir, err := b.folder(false)
	if dir == nil {
		if err == nil {
			b.count.Store(0)
		}
		return 0, err
	}
	defer dir.Close()
	files, err := filesIn(dir)
	if err == nil {
		b.count.Store(int64(len(files)))
	}
	return len(files), err
}

// folder opens the folder; nil if there is none and it is not to be made.
func (b *Box) folder(anew bool) (*outside.Folder, error) {
	if anew {
		if err := os.Mkdir(b.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("making the inbox: %w", err)
		}
	}
	dir, err := outside.OpenFolder(b.dir)
	if errors.Is(err, fs.ErrNotExist) && !anew {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening the inbox: %w", err)
	}
	return dir, nil
}

// filesIn lists the wishes, the oldest first. What a crash has left half written is removed: it was never acknowledged.
func filesIn(dir *outside.Folder) ([]file, error) {
	names, err := dir.Names(4 * mostKept)
	if err != nil {
		return nil, fmt.Errorf("reading the inbox: %w", err)
	}
	var out []file
	for _, name := range names {
		if strings.HasSuffix(name, ".new") {
			if err := dir.Remove(name); err != nil {
				return nil, fmt.Errorf("reading the inbox: %w", err)
			}
			continue
		}
		m := nameForm.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		info, err := dir.Stat(name)
		if err != nil {
			continue // a link, or a folder: nothing of ours
		}
		f := file{name: name, size: info.Size()}
		f.hour, _ = strconv.ParseInt(m[1], 10, 64)
		if !strings.HasPrefix(m[2], "m-") {
			f.id = m[2]
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b file) int {
		if a.hour != b.hour {
			return int(a.hour - b.hour)
		}
		return strings.Compare(a.name, b.name)
	})
	return out, nil
}

// keep puts wishes into the folder, each complete and durable, and returns the names of the files. room is what the limits
// leave; what does not fit is left out with ErrFull.
type keep struct {
	dir   *outside.Folder
	have  map[string]bool // ids and names that are here, or decided
	count int
	bytes int64
	new   int
}

func keepIn(dir *outside.Folder) (*keep, error) {
	files, err := filesIn(dir)
	if err != nil {
		return nil, err
	}
	done, err := decidedIn(dir)
	if err != nil {
		return nil, err
	}
	k := &keep{dir: dir, have: map[string]bool{}, count: len(files)}
	for _, id := range done.ids {
		k.have[id] = true
	}
	for _, f := range files {
		k.bytes += f.size
		k.have[f.id], k.have[markOf(f.name)] = true, true
	}
	return k, nil
}

// markOf is what a file is known by, whatever the hour in which it came.
func markOf(name string) string {
	_, mark, _ := strings.Cut(name, "-")
	return mark
}

// put writes one file. It is on the disk for certain once [outside.Folder.Sync] has returned.
func (k *keep) put(name string, sealed []byte) error {
	if k.count >= mostKept || k.bytes+int64(len(sealed)) > mostBytes {
		return ErrFull
	}
	tmp := name + ".new"
	f, err := k.dir.Create(tmp)
	if err == nil {
		_, err = f.Write(sealed)
		if err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = k.dir.Rename(tmp, name)
	}
	if err != nil {
		_ = k.dir.Remove(tmp)
		return fmt.Errorf("writing into the inbox: %w", err)
	}
	k.have[markOf(name)] = true
	k.count, k.bytes, k.new = k.count+1, k.bytes+int64(len(sealed)), k.new+1
	return nil
}

// take keeps a page of the hub's, and returns the ids of what is here for certain or was decided. What a hub hands out that
// can be no wish is left where it is.
func (k *keep) take(list []hub.SealedWish) (have []string, err error) {
	for i := range list {
		w := &list[i]
		if w.Check() != nil || w.Hour < 0 || w.Hour > 999_999_999 {
			continue
		}
		if !k.have[w.ID] {
			if err = k.put(fmt.Sprintf("%d-%s.age", w.Hour, w.ID), w.Sealed); err != nil {
				break
			}
			k.have[w.ID] = true
		}
		have = append(have, w.ID)
	}
	if sync := k.dir.Sync(); sync != nil {
		return nil, fmt.Errorf("writing into the inbox: %w", sync)
	}
	return have, err
}

// Add puts a wish into the inbox that came by mail: a sealed file, or the text of one. hour is the present one. It is opened
// later; until then it can be told only that it is sealed. fresh is false for one that is here already, or was decided.
func (b *Box) Add(content []byte, hour int64) (fresh bool, err error) {
	sealed, err := sealedOf(content)
	if err != nil {
		return false, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	dir, err := b.folder(true)
	if err != nil {
		return false, err
	}
	defer dir.Close()
	k, err := keepIn(dir)
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256(sealed)
	mark := "m-" + hex.EncodeToString(sum[:16])
	defer b.count.Store(-1)
	if k.have[mark] || k.have[mark+".age"] {
		return false, nil
	}
	if err := k.put(fmt.Sprintf("%d-%s.age", hour, mark), sealed); err != nil {
		return false, err
	}
	return true, dir.Sync()
}
