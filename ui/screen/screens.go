package screen

import "matchbooth/kiosk/session"

// screens is the table of all screens: adding one means adding a file and a line here.
var screens map[session.Screen]func(*B)

func init() {
	screens = map[session.Screen]func(*B){
		session.Attract: attract,
		session.Home:    home,
	}
}
