package wire

import (
	"fmt"
	"net/http"
	"time"
)

// Code says what is wrong with a request, for programs.
type Code string

// The codes. They are part of the protocol and do not change.
const (
	CodeFormat    Code = "format"    // 400: not a message of this protocol
	CodeSignature Code = "signature" // 401: not signed, or not by the key it names, or for another hub
	CodeClock     Code = "clock"     // 401: its hour is too far from the hub's, which the answer says
	CodeReplay    Code = "replay"    // 401: its nonce was used before
	CodeBooth     Code = "booth"     // 403: this booth is not allowed at this event, or not any more
	CodeMissing   Code = "missing"   // 404: there is nothing at this path
	CodeMethod    Code = "method"    // 405
	CodeLarge     Code = "large"     // 413: more than MaxBody
	CodeFault     Code = "fault"     // 500: a fault of the hub
	CodeBusy      Code = "busy"      // 503: nothing was done; try again later
	CodeFull      Code = "full"      // 503: nothing was saved; the hub's disk is full
	CodeUnknown   Code = "unknown"   // 503: it may have been saved or not; send it again
)

// Statuses are the status of each code.
var Statuses = map[Code]int{
	CodeFormat: http.StatusBadRequest, CodeSignature: http.StatusUnauthorized, CodeClock: http.StatusUnauthorized,
	CodeReplay: http.StatusUnauthorized, CodeBooth: http.StatusForbidden, CodeMissing: http.StatusNotFound,
	CodeMethod: http.StatusMethodNotAllowed, CodeLarge: http.StatusRequestEntityTooLarge, CodeFault: http.StatusInternalServerError,
	CodeBusy: http.StatusServiceUnavailable, CodeFull: http.StatusServiceUnavailable, CodeUnknown: http.StatusServiceUnavailable,
}

// Failure is the body of an answer that is no success.
type Failure struct {
	Code Code   `json:"code"`
	Say  string `json:"say"`  // the same for people, in English
	Hour int64  `json:"hour"` // by the hub's clock
}

// Error is a request that failed.
type Error struct {
	Failure
	Status int
	Retry  time.Duration // how long the hub asks to wait; 0 if it does not say
	// Signed says that the hub itself said so, and not a proxy or the sign-in page of a network.
	Signed bool
}

// Error returns the code, the hub's sentence and the status.
func (e *Error) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("the hub's address answered with status %d and nothing of its protocol", e.Status)
	}
	return fmt.Sprintf("the hub refused (%s): %s", e.Code, e.Say)
}
