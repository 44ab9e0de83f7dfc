package desk

type doublesKept struct{}
