// Package wire is what goes between booths and a hub, and the client for it: batches of lines, what has come since, how
// requests and answers are signed, the limits and the codes of errors. docs/hub-protocol.md is the same for people who
// write another program. It knows no disk and no store; what is sealed stays sealed.
package wire
