package trust

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"

	"matchbooth/data/internal/db"
)

// SaidMost bounds the file in bytes, as [MaxSettings] bounds the copy that the data folder itself has. What is more
// is not copied: the oldest stay.
const SaidMost = 32 << 20

// EncodeStatements writes statements as they lie beside the second copy: a line of JSON each.
func EncodeStatements(list []Statement) string {
	var out bytes.Buffer
	for _, st := range list {
		line, err := json.Marshal(db.KeptStatement{Kind: st.Kind, Serial: st.Serial, Body: st.Body, Sig: st.Sig})
		if err != nil || out.Len()+len(line) >= SaidMost { // only text and numbers: it does not fail
			break
		}
		out.Write(append(line, '\n'))
	}
	return out.String()
}

// ParseStatements is the inverse. What is none is passed over.
func ParseStatements(b []byte, event string) (list []Statement) {
	for line := range bytes.Lines(b) {
		var k db.KeptStatement
		if json.Unmarshal(line, &k) == nil && k.Kind != "" && len(k.Kind) <= 32 && len(k.Body) <= db.MaxStatement && len(k.Sig) == ed25519.SignatureSize && len(list) < db.MaxStatements {
			list = append(list, Statement{Event: event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
		}
	}
	return list
}
