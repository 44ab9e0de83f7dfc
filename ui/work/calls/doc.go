// Package calls knows whom volunteers call after the event: which of the pack's planned contacts is due for whom, by which
// way, and what came of it. It does no I/O but for [Write], and decides by the day that it is given.
//
// # Days
//
// A day is a civil day at the booth: an instant belongs to the day that it has in the zone of the time given as today, and
// what is due on a day is due from its midnight on. Days are kept as midnight UTC of that date, so that no hour is lost or
// gained where clocks are changed.
//
// # When a contact is due
//
//   - after_days: so many days after the day of the sign-up. Closed as well once the sample was taken or the registry has
//     confirmed the person: then there is nothing left to ask for.
//   - before: so many days before the first day of the month in the field; on the day after the sign-up, if that is later,
//     since somebody who leaves next week has not changed the number yet. Not due for whoever gave no month, or a month
//     that was over at the sign-up.
//   - every_months: on each anniversary, counted from the day of the sign-up; that of 29 February is 28 February where the
//     year has no other. Only the latest counts: what was missed does not pile up.
//
// Only who gave the consent of a plan is contacted for it, and only while the consent stands.
//
// # When it is closed
//
//   - By a contact that answered ([record.Answered]) on the day when it became due or later, whatever it was made for.
//   - One of after_days or before: also by a contact with its id that answered, however early.
//   - By an attempt nobody answered it is put off to the next day, or to the day that the volunteer chose. That holds for
//     all plans: nobody is rung twice a day for two reasons. An attempt that is dated after today puts nothing off: the
//     clock was wrong then or is wrong now, and one call too many does no harm while one too few loses somebody.
//   - A number that was found wrong is never named again. The person is due by another way, at once; where there is none,
//     the person stays on the list with "no way left", until somebody has corrected a number or erases the sign-up.
//   - If somebody answered and asked for another day, the person is due on that day for the same thing. So is whoever was
//     tried for no plan of the pack and is to be tried again.
//   - Who withdrew is never due again, unless the consent of a plan was given anew after that.
//   - Somebody who was joined into another record is not due beside it; the erased have no record.
//
// Each person is due once, for what has been due longest; of what became due on one day, for what stands first in the pack.
//
// # Which way
//
// First a phone of the person's own, unless a volunteer noted that it did not ring; then WeChat, then e-mail, then an own
// phone that did not ring, and last a second number, which may be one at home. People whom the visitor named are no way:
// what they were named for is to find somebody a patient waits for, and the consent says so.
package calls
