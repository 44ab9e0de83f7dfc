package supervisor

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Windows without a graphics driver has an OpenGL that the toolkit cannot use. The downloads bring another, Mesa's, in a
// folder beside the program; it draws with the processor, and so is only for where nothing else draws. As a process keeps the
// OpenGL that it has loaded, changing to it takes another process.
const (
	envGL      = "MATCHBOOTH_GL" // "soft" asks for it
	softGL     = "soft"          // also the folder's name
	softGLFile = "opengl32.dll"
)

// SoftGL returns the library of the drawing in software if this process is to use it, because it was asked for and is
// there; "" otherwise.
func SoftGL() string {
	use, _ := chooseGL(runtime.GOOS, program(), os.Getenv(envGL))
	return use
}

// SpareGL reports whether a process started with [WithSoftGL] may draw where this one could not.
func SpareGL() bool {
	_, spare := chooseGL(runtime.GOOS, program(), os.Getenv(envGL))
	return spare
}

// WithSoftGL returns an environment with what asks for the drawing in software, in place of anything else that it asks for.
func WithSoftGL(env []string) []string {
	with := slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.EqualFold(name, envGL)
	})
	return append(with, envGL+"="+softGL)
}

// chooseGL decides for a program at the given path: the library that it is to use in place of the system's, "" for none, and
// whether another start with such a library is left to be tried. Asked for once, it is not tried again.
func chooseGL(goos, program, asked string) (use string, spare bool) {
	if goos != "windows" || program == "" {
		return "", false
	}
	library := filepath.Join(filepath.Dir(program), softGL, softGLFile)
	if info, err := os.Stat(library); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	if asked == softGL {
		return library, false
	}
	return "", true
}

func program() string {
	p, err := os.Executable()
	if err != nil {
		return ""
	}
	return p
}

// AgainInSoftware runs this program once more, with the same arguments and the drawing in software, and returns its exit
// code once it has ended. Until then an interrupt from the console is left to that one, which gets it too. The error says
// that it could not be started.
func AgainInSoftware() (code int, err error) {
	path := program()
	// As they are: where nobody reads what is printed, that one has to find it out as this one did (ui/box).
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	p, err := os.StartProcess(path, append([]string{path}, os.Args[1:]...), &os.ProcAttr{Env: WithSoftGL(os.Environ()), Files: files}) //nolint:gosec // G702: this program and its own arguments
	if err != nil {
		return 0, fmt.Errorf("starting the program again: %w", err)
	}
	signal.Ignore(os.Interrupt)
	state, err := p.Wait()
	if err != nil {
		return 0, fmt.Errorf("waiting for the program that was started again: %w", err)
	}
	return state.ExitCode(), nil
}
