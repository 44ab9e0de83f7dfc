// Package form validates and normalises what a visitor enters.
//
// Every kind of field has a file of its own with the rule for a single value. check applies
// the rule of a field; CheckStep and CheckAll add the rules between fields. There are no
// sentences in this package: a Problem and a Hint are keys of the text catalogue, and
// neither they nor any error contain a word of what was typed.
//
// The same checks serve the touch screen (CheckStep, CheckAll) and tables of paper forms
// (FromRow, CheckRow). A table may have been through a spreadsheet or an export of another
// program, which changes values: what can be put back exactly is put back, what is lost is refused,
// and what is likely but not certain is taken with a Doubt, which somebody must be shown.
// ParseDate is the one reader of dates. FromGB18030 decodes Chinese text with the characters that
// the standard has now.
//
// What people type or paste is cleaned where cleaning loses nothing (control
// characters, direction overrides, invisible joiners, doubled spaces) and rejected with
// a reason where it would. A name is never checked against a list of characters: whatever
// GB 18030 can write is kept, but for characters that only stand for another one: private-use
// characters of older editions become the standard ones (U+E863 䶮), and radicals that are
// whole characters become those (⼀ U+2F00 一, ⻄ U+2EC4 西). Compatibility ideographs such as 﨎 are
// kept as they are. See standard.
package form
