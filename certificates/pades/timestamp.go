package pades

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"github.com/smallstep/pkcs7"
)

// TimestampServer asks a timestamp authority over HTTP (RFC 3161). A token is taken only when it is over the right digest,
// answers this very request, and is signed by a certificate for timestamps under Roots.
type TimestampServer struct {
	URL    string
	Roots  *x509.CertPool
	Client *http.Client // with a timeout
}

// algorithmIdentifier, imprint and the like are the messages of RFC 3161, 2.4.
type (
	algorithmIdentifier struct {
		Algorithm  asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	imprint struct {
		HashAlgorithm algorithmIdentifier
		HashedMessage []byte
	}
	timestampRequest struct {
		Version int
		Imprint imprint
		Nonce   *big.Int
		CertReq bool
	}
	timestampResponse struct {
		Status struct {
			Status int
			Text   asn1.RawValue  `asn1:"optional,tag:16,class:0"`
			Fail   asn1.BitString `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	timestampInfo struct {
		Version  int
		Policy   asn1.ObjectIdentifier
		Imprint  imprint
		Serial   *big.Int
		Time     time.Time     `asn1:"generalized"`
		Accuracy asn1.RawValue `asn1:"optional,tag:16,class:0"`
		Ordering bool          `asn1:"optional"`
		Nonce    *big.Int      `asn1:"optional"`
		TSA      asn1.RawValue `asn1:"optional,tag:0"`
		More     asn1.RawValue `asn1:"optional,tag:1"`
	}
)

// longestAnswer is the most that is read of an authority's answer, in bytes.
const longestAnswer = 64 << 10

// Stamp asks for a token over a digest.
func (t TimestampServer) Stamp(ctx context.Context, digest [sha256.Size]byte) (Token, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	ask, err := asn1.Marshal(timestampRequest{Version: 1, Imprint: imprint{algorithmIdentifier{Algorithm: oidSHA256}, digest[:]}, Nonce: nonce, CertReq: true})
	if err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	answer, err := t.post(ctx, ask)
	if err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	token, err := ReadResponse(answer, t.Roots)
	if err != nil {
		return Token{}, err
	}
	if !bytes.Equal(token.Digest, digest[:]) || token.nonce == nil || token.nonce.Cmp(nonce) != 0 {
		return Token{}, errors.New("timestamp: the token answers another request")
	}
	return token, nil
}

func (t TimestampServer) post(ctx context.Context, ask []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(ask))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	response, err := t.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the authority answers %s", response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, longestAnswer))
}

// ReadResponse reads the token in an authority's answer (TimeStampResp), as ReadToken does.
func ReadResponse(der []byte, roots *x509.CertPool) (Token, error) {
	var response timestampResponse
	if rest, err := asn1.Unmarshal(der, &response); err != nil || len(rest) > 0 {
		return Token{}, errors.New("timestamp: the authority's answer is none of RFC 3161")
	}
	if response.Status.Status > 1 || len(response.Token.FullBytes) == 0 {
		return Token{}, fmt.Errorf("timestamp: the authority refuses (status %d)", response.Status.Status)
	}
	return ReadToken(response.Token.FullBytes, roots)
}

// Response is the token as an authority's answer: what `openssl ts -verify -in` and ReadResponse read.
func (t Token) Response() ([]byte, error) {
	type granted struct{ Status int }
	der, err := asn1.Marshal(struct {
		Status granted
		Token  asn1.RawValue
	}{Token: asn1.RawValue{FullBytes: t.Raw}})
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	return der, nil
}

// Token is what a timestamp says: this digest existed at this time.
type Token struct {
	Raw          []byte // DER
	At           time.Time
	Digest       []byte              // SHA-256
	Certificates []*x509.Certificate // the signer's, then each above it up to the root

	nonce *big.Int
}

// ReadToken checks the signature of a timestamp token and that its signer may stamp, under roots, and reads it.
func ReadToken(der []byte, roots *x509.CertPool) (Token, error) {
	message, err := pkcs7.Parse(der)
	if err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	var info timestampInfo
	if _, err := asn1.Unmarshal(message.Content, &info); err != nil {
		return Token{}, errors.New("timestamp: no timestamp in the token")
	}
	if err := message.Verify(); err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	signer := message.GetOnlySigner()
	if signer == nil {
		return Token{}, errors.New("timestamp: not one signer")
	}
	between := x509.NewCertPool()
	for _, c := range message.Certificates {
		between.AddCert(c)
	}
	chains, err := signer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: info.Time,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	if err != nil {
		return Token{}, fmt.Errorf("timestamp: %w", err)
	}
	if !info.Imprint.HashAlgorithm.Algorithm.Equal(oidSHA256) {
		return Token{}, errors.New("timestamp: the digest is no SHA-256")
	}
	return Token{Raw: der, At: info.Time, Digest: info.Imprint.HashedMessage, Certificates: chains[0], nonce: info.Nonce}, nil
}
