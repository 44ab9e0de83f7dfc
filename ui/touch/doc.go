// Package touch is a kit of widgets made for fingers, for Fyne apps on touchscreens without a
// keyboard. It is independent of any app: colours, sizes, icons and words come in through style
// structs, and it imports nothing else of this module except, for the keyboard, its Pinyin engine.
//
// The stock widgets lose a tap that moves by two pixels over anything draggable, scroll by wheel
// and scroll bar only, break lines only at spaces, and give keys to whatever was tapped last. Here:
//
//   - [Button] tolerates a wobble of [Slop] dp and acts once on a double tap; [Hold] acts only when
//     held down, for what cannot be undone.
//   - [Scroller] follows the finger, glides, stops when touched, and shows that there is more.
//   - [Paragraph] breaks Chinese and mixed lines only where allowed and knows its height at once;
//     [Markdown] parses rich text into blocks for it.
//   - A field (package field) is edited by finger, and takes keys from the physical keyboard and
//     an on-screen one (package keyboard) alike.
//   - [Stepper], [Choice], [Month] and [Date] select values without typing.
//   - [Holder] replaces part of a page, [Shield] hides the pointer, [NewPicture] draws at device
//     pixels.
//
// # One finger
//
// Fyne's desktop driver knows one pointer, and it reports the end of a press to whatever is under
// the pointer by then. So the kit tracks, for the whole program, what the one finger is on: a
// custom widget calls pressOn when a finger comes down on it, wander as it is dragged and lift when
// it goes up, and learns through pressable how the press ended. An app calls [Turned] when it shows
// another page, and covers that with a [Curtain] until it has been painted. A widget inside a Scroller that wants drags for itself calls grab.
//
// All of it runs on Fyne's own goroutine, as Fyne's widgets do. Fyne must be told that the app
// does so (migration "fyneDo", or the build tag migrated_fynedo).
//
// # Motion
//
// No motion is endless, and nothing blinks. [SetStill] turns all motion off for people whom it
// disturbs; then changes are immediate.
//
// # Sizes
//
// All lengths are in dp, Fyne's device-independent pixels. Every touch target is at least [Least]
// dp wide and high unless its caller makes it smaller.
package touch

// Slop is how far, in dp, a finger may move between going down and coming up and still tap.
const Slop = 14

// Least is the minimum height and width, in dp, of a touch target.
const Least = 56
