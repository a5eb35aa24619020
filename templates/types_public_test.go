package templates

// publicTypes are the page types of the area, each checked against its template.
var publicTypes = []Page{Home{}, VerifyLookup{}, Verify{}, VerifyFile{}, VerifyReport{}, Register{}, Results{}, Ledger{}, Help{}, Error{}, PublicProduct{}, PublicStart{}, OfflineCheck{}}
