// Package templates owns what readers see: the HTML of every page, the Go type that each page is filled from,
// and the built styles, fonts and icons. It refuses to know requests, sessions and the database: it is handed
// values and a translate function, and writes a page.
package templates
