package templates

// OfflineCheck is "/v/offline": it checks the second symbol of a certificate on the reader's device, without a network, against
// keys and a list of statuses that it carries. It has a frame of its own, since it is kept on devices and copied to folders;
// what it names begins with AssetPrefix or OfflineBase, so that a copy can name it otherwise.
type OfflineCheck struct {
	Shell Shell
	// Lookup is the whole address of the live look-up, Host its name.
	Lookup string
	Host   string
	// Days is how old the data may be at most.
	Days int
}

// OfflineBase is the path of the page; its data, worker and manifest stand below it.
const OfflineBase = "/v/offline"

func (OfflineCheck) template() string { return "page_offline_check" }

// Verdicts are the answers that the page carries, by the names that its script gives.
func (OfflineCheck) Verdicts() []string {
	return []string{"valid", "expired", "suspended", "revoked", "superseded", "unknown", "offline_forged", "offline_key_unknown",
		"offline_unreadable", "offline_version", "address", "status_stale", "status_ahead", "status_forged", "status_unreadable"}
}

// Troubles are what may keep the page from working; the script shows the one that holds.
func (OfflineCheck) Troubles() []string { return []string{"browser", "data", "camera", "photo"} }

// Tone is how an answer looks: good, gone, warn, bad, new, odd or plain.
func (OfflineCheck) Tone(verdict string) string {
	switch verdict {
	case "valid":
		return "good"
	case "expired":
		return "gone"
	case "superseded":
		return "new"
	case "revoked", "offline_forged":
		return "bad"
	case "suspended", "status_stale", "status_ahead":
		return "warn"
	case "unknown", "offline_key_unknown":
		return "odd"
	}
	return "plain"
}

// Parts are the files, beside those that the page loads at once, without which it would not work where there is no network.
func (OfflineCheck) Parts() []string {
	return []string{OfflineBase, OfflineBase + "?lang=vi", OfflineBase + "?lang=en"}
}
