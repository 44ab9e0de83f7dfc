// Package box tells people something in a message box of the system, where there is one: when the
// program's own window cannot be drawn, and nobody sees what it prints.
package box
