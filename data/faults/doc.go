// Package faults makes power cuts, full disks and failing system calls, for tests. It knows nothing about the programs
// under test.
//
// # Recording and replaying
//
// [Record] runs a program under strace, and [Replay] reads the log: every change of a file or a name under one folder,
// every fsync, and every line the program printed. From these it keeps a model of the disk (disk.go) that knows for
// each file which bytes are durable and which are only written, and for each folder which names. At each [Point]
// (before and after each sync, and after each printed line) it gives images of what a power cut at that moment could
// have left behind: with everything unsynced lost, with all of it kept, or with a random choice of whole writes and
// single sectors of them ([Drop], [Keep], [Some]). A kept write without an earlier one is what reordering looks like.
//
// The model is harsher than most file systems: a name is durable only after an fsync of its folder, never through that of
// the file; and of two changes of a file either may survive alone.
//
// # Failing calls
//
// [Injection] makes strace fail the Nth call of a kind. strace counts for each thread separately, so the program must
// do its writing on one; [Injected] reads from the log whether and where it happened, because an injection that hit
// nothing proves nothing.
//
// # Kills and small disks
//
// [Live] runs a program, listens to its lines and kills it; [Tmpfs] mounts a disk of a given size.
package faults
