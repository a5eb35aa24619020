package templates

// councilTypes are the page types of the area, each checked against its template.
var councilTypes = []Page{
	Council{}, CouncilRanking{}, CouncilAgreement{}, CouncilProposal{}, CouncilProposalForm{}, CouncilProposalCheck{},
	CouncilMinutes{}, CouncilPapers{}, CouncilCertificates{}, CouncilPropose{}, OfficeWithdrawals{}, Withdrawn{}, CouncilJournal{}, CouncilSheets{}, CouncilSheet{},
	CouncilMeeting{}, CouncilMeetingItem{}, CouncilMeetingClose{}, CouncilMeetingHall{}, CouncilMeetingConflicts{},
}
