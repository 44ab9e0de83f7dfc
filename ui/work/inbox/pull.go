package inbox

import (
	"bytes"
	"context"
	"io"
	"strings"

	"filippo.io/age/armor"

	"matchbooth/data"
	"matchbooth/ui/work/hub"
)

// Pull fetches what waits at the hub that the booth has joined, and returns how many wishes are new here. What the inbox has
// no room for stays at the hub; the error is then ErrFull. See [hub.Wishes] for the others.
func (b *Box) Pull(ctx context.Context, s hub.Store, desk *data.Desk, o hub.Options) (fresh int, err error) {
	if _, in := hub.Of(s); !in {
		return 0, hub.ErrNone
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	dir, err := b.folder(true)
	if err != nil {
		return 0, err
	}
	defer dir.Close()
	k, err := keepIn(dir)
	if err != nil {
		return 0, err
	}
	defer b.count.Store(-1)
	err = hub.Wishes(ctx, s, desk.Requester(), o, k.take)
	return k.new, err
}

// The ends of a sealed text, as the page without a hub shows it.
const (
	armorBegin = "-----BEGIN AGE ENCRYPTED FILE-----"
	armorEnd   = "-----END AGE ENCRYPTED FILE-----"
)

// sealedOf returns the age file in what came by mail: the file itself, or a mail with its text in it, quoted or indented.
func sealedOf(content []byte) ([]byte, error) {
	if len(content) > 4*hub.MaxWishSealed {
		return nil, ErrNotWish
	}
	sealed := content
	if at := strings.Index(string(content), armorBegin); at >= 0 {
		text := string(content[at:])
		end := strings.Index(text, armorEnd)
		if end < 0 {
			return nil, ErrNotWish
		}
		var lines []string
		for line := range strings.Lines(text[:end]) {
			if line = strings.Trim(line, "> \t\r\n\u00a0\u3000"); line != "" {
				lines = append(lines, line)
			}
		}
		// Mail programs break lines anew: the letters in between are one run, set again in lines of 64.
		body := strings.Join(lines[1:], "")
		var whole strings.Builder
		whole.WriteString(armorBegin + "\n")
		for len(body) > 64 {
			whole.WriteString(body[:64] + "\n")
			body = body[64:]
		}
		whole.WriteString(body + "\n" + armorEnd + "\n")
		var err error
		if sealed, err = io.ReadAll(armor.NewReader(strings.NewReader(whole.String()))); err != nil {
			return nil, ErrNotWish // the reason would quote what was in it
		}
	}
	w := hub.SealedWish{ID: "00000000-0000-4000-8000-000000000000", Sealed: bytes.Clone(sealed)}
	if w.Check() != nil {
		return nil, ErrNotWish
	}
	return w.Sealed, nil
}
