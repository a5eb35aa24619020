package templates

// officeTypes are the page types of the area, each checked against its template.
var officeTypes = []Page{
	OfficeMembers{}, DeskPanels{}, OfficeSheets{}, OfficeDecision{}, OfficeDecisionForm{}, OfficeDecisionCheck{},
	OfficeRegister{}, OfficeIssue{}, OfficeSigning{}, OfficeLook{}, OfficeJob{}, OfficeCertificate{}, OfficeReports{}, OfficeAct{},
}
