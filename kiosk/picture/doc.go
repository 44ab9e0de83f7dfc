// Package picture reads the pictures of an event pack: photographs and drawings that somebody took from a phone, a camera or
// the web. It turns them upright, shrinks them to what a screen shows, and cuts out the part that matters.
//
// What a picture needs is known from its header before anything is unpacked ([Inspect]); one that would take more memory
// than a small computer has is refused there. [Load] unpacks one at a time, and keeps no photograph at its full size.
package picture
