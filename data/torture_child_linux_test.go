package data

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// job is what a child process of the torture tests does. It comes in the environment.
type job struct {
	Do    string // a name in chores
	Dir   string // the data folder
	Other string // what is merged or restored
	Out   string // folder of what is written elsewhere
	Base  int    // number of the first sign-up
	Count int    // how many rounds; 0 for ever
	Weak  weakness
}

// weakness takes protections away in the child.
type weakness struct {
	Sync                             string // in place of synchronous=FULL
	NoJournal, NoReadBack, NoDirSync bool
	OneThread                        bool
}

const jobEnv = "MATCHBOOTH_TORTURE_JOB"

// A child does its chore here, before anything of the tests: the main goroutine still has the main thread to itself.
func init() {
	text := os.Getenv(jobEnv)
	if text == "" {
		return
	}
	runtime.LockOSThread()
	c := &child{}
	if err := json.Unmarshal([]byte(text), &c.job); err != nil {
		panic(err)
	}
	liveWork, lockout.Work = seal.WorkPractice, lockout.Cost{Memory: 64, Passes: 1}
	w := c.Weak
	folder.Weaken.NoJournal, folder.Weaken.NoReadBack = w.NoJournal, w.NoReadBack
	folder.Weaken.NoDirSync, folder.Weaken.OneThread = w.NoDirSync, w.OneThread
	for i := range db.Pragmas {
		if db.Pragmas[i].Name == "synchronous" && w.Sync != "" {
			db.Pragmas[i].Value, db.Pragmas[i].Reads = w.Sync, map[string]string{"OFF": "0", "NORMAL": "1"}[w.Sync]
		}
	}
	// Whatever hangs must end: a test that waits for ever says nothing.
	time.AfterFunc(2*time.Minute, func() { os.Exit(9) })
	c.say("ready")
	chores[c.Do](c)
	c.say("done")
	os.Exit(0)
}

// command runs a child.
func (j job) command() *exec.Cmd { return j.under(exec.Command(os.Args[0], "-test.run=^$")) }

// under gives a command, such as one of strace, the job.
func (j job) under(cmd *exec.Cmd) *exec.Cmd {
	text, err := json.Marshal(j)
	if err != nil {
		panic(err)
	}
	cmd.Env = append(os.Environ(), jobEnv+"="+string(text))
	return cmd
}

// child is a process that works until it is killed or told to stop, and says what it was promised.
type child struct {
	job
	s      *Store
	now    time.Time
	mirror string // the folder of the second copy, or ""
}

// say prints a line in one call, one that nobody makes fail.
func (c *child) say(format string, args ...any) {
	line := fmt.Appendf(nil, format+"\n", args...)
	if _, err := unix.Writev(1, [][]byte{line}); err != nil {
		os.Exit(8)
	}
}

// tries is how often something that failed is tried again before the child gives up.
const tries = 4

// try does something until it comes through. After an error the store is opened again, as a booth does it.
func (c *child) try(do func() error) {
	for range tries {
		err := patiently(do)
		if err == nil {
			return
		}
		c.say("error %q", err)
		if c.s != nil {
			if err := c.s.Reopen(); err != nil {
				c.say("error %q", err)
			}
		}
	}
	c.say("gave up")
	os.Exit(0)
}

// patiently waits for a lock: a process that was forked by the tests meanwhile shares it for a moment, until it executes
// its own program.
func patiently(do func() error) error {
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if err := do(); !errors.Is(err, folder.ErrLocked) || time.Now().After(end) {
			return err
		}
	}
}

func (c *child) open() {
	c.now = time.Now()
	c.try(func() error {
		s, err := Open(c.Dir, Options{Clock: func() time.Time { return c.now }, Mirror: c.mirror})
		if err != nil {
			return err
		}
		c.s = s
		return nil
	})
}

// rounds calls do with 0, 1, 2 …
func (c *child) rounds(do func(n int)) {
	for n := 0; c.Count == 0 || n < c.Count; n++ {
		do(n)
	}
}

// NumbersPossible is a sign-up that can be told from the others.
func numbered(n int) record.SignUp {
	p := someone()
	p.Flags = []string{fmt.Sprint(n)}
	return p
}

func (c *child) signUp(n int) (saved Saved) {
	c.say("trying %d", c.Base+n)
	c.try(func() (err error) {
		saved, err = c.s.SignUp(context.Background(), numbered(c.Base+n))
		return err
	})
	c.say("saved %d %s", c.Base+n, string(saved.Code))
	return saved
}

// erasing says who is about to be erased, with pieces of the ciphertext that must then be found nowhere.
func (c *child) erasing(p Saved) {
	c.say("erasing %s", c.pieces(p))
}

func piece(sealed []byte, quarter int) string {
	at := len(sealed) * quarter / 4
	return hex.EncodeToString(sealed[at-16 : at+16])
}

func (c *child) erase(p Saved) {
	c.erasing(p)
	c.try(func() error {
		found, err := c.s.Erase(context.Background(), p.Code)
		if err == nil && !found {
			return errors.New("the erased is not here any more")
		}
		return err
	})
	c.say("erased %s", string(p.Code))
}

// signAs has the store sign as another booth until back is called.
func (c *child) signAs(key ed25519.PrivateKey) (back func(), err error) {
	s, ctx := c.s, context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	public := key.Public().(ed25519.PublicKey)
	if err := db.AddBooth(ctx, s.db, public); err != nil {
		return nil, s.breaks(err)
	}
	if err := errors.Join(s.loadKnown(ctx), s.loadTrust(ctx)); err != nil {
		return nil, s.breaks(err)
	}
	var last int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM entry WHERE booth = ?", entry.BoothID(public)).Scan(&last); err != nil {
		return nil, s.breaks(err)
	}
	was, booth, seq := s.key, s.booth, s.seq
	s.key, s.booth, s.seq = key, entry.BoothID(public), last
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.key, s.booth, s.seq = was, booth, seq
	}, nil
}

func (c *child) close() { c.try(func() error { return c.s.Close() }) }

// chores are what children do, by name.
var chores = map[string]func(*child){
	"append": func(c *child) {
		c.open()
		c.rounds(func(n int) { c.signUp(n) })
		c.close()
	},
	// Four at a time, as the rows of a file are.
	"several": func(c *child) {
		c.open()
		c.rounds(func(n int) {
			var list []Keyed
			for i := range 4 {
				at := c.Base + 4*n + i
				c.say("trying %d", at)
				list = append(list, Keyed{fmt.Append(nil, "several ", at), numbered(at)})
			}
			var all []KeyedSaved
			c.try(func() (err error) {
				all, err = c.s.SignUpAll(context.Background(), list)
				return err
			})
			for i, p := range all {
				c.say("saved %d %s", c.Base+4*n+i, string(p.Code))
			}
		})
		c.close()
	},
	// With a second copy, which is waited for so long as it goes on.
	"mirrored": func(c *child) {
		c.mirror = c.Other
		c.open()
		c.rounds(func(n int) {
			c.signUp(n)
			within, done := context.WithTimeout(context.Background(), 2*time.Second)
			c.s.WaitMirror(within)
			done()
		})
		c.close()
	},
	"keys": changeKeys,
	"desk": deskWork,
	// Ends without closing anything.
	"crash": func(c *child) {
		c.open()
		c.rounds(func(n int) { c.signUp(n) })
	},
	"checkpoint": func(c *child) {
		c.open()
		c.rounds(func(n int) {
			c.signUp(n)
			c.try(func() error {
				if c.s.db == nil {
					return c.s.sound()
				}
				return c.s.checkpoint(context.Background())
			})
		})
		c.close()
	},
	"erase": func(c *child) {
		c.open()
		c.rounds(func(n int) {
			c.signUp(2 * n)
			c.erase(c.signUp(2*n + 1))
		})
		c.close()
	},
	// Opens and closes; where it stops is a crash while recovering from the one before.
	"open": func(c *child) {
		c.rounds(func(int) {
			c.open()
			c.close()
			c.s = nil
		})
	},
	// Somebody who signed up long ago, at another booth whose key came here, and somebody of today.
	"purge": func(c *child) {
		c.open()
		today := c.now
		key, _, err := keys.NewBoothKey()
		if err != nil {
			panic(err)
		}
		c.rounds(func(n int) {
			var old Saved
			c.say("due %d", c.Base+2*n)
			c.say("trying %d", c.Base+2*n)
			c.try(func() (err error) {
				back, err := c.signAs(key)
				if err != nil {
					return err
				}
				defer back()
				c.now = today.AddDate(0, 0, -500)
				old, err = c.s.SignUp(context.Background(), numbered(c.Base+2*n))
				return err
			})
			c.say("saved %d %s", c.Base+2*n, string(old.Code))
			c.now = today
			c.signUp(2*n + 1)
			c.erasing(old)
			c.try(func() error {
				_, err := c.s.Purge(context.Background(), today)
				return err
			})
			c.say("erased %s", string(old.Code))
		})
		c.close()
	},
	"merge": func(c *child) {
		c.open()
		c.rounds(func(n int) {
			c.signUp(n)
			c.try(func() error { // what it adds is rolled back, whenever it is cut off
				_, err := c.s.PreviewMerge(context.Background(), c.Other, nil, MergeOptions{Accept: everybody})
				return c.only(err)
			})
			c.say("merging %s", filepath.Base(c.Other))
			c.try(func() error {
				_, err := c.s.Merge(context.Background(), c.Other, MergeOptions{Accept: everybody})
				return err
			})
			c.say("merged %s", filepath.Base(c.Other))
		})
		c.close()
	},
	// The folder is of the first version: opening it brings it up to this one.
	"migrate": func(c *child) {
		c.open()
		c.rounds(func(n int) { c.signUp(n) })
		c.close()
	},
	// Makes a folder as the first version did.
	"old": func(c *child) {
		c.try(func() error { return CreateLive(c.Dir, liveSetup(), Options{}) })
		c.open()
		c.rounds(func(n int) {
			c.say("trying %d", c.Base+n)
			c.try(func() error {
				saved, err := signUpOld(c.s, numbered(c.Base+n))
				if err == nil {
					c.say("saved %d %s", c.Base+n, string(saved.Code))
				}
				return err
			})
		})
		c.close()
		c.try(func() error { return downgrade(c.Dir, 1) })
	},
	"create": func(c *child) {
		c.try(func() error {
			set := liveSetup()
			keys, err := os.ReadFile(c.Other)
			if err != nil {
				return err
			}
			set.SharedKeys = string(keys)
			err = CreateLive(c.Dir, set, Options{})
			return err
		})
		c.say("made")
		c.open()
		c.rounds(func(n int) { c.signUp(n) })
		c.close()
	},
	"backup": func(c *child) {
		c.open()
		c.rounds(func(n int) {
			c.signUp(n)
			name, try := "", 0
			c.try(func() error {
				try++
				name = fmt.Sprintf("%d-%d-%d.zip", c.Base, n, try)
				c.say("backing %s", name)
				_, err := c.s.Backup(context.Background(), filepath.Join(c.Out, name))
				return err
			})
			c.say("wrote %s", name)
		})
		c.close()
	},
	"restore": func(c *child) {
		c.try(func() error {
			_, err := Restore(c.Other, c.Dir, Options{})
			return err
		})
		c.say("made")
		c.open()
		c.rounds(func(n int) { c.signUp(n) })
		c.close()
	},
}
