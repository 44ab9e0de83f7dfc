// Package form validates and normalises what a visitor enters.
//
// Every kind of field has a file of its own with the rule for a single value. check applies
// the rule of a field; CheckStep and CheckAll add the rules between fields. There are no
// sentences in this package: a Problem and a Hint are keys of the text catalogue, and
// neither they nor any error contain a word of what was typed.
//
// What people type or paste is cleaned where cleaning loses nothing (control
// characters, direction overrides, invisible joiners, doubled spaces) and rejected with
// a reason where it would. A name is never checked against a list of characters: whatever
// GB 18030 can write is kept.
package form
