package cli

import (
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/hub/serve"
)

type serveCmd struct {
	place
	Listen   string `default:"127.0.0.1:8484" placeholder:"HOST:PORT" help:"${help_listen}"`
	BasePath string `placeholder:"/PATH" help:"${help_base}"`
	TLSCert  string `name:"tls-cert" placeholder:"FILE" help:"${help_cert}"`
	TLSKey   string `name:"tls-key" placeholder:"FILE" help:"${help_key}"`
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(c *call) error {
	host, _, err := net.SplitHostPort(s.Listen)
	ip := net.ParseIP(host)
	here := host == "localhost" || ip != nil && ip.IsLoopback()
	base := strings.TrimRight(s.BasePath, "/")
	switch {
	case err != nil:
		return c.wrong("misuse.listen", "Listen", s.Listen)
	case (s.TLSCert == "") != (s.TLSKey == ""):
		return c.wrong("misuse.tls")
	case s.TLSCert == "" && !here:
		return c.wrong("misuse.plain")
	case base != "" && !strings.HasPrefix(base, "/") || strings.ContainsAny(base, "?#%"):
		return c.wrong("misuse.base", "Base", s.BasePath)
	}
	var cert tls.Certificate
	if s.TLSCert != "" {
		if cert, err = tls.LoadX509KeyPair(s.TLSCert, s.TLSKey); err != nil {
			return c.fail(err, "error.tls", "What", err.Error())
		}
	}
	st, err := c.open(s.place, true)
	if err != nil {
		return err
	}
	defer st.Close()
	key, err := makeKey(s.Data)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return c.fail(err, "error.listen", "Listen", s.Listen)
	}
	if s.TLSCert != "" {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
	}
	log := slog.New(slog.NewJSONHandler(c.stderr, nil))
	hub := &serve.Hub{Store: st, Key: key, Base: base, Log: log, Texts: c.texts}
	log.Info("serving", "listen", l.Addr().String(), "base", base, "tls", s.TLSCert != "", "hub", entry.BoothID(key.Public().(ed25519.PublicKey)))
	err = hub.Serve(c.ctx, l)
	if c.ctx.Err() != nil && err == nil {
		log.Info("stopped")
		return nil
	}
	return errors.Join(err, c.ctx.Err())
}
