package samples

import "vinhdanh/templates"

// offline is the page that checks without a network; its answers are made by its script.
func offline() []Sample {
	return []Sample{{"offline-check", templates.OfflineCheck{Shell: shell("verify", templates.OfflineBase), Lookup: "https://" + host + "/v", Host: host, Days: 30}}}
}
