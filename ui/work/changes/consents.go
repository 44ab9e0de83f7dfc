package changes

import (
	"slices"
	"strings"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// Consents builds a change of what a person agrees to, by ids of the pack's consents. What is given is noted with the hash
// of its text as the pack has it now, in the language lang, in which it was read to the person or shown. The error is a
// [Refused].
//
// A consent whose text has changed since may be given again. What everybody has to agree to cannot be withdrawn: whoever no
// longer does is erased.
func Consents(pack *event.Pack, r record.Record, give, withdraw []string, reason, by, lang string, now time.Time) (record.ConsentChange, error) {
	var wrong refusals
	c := record.ConsentChange{At: stamp(now)}
	if !slices.Contains(event.Langs, event.Lang(lang)) {
		wrong.unknown(AboutConsent, lang, langs())
	}
	known := func(id string) *event.Consent {
		k := pack.Consent(strings.TrimSpace(id))
		if k == nil {
			wrong.unknown(AboutConsent, id, consentIDs(pack))
		}
		return k
	}
	given := func(id string) *record.Consent {
		at := slices.IndexFunc(r.Consents, func(c record.Consent) bool { return c.ID == id })
		if at < 0 {
			return nil
		}
		return &r.Consents[at]
	}
	for _, id := range unique(give) {
		k := known(id)
		if k == nil {
			continue
		}
		has := given(k.ID)
		switch {
		case slices.Contains(unique(withdraw), k.ID):
			wrong.add(AboutConsent, "change.consent.both", "ID", consentName(*k))
		case has != nil && has.SHA256 == k.SHA256(has.Lang):
			wrong.add(AboutConsent, "change.consent.given", "ID", consentName(*k))
		default:
			c.Given = append(c.Given, record.Consent{ID: k.ID, SHA256: k.SHA256(lang), Lang: lang, At: c.At, Days: k.RetainDays})
		}
	}
	for _, id := range unique(withdraw) {
		if given(id) == nil && pack.Consent(id) == nil {
			known(id)
			continue
		}
		k := pack.Consent(id)
		switch {
		case k != nil && k.Kind == "notice":
			wrong.add(AboutConsent, "change.consent.notice", "ID", consentName(*k))
		case k != nil && k.Required:
			wrong.add(AboutConsent, "change.consent.required", "ID", consentName(*k))
		case given(id) == nil:
			wrong.add(AboutConsent, "change.consent.never", "ID", consentName(*k))
		default: // also one that the pack does not ask for any more
			c.Withdrawn = append(c.Withdrawn, id)
		}
	}
	if len(give)+len(withdraw) == 0 {
		wrong.add(AboutAll, "change.same")
	}
	c.Reason = record.Text(wrong.text(AboutReason, reason, MostReason, "change.reason.none"))
	c.Initials = wrong.initials(by)
	if err := wrong.err(); err != nil {
		return record.ConsentChange{}, err
	}
	return c, nil
}

// consentName is what a consent is called in each language.
func consentName(k event.Consent) event.Text {
	return inEach(func(lang string) string { return intake.ConsentName(k, lang) })
}

func langs() (out []string) {
	for _, l := range event.Langs {
		out = append(out, string(l))
	}
	return out
}

func consentIDs(pack *event.Pack) (out []string) {
	for _, k := range pack.Consents {
		out = append(out, k.ID)
	}
	return out
}

// unique returns the ids, each once, without blanks round them.
func unique(ids []string) (out []string) {
	for _, id := range ids {
		if id = strings.TrimSpace(id); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
