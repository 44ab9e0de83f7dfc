// Package pinyin turns what is typed on the booth's on-screen keyboard into Chinese
// characters.
//
// A [Dict] is the packed dictionary; [Default] loads the one that is built in. From
// it [Dict.Compose] makes a [Composer], which holds what is being composed in one
// field: it takes keys, offers candidates, and gives the text back once every key
// has its characters.
package pinyin
