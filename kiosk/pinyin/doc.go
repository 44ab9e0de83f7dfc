// Package pinyin turns what is typed on the booth's on-screen keyboard into Chinese
// characters.
//
// A [Dict] is the packed dictionary; [Default] loads the one that is built in, in some
// 20 ms, and it then takes about 4 MB. From it [Dict.Compose] makes a [Composer], which
// holds what is being composed in one field: it takes keys, offers candidates, lets the
// first characters be chosen while the rest is kept, and gives the text back once
// every key has its characters.
//
// # What may be typed
//
// Whole syllables (zhangke), their initials (zhk), both mixed (zhangk), and the
// beginning of the last one (zhonggu for 中国). The ü is typed v, ü, or as passports
// have it: lv, lü, lyu; nve, nue. An apostrophe ends a syllable where that is needed:
// xi'an. With 9 keys the same engine reads the digits 2…9, and [Composer.Syllables]
// tells what they may spell. On demand, syllables that sound alike to people of many
// regions count as the same. What is no Pinyin is kept as it was typed.
//
// # How it reads
//
// Every way to part the keys into syllables is an edge of a lattice; what is spelled
// out costs nothing, an initial alone costs most. Words cost minus the logarithm of
// their weight in the dictionary, and the cheapest way through the lattice is the
// first candidate. After it come the words and characters of the longest beginning,
// then of shorter ones, so that every character of the dictionary can be reached by
// its reading and turning pages.
//
// In names mode the beginning of a name is read as a surname, by its reading as one
// (单 shan, 万俟 moqi), and what follows as one or two characters of a given name, by how
// common those are in names, alone and together (奕辰, 建国). The first page is shared out between whole names and the
// characters a name can be begun with, so that a common name seldom needs a second.
//
// # What it does not do
//
// It learns nothing. A composer holds only what was typed since it was last empty, and
// the dictionary is never changed: no visitor can see in the candidates who was there
// before.
//
// The dictionary is packed by assets/pinyin/pack; its sources, licences and format
// stand in assets/pinyin/README.md.
package pinyin
