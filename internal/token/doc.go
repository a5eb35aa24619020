// Package token uses a private key that lies in a token (a USB key, a smart card, an HSM) through the library that its
// maker gives for it, by PKCS#11. The key never leaves the token, so that whoever copies the server has not got it.
package token
