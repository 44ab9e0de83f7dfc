// Package art holds the booth's own drawings: the sign of two rings, the field of dots that people
// see from three metres away, ten thousand dots to run a finger over, and the small icons of buttons.
// The scenes of the donors' stories have a room of their own, [matchbooth/assets/art/scenes].
//
// Every drawing is a function of its size in pixels and a [Palette] and returns an image of exactly
// that size. Nothing is loaded and nothing is random: the same arguments give the same pixels, so
// pictures can be compared in tests. Drawings are laid out in units of their own and scaled as
// they are drawn, never afterwards, so they are crisp at any size. The background is transparent
// unless a function says otherwise.
//
// Areas are filled with golang.org/x/image/vector; lines, rings and dots are computed from the
// distance of each pixel to them, which gives even edges and round ends without seams where pieces
// meet.
//
// The sign is two rings, never a cross: the emblem of the Red Cross is protected by law, and no
// drawing here may be mistaken for it.
package art
