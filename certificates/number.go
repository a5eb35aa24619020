package certificates

import "fmt"

// Number is the certificate's serial number as printed: running number of the year, two digits at
// least, year and sign, such as 01/2026/GCN (NĐ 30/2020 writes numbers below ten with a zero).
func Number(seq, year int) string { return fmt.Sprintf("%02d/%d/GCN", seq, year) }
