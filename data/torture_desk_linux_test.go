package data

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// deskWork has the desk speak at this booth, and another booth whose lines come here: corrections that the desk signs, a
// claim that it accepts, an erasure that waits for two weeks and then empties, and two sign-ups of one person, of which
// somebody erases one.
func deskWork(c *child) {
	c.open()
	var desk *keys.Desk
	c.try(func() error {
		key, err := keys.OpenKeyFile(filepath.Join(c.Dir, folder.EventKey), liveSetup().Passphrase)
		if err != nil {
			return err
		}
		desk, err = keys.DeskOf(key.(*seal.Identity))
		return err
	})
	other, _, err := keys.NewBoothKey()
	if err != nil {
		panic(err)
	}
	today := c.now
	c.rounds(func(n int) {
		p, r := c.signUp(8*n), c.signUp(8*n+2)
		q := c.signUpAt(other, 8*n+1)

		c.try(func() error {
			at, err := c.s.AtDesk(desk)
			if err != nil {
				return c.only(err)
			}
			return at.Correct(context.Background(), r.Person, record.Correction{At: c.now, Fields: map[string]*record.Field{"desk": {Text: "yes"}}})
		})
		c.say("corrected %d", c.Base+8*n+2)
		for _, x := range []struct {
			word  string
			write func(AtDesk) error
		}{
			{"checked", func(at AtDesk) error {
				return at.AddCheck(context.Background(), r.Person, record.Check{At: c.now, Rang: true, Kit: "KIT", Initials: "LM"})
			}},
			{"agreed", func(at AtDesk) error {
				return at.ChangeConsents(context.Background(), r.Person, record.ConsentChange{At: c.now, Initials: "LM", Given: []record.Consent{{ID: "desk", At: c.now}}})
			}},
			{"called", func(at AtDesk) error {
				return at.AddContact(context.Background(), r.Person, record.Contact{At: c.now, Initials: "LM", Channel: record.ChannelCall, Outcome: record.Reached})
			}},
		} {
			c.try(func() error {
				at, err := c.s.AtDesk(desk)
				if err != nil {
					return c.only(err)
				}
				return x.write(at)
			})
			c.say("%s %d", x.word, c.Base+8*n+2)
		}

		// Joined, and only for a while; then one of two who are one is erased under the code of either.
		once, twice, apart := c.signUp(8*n+3), c.signUp(8*n+4), c.signUp(8*n+5)
		c.join(desk, apart, once, false)
		c.join(desk, once, apart, true)
		c.join(desk, twice, once, false)
		c.say("joined %s %s", string(once.Code), string(twice.Code))
		c.say("apart %d", c.Base+8*n+5)
		first, second := once, twice
		if n%2 == 1 {
			first, second = twice, once
		}
		c.erasing(first)
		c.say("erasing %s", c.pieces(second))
		c.try(func() error {
			found, err := c.s.Erase(context.Background(), first.Code)
			if err == nil && !found {
				return errors.New("the erased is not here any more")
			}
			return err
		})
		c.say("erased %s", string(first.Code))
		c.say("erased %s", string(second.Code))

		c.erasing(p)
		c.eraseAt(other, p)
		c.try(func() error {
			claims, err := c.s.Claims(context.Background())
			if err != nil {
				return c.only(err)
			}
			claims = slices.DeleteFunc(claims, func(x Claim) bool { return x.Person != p.Person })
			if len(claims) == 0 { // the try before came through after all
				return c.s.sound()
			}
			return c.s.AcceptClaims(context.Background(), desk, claims)
		})
		c.say("stated")
		c.say("erased %s", string(p.Code))

		c.say("hiding %s", c.pieces(q))
		c.eraseAt(other, q)
		c.try(c.s.Reopen) // it begins to wait
		c.say("hidden %s", string(q.Code))
		c.now = today.Add(trust.WaitBeforeEmptying)
		c.try(c.s.Reopen)
		c.say("erased %s", string(q.Code))
		c.now = today

		c.try(func() error {
			return c.s.Distrust(context.Background(), desk, entry.BoothID(other.Public().(ed25519.PublicKey)), 1e6)
		})
		c.say("stated")
		c.try(func() error {
			return c.s.Believe(context.Background(), desk, entry.BoothID(other.Public().(ed25519.PublicKey)))
		})
		c.say("stated")
	})
	c.close()
}

// join has the desk join two people, or undo that.
func (c *child) join(desk *keys.Desk, p, into Saved, undo bool) {
	c.try(func() error {
		at, err := c.s.AtDesk(desk)
		if err != nil {
			return c.only(err)
		}
		return at.Join(context.Background(), p.Person, record.Join{At: c.now, Into: into.Person, Undo: undo})
	})
}

// only is why the store has stopped, where it has: what was tried with it says no more.
func (c *child) only(err error) error {
	if stopped := c.s.sound(); stopped != nil {
		return stopped
	}
	return err
}

// signUpAt has somebody sign up at another booth, whose lines come here.
func (c *child) signUpAt(key ed25519.PrivateKey, n int) (saved Saved) {
	c.say("trying %d", c.Base+n)
	c.try(func() error {
		back, err := c.signAs(key)
		if err != nil {
			return err
		}
		defer back()
		saved, err = c.s.SignUp(context.Background(), numbered(c.Base+n))
		return err
	})
	c.say("saved %d %s", c.Base+n, string(saved.Code))
	return saved
}

// eraseAt writes another booth's erasure, as a merge would bring it.
func (c *child) eraseAt(key ed25519.PrivateKey, p Saved) {
	c.try(func() error {
		back, err := c.signAs(key)
		if err != nil {
			return err
		}
		defer back()
		s, ctx := c.s, context.Background()
		s.mu.Lock()
		defer s.mu.Unlock()
		e, err := s.erasureEntry(ctx, s.db, p.Person, nil)
		if err == nil {
			err = s.db.InsertOne(ctx, e)
		}
		if err == nil {
			err = s.journal.Append(e)
		}
		if err != nil {
			return s.breaks(err)
		}
		s.tick = e.Tick
		return nil
	})
}

// deskBook is what children were promised of the desk.
type deskBook struct {
	hiding    map[string][]string // by receipt code: pieces of the ciphertext of those whose erasure waits, in hexadecimal
	hidden    map[string]bool
	corrected []int
	noted     map[string][]int // who was checked, has agreed, and was called
	joined    [][2]string      // receipt codes of those who are one person
	apart     []int            // those who were joined with somebody by mistake
	stated    int
}

// hear takes in a line about the desk, and says whether it was one.
func (d *deskBook) hear(word, rest string) bool {
	switch word {
	case "corrected":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return false
		}
		d.corrected = append(d.corrected, n)
	case "checked", "agreed", "called":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return false
		}
		if d.noted == nil {
			d.noted = map[string][]int{}
		}
		d.noted[word] = append(d.noted[word], n)
	case "joined":
		f := strings.Fields(rest)
		d.joined = append(d.joined, [2]string{f[0], f[1]})
	case "apart":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return false
		}
		d.apart = append(d.apart, n)
	case "stated":
		d.stated++
	case "hiding":
		f := strings.Fields(rest)
		if d.hiding == nil {
			d.hiding, d.hidden = map[string][]string{}, map[string]bool{}
		}
		d.hiding[f[0]] = f[1:]
	case "hidden":
		d.hidden[rest] = true
	default:
		return false
	}
	return true
}

// check holds an open folder, and the records of it, against the promises.
func (d *deskBook) check(s *Store, list []record.Record, v *verdict) {
	at := map[int]record.Record{}
	for _, r := range list {
		if n, err := strconv.Atoi(strings.Join(r.Flags, "")); err == nil {
			at[n] = r
		}
		if d.hidden[string(r.Code)] {
			v.leaked++
			v.fault("%s was erased at its own booth and is shown", string(r.Code))
		}
	}
	for _, n := range d.corrected {
		if string(at[n].Fields["desk"].Text) != "yes" {
			v.lost++
			v.fault("number %d was corrected by the desk and is not", n)
		}
	}
	for word, there := range map[string]func(record.Record) bool{
		"checked": func(r record.Record) bool {
			return slices.ContainsFunc(r.Checks, func(c record.Check) bool { return c.Rang && c.Kit == "KIT" })
		},
		"agreed": func(r record.Record) bool {
			return slices.ContainsFunc(r.Consents, func(c record.Consent) bool { return c.ID == "desk" })
		},
		"called": func(r record.Record) bool {
			return slices.ContainsFunc(r.Contacts, func(c record.Contact) bool { return c.Outcome == record.Reached })
		},
	} {
		for _, n := range d.noted[word] {
			if !there(at[n]) {
				v.lost++
				v.fault("number %d was %s at the desk, and that is not there", n, word)
			}
		}
	}
	codes := map[string]bool{}
	for _, r := range list {
		codes[string(r.Code)] = true
		for _, code := range r.Joined {
			codes[string(code)] = true
		}
	}
	for _, p := range d.joined {
		if codes[p[0]] != codes[p[1]] {
			v.leaked++
			v.fault("of %s and %s, who are one person, one is erased", p[0], p[1])
		}
	}
	for _, n := range d.apart {
		if _, ok := at[n]; !ok {
			v.lost++
			v.fault("number %d was joined by mistake, and is not there by itself again", n)
		}
	}
	booths, err := s.Booths(context.Background())
	signed := 0
	for _, b := range booths {
		signed += b.AtDesk
	}
	if err != nil || signed < len(d.corrected) {
		v.fault("%d lines bear the desk's signature, of %d that were said to be written: %v", signed, len(d.corrected), err)
	}
	var stated int
	if err := s.db.QueryRowContext(context.Background(), "SELECT count(*) FROM statement").Scan(&stated); err != nil || stated < d.stated {
		v.lost += max(0, d.stated-stated)
		v.fault("%d statements are there, of %d that were said to be kept: %v", stated, d.stated, err)
	}
}

// pieces is what must be found nowhere of somebody who is erased: the code, and parts of the ciphertext.
func (c *child) pieces(p Saved) string {
	var sealed []byte
	c.try(func() error {
		return c.s.db.QueryRowContext(context.Background(), "SELECT sealed FROM entry WHERE person = ? AND sealed IS NOT NULL", p.Person).Scan(&sealed)
	})
	return fmt.Sprintf("%s %s %s %s", string(p.Code), piece(sealed, 1), piece(sealed, 2), piece(sealed, 3))
}
