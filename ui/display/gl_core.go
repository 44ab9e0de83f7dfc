//go:build !ci && ((!gles && !arm && !arm64) || darwin)

package display

import "github.com/go-gl/glfw/v3.4/glfw"

// askGL asks for the OpenGL that the toolkit asks for (Fyne 2.8.1, internal/driver/glfw/glfw_core.go).
func askGL() {
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
}
