package main

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/png" // screenshots
	"os"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"matchbooth/assets"
)

// The alphabet of receipt codes (data/entry/code.go): no 0, 1, I, L or O.
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// ReadReceipt reads the receipt code off a screenshot. It looks for the only thing
// that is shaped like XXXX-XXXX-C and recognises its letters by the booth's own
// typeface; the check character must match what was read.
func ReadReceipt(picture string) (string, error) {
	data, err := os.ReadFile(picture)
	if err != nil {
		return "", fmt.Errorf("opening the screenshot: %w", err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return "", fmt.Errorf("reading the screenshot: %w", err)
	}
	codes, err := findReceipts(img)
	if err != nil {
		return "", err
	}
	for _, code := range codes {
		if checks(code) {
			return code, nil
		}
	}
	if len(codes) > 0 {
		return "", fmt.Errorf("the receipt code on the screen reads %s, whose check character does not fit", codes[0])
	}
	return "", fmt.Errorf("no receipt code can be read off the screen")
}

// checks says whether a code in its shown form has the right check character:
// the sum of place × value over the eight digits, modulo 31 (data/entry/code.go).
func checks(code string) bool {
	plain := strings.ReplaceAll(code, "-", "")
	if len(plain) != 9 {
		return false
	}
	sum := 0
	for i := range 8 {
		sum += (i + 1) * strings.IndexByte(alphabet, plain[i])
	}
	return strings.IndexByte(alphabet, plain[8]) == sum%31
}

// findReceipts returns everything in the picture that has the shape of a code.
func findReceipts(img image.Image) ([]string, error) {
	known, err := letterShapes()
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, dark := range []uint8{128, 160, 190, 220} { // letters that touch separate when only the darkest pixels count
		codes = append(codes, readLines(known, inkMarks(img, dark))...)
	}
	return codes, nil
}

// codeShape matches a code as it is displayed.
var codeShape = regexp.MustCompile(`^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]`)

// readLines reads every row of marks that has the shape of a code.
func readLines(known []shape, marks []mark) []string {
	var codes []string
	for i, first := range marks {
		row, hyphens := []mark{first}, 0
		for _, m := range marks[i+1:] { // marks go from left to right
			last := row[len(row)-1].box
			if len(row) == 11 || m.box.Min.X > last.Max.X+first.box.Dy()*2/3 {
				break // too far away to be the next letter
			}
			if m.box.Min.X < last.Max.X-first.box.Dy()/4 || !isHyphen(m, first) && !isLetter(m, first) {
				continue
			}
			row = append(row, m)
			if isHyphen(m, first) {
				hyphens++
			}
		}
		if len(row) < 5 || hyphens != 2 {
			continue
		}
		var text strings.Builder
		for _, m := range row {
			if isHyphen(m, first) {
				text.WriteByte('-')
			} else {
				text.WriteString(letters(known, m))
			}
		}
		if code := codeShape.FindString(text.String()); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// isHyphen says whether a mark is a hyphen: low, wide, about halfway up the row that begins with first.
func isHyphen(m, first mark) bool {
	height, middle := first.box.Dy(), (m.box.Min.Y+m.box.Max.Y)/2
	return m.box.Dy()*4 < height && m.box.Dx() > m.box.Dy() && middle > first.box.Min.Y+height/3 && middle < first.box.Max.Y-height/8
}

// isLetter says whether a mark can be a letter: as high as the first of the row; Q has a tail.
func isLetter(m, first mark) bool {
	tail := first.box.Dy() / 4
	return near(m.box.Min.Y, first.box.Min.Y, 2) && near(m.box.Max.Y, first.box.Max.Y, 2+tail)
}

func near(a, b, by int) bool { return a-b <= by && b-a <= by }

// mark is one connected patch of ink.
type mark struct {
	box image.Rectangle
	ink *image.Gray // the box cut out of the picture: 255 where there is ink
}

// inkMarks returns the patches that are at least as dark as dark (0 to 255) and have
// a letter's size, from left to right.
func inkMarks(img image.Image, dark uint8) []mark {
	bounds := img.Bounds()
	gray := image.NewGray(bounds)
	draw.Draw(gray, bounds, img, bounds.Min, draw.Src)
	for i, v := range gray.Pix {
		gray.Pix[i] = 255 - v
	}
	seen := make([]bool, len(gray.Pix))
	var marks []mark
	var todo []image.Point
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if i := gray.PixOffset(x, y); seen[i] || gray.Pix[i] < dark {
				continue
			}
			box := image.Rect(x, y, x+1, y+1)
			todo = append(todo[:0], image.Pt(x, y))
			seen[gray.PixOffset(x, y)] = true
			for len(todo) > 0 {
				p := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				box = box.Union(image.Rect(p.X, p.Y, p.X+1, p.Y+1))
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						q := p.Add(image.Pt(dx, dy))
						if !q.In(bounds) {
							continue
						}
						if i := gray.PixOffset(q.X, q.Y); !seen[i] && gray.Pix[i] >= dark {
							seen[i] = true
							todo = append(todo, q)
						}
					}
				}
			}
			if box.Dy() <= 80 && box.Dx() <= 400 && box.Dx() >= 2 {
				marks = append(marks, mark{box, gray.SubImage(box).(*image.Gray)})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	return marks
}

// shape is a letter scaled down to a small grid, with its proportions.
type shape struct {
	letter byte
	grid   [gridW * gridH]float64
	ratio  float64 // width to height
}

const gridW, gridH = 16, 20

// letterShapes draws every letter of the alphabet in both weights.
func letterShapes() ([]shape, error) {
	var shapes []shape
	for _, bold := range []bool{false, true} {
		parsed, err := opentype.Parse(assets.Font(bold))
		if err != nil {
			return nil, fmt.Errorf("opening the booth's typeface: %w", err)
		}
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 60, DPI: 72})
		if err != nil {
			return nil, fmt.Errorf("opening the booth's typeface: %w", err)
		}
		for i := range len(alphabet) {
			canvas := image.NewGray(image.Rect(0, 0, 100, 100))
			pen := font.Drawer{Dst: canvas, Src: image.NewUniform(color.Gray{255}), Face: face, Dot: fixed.P(20, 75)}
			pen.DrawString(alphabet[i : i+1])
			shapes = append(shapes, squeeze(alphabet[i], canvas, inked(canvas)))
		}
	}
	return shapes, nil
}

// inked returns the smallest box around everything that is at least half dark.
func inked(g *image.Gray) image.Rectangle {
	var box image.Rectangle
	for y := g.Rect.Min.Y; y < g.Rect.Max.Y; y++ {
		for x := g.Rect.Min.X; x < g.Rect.Max.X; x++ {
			if g.GrayAt(x, y).Y >= 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// squeeze averages the ink in a box over the small grid.
func squeeze(letter byte, g *image.Gray, box image.Rectangle) shape {
	s := shape{letter: letter, ratio: float64(box.Dx()) / float64(box.Dy())}
	const fine = 4 // samples each way in a cell
	for cy := range gridH {
		for cx := range gridW {
			var sum float64
			for sy := range fine {
				for sx := range fine {
					x := box.Min.X + (cx*fine+sx)*box.Dx()/(gridW*fine)
					y := box.Min.Y + (cy*fine+sy)*box.Dy()/(gridH*fine)
					sum += float64(g.GrayAt(x, y).Y)
				}
			}
			s.grid[cy*gridW+cx] = sum / (255 * fine * fine)
		}
	}
	return s
}

// letters reads a mark: one letter, or several that touch, as K and A do in the bold
// weight. It cuts a wide mark where the pieces look most like letters.
func letters(known []shape, m mark) string {
	width, height := m.box.Dx(), m.box.Dy()
	if width*20 < height*17 {
		letter, _ := nearest(known, m)
		return string(letter)
	}
	type reading struct {
		text string
		cost float64
	}
	best := make([]reading, width+1) // the best reading of everything left of a column
	for to := 1; to <= width; to++ {
		best[to].cost = 1e9
		for from := max(0, to-height*3/2); from <= to-height/3; from++ {
			if best[from].cost >= best[to].cost {
				continue
			}
			piece := image.Rect(m.box.Min.X+from, m.box.Min.Y, m.box.Min.X+to, m.box.Max.Y)
			cut := m.ink.SubImage(piece).(*image.Gray)
			if box := inked(cut); !box.Empty() {
				letter, cost := nearest(known, mark{box, cut})
				if sum := best[from].cost + cost; sum < best[to].cost {
					best[to] = reading{best[from].text + string(letter), sum}
				}
			}
		}
	}
	return best[width].text
}

// nearest returns the letter whose shape differs least from the mark, and by how much.
func nearest(known []shape, m mark) (letter byte, difference float64) {
	seen := squeeze(0, m.ink, m.box)
	letter, difference = '?', 1e9
	for _, k := range known {
		var sum float64
		for i := range seen.grid {
			d := seen.grid[i] - k.grid[i]
			sum += d * d
		}
		sum = sum/(gridW*gridH) + (seen.ratio-k.ratio)*(seen.ratio-k.ratio)
		if sum < difference {
			letter, difference = k.letter, sum
		}
	}
	return letter, difference
}
