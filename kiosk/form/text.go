package form

// maxFree is the limit of a free text whose field sets none, in characters.
const maxFree = 200

// checkFree accepts any text of up to limit characters, or maxFree if limit is not positive.
func checkFree(s string, limit int) (string, Problem) {
	if limit <= 0 {
		limit = maxFree
	}
	if length(s) > limit {
		return "", Problem{Key: "problem.long", Args: map[string]any{"Max": limit}}
	}
	return s, Problem{}
}
