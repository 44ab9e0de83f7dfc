package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// ErrPassword: only a workbook can be closed by a password of its own.
var ErrPassword = errors.New("only xlsx can have a password")

// errClosed: what was encrypted does not decrypt to what it was made of.
var errClosed = errors.New("the encrypted workbook does not open again")

// writeClosed writes a workbook that opens with the password in Excel, WPS and
// LibreOffice: Standard Encryption of MS-OFFCRYPTO 2.3.4, which is AES-128 in ECB
// mode under a key of 50,000 rounds of SHA-1. It keeps the content from whoever has
// no password, and a password of 77 bits is out of reach; but equal blocks look
// equal, and nothing shows a change. Whoever can should encrypt with age instead.
//
// Nothing that is not encrypted reaches w, and what does has been decrypted again.
func writeClosed(w io.Writer, password string, write func(io.Writer) error) error {
	var open bytes.Buffer
	if err := write(&open); err != nil {
		return err
	}
	opt := &excelize.Options{Password: password}
	closed, err := excelize.Encrypt(open.Bytes(), opt)
	if err != nil {
		return fmt.Errorf("encrypting: %w", err)
	}
	back, err := excelize.Decrypt(closed, opt)
	if err != nil || !bytes.HasPrefix(back, open.Bytes()) { // the last block is filled up
		return errors.Join(errClosed, err)
	}
	_, err = w.Write(closed)
	return err
}
