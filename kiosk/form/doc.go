// Package form checks what a visitor writes, and puts it in order.
//
// Every kind of field has a file of its own with the rule for one value. check applies
// the rule of a field; CheckStep and CheckAll add what holds between fields. Nothing
// here knows a sentence: a Problem and a Hint are keys of the text catalogue, and
// neither they nor any error carry a word of what was typed.
//
// What people type or paste is cleaned where cleaning loses nothing (control
// characters, direction overrides, invisible joiners, doubled spaces) and refused with
// a reason where it would. A name is never judged by a list of characters: whatever
// GB 18030 can write, it keeps.
package form
