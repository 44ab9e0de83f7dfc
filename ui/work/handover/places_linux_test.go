package handover

import (
	"slices"
	"testing"
)

// A stick is what is mounted where desktops put it, by its name; what cannot be written is none.
func TestSticksAreFoundByName(t *testing.T) {
	got := mountedIn(`36 25 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
61 36 8:17 / /media/lq/BOOTH\0402 rw,nosuid,nodev shared:9 - vfat /dev/sdb1 rw
62 36 8:33 / /run/media/lq/ENROL rw,nosuid - exfat /dev/sdc1 rw
63 36 8:49 / /mnt/usb rw - vfat /dev/sdd1 rw
64 36 11:0 / /media/lq/CDROM ro,nosuid - iso9660 /dev/sr0 ro
65 36 8:65 / /mnt rw - ext4 /dev/sde1 rw
66 36 0:22 / /proc rw - proc proc rw
cut off
`)
	want := []Place{{Dir: "/media/lq/BOOTH 2", Name: "BOOTH 2"}, {Dir: "/run/media/lq/ENROL", Name: "ENROL"}, {Dir: "/mnt/usb", Name: "usb"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
