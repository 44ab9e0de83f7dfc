// Package draft makes an event pack of the answers to a few questions.
//
// [Questions] is the list of them, as data: whoever asks them (a terminal, a window, a file of answers) draws the same
// list, and checks each answer by [Question.Check], which holds answers to what a check of the pack would say. [Build]
// turns the answers into the files of a pack. What was not answered stands there as [[what is to stand here]], in both
// languages, so that the pack can be practised with and cannot go live before it is written.
//
// The words of a new pack are in template/. What the built-in pack says of the world, with its sources, is read from that
// pack (world.go); nothing that is true only of the example gets into a new one, and a test holds that.
package draft
