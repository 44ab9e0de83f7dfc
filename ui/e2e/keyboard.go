package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// spareKey matches a key of the display's keymap that no text needs: volume, mail,
// brightness and the like have numbers from 208 on.
var spareKey = regexp.MustCompile(`(key <I2[0-9]{2}> *\{ *\[)[^\]]*(\])`)

// Teach gives every character of the texts that is not ASCII a key of its own.
//
// By default, xdotool maps such a character to a key and unmaps it at once; a
// program that looks it up a moment too late finds the key empty and loses the
// character. So the keys are there before the program starts, as on a keyboard
// that has them.
func (d *Display) Teach(ctx context.Context, texts ...string) error {
	var runes []rune
	for _, r := range strings.Join(texts, "") {
		if r > 0x7E && !slices.Contains(runes, r) {
			runes = append(runes, r)
		}
	}
	if len(runes) == 0 {
		return nil
	}
	dump, err := d.command(ctx, "xkbcomp", d.Name, "-").Output()
	if err != nil {
		return fmt.Errorf("reading the keyboard's map (xkbcomp, package x11-xkb-utils): %w", err)
	}
	taught := teach(string(dump), &runes)
	if len(runes) > 0 {
		return fmt.Errorf("the keyboard has no keys left for %d characters", len(runes))
	}
	load := d.command(ctx, "xkbcomp", "-w0", "-", d.Name)
	load.Stdin = strings.NewReader(taught)
	var problem bytes.Buffer
	load.Stderr = &problem
	if err := load.Run(); err != nil {
		return fmt.Errorf("loading the keyboard's map: %w: %s", err, strings.TrimSpace(problem.String()))
	}
	return nil
}

// teach puts the characters on the spare keys of a keymap, in order, and removes those
// that got a key from the list.
func teach(keymap string, runes *[]rune) string {
	return spareKey.ReplaceAllStringFunc(keymap, func(key string) string {
		if len(*runes) == 0 {
			return key
		}
		r := (*runes)[0]
		*runes = (*runes)[1:]
		return spareKey.ReplaceAllString(key, fmt.Sprintf("${1} U%04X ${2}", r))
	})
}

// rows are the keys of a PC keyboard with letters, digits and a hyphen, and Enter, by the X keycode (evdev) of each row's
// first key.
var rows = map[byte]string{10: "1234567890-", 24: "qwertyuiop", 36: "\n", 38: "asdfghjkl", 52: "zxcvbnm", 65: " "}

// key returns the keycode that types a character, and whether shift must be held.
func (d *Display) key(r rune) (code byte, upper bool, err error) {
	small := unicode.ToLower(r)
	for first, row := range rows {
		if i := strings.IndexRune(row, small); i >= 0 {
			return first + byte(i), small != r, nil
		}
	}
	return 0, false, fmt.Errorf("no key of this keyboard types %q", r)
}
