// Package touch is a kit of widgets made for fingers: a button that forgives a wobbling tap, a
// scroller that follows the finger, a paragraph that breaks Chinese lines where Chinese lines may
// break, a field that no stock entry can disturb. It knows nothing of booths or donors.
//
// The stock widgets lose a tap that moves by three pixels, scroll by wheel only, and break lines
// at spaces; these do not. Everything that can be touched is at least 56 dp high.
package touch

// Slop is how far a finger may wander, in dp, between going down and coming up and still tap.
const Slop = 14

// Least is the least height and width, in dp, of anything that can be touched.
const Least = 56
