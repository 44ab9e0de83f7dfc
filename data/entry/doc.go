// Package entry is one line of the store: what is signed, what is sealed, its digest, the order of lines and the receipt
// code. It does no I/O, so that a program without a store can read and verify lines as well.
package entry
