// Package art holds the booth's own drawings: the sign of two rings, the field of dots that people
// see from three metres, ten thousand dots to draw a finger through, the panels beside a donor's
// story, and the small pictures of buttons.
//
// Every drawing is a function of its size in pixels and a [Palette] and gives an image of exactly
// that size. Nothing is loaded and nothing is random: the same arguments give the same pixels, so
// pictures can be compared in tests. Drawings are laid out in units of their own and scaled when
// they are drawn, never afterwards, so they are crisp at any size. The ground is transparent unless
// a function says otherwise.
//
// Areas are filled by golang.org/x/image/vector; lines, rings and dots are drawn from the distance
// of each pixel to them, which gives even edges and round ends without seams where pieces meet.
//
// The sign is two rings and never a cross: the emblem of the Red Cross is protected by law, and no
// drawing here may be taken for it.
package art
