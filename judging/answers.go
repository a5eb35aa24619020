package judging

// Answers are what a nomination says of itself, by the contract paths that rule packs and faults use; the members
// of a set stand one a line.
func Answers(n Nomination) map[string]string { return fieldValues(n) }
