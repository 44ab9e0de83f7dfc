package handover

import "golang.org/x/sys/windows"

// mounted asks for the drives that can be taken out.
func mounted() (out []Place) {
	drives, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	for i := range 26 {
		if drives&(1<<i) == 0 {
			continue
		}
		dir := string(rune('A'+i)) + `:\`
		root, err := windows.UTF16PtrFromString(dir)
		if err != nil || windows.GetDriveType(root) != windows.DRIVE_REMOVABLE {
			continue
		}
		var label [windows.MAX_PATH + 1]uint16
		if windows.GetVolumeInformation(root, &label[0], uint32(len(label)), nil, nil, nil, nil, 0) != nil {
			continue // a reader without a card
		}
		name := windows.UTF16ToString(label[:])
		if name == "" {
			name = dir[:2]
		}
		out = append(out, Place{Dir: dir, Name: name})
	}
	return out
}
