//go:build race

package data

// raced: the race detector keeps shadows of all memory and slows SQLite's pure Go by forty times, so that what the
// program itself takes cannot be told from what the detector does.
const raced = true
