package event

import (
	"slices"
	"time"

	"matchbooth/assets/lang"
)

// Lang is a language of the booth.
type Lang string

// The two languages of every pack.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Langs lists the languages that every pack has. The booth itself may be in more of them (assets/lang).
var Langs = []Lang{ZH, EN}

// Offers returns the languages that the switch of a booth offers, in its order: those of every pack, those that this one asks
// for, and the one that the booth opens in.
func (p *Pack) Offers(opensIn string) []*lang.Language {
	var out []*lang.Language
	for _, l := range lang.All() {
		if slices.Contains(Langs, Lang(l.Tag)) || slices.Contains(p.Languages, l.Tag) || l.Tag == opensIn {
			out = append(out, l)
		}
	}
	return out
}

// Told returns which of a pack's languages is shown where the booth is in the language l.
func Told(l Lang) Lang {
	return Lang(lang.Of(string(l)).Instead(func(tag string) bool { return slices.Contains(Langs, Lang(tag)) }))
}

// Text is a text in every language of the pack.
type Text map[Lang]string

// In returns the text in the given language, else in the one that a reader of it is shown instead (assets/lang), else in
// Chinese, else "".
func (t Text) In(l Lang) string { return t[t.Lang(l)] }

// Lang returns the language that In takes.
func (t Text) Lang(l Lang) Lang {
	if _, ok := t[l]; ok {
		return l
	}
	have := func(tag string) bool { _, ok := t[Lang(tag)]; return ok }
	if instead := lang.Of(string(l)).Instead(have); instead != "" {
		return Lang(instead)
	}
	return ZH
}

// Pack is one event, loaded and checked: everything a booth shows and asks.
// A Pack is read-only once loaded and may be shared between goroutines.
type Pack struct {
	ID       string // lower-case letters, digits, hyphens
	Practice bool   // a pack that may never go live
	Title    Text
	Short    Text // for the header, at most about 12 Han characters
	Place    Text
	School   Text // whose event it is, where the place does not say so; may be nil
	Starts   Date
	Ends     Date
	Ref      string // the event's reference in the registry's enrolment link

	Languages []string // that the switch offers besides those of [Langs], by the names of assets/lang; may be empty

	Look       Look
	Attract    Attract
	StoryTexts StoryTexts
	Handler    Handler
	Registry   Registry
	Hub        Hub
	Conditions []Condition
	Ways       []Way
	Steps      []Step  // the form's short steps, in order
	Fields     []Field // in the order in which they are asked
	Consents   []Consent
	Contacts   []Contact // planned contacts after the event; may be empty
	Checks     []Check   // the volunteers' check list; empty for the usual one, see [Pack.CheckList]
	TakeHome   []TakeItem
	NextSteps  []NextStep // on the take-home screen
	Stories    []Story
	Stages     []Stage  // how a donation goes
	Risks      []Risk   // honest, each with its source
	Figures    []Figure // the numbers
	Worries    []Worry
	Parents    Page // written for parents
	Decide     Page // "before you decide"
	Notice     Page // the notice before the first field (PIPL Art. 17)
	Times      Times
	Kiosk      Kiosk
	Digest     string // hex SHA-256 over all files of the pack

	placeholders []string          // see Placeholders
	advice       []Fault           // see Advice
	art          map[string][]byte // see Asset
	earlier      func() []Earlier  // see Remembering
}

// Attract is the text on the attract screen, meant to be read from three metres away.
type Attract struct {
	What     Text // one line in gold: what this is
	Headline Text // at most two lines, separated by "\n"
	Line     Text // one sentence under it
	Source   Text // where the figure in Line is from
}

// Look is what the pack brings along for the eye. All of it may be left out.
type Look struct {
	Logo    string // a picture in art/, in place of the booth's sign
	Picture string // a picture in art/ for the attract screen, in place of the field of dots
	Focus   []int  // what must not be cut off of Picture: percent from its left and its top; nil for its middle
	Credit  Text   // who made Picture, on the screen with it; may be nil
}

// StoryTexts is what the screens say about the stories as a whole: who the people are, and how far they have come. Where a
// text is nil the booth says so in words that are true of any stories.
type StoryTexts struct {
	Card     Text // heading of their card on the home screen
	CardLine Text // the line under it
	Title    Text // title of the screen where one of them is chosen
	Intro    Text // the line under it
}

// Handler is who handles the data (PIPL Art. 17).
type Handler struct {
	Name          Text
	Contact       Text
	Phone         string
	Email         string
	Purpose       Text
	Kinds         Text
	RetentionDays int
	Erasure       Text // whom to contact to be erased after the event
}

// Hub is where the booths of the event meet over a network. A pack only offers it: a booth joins it where somebody says so,
// after comparing the hub's words.
type Hub struct {
	URL string // "" for none
}

// Registry is the donor registry that enrols and samples.
type Registry struct {
	Name   Text
	Branch Text
	Phone  string
	Link   string // enrolment link; "{ref}" is replaced by the event's reference
	Hours  Text
	Sample Text // how a sample is taken
	// Columns are what is handed over when people have agreed to it, in the order of the registry's table.
	Columns []Handed
}

// Handed is a column of the registry's table. In a pack it is the id alone, or a table with a title.
type Handed struct {
	// Field is the id of a field, of one part of a person (contact1_name), or one of [HandedFacts].
	Field string
	// Title is the column's header, where it is not the field's label. A pack may give one for both languages.
	Title Text
}

// HandedFacts are the columns that the registry gets of everybody, which may be placed and titled too.
var HandedFacts = []string{"code", "at", "consents", "signed_at", "event", "check_kit"}

// Parts are the three columns of a field of kind person, each after the field's id and "_".
var Parts = []string{"name", "relation", "phone"}

// ColumnIDs returns the ids of the registry's columns, in order.
func (r Registry) ColumnIDs() []string {
	ids := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		ids[i] = c.Field
	}
	return ids
}

// Condition is one of the registry's conditions, as data.
type Condition struct {
	ID      string
	Kind    string // age | weight | not_sampled | text
	Text    Text
	MinAge  int     // age: completed years, inclusive
	MaxAge  int     // age: inclusive
	MenKg   float64 // weight: minimum
	WomenKg float64
	Source  Text
	Date    Date
}

// Way is what follows when a condition is not met, or the visitor is not sure.
type Way struct {
	Outcome   string // stored as the outcome id, such as "unsure", "family_not_told"
	Private   Text   // the wording that the visitor picks, which tells bystanders nothing
	Headline  Text   // never gives the reason
	Body      Text   // Markdown
	Then      string // end | form | date (asks the birth date, forgets it, says when to come back) | update
	Flag      bool   // a volunteer should talk with this person
	Link      string // for a QR code; may be empty
	ForNot    bool   // offered after "one is not"
	ForUnsure bool   // offered after "not sure"
}

// Step is one screen of the form.
type Step struct {
	ID    string
	Title Text
	Help  Text
}

// Field is one thing the form asks.
type Field struct {
	ID       string
	Step     string // id of its Step
	Kind     string // name | phone | email | choice | date | month | text | person | resident_id
	Required bool
	Label    Text
	Help     Text
	Options  []Option // choice: the answers; person: the relations
	SameAs   string   // id of a field whose value can be copied with one tap
	Channel  string   // how it counts for reachability: own | second | other | "" (see form.Reachability)
	School   []string // email: domains whose addresses may expire with graduation
	MaxLen   int      // text: maximum number of characters; 0 means the default of the kind

	Keyboard    string // text: the keys that come up, one of the Keys constants, "" for the usual ones. With [KeysDigits] it holds digits only
	Pattern     string // text: a regular expression (RE2) that the whole value must match; "" for any. See [Field.Fits]
	PatternHelp Text   // what is said where it does not match
}

// Consent is one separate consent, versioned by the hash of its text.
type Consent struct {
	ID       string
	Kind     string // notice | consent (notice is acknowledged, not agreed)
	Required bool
	Handover bool // the hand-over to the registry: without it no data goes there
	// RetainDays is how many days after the event whoever gave this consent is kept, if that is longer than the handler's
	// retention_days; 0: no longer than anybody.
	RetainDays int
	Sentence   Text // the one sentence, at 28
	Rows       []Row
	Body       Text // Markdown, the full text; its hash is stored
}

// Row is a labelled line: to whom, what, for how long.
type Row struct {
	Label Text
	Value Text
}

// TakeItem is one QR code to take home.
type TakeItem struct {
	ID    string
	Kind  string // link | vcard | vevent
	Main  bool   // the one on the first screen
	Label Text
	Link  string // link: "{ref}" is replaced
	Line  Text   // link: what it opens, beside the code where there is room; may be nil
	Name  Text   // vcard, vevent: the title
	Phone string // vcard
	URL   string // vcard
	Days  int    // vevent: days from today
}

// NextStep is one of the numbered lines on the take-home screen.
type NextStep struct {
	Title Text
	Line  Text
}

// Story is one donor's story, told in stations.
type Story struct {
	ID         string
	Name       Text
	Who        Text
	Title      Text
	Permission bool // whether the named donor has given permission; asked at go-live
	Source     Text
	SourceDate Date
	SourceNote Text   // a sentence after the source, such as until when its counts are right; may be nil
	Art        string // name of one of our drawings, or a picture in the pack
	Focus      []int  // of a picture: see Look
	Credit     Text   // of a picture: who made it, under it; may be nil
	Stations   []Station
}

// Station is one page of a story.
type Station struct {
	When  Text   // as short as a date
	Short Text   // under the timeline
	Scene string // what is drawn for it, one of Scenes; "" for the usual, see [Story.SceneAt]
	Title Text
	Body  Text // Markdown
}

// Stage is one stage of a donation.
type Stage struct {
	Title Text
	Line  Text
	Time  Text
	Lasts string // how long it is: LastsHours, LastsDays, LastsYears; "" where that is not known
}

// Risk is an honest word about discomfort or risk.
type Risk struct {
	Title  Text
	Line   Text
	Source Text
}

// Figure is a number and what it means.
type Figure struct {
	ID     string
	Value  Text
	Means  Text
	Source Text
	Date   Date
	OneIn  int  // for the field of dots: 1 in OneIn; 0 if the figure is not a chance
	Topic  Text // what it is about, in a few words; may be nil
	Dots   int  // how many of ten thousand dots it lights; 0 is as many as its value says
	Lit    Text // what is said of the dots that light up; may be nil
}

// Worry is a question that people ask, and the answer.
type Worry struct {
	Q Text
	A Text // Markdown
}

// Page is a titled piece of Markdown.
type Page struct {
	Title Text
	Body  Text
}

// Times are the timeouts, in seconds.
type Times struct {
	IdleReading int // 120
	IdleForm    int // 60
	Warning     int // at least 20
	TakeHome    int // 120
}

// Kiosk holds the settings of kiosk mode.
type Kiosk struct {
	ShufflePIN bool   // shuffle the digits of the PIN pad each time
	NightFrom  string // start of the off hours, "22:00" by the computer's clock; "" for none
	NightTo    string // their end, "07:00"
	Sound      bool   // the keys of the on-screen keyboard click
}

// NightAt reports whether a time lies in the off hours, which may span midnight.
func (k Kiosk) NightAt(t time.Time) bool {
	from, err1 := time.Parse("15:04", k.NightFrom)
	to, err2 := time.Parse("15:04", k.NightTo)
	if err1 != nil || err2 != nil {
		return false
	}
	minute := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	at, a, b := minute(t), minute(from), minute(to)
	if a <= b {
		return a <= at && at < b
	}
	return at >= a || at < b
}

// Date is a civil date, "2006-01-02", or a month, "2006-01", or a year, "2006".
type Date string
