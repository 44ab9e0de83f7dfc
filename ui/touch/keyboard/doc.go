// Package keyboard is an on-screen keyboard for one finger, drawn inside the window: Latin with
// diacritics, Pinyin on 26 and on 9 keys, symbols, number pads, e-mail, codes and passphrases.
//
// A [Keyboard] is one widget. It draws its keys itself and finds the key under the finger itself, so
// that no gap between keys is dead, a finger may slide from key to key, and no tap is lost to the
// toolkit's focus or drag handling. It types into a [field.Target] and never takes the focus; the
// physical keyboard keeps working alongside it ([Keyboard.Filter]).
//
// Colours, sizes, icons and words come in through [Style] and [Words]. Nothing that is typed is
// learned, logged or kept: [Keyboard.Reset] returns a keyboard to its initial state.
package keyboard
