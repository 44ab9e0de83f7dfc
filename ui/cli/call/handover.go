package call

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data/share"
	"matchbooth/ui/work/sheet"
)

// Paper says where to write down a private key: the flags of commands that have one.
type Paper struct {
	RecoverySheet string `placeholder:"FILE" help:"${help_recoverysheet}"`
	Split         string `placeholder:"DIR" help:"${help_split}"`
	Lang          string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_setuplang}"`
}

// Any two of three people can restore the key.
const (
	sharesMade   = 3
	sharesNeeded = 2
)

// Ready holds the files for a Paper, claimed and empty.
type Ready struct {
	Paper
	sheet  *NewFile
	shares [][2]*NewFile // text and sheet of each
	made   string        // the folder of the shares, if it was created for them
	lost   string        // the key of the sentence for a file that cannot be written
}

// ClaimPaper creates the empty files before there is a key to write. lost is the catalogue key of the sentence to use
// if it cannot be written then.
func (c *Call) ClaimPaper(p Paper, lost string) (r *Ready, err error) {
	r = &Ready{Paper: p, lost: lost}
	defer func() {
		if err != nil {
			r.Drop()
		}
	}()
	if p.RecoverySheet != "" {
		if !isSheet(p.RecoverySheet) {
			return r, c.Wrong("sheet.ending", "Path", p.RecoverySheet)
		}
		if r.sheet, err = c.Claim(p.RecoverySheet, "setup.recoveryout"); err != nil {
			return r, err
		}
	}
	if p.Split == "" {
		return r, nil
	}
	switch list, err := os.ReadDir(p.Split); {
	case os.IsNotExist(err):
		if err := os.Mkdir(p.Split, 0o700); err != nil {
			return r, c.Fail(err, "setup.recoveryout", "Path", p.Split)
		}
		r.made = p.Split
	case err != nil:
		return r, c.Fail(err, "setup.recoveryout", "Path", p.Split)
	case len(list) > 0:
		return r, c.Fail(nil, "split.folder", "Path", p.Split)
	}
	for i := range sharesMade {
		var both [2]*NewFile
		for j, ending := range []string{".txt", ".pdf"} {
			if both[j], err = c.Claim(filepath.Join(p.Split, fmt.Sprint("share-", i+1, ending)), "setup.recoveryout"); err != nil {
				both[0].Drop()
				return r, err
			}
		}
		r.shares = append(r.shares, both)
	}
	return r, nil
}

// Drop removes the files that were claimed and not written.
func (r *Ready) Drop() {
	r.sheet.Drop()
	for _, both := range r.shares {
		both[0].Drop()
		both[1].Drop()
	}
	if r.made != "" {
		_ = os.Remove(r.made) // fails, as it should, if the folder is not empty
	}
}

// Withdraw removes the claimed files, written or not.
func (r *Ready) Withdraw() {
	r.sheet.Withdraw()
	for _, both := range r.shares {
		both[0].Withdraw()
		both[1].Withdraw()
	}
	r.Drop()
}

// isSheet says whether a sheet can be written to the path.
func isSheet(path string) bool {
	e := strings.ToLower(filepath.Ext(path))
	return e == ".pdf" || e == ".png"
}

// Write writes the key in all the forms that were asked for, and says so. It reads the shares back and combines them.
func (r *Ready) Write(c *Call, about sheet.About, secret string) error {
	say := c.Printer
	if r.Lang != "" {
		say = c.Texts.In(r.Lang)
	}
	if r.sheet != nil {
		page, err := sheet.Recovery(say, about, secret)
		if err == nil {
			err = putPage(r.sheet, about.Made, page)
		}
		if err != nil {
			return c.Fail(err, r.lost, "Path", r.sheet.path)
		}
		c.Print("sheet.done", "Path", r.sheet.path)
	}
	if len(r.shares) == 0 {
		return nil
	}
	shares, err := share.Split(secret, sharesMade, sharesNeeded)
	if err != nil {
		return c.Fail(err, r.lost, "Path", r.Split)
	}
	for i, one := range shares {
		page, err := sheet.Share(say, about, one)
		if err == nil {
			text := say.S("cli.split.comment", "I", i+1, "N", sharesMade, "Event", about.ID, "Need", sharesNeeded) + "\n" + one + "\n"
			err = r.shares[i][0].Put([]byte(text))
		}
		if err == nil {
			err = putPage(r.shares[i][1], about.Made, page)
		}
		if err != nil {
			return c.Fail(err, r.lost, "Path", r.Split)
		}
	}
	// Check the shares as they are on the disk: those are what somebody will combine one day.
	var back []string
	for _, both := range r.shares {
		text, err := os.ReadFile(both[0].path)
		if err != nil {
			return c.Fail(err, r.lost, "Path", r.Split)
		}
		back = append(back, string(text))
	}
	if got, err := share.Combine(back[1:]); err != nil || got != secret {
		return c.Fail(err, r.lost, "Path", r.Split)
	}
	c.Print("split.done", "Path", r.Split, "N", sharesMade, "Need", sharesNeeded)
	return nil
}

// PutPage writes a page into a file that was claimed.
func (n *NewFile) PutPage(made time.Time, page sheet.Page) error { return putPage(n, made, page) }

// ClaimPage creates the empty file of a page, whose name says in which format.
func (c *Call) ClaimPage(path string) (*NewFile, error) {
	if !isSheet(path) {
		return nil, c.Wrong("sheet.ending", "Path", path)
	}
	return c.Claim(path, "setup.recoveryout")
}

// putPage writes a page in the format of the file's extension.
func putPage(to *NewFile, made time.Time, page sheet.Page) error {
	var b bytes.Buffer
	var err error
	if strings.EqualFold(filepath.Ext(to.path), ".png") {
		err = sheet.WritePNG(&b, page)
	} else {
		err = sheet.WritePDF(&b, made, page)
	}
	if err != nil {
		return err
	}
	return to.Put(b.Bytes())
}
