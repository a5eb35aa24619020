package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/accounts"
)

// route is one line of the table: what is served to whom by which handler. The services check the right
// again, with the state of the object; the table says who needs to be signed in, feeds the permission
// matrix of the tests and is compared with the API's description.
type route struct {
	method  string
	pattern string
	right   accounts.Right
	handler echo.HandlerFunc
}

const (
	apiRoot = "/api/v1"
	get     = http.MethodGet
	post    = http.MethodPost
	put     = http.MethodPut
	patch   = http.MethodPatch
	remove  = http.MethodDelete
)

// routes is every address that is served.
func (s *Server) routes() []route {
	all := slices.Concat(s.editionRoutes(), s.scoringRoutes(), s.certificateRoutes())
	for i := range all {
		all[i].pattern = apiRoot + all[i].pattern
	}
	all = append(all, s.plainRoutes()...)
	if s.Pages != nil {
		all = append(all, s.pageRoutes()...)
	}
	return all
}

// editionRoutes is the JSON API, below apiRoot, from the edition to the screened nomination.
func (s *Server) editionRoutes() []route {
	return []route{
		{get, "/openapi.json", open, s.showOpenAPI},
		{get, "/docs", open, s.showDocs},
		{get, "/me", signedIn, s.showMe},

		{get, "/editions", accounts.SeeEdition, s.listEditions},
		{post, "/editions", accounts.MakeEdition, s.createEdition},
		{get, "/editions/:slug", accounts.SeeEdition, s.showEdition},
		{post, "/editions/:slug/state", accounts.MoveEdition, s.moveEdition},
		{post, "/editions/:slug/state/back", accounts.MoveEdition, s.moveEditionBack},
		{get, "/editions/:slug/readiness", accounts.SeeMembers, s.showReadiness},
		{post, "/editions/:slug/deadline", accounts.SetDeadline, s.setDeadline},
		{put, "/editions/:slug/rules", accounts.ChangeRules, s.changeRules},
		{get, "/editions/:slug/counts", accounts.ReadNomination, s.showCounts},
		{get, "/editions/:slug/journal", accounts.ReadJournal, s.listJournal},
		{get, "/editions/:slug/members", accounts.SeeMembers, s.listMembers},
		{post, "/editions/:slug/members", accounts.NameMembers, s.addMember},
		{post, "/editions/:slug/members/:id/remove", accounts.NameMembers, s.removeMember},
		{post, "/editions/:slug/members/:id/replace", accounts.NameMembers, s.replaceMember},
		{post, "/editions/:slug/declarations", accounts.DeclareConflicts, s.declareConflicts},
		{get, "/editions/:slug/conflicts", accounts.SeeMatches, s.listMatches},
		{post, "/editions/:slug/conflicts/:id/dismiss", accounts.DismissMatch, s.dismissMatch},
		{get, "/editions/:slug/assignment", accounts.ReadAssignment, s.showAssignment},
		{put, "/editions/:slug/assignment", accounts.ArrangePanels, s.setAssignment},
		{get, "/editions/:slug/absences", accounts.ReadAssignment, s.listAbsences},
		{post, "/editions/:slug/absences", accounts.ArrangePanels, s.recordAbsence},
		{post, "/editions/:slug/absences/:id/end", accounts.ArrangePanels, s.endAbsence},
		{post, "/editions/:slug/documents", accounts.RecordDecision, s.addEditionDocument},

		{get, "/editions/:slug/nominations", signedIn, s.listNominations},
		{post, "/editions/:slug/nominations", accounts.Nominate, s.createNomination},
		{post, "/editions/:slug/nominations/import", accounts.ImportNomination, s.importNominations},
		{get, "/nominations/:id", accounts.ReadNomination, s.showNomination},
		{patch, "/nominations/:id", accounts.EditNomination, s.patchNomination},
		{post, "/nominations/:id/submit", accounts.EditNomination, s.submitNomination},
		{get, "/nominations/:id/timeline", accounts.ReadNomination, s.showTimeline},
		{post, "/nominations/:id/withdraw", accounts.EditNomination, s.withdrawNomination},
		{get, "/nominations/:id/documents", accounts.ReadNomination, s.listDocuments},
		{post, "/nominations/:id/documents", accounts.EditNomination, s.addDocument},
		{get, "/nominations/:id/documents/:n", accounts.ReadNomination, s.showDocument},
		{remove, "/nominations/:id/documents/:n", accounts.EditNomination, s.removeDocument},
		{get, "/nominations/:id/screening", accounts.ReadNomination, s.listVerdicts},
		{post, "/nominations/:id/screening", accounts.Screen, s.screenNomination},
	}
}

// scoringRoutes is the JSON API from the sheet to the decision.
func (s *Server) scoringRoutes() []route {
	return []route{
		{get, "/editions/:slug/sheets", accounts.ReadOwnSheets, s.listSheets},
		{get, "/editions/:slug/sheets/states", accounts.ReadSheetStates, s.listSheetStates},
		{get, "/sheets/:id", accounts.ReadOwnSheets, s.showSheet},
		{put, "/sheets/:id", accounts.EnterMarks, s.saveSheet},
		{post, "/sheets/:id/submit", accounts.EnterMarks, s.submitSheet},
		{post, "/sheets/:id/recuse", accounts.EnterMarks, s.recuseSheet},
		{post, "/sheets/:id/reopen", accounts.ReopenSheet, s.reopenSheet},
		{get, "/sheets/:id/history", accounts.ReadOwnSheets, s.showSheetHistory},
		{get, "/editions/:slug/paper", accounts.TypePaper, s.listPapers},
		{get, "/sheets/:id/paper", accounts.TypePaper, s.showPaperSheet},
		{post, "/sheets/:id/paper", accounts.TypePaper, s.typePaper},
		{remove, "/sheets/:id/paper", accounts.TypePaper, s.dropPaper},
		{post, "/sheets/:id/paper/compare", accounts.TypePaper, s.comparePaper},
		{post, "/sheets/:id/paper/scan", accounts.TypePaper, s.sendPaperScan},
		{get, "/sheets/:id/paper/scan", accounts.ReadScan, s.showPaperScan},

		{get, "/editions/:slug/passes", accounts.SeeMembers, s.listPasses},
		{post, "/editions/:slug/passes/:n/close", accounts.ClosePass, s.closePass},
		{post, "/editions/:slug/passes/:n/reopen", accounts.ClosePass, s.reopenPass},
		{get, "/editions/:slug/ranking", accounts.ReadResults, s.showRanking},
		{get, "/editions/:slug/agreement", accounts.ReadAgreement, s.showAgreement},
		{get, "/editions/:slug/results", accounts.ReadResults, s.showResultsBundle},
		{put, "/editions/:slug/results", accounts.OfferResults, s.offerResults},
		{get, "/editions/:slug/proposal", accounts.ReadProposal, s.showProposal},
		{post, "/editions/:slug/proposal", accounts.RecordProposal, s.recordProposal},
		{get, "/editions/:slug/decision", accounts.ReadProposal, s.listDecisions},
		{post, "/editions/:slug/decision", accounts.RecordDecision, s.recordDecision},
		{get, "/editions/:slug/decision/history", accounts.ReadProposal, s.listDecisionHistory},
		{post, "/editions/:slug/decision/:id/correct", accounts.RecordDecision, s.correctDecision},
	}
}

// certificateRoutes is the JSON API of the register.
func (s *Server) certificateRoutes() []route {
	return []route{
		{get, "/editions/:slug/certificates", accounts.ReadRegister, s.listCertificates},
		{post, "/editions/:slug/certificates", accounts.IssueCertificate, s.issueCertificates},
		{post, "/editions/:slug/countersignatures", accounts.IssueCertificate, s.countersign},
		{get, "/editions/:slug/certificate-look", accounts.ReadLook, s.showLook},
		{put, "/editions/:slug/certificate-look", accounts.SetLook, s.setLook},
		{post, "/editions/:slug/certificate-look", accounts.SetLook, s.addLookPicture},
		{get, "/jobs/:id", accounts.ReadJob, s.showJob},
		{post, "/jobs/:id/pause", accounts.IssueCertificate, s.pauseJob},
		{post, "/jobs/:id/resume", accounts.IssueCertificate, s.resumeJob},
		{get, "/certificates/:code", accounts.Verify, s.showCertificate},
		{get, "/certificates/:code/pdf", accounts.Verify, s.showCertificatePDF},
		{get, "/certificates/:code/credential", accounts.Verify, s.showCredential},
		{post, "/certificates/verify", accounts.Verify, s.verifyCertificate},
		{get, "/editions/:slug/revocation-proposals", accounts.ReadRevocations, s.listRevocations},
		{post, "/editions/:slug/revocation-proposals", accounts.ProposeRevoking, s.proposeRevocation},
		{post, "/certificates/:code/revoke", accounts.IssueCertificate, s.revokeCertificate},
		{post, "/certificates/:code/suspend", accounts.IssueCertificate, s.suspendCertificate},
		{post, "/certificates/:code/reinstate", accounts.IssueCertificate, s.reinstateCertificate},
		{post, "/certificates/:code/reissue", accounts.IssueCertificate, s.reissueCertificate},
		{get, "/ledger", open, s.showLedgerState},
		{get, "/ledger/proof/inclusion", open, s.showInclusion},
		{get, "/ledger/proof/consistency", open, s.showConsistency},
		{post, "/ledger/cosignatures", open, s.addCosignatures},
	}
}

// plainRoutes is what is neither the API nor a page.
func (s *Server) plainRoutes() []route {
	return []route{
		{get, "/healthz", unasked, s.showHealth},
		{get, "/readyz", unasked, s.showReady},
		{get, "/metrics", unasked, s.showMetrics},
		{get, "/ledger/checkpoint", unasked, s.showCheckpoint},
		{get, "/ledger/tile/*", unasked, s.showTile},
		{get, "/ledger/timestamp/:name", unasked, s.showTimestamp},
		{get, "/.well-known/vinhdanh-keys", unasked, s.showKeys},
		{get, "/.well-known/jwks.json", unasked, s.showKeySet},
		{get, "/.well-known/vinhdanh-status", unasked, s.showStatusList},
	}
}

// specPath is an API pattern as OpenAPI writes it: "/editions/{slug}".
func specPath(pattern string) string {
	parts := strings.Split(strings.TrimPrefix(pattern, apiRoot), "/")
	for i, p := range parts {
		if name, ok := strings.CutPrefix(p, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}
