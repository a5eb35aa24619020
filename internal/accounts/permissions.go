package accounts

import (
	"maps"
	"slices"
)

// Hat is one way of standing before an edition. A person may wear several.
type Hat string

// The hats of the permission table. Owner hats (the producer of a nomination, the judge of a sheet)
// are given by the service that holds the object.
const (
	HatPublic          Hat = "public"
	HatUser            Hat = "user"  // anybody signed in: producers among them
	HatFiler           Hat = "filer" // anybody signed in who does not audit the edition
	HatAdministrator   Hat = "administrator"
	HatSecretariat     Hat = "secretariat" // every seat of it
	HatSecretariatHead Hat = "secretariat.head"
	HatJury            Hat = "jury" // every seat of it
	HatJudge           Hat = "judge"
	HatJuryHead        Hat = "jury.head"
	HatJuryDesk        Hat = "jury.desk" // its head, deputy and secretary, who keep its work moving
	HatJurySecretary   Hat = "jury.secretary"
	HatCouncil         Hat = "council" // every seat of it
	HatCouncilRecorder Hat = "council.recorder"
	HatAuditor         Hat = "auditor"
	HatOwner           Hat = "owner" // the object's own producer or judge
	HatSystem          Hat = "system"
)

// Right is one thing that can be allowed.
type Right string

// The rights of the permission table.
const (
	SeeEdition       Right = "see edition"
	MakeEdition      Right = "make edition"
	MoveEdition      Right = "move edition"
	SetDeadline      Right = "set deadline"
	ChangeRules      Right = "change rules"
	NameMembers      Right = "name members"
	SeeMembers       Right = "see members"
	Nominate         Right = "nominate"
	EditNomination   Right = "edit nomination"
	ImportNomination Right = "import nominations"
	ReadNomination   Right = "read nomination"
	ReadContacts     Right = "read contacts"
	Screen           Right = "screen"
	AnswerJudges     Right = "answer judges' questions"
	ReadVisits       Right = "read notes of visits"
	WriteVisit       Right = "write note of visit"
	SetCalibration   Right = "set up calibration"
	EndCalibration   Right = "end calibration"
	TakeCalibration  Right = "mark calibration examples"
	SeeCalibration   Right = "see calibration"
	DeclareConflicts Right = "declare conflicts"
	SeeMatches       Right = "see conflict matches"
	DismissMatch     Right = "dismiss conflict match"
	ArrangePanels    Right = "arrange panels"
	ReadAssignment   Right = "read assignment"
	ReadOwnSheets    Right = "read own sheets"
	ReadAllSheets    Right = "read all sheets"
	ReadSheetStates  Right = "read sheet states"
	EnterMarks       Right = "enter marks"
	PrintPaper       Right = "print paper sheets"
	TypePaper        Right = "type paper sheets"
	ReadScan         Right = "read scan of paper sheet"
	ReopenSheet      Right = "reopen sheet"
	ClosePass        Right = "close pass"
	ReadRanking      Right = "read ranking"
	ReadJudgeTotals  Right = "read totals of each judge"
	ReadAgreement    Right = "read agreement"
	ReadResults      Right = "read announced results"
	OfferResults     Right = "offer results bundle"
	ReadBundle       Right = "read results bundle"
	RecordProposal   Right = "record proposal"
	ReadProposal     Right = "read proposal"
	ProposeRevoking  Right = "propose revocation"
	ReadRevocations  Right = "read proposals of revocation"
	RunMeeting       Right = "run council meeting"
	SitInMeeting     Right = "sit in council meeting"
	FollowMeeting    Right = "follow council meeting"
	RecordDecision   Right = "record decision"
	IssueCertificate Right = "issue certificate"
	ReadRegister     Right = "read register"
	ReadLook         Right = "read look of certificates"
	SetLook          Right = "choose look of certificates"
	ReadJob          Right = "read job"
	ReadJournal      Right = "read journal"
	Verify           Right = "verify"
	HandOutSlips     Right = "hand out slips"
	AdmitJudge       Right = "admit a judge by a slip"
	ManagePeople     Right = "manage people"
	ManageOffice     Right = "manage office"
)

// staff are the hats of everybody who works for an edition.
var staff = []Hat{HatSecretariat, HatJury, HatCouncil, HatAuditor}

// permissions is the one table of who may do what. Where a state decides too (after the close, after
// announcement), the service that owns the state says so.
var permissions = map[Right][]Hat{
	SeeEdition:       {HatUser},
	MakeEdition:      {HatAdministrator},
	MoveEdition:      {HatAdministrator},
	SetDeadline:      {HatAdministrator, HatSecretariatHead},
	ChangeRules:      {HatAdministrator},
	NameMembers:      {HatAdministrator},
	SeeMembers:       append([]Hat{HatAdministrator}, staff...),
	Nominate:         {HatFiler, HatSecretariat},
	EditNomination:   {HatOwner, HatSecretariat},
	ImportNomination: {HatSecretariat},
	ReadNomination:   append([]Hat{HatOwner, HatAdministrator}, staff...),
	ReadContacts:     {HatOwner, HatSecretariat, HatAuditor},
	Screen:           {HatSecretariat},
	AnswerJudges:     {HatSecretariat},
	ReadVisits:       staff,
	WriteVisit:       {HatJury, HatSecretariat},
	SetCalibration:   {HatJuryHead, HatJurySecretary},
	EndCalibration:   {HatJuryHead},
	TakeCalibration:  {HatJudge},
	SeeCalibration:   {HatJury},
	DeclareConflicts: {HatJudge},
	SeeMatches:       {HatSecretariatHead, HatJurySecretary, HatAuditor, HatJudge},
	DismissMatch:     {HatSecretariatHead, HatJurySecretary, HatJudge},
	ArrangePanels:    {HatAdministrator, HatSecretariatHead, HatJurySecretary},
	ReadAssignment:   {HatAdministrator, HatSecretariat, HatJuryDesk, HatAuditor},
	ReadOwnSheets:    {HatJudge, HatAuditor},
	ReadAllSheets:    {HatAuditor},
	ReadSheetStates:  {HatSecretariat, HatJuryDesk, HatAuditor},
	EnterMarks:       {HatOwner},
	PrintPaper:       {HatOwner, HatSecretariat},
	TypePaper:        {HatSecretariat},
	ReadScan:         {HatOwner, HatSecretariat, HatAuditor},
	ReopenSheet:      {HatJuryHead},
	ClosePass:        {HatJuryHead},
	ReadRanking:      staff,
	ReadJudgeTotals:  {HatJuryHead, HatJurySecretary, HatAuditor},
	ReadAgreement:    {HatJuryHead, HatCouncil, HatAuditor},
	ReadResults:      {HatPublic},
	OfferResults:     {HatAdministrator},
	ReadBundle:       {HatAuditor}, // and everybody when the organiser says so
	RecordProposal:   {HatCouncilRecorder},
	ReadProposal:     staff,
	ProposeRevoking:  {HatCouncilRecorder},
	ReadRevocations:  {HatSecretariat, HatCouncil, HatAuditor},
	RunMeeting:       {HatCouncilRecorder}, // and the council's deputy while no head of it is present
	SitInMeeting:     {HatCouncil},
	FollowMeeting:    {HatCouncil, HatSecretariat, HatJuryHead, HatAuditor},
	RecordDecision:   {HatSecretariatHead},
	IssueCertificate: {HatSecretariatHead},
	ReadRegister:     append([]Hat{HatAdministrator}, staff...),
	ReadLook:         {HatSecretariat},
	SetLook:          {HatSecretariatHead},
	ReadJob:          {HatSecretariat, HatAuditor},
	ReadJournal:      {HatAdministrator, HatAuditor},
	Verify:           {HatPublic},
	HandOutSlips:     {HatAdministrator, HatSecretariat},
	AdmitJudge:       {HatJurySecretary},
	ManagePeople:     {HatAdministrator},
	ManageOffice:     {HatAdministrator},
}

// Permissions is a copy of the permission table, for its tests and for the documents.
func Permissions() map[Right][]Hat { return maps.Clone(permissions) }

// Hats are the hats that a caller wears before one edition, given the grants that hold there.
func Hats(a Actor, organiser string, grants []Grant) []Hat {
	hats := []Hat{HatPublic}
	if a.System {
		return append(hats, HatSystem)
	}
	if !a.SignedIn() {
		return hats
	}
	if a.Only != "" { // whatever else the person is
		for _, g := range grants {
			if g.User == a.User.ID && g.Edition == a.Only && g.Ended.IsZero() && judgesIn(g) {
				return append(hats, HatJury, HatJudge)
			}
		}
		return hats
	}
	hats = append(hats, HatUser)
	if a.User.Administrator && a.User.Organiser == organiser {
		hats = append(hats, HatAdministrator)
	}
	for _, g := range grants {
		if g.User == a.User.ID && g.Ended.IsZero() {
			hats = append(hats, seatHats(g)...)
		}
	}
	if !slices.Contains(hats, HatAuditor) {
		hats = append(hats, HatFiler)
	}
	return hats
}

// seatHats says what one seat lets its holder wear. Head and deputy of the jury judge too, its
// secretary does not.
func seatHats(g Grant) []Hat {
	switch g.Body {
	case Secretariat:
		if g.Role == Head {
			return []Hat{HatSecretariat, HatSecretariatHead}
		}
		return []Hat{HatSecretariat}
	case Jury:
		switch g.Role {
		case Head:
			return []Hat{HatJury, HatJudge, HatJuryHead, HatJuryDesk}
		case Deputy:
			return []Hat{HatJury, HatJudge, HatJuryDesk}
		case Secretary:
			return []Hat{HatJury, HatJuryDesk, HatJurySecretary}
		default:
			return []Hat{HatJury, HatJudge}
		}
	case Council:
		if g.Role == Head || g.Role == Secretary {
			return []Hat{HatCouncil, HatCouncilRecorder}
		}
		return []Hat{HatCouncil}
	case Audit:
		return []Hat{HatAuditor}
	}
	return nil
}

// Allowed reports whether one of the hats has the right.
func Allowed(right Right, hats []Hat) bool {
	if slices.Contains(hats, HatSystem) {
		return true
	}
	for _, h := range permissions[right] {
		if slices.Contains(hats, h) {
			return true
		}
	}
	return false
}
