// Package outside opens what is somebody else's: the folder of the second copy, sticks, other booths' folders, backups.
// Somebody who had it in their hands for a minute may have put anything there, and may go on changing it while it is
// read. So everything here follows the same rules:
//
//   - A folder is opened once ([OpenFolder]), and names are looked up in the opened folder: exchanging the folder
//     afterwards changes nothing, and no name leads out of it ([os.Root]).
//   - Only regular files are opened, and only by a name of their own. A link, a pipe, a socket or a device is [ErrKind],
//     before it is opened and again afterwards.
//   - Nothing is read without a limit. The size of a file is checked first, and [ErrLarge] if it is more than the caller
//     accepts.
//   - Writing is: remove what has the name, create it exclusively, sync, rename inside the folder, sync the folder. A file
//     is written in place only if it has no other name ([Folder.OpenInPlace]); otherwise somebody's other file would
//     change with it.
package outside
