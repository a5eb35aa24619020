package accounts

import (
	"time"

	"vinhdanh/internal/ledger"
)

// TokenLeaf binds that an API token was made for a member of a jury or council; whoever holds it can act
// as that member.
func TokenLeaf(kind string, t Token, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "api_tokens", ID: t.ID, At: at,
		Body: map[string]any{"user": t.User, "created": t.Created.UnixMicro(), "hash": t.Hash}}
}

// JudgeSlipLeaf binds that a code was made that lets a judge in, and that it was used.
func JudgeSlipLeaf(kind string, s JudgeSlip, at time.Time) ledger.Leaf {
	used := int64(0)
	if !s.Used.IsZero() {
		used = s.Used.UnixMicro()
	}
	return ledger.Leaf{Kind: kind, Table: "judge_slips", ID: s.ID, At: at, Body: map[string]any{"edition": s.Edition, "seat": s.Seat,
		"user": s.User, "made_by": s.MadeBy, "created": s.Created.UnixMicro(), "used": used}}
}

// InvitationLeaf binds that an invitation of a member of a jury or council was accepted.
func InvitationLeaf(kind string, i Invitation, at time.Time) ledger.Leaf {
	return ledger.Leaf{Kind: kind, Table: "invitations", ID: i.ID, At: at,
		Body: map[string]any{"user": i.User, "created": i.Created.UnixMicro(), "accepted": i.Accepted.UnixMicro()}}
}
