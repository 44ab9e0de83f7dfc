package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// With a certificate of its own a hub speaks https, and nothing else.
func TestAHubSpeaksTLS(t *testing.T) {
	dir := t.TempDir()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, made, made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert, private := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, private: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hub := filepath.Join(dir, "hub")
	p := start(t, hub, "--tls-cert", cert, "--tls-key", private, "--base-path", "/hub/")
	booth := keyOf("booth")
	well(t, "allow", "--data", hub, "--event", event, entry.BoothID(public(booth)))
	pool := x509.NewCertPool()
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(leaf)
	of, err := readKey(hub)
	if err != nil {
		t.Fatal(err)
	}
	c, err := wire.NewClient("https"+strings.TrimPrefix(p.url, "http")+"/hub", public(of), booth,
		wire.Options{HTTP: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{signUp(booth, 1, "sealed")}}); err != nil || len(r.Saved) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := client(t, hub, p.url, booth).Since(t.Context(), event, wire.Query{}); err == nil {
		t.Error("it speaks plain http too")
	}
	p.kill()
	if strings.Count(p.logged(), "127.0.0.1") != 1 { // where it listens
		t.Errorf("the log has an address:\n%s", p.logged())
	}
	if code, _, said := command(t, "serve", "--data", hub, "--tls-cert", private, "--tls-key", cert); code != exitFailed || !strings.Contains(said, "PEM files") {
		t.Errorf("%d %s", code, said)
	}
}
