// Package event loads and checks event packs: everything that a booth shows and asks, as data.
//
// A pack is a folder, or a .zip of one:
//
//	event.toml             the event: who, when, where, the form, the conditions, the consents …
//	consents/ID.LANG.md    the whole text of each consent
//	pages/PAGE.LANG.md     notice, decide and parents
//	stories/ID.LANG.md     the stories that event.toml lists, TOML front matter ahead of each
//	art/                   pictures, where a story needs one
//
// docs/event-pack.md says all of it to the people who write packs.
//
// # Strictness
//
// A booth runs all day among strangers, so a pack is either right or not loaded. [Load] reads
// everything, collects every [Fault] with its file and line, and returns a [Pack] only
// when there is none. Unknown keys are faults: a key that is misspelt and passed over would be a
// wish silently refused. Texts must be there in every language of [Langs].
//
// # Trust
//
// A pack may come from anybody. Names that lead out of the pack, links, devices, archives and
// pictures that unpack to far more than they are, drawings that do more than draw: all are
// refused before anything is decoded, within bounds that are given in files.go and svg.go.
// Nothing is ever unpacked to disk.
package event
