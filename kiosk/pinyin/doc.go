// Package pinyin turns what is typed on the booth's on-screen keyboard into Chinese
// characters.
//
// A [Dict] is the dictionary; [Default] loads the built-in one in some 30 ms, and it then
// takes about 6 MB. [Dict.Compose] returns a [Composer], which holds what is being
// composed in one field: it accepts keys, offers candidates, lets the first characters
// be chosen while the rest is kept, and returns the text once every key has its
// characters.
//
// # What may be typed
//
// Whole syllables (zhangke), their initials (zhk), a mix of both (zhangk), and the
// beginning of the last one (zhonggu for 中国). The ü is typed v, ü, or as in
// passports: lv, lü, lyu; nve, nue. An apostrophe ends a syllable where that is needed:
// xi'an. With 9 keys the same engine reads the digits 2…9, and [Composer.Syllables]
// returns what they may spell. As an option, syllables that sound alike to people of many
// regions count as the same. What is not Pinyin is kept as typed.
//
// A character whose reading nobody is sure of, or that stands far behind others of the same
// sound, is found by its parts: u, then the Pinyin of each part, as people spell it out on the
// telephone (urijian for 暕, which is 日 and 柬). A part may be taken apart again (uwenwubei or
// ubinbei for 赟), the last may be unfinished, and two may be swapped. In a name the same without
// u works too: what is spelled out whole follows the first page.
//
// # How it works
//
// Every way to read some keys as a syllable is an edge of a lattice; a syllable spelled
// out costs nothing, an initial alone costs most. The cost of a word is minus the
// logarithm of its weight in the dictionary, and the cheapest path through the lattice is
// the first candidate. It is followed by the words and characters for the longest prefix
// of the keys, then for shorter ones, so that every character of the dictionary can be
// reached by typing its reading and turning pages.
//
// In names mode the beginning of a name is read as a surname, using its reading as one
// (单 shan, 万俟 moqi), and what follows as one or two characters of a given name, ranked by
// how common those are in names, alone and together (奕辰, 建国). The first page is divided
// between whole names and the characters that a name can begin with, so that a common name
// seldom needs a second page.
//
// [Dict.Readings] goes the other way: how each character is read, for whoever looks for names by Pinyin.
//
// # What it does not do
//
// It learns nothing. A composer holds only what was typed since it was last empty, and
// the dictionary is never changed: no visitor can tell from the candidates who was there
// before.
//
// The dictionary is packed by assets/pinyin/pack; its sources, licences and format
// are described in assets/pinyin/README.md.
package pinyin
