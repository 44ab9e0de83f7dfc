package xserver

import (
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jezek/xgb"
)

// fakeServer is as much of an X server as blanking needs, with DPMS, which Xvfb does not have.
type fakeServer struct {
	mu       sync.Mutex
	saver    [2]uint16 // timeout, interval
	blank    [2]byte
	dpms     bool
	times    [3]uint16
	capable  bool
	stubborn bool // it never switches DPMS off
}

const dpmsOpcode = 147

// serve listens and returns the display's name.
func (f *fakeServer) serve(t *testing.T) string {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "x")
	l, err := net.Listen("unix", socket+":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f.talk(c)
		}
	}()
	return socket + ":0"
}

// talk greets with one screen and answers request by request.
func (f *fakeServer) talk(c net.Conn) {
	defer c.Close()
	hello := make([]byte, 12)
	if _, err := io.ReadFull(c, hello); err != nil {
		return
	}
	io.CopyN(io.Discard, c, int64(xgb.Pad(int(xgb.Get16(hello[6:])))+xgb.Pad(int(xgb.Get16(hello[8:])))))
	setup := make([]byte, 40+40) // no vendor, no formats, one screen without depths
	setup[0] = 1
	xgb.Put16(setup[2:], 11)
	xgb.Put16(setup[6:], uint16((len(setup)-8)/4))
	xgb.Put32(setup[12:], 0x200000)
	xgb.Put32(setup[16:], 0x1fffff)
	setup[28] = 1
	c.Write(setup)
	head := make([]byte, 4)
	for sequence := uint16(1); ; sequence++ {
		if _, err := io.ReadFull(c, head); err != nil {
			return
		}
		body := make([]byte, 4*int(xgb.Get16(head[2:]))-4)
		if _, err := io.ReadFull(c, body); err != nil {
			return
		}
		if reply := f.answer(head, body); reply != nil {
			reply[0] = 1
			binary.LittleEndian.PutUint16(reply[2:], sequence)
			c.Write(reply)
		}
	}
}

// answer does what a request asks and returns its reply, nil where it has none.
func (f *fakeServer) answer(head, body []byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	reply := make([]byte, 32)
	switch op := head[0]; {
	case op == 98: // QueryExtension
		if name := string(body[4 : 4+xgb.Get16(body)]); name == "DPMS" {
			reply[8], reply[9] = 1, dpmsOpcode
		}
		return reply
	case op == 107: // SetScreenSaver
		f.saver = [2]uint16{xgb.Get16(body), xgb.Get16(body[2:])}
		f.blank = [2]byte{body[4], body[5]}
	case op == 108: // GetScreenSaver
		xgb.Put16(reply[8:], f.saver[0])
		xgb.Put16(reply[10:], f.saver[1])
		reply[12], reply[13] = f.blank[0], f.blank[1]
		return reply
	case op == 16: // InternAtom
		reply[8] = 99
		return reply
	case op == 23: // GetSelectionOwner: nobody
		return reply
	case op == 20: // GetProperty: there is none
		return reply
	case op == 43: // GetInputFocus, with which xgb waits for the requests before it
		return reply
	case op == dpmsOpcode:
		switch head[1] {
		case 1: // Capable
			if f.capable {
				reply[8] = 1
			}
			return reply
		case 2: // GetTimeouts
			for i, t := range f.times {
				xgb.Put16(reply[8+2*i:], t)
			}
			return reply
		case 4:
			f.dpms = true
		case 5:
			f.dpms = f.stubborn && f.dpms
		case 7: // Info
			if f.dpms {
				reply[10] = 1
			}
			return reply
		}
	}
	return nil
}

func TestDPMSIsSwitchedOffAndBack(t *testing.T) {
	for _, test := range []struct {
		name   string
		server *fakeServer
		dark   int
	}{
		{"both", &fakeServer{saver: [2]uint16{600, 600}, blank: [2]byte{1, 1}, capable: true, dpms: true, times: [3]uint16{300, 0, 900}}, 300},
		{"DPMS alone", &fakeServer{capable: true, dpms: true, times: [3]uint16{0, 0, 900}}, 900},
		{"DPMS that is off", &fakeServer{saver: [2]uint16{600, 600}, capable: true, times: [3]uint16{300, 300, 300}}, 600},
		{"a display that cannot sleep", &fakeServer{saver: [2]uint16{600, 600}, dpms: true, times: [3]uint16{60, 60, 60}}, 600},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := test.server
			s := open(t, f.serve(t))
			before := saver(t, s)
			if before.Dark() != test.dark {
				t.Fatalf("dark after %d s: %+v", before.Dark(), before)
			}
			restore, err := s.KeepOn()
			if err != nil {
				t.Fatal(err)
			}
			if now := saver(t, s); now.Dark() != 0 {
				t.Errorf("kept on, and still: %+v", now)
			}
			restore()
			if now := saver(t, s); now != before {
				t.Errorf("before %+v, after %+v", before, now)
			}
		})
	}
}

func TestADisplayThatDoesNotGiveUpBlankingIsNotHeld(t *testing.T) {
	f := &fakeServer{capable: true, dpms: true, times: [3]uint16{300, 300, 300}, stubborn: true}
	if _, err := open(t, f.serve(t)).KeepOn(); err == nil {
		t.Error("held")
	}
}
