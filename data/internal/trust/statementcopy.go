package trust

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// MaxStatements limits the file in bytes, as [MaxSettings] limits the copy in the data folder itself. What exceeds it is not
// copied: the oldest statements are kept.
const MaxStatements = 32 << 20

// EncodeStatements encodes statements for the file beside the second copy: a line of JSON each.
func EncodeStatements(list []entry.Statement) string {
	var out bytes.Buffer
	for _, st := range list {
		line, err := json.Marshal(db.KeptStatement{Kind: st.Kind, Serial: st.Serial, Body: st.Body, Sig: st.Sig})
		if err != nil || out.Len()+len(line) >= MaxStatements { // text and numbers only: it cannot fail
			break
		}
		out.Write(append(line, '\n'))
	}
	return out.String()
}

// ParseStatements is the inverse. Lines that are no statement are skipped.
func ParseStatements(b []byte, event string) (list []entry.Statement) {
	for line := range bytes.Lines(b) {
		var k db.KeptStatement
		if json.Unmarshal(line, &k) == nil && k.Kind != "" && len(k.Kind) <= 32 && len(k.Body) <= db.MaxStatement && len(k.Sig) == ed25519.SignatureSize && len(list) < db.MaxStatements {
			list = append(list, entry.Statement{Event: event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
		}
	}
	return list
}
