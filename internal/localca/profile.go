package localca

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
)

// ProfileType is the media type that iOS and macOS offer to install.
const ProfileType = "application/x-apple-aspen-config"

// profile is a configuration profile with one root certificate (Apple, Configuration Profile Reference:
// com.apple.security.root). Its ids follow from the certificate, so that a second download replaces the first.
const profile = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
<key>PayloadCertificateFileName</key><string>vinhdanh.crt</string>
<key>PayloadContent</key><data>%[1]s</data>
<key>PayloadDisplayName</key><string>%[2]s</string>
<key>PayloadIdentifier</key><string>vn.vinhdanh.local.%[3]s.root</string>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadUUID</key><string>%[4]s</string>
<key>PayloadVersion</key><integer>1</integer>
</dict></array>
<key>PayloadDisplayName</key><string>%[2]s</string>
<key>PayloadIdentifier</key><string>vn.vinhdanh.local.%[3]s</string>
<key>PayloadRemovalDisallowed</key><false/>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadUUID</key><string>%[5]s</string>
<key>PayloadVersion</key><integer>1</integer>
</dict></plist>
`

// Profile is the certificate as iOS and macOS install it.
func (a *Authority) Profile() ([]byte, error) {
	var name bytes.Buffer
	if err := xml.EscapeText(&name, []byte(a.Name())); err != nil {
		return nil, fmt.Errorf("write profile: %w", err)
	}
	sum := sha256.Sum256(a.cert.Raw)
	return fmt.Appendf(nil, profile, base64.StdEncoding.EncodeToString(a.cert.Raw), name.String(), fmt.Sprintf("%x", sum[:6]),
		uuid(sum[:16]), uuid(sum[16:])), nil
}

// uuid writes 16 bytes as a UUID of version 8 (RFC 9562: whatever the maker likes).
func uuid(b []byte) string {
	b = bytes.Clone(b)
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
