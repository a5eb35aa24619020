package judging

import (
	"encoding/json"
	"fmt"
	"time"

	"vinhdanh/internal/accounts"
)

// Mail is the payload of a job of the kind "mail": a letter named by its catalogue key, worded and sent
// after the commit.
type Mail struct {
	To       string            `json:"to"`
	Letter   string            `json:"letter"` // catalogue key below "mail."
	Args     map[string]string `json:"args"`
	LinkPath string            `json:"link_path,omitempty"` // below the installation's address
	Owed     []Owed            `json:"owed,omitempty"`      // what a reminder lists
	// Certificates are those that a letter tells of.
	Certificates []MailCertificate `json:"certificates,omitempty"`
}

// MailCertificate is one certificate in a letter; its code is as printed.
type MailCertificate struct {
	Number  string `json:"number"`
	Product string `json:"product"`
	Code    string `json:"code"`
}

// Sent is what is kept of a letter once it was sent: which it was and to whom. The link, which may let somebody in, and
// what was said are gone. Of a letter in an edition's matters the address is masked, since a producer's may have to be erased.
func (m Mail) Sent(edition string) Mail {
	if edition != "" {
		m.To = accounts.MaskedEmail(m.To)
	}
	return Mail{To: m.To, Letter: m.Letter}
}

// MailJob is the kind of the jobs that carry a Mail.
const MailJob = "mail"

// invitationDays is how long an invitation can be accepted.
const invitationDays = 14

// invite makes a person's invitation and queues the letter that carries it and names the seat.
func invite(tx Tx, u accounts.User, seat accounts.Grant, e Edition, now time.Time) error {
	link, err := invitationLink(tx, u.ID, now)
	if err != nil {
		return err
	}
	return sendMail(tx, Mail{To: u.Email, Letter: "invitation", LinkPath: link,
		Args: map[string]string{"name": u.Name, "edition": e.Name, "body": string(seat.Body), "role": string(seat.Role)}}, e.ID)
}

// invitationLink makes an invitation of an account and gives the path of its link.
func invitationLink(tx Tx, user string, now time.Time) (string, error) {
	plain, hash := accounts.NewToken("inv")
	inv := accounts.Invitation{ID: accounts.NewID(), User: user, TokenHash: hash, Created: now,
		Expires: now.AddDate(0, 0, invitationDays)}
	return "/invitation?token=" + plain, tx.SaveInvitation(inv)
}

func sendMail(tx Tx, m Mail, edition string) error {
	_, err := EnqueueMail(tx, m, edition)
	return err
}

// EnqueueMail queues a letter in an edition's matters and answers the id of its job.
func EnqueueMail(tx Tx, m Mail, edition string) (job string, err error) {
	payload, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write mail %s: %w", m.Letter, err)
	}
	job = accounts.NewID()
	return job, tx.Enqueue(Job{ID: job, Kind: MailJob, Edition: edition, Payload: payload})
}

// pathAt is the path of the i-th item of a list in a caller's input.
func pathAt(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
