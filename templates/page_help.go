package templates

// helpTopics are the short guides of "/help" and "/help/{topic}", in the order shown.
var helpTopics = []string{"shopper", "producer", "judge", "council", "secretariat", "admin"}

// HelpTopics returns the names of the guides, which are the last part of their addresses "/help/{topic}".
func HelpTopics() []string { return append([]string(nil), helpTopics...) }

// helpSteps says how many steps each guide has in the catalogue.
func helpSteps(topic string) int {
	switch topic {
	case "shopper", "council":
		return 3
	case "producer", "judge", "secretariat", "admin":
		return 4
	}
	return 0
}

// Help is "/help", the list of guides, or one guide when Topic is set.
type Help struct {
	Shell Shell
	// Topic is one of HelpTopics, or "" for the list.
	Topic string
}

func (Help) template() string { return "page_help" }

// Topics are the guides to list.
func (Help) Topics() []string { return HelpTopics() }

// Steps are the numbers of the guide's steps, from 1.
func (p Help) Steps() []int {
	steps := make([]int, helpSteps(p.Topic))
	for i := range steps {
		steps[i] = i + 1
	}
	return steps
}
