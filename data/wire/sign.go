package wire

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"strconv"

	"matchbooth/data/entry"
)

// Version is the version of the protocol. It is the first part of every path but the two for monitoring.
const Version = 1

// The headers of a signed request and of its answer.
const (
	HeaderKey   = "Matchbooth-Key"   // the signer's public key, base64
	HeaderHour  = "Matchbooth-Hour"  // full hours since 1970 by the signer's clock, decimal
	HeaderNonce = "Matchbooth-Nonce" // NonceSize random bytes, drawn for each request, hexadecimal
	HeaderSig   = "Matchbooth-Sig"   // Ed25519, base64
)

// NonceSize is the length of a nonce in bytes.
const NonceSize = 16

// HourWindow is how many hours the clocks of booth and hub may differ. For as long the hub remembers the nonces.
const HourWindow = 1

// Request is what a booth signs of a request.
type Request struct {
	Hub    string // fingerprint of the hub's key, so that no other hub can be sent the same
	Method string
	Path   string // from /v1/ on: what a proxy puts before it is not signed
	Body   []byte
	Hour   int64
	Nonce  []byte
}

// SignedBytes is what the signature of a request covers: "matchbooth-request-1\n", hub, method and path, each prefixed
// with its length in 4 bytes, the SHA-256 of the body, the hour in 8 bytes and the 16 bytes of the nonce. All numbers
// are big-endian.
func (r *Request) SignedBytes() []byte {
	b := []byte(entry.RequestMark)
	for _, s := range []string{r.Hub, r.Method, r.Path} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: a fingerprint, a method, a path
		b = append(b, s...)
	}
	sum := sha256.Sum256(r.Body)
	b = append(b, sum[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Hour)) //nolint:gosec // G115: the bits are what is signed
	return append(b, r.Nonce...)
}

// NewNonce draws the nonce of one request. A request that is sent again is signed again, with another.
func NewNonce() []byte {
	b := make([]byte, NonceSize)
	rand.Read(b) // never fails, by its documentation
	return b
}

// Sign signs the request and sets its headers. It returns the signature, which the answer refers to.
func (r *Request) Sign(key ed25519.PrivateKey, h http.Header) []byte {
	sig, _ := r.SignBy(key, h) // a key in memory always signs
	return sig
}

// SignBy is Sign for whoever has the booth's key; its public part has to be an [ed25519.PublicKey].
func (r *Request) SignBy(key crypto.Signer, h http.Header) ([]byte, error) {
	sig, err := key.Sign(nil, r.SignedBytes(), crypto.Hash(0)) // the message itself, as Ed25519 wants it
	if err != nil {
		return nil, err
	}
	h.Set(HeaderKey, base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)))
	h.Set(HeaderHour, strconv.FormatInt(r.Hour, 10))
	h.Set(HeaderNonce, hex.EncodeToString(r.Nonce))
	h.Set(HeaderSig, base64.StdEncoding.EncodeToString(sig))
	return sig, nil
}

// Signed are the headers of a signed request.
type Signed struct {
	Key   ed25519.PublicKey
	Booth string // fingerprint of Key
	Hour  int64
	Nonce []byte
	Sig   []byte
}

// ReadSigned reads the headers of a request; false if one is missing, or is not what it should be.
func ReadSigned(h http.Header) (Signed, bool) {
	var s Signed
	key, err := base64.StdEncoding.DecodeString(h.Get(HeaderKey))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return s, false
	}
	sig, err := base64.StdEncoding.DecodeString(h.Get(HeaderSig))
	if err != nil || len(sig) != ed25519.SignatureSize {
		return s, false
	}
	nonce, err := hex.DecodeString(h.Get(HeaderNonce))
	if err != nil || len(nonce) != NonceSize {
		return s, false
	}
	hour, err := strconv.ParseInt(h.Get(HeaderHour), 10, 64)
	if err != nil {
		return s, false
	}
	return Signed{Key: key, Booth: entry.BoothID(key), Hour: hour, Nonce: nonce, Sig: sig}, true
}

// Verify says whether the headers' key signed this request. Hour and nonce are those of the headers.
func (s *Signed) Verify(r Request) bool {
	r.Hour, r.Nonce = s.Hour, s.Nonce
	return ed25519.Verify(s.Key, r.SignedBytes(), s.Sig)
}

// AnswerBytes is what the hub signs of an answer: "matchbooth-answer-1\n", the 64 bytes of the request's signature, the
// status in 4 bytes, big-endian, and the SHA-256 of the body. An answer so belongs to one request and its bytes.
func AnswerBytes(requestSig []byte, status int, body []byte) []byte {
	b := append([]byte("matchbooth-answer-1\n"), requestSig...)
	b = binary.BigEndian.AppendUint32(b, uint32(status)) //nolint:gosec // G115: a status of HTTP
	sum := sha256.Sum256(body)
	return append(b, sum[:]...)
}

// SignAnswer sets the headers of a hub's answer.
func SignAnswer(key ed25519.PrivateKey, h http.Header, requestSig []byte, status int, body []byte) {
	h.Set(HeaderKey, base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)))
	h.Set(HeaderSig, base64.StdEncoding.EncodeToString(ed25519.Sign(key, AnswerBytes(requestSig, status, body))))
}

// VerifyAnswer says whether the hub with this key gave this answer to the request with this signature.
func VerifyAnswer(hub ed25519.PublicKey, h http.Header, requestSig []byte, status int, body []byte) bool {
	sig, err := base64.StdEncoding.DecodeString(h.Get(HeaderSig))
	return err == nil && len(hub) == ed25519.PublicKeySize && ed25519.Verify(hub, AnswerBytes(requestSig, status, body), sig)
}
