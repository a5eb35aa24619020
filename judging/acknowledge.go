package judging

import "vinhdanh/internal/i18n"

// acknowledge queues the letter that says that a dossier was received, to a producer who can be written to.
func acknowledge(tx Tx, e Edition, n Nomination) error {
	if n.Producer.Email == "" {
		return nil
	}
	return sendMail(tx, Mail{To: n.Producer.Email, Letter: "received", LinkPath: "/nominations/" + n.ID, Args: map[string]string{
		"producer": n.Producer.Name, "product": n.Product, "code": n.Code, "edition": e.Name,
		"date": i18n.TypedDate(i18n.Today(n.Submitted)), "time": n.Submitted.In(i18n.VN).Format("15:04"),
	}}, e.ID)
}
