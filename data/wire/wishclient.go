package wire

import "context"

// Wishes returns a page of what phones have sent. It may be asked by a booth that is allowed, and by the desk with its own
// key in the place of a booth's.
func (c *Client) Wishes(ctx context.Context, event string, q WishQuery) (WishPage, error) {
	var p WishPage
	if !IsEvent(event) {
		return p, ErrFormat
	}
	if err := q.Check(); err != nil {
		return p, err
	}
	err := c.post(ctx, pathOf(PathWishes, event), q, &p, MaxBody)
	return p, err
}

// WishesDone tells the hub that the desk has these wishes, so that it deletes them. Only the desk's own key may. What is
// acknowledged twice, or was never there, is fine.
func (c *Client) WishesDone(ctx context.Context, event string, done []string) error {
	if !IsEvent(event) {
		return ErrFormat
	}
	d := WishDone{Done: done}
	if err := d.Check(); err != nil {
		return err
	}
	var said WishDone
	if err := c.post(ctx, pathOf(PathWishesDone, event), d, &said, MaxBody); err != nil {
		return err
	}
	if len(said.Done) != len(done) {
		return ErrAnswer
	}
	return nil
}
