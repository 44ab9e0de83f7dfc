// Package rules decides about the registry's conditions: an answer goes in, an outcome comes out,
// and the answer is forgotten.
//
// The conditions themselves are data of the event pack ([matchbooth/kiosk/event.Condition]), each
// with its source and date, because they differ by country and branch and change often. What
// stands here is only how a date becomes an age and which ways on are offered. Every function
// is pure: nothing is kept, and no error text carries what a visitor told.
package rules
