// Package touch is a kit of widgets made for fingers, for Fyne apps that stand where there is a
// touchscreen and no keyboard. It knows nothing of any app: colours, sizes, icons and words come
// in through style structs, and nothing else of this module is imported but, for the keyboard, its Pinyin engine.
//
// The stock widgets lose a tap that moves by two pixels over anything that can be dragged, scroll
// by wheel and bar only, break lines at spaces, and give keys to whatever was tapped last. Here:
//
//   - [Button] forgives a wobble of [Slop] dp and acts once for a double tap; [Hold] acts only when
//     it is held, for what cannot be undone.
//   - [Scroller] follows the finger, glides, stops when it is touched, and says that there is more.
//   - [Paragraph] breaks Chinese and mixed lines where they may break and knows its height at once;
//     [Markdown] reads rich text into blocks for it.
//   - A field (package field) is edited by finger, and gets its keys from the physical and from an
//     on-screen keyboard (package keyboard) alike.
//   - [Stepper], [Choice], [Month] and [Date] are chosen from without typing.
//   - [Holder] changes part of a page, [Shield] hides the pointer, [NewPicture] draws at device
//     pixels.
//
// # One finger
//
// Fyne's desktop driver knows one pointer, and it tells the end of a press to whatever lies under
// it by then. So the kit keeps, for the whole program, what the one finger is on: a widget of
// one's own says pressOn when a finger comes down on it, wander as it is dragged, lift when it
// goes up, and is told by pressable how the press ended. An app calls [Cancel] when it takes a
// page away. What lies in a Scroller and wants drags for itself says grab.
//
// All of it runs on Fyne's own goroutine, as Fyne's widgets do. Fyne must be told that the app
// does so (migration "fyneDo", or the build tag migrated_fynedo).
//
// # Motion
//
// Nothing moves without end, and nothing blinks. [SetStill] turns all motion off for people whom
// it disturbs; then there are cuts only.
//
// # Sizes
//
// All lengths are in dp, Fyne's device-independent pixels. Everything that can be touched is at
// least [Least] dp wide and high unless its caller makes it smaller.
package touch

// Slop is how far a finger may wander, in dp, between going down and coming up and still tap.
const Slop = 14

// Least is the least height and width, in dp, of anything that can be touched.
const Least = 56
