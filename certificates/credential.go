package certificates

import (
	"context"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Credential is a certificate as an Open Badges 3.0 achievement in a W3C Verifiable Credential (Data Model 2.0). It says
// the same as the printed statement; docs/formats.md describes it. One that was revoked, suspended or replaced is still a
// credential: its status list says so.
type Credential struct {
	issuer string // address of the platform
	place  int    // of the certificate in the status list
	about  Public
}

// Credential is the credential of an issued certificate.
func (s *Service) Credential(ctx context.Context, about Public, issuer string) (c Credential, err error) {
	c = Credential{issuer: issuer, about: about}
	place, known := s.places.Load(about.Code)
	if !known {
		err = s.store.View(ctx, func(tx Tx) error {
			issued, err := tx.IssuedCodes()
			for i, x := range issued {
				s.places.Store(x.Code, i)
			}
			return err
		})
		if err != nil {
			return c, err
		}
		if place, known = s.places.Load(about.Code); !known {
			return c, fmt.Errorf("certificate %s is not among those issued", about.Code)
		}
	}
	c.place = place.(int)
	return c, nil
}

type badgeCredential struct {
	Context    []string        `json:"@context"`
	ID         string          `json:"id"`
	Type       []string        `json:"type"`
	Name       string          `json:"name"`
	Issuer     badgeProfile    `json:"issuer"`
	ValidFrom  string          `json:"validFrom"`
	ValidUntil string          `json:"validUntil"`
	Subject    badgeSubject    `json:"credentialSubject"`
	Status     badgeStatus     `json:"credentialStatus"`
	Evidence   []badgeEvidence `json:"evidence"`
	// The registered claims of RFC 7519 that Open Badges 3.0, 8.2.4, asks for beside the members they repeat.
	Iss string `json:"iss"`
	Jti string `json:"jti"`
	Nbf int64  `json:"nbf"`
	Exp int64  `json:"exp"`
}

type badgeProfile struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
}

type badgeSubject struct {
	Type        []string         `json:"type"`
	Identifier  []badgeIdentity  `json:"identifier"`
	Achievement badgeAchievement `json:"achievement"`
}

type badgeIdentity struct {
	Type         string `json:"type"`
	Hashed       bool   `json:"hashed"`
	IdentityHash string `json:"identityHash"`
	IdentityType string `json:"identityType"`
}

type badgeAchievement struct {
	ID          string        `json:"id"`
	Type        []string      `json:"type"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Criteria    badgeCriteria `json:"criteria"`
	Image       *badgeImage   `json:"image,omitempty"`
}

type badgeCriteria struct {
	Narrative string `json:"narrative"`
}

type badgeImage struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

type badgeStatus struct {
	ID      string         `json:"id"`
	Type    string         `json:"type"`
	Purpose string         `json:"statusPurpose"`
	Index   string         `json:"statusListIndex"`
	List    string         `json:"statusListCredential"`
	Size    int            `json:"statusSize"`
	Message []badgeMessage `json:"statusMessage"`
}

type badgeMessage struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type badgeEvidence struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
}

// document is the credential's JSON; days are whole days in Vietnam.
func (c Credential) document() (badgeCredential, error) {
	st, p := c.about.Statement, c.about
	code, err := ParseCode(p.Code)
	if err != nil {
		return badgeCredential{}, err
	}
	from, err := time.ParseInLocation(time.DateOnly, p.IssuedOn, vietnam)
	if err != nil {
		return badgeCredential{}, fmt.Errorf("read day of issue: %w", err)
	}
	until, err := time.ParseInLocation(time.DateOnly, p.ValidUntil, vietnam)
	if err != nil {
		return badgeCredential{}, fmt.Errorf("read last day: %w", err)
	}
	until = until.AddDate(0, 0, 1).Add(-time.Second) // its last day is the whole day
	own, list := c.issuer+"/api/v1/certificates/"+code.Lower()+"/credential", c.issuer+"/.well-known/vinhdanh-status"
	decision := st.DecisionNumber + " (" + string(st.DecisionDate) + "), " + st.Authority
	b := badgeCredential{
		Context: []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		ID:      own, Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Name: st.LevelTitle.VI,
		Issuer:    badgeProfile{ID: c.issuer, Type: []string{"Profile"}, Name: st.Authority},
		ValidFrom: from.Format(time.RFC3339), ValidUntil: until.Format(time.RFC3339),
		Subject: badgeSubject{Type: []string{"AchievementSubject"},
			Identifier: []badgeIdentity{{"IdentityObject", false, p.Product + " · " + p.Producer, "name"}},
			Achievement: badgeAchievement{ID: c.issuer + "/editions/" + p.Edition.Slug + "#" + p.Group, Type: []string{"Achievement"}, Name: st.LevelTitle.VI,
				Description: st.EditionName + ". " + st.ProductGroup.VI, Criteria: badgeCriteria{decision}}},
		Status: badgeStatus{ID: list + "#" + strconv.Itoa(c.place), Type: "BitstringStatusListEntry", Purpose: "message",
			Index: strconv.Itoa(c.place), List: list, Size: 2},
		Evidence: []badgeEvidence{{c.issuer + "/v/" + code.Lower(), []string{"Evidence"}, p.Number}},
		Iss:      c.issuer, Jti: own, Nbf: from.Unix(), Exp: until.Unix(),
	}
	if p.Photo != "" {
		b.Subject.Achievement.Image = &badgeImage{c.issuer + "/v/" + code.Lower() + "/photo/medium", "Image"}
	}
	for i, status := range listStatuses {
		b.Status.Message = append(b.Status.Message, badgeMessage{"0x" + strconv.FormatInt(int64(i), 16), string(status)})
	}
	return b, nil
}

// Sign is the credential as it travels: a JWS in compact form (VC-JOSE-COSE, application/vc+jwt), by the key of that
// number. The same certificate gives the same text.
func (c Credential) Sign(id int, key *ecdsa.PrivateKey) (string, error) {
	document, err := c.document()
	if err != nil {
		return "", err
	}
	text, err := signCredential(id, key, document)
	if err != nil {
		return "", fmt.Errorf("sign credential: %w", err)
	}
	return text, nil
}

// JWKS is the keys as a JSON Web Key Set (RFC 7517), for those who check credentials.
func (k OfflineKeys) JWKS() ([]byte, error) {
	type jwk struct {
		Kty string `json:"kty"`
		Crv string `json:"crv"`
		X   string `json:"x"`
		Y   string `json:"y"`
		Alg string `json:"alg"`
		Use string `json:"use"`
		Kid string `json:"kid"`
	}
	set := struct {
		Keys []jwk `json:"keys"`
	}{[]jwk{}}
	for _, key := range k {
		point, err := key.Public.Bytes()
		if err != nil {
			return nil, fmt.Errorf("write key set: %w", err)
		}
		x, y := point[1:1+offlineHalf], point[1+offlineHalf:]
		set.Keys = append(set.Keys, jwk{"EC", "P-256", base64.RawURLEncoding.EncodeToString(x), base64.RawURLEncoding.EncodeToString(y),
			"ES256", "sig", strconv.Itoa(key.ID)})
	}
	return json.Marshal(set)
}
