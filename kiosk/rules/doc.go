// Package rules evaluates the registry's conditions: an answer goes in, an outcome comes out,
// and the answer is forgotten.
//
// The conditions themselves are data in the event pack ([matchbooth/kiosk/event.Condition]), each
// with its source and date, because they differ by country and branch and change often. This
// package only computes ages from dates and decides which ways on are offered. Every function
// is pure: nothing is stored, and no error text contains what a visitor told.
package rules
