package cli

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyHead begins the file of the hub's key, whose second line is the seed in base64.
const keyHead = "matchbooth-hub-key-1\n"

// errKey is a key file with something else in it.
var errKey = errors.New("hub.key is not a hub's key; put the right one back, or booths will not believe this hub")

// readKey reads the hub's key. It signs answers, and opens nothing.
func readKey(dir string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(filepath.Join(dir, fileKey))
	if err != nil {
		return nil, err
	}
	rest, ok := strings.CutPrefix(string(b), keyHead)
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest))
	if !ok || err != nil || len(seed) != ed25519.SeedSize {
		return nil, errKey
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// makeKey reads the hub's key, or makes one where there is none. It is whole on the disk before it has its name, and
// never takes another one's place.
func makeKey(dir string) (ed25519.PrivateKey, error) {
	key, err := readKey(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)                            // never fails, by its documentation
	f, err := os.CreateTemp(dir, fileKey+".*") // for its owner only
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(keyHead + base64.StdEncoding.EncodeToString(seed) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), filepath.Join(dir, fileKey)); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if d, err := os.Open(dir); err == nil { // where folders can be synced
		d.Sync()
		d.Close()
	}
	return readKey(dir)
}
