// Package outside opens what is somebody else's: the folder of the second copy, sticks, other booths' folders, backups.
// Whoever had such a thing in hands for a minute may have put anything there, and may go on changing it while it is
// read. So everything here follows the same rules:
//
//   - A folder is opened once ([OpenFolder]), and names are looked up in what was opened: a folder that is exchanged
//     afterwards changes nothing, and no name leads out of it ([os.Root]).
//   - Only ordinary files are opened, and only by a name of their own. A link, a pipe, a socket or a device is
//     [ErrKind], before it is opened and once more afterwards.
//   - Nothing is read without a bound. A file is looked at by size first, and [ErrLarge] where it has more than the
//     caller believes.
//   - Writing is: remove what has the name, create it exclusively, sync, rename inside the folder, sync the folder.
//     A file is only written in place where it stands under one name alone ([Folder.OpenInPlace]); else somebody's
//     other file would change with it.
package outside
