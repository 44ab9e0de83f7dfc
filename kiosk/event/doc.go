// Package event loads and checks event packs: everything that a booth shows and asks, as data.
//
// A pack is a folder, or a .zip of one:
//
//	event.toml             the event: who, when, where, the form, the conditions, the consents …
//	consents/ID.LANG.md    the full text of each consent
//	pages/PAGE.LANG.md     notice, decide and parents
//	stories/ID.LANG.md     the stories that event.toml lists, each starting with TOML front matter
//	art/                   pictures, where a story needs one
//
// docs/event-pack.md documents the format for the people who write packs.
//
// # Strictness
//
// A booth runs all day among strangers, so a pack is either valid or not loaded. [Load] reads
// everything, collects every [Fault] with its file and line, and returns a [Pack] only
// if there are none. Unknown keys are faults: ignoring a misspelt key would silently drop what
// its author wanted. Texts must be present in every language of [Langs].
//
// # Trust
//
// A pack may come from anybody. Names that lead out of the pack, links, devices, archives and
// pictures that unpack to far more than their size, drawings that do more than draw: all are
// rejected before anything is decoded, within the limits given in files.go and svg.go.
// Nothing is ever unpacked to disk.
package event
