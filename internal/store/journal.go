package store

import "vinhdanh/judging"

const (
	// The joins find the edition of each leaf's row, who acted and what it was about. Acts have leaves of their
	// own; here they say who and why beside the row that they were done to.
	queryJournal query = `SELECT l.idx, l.kind, l.tbl, l.row_id, l.made_at,
COALESCE(a.made_by, v.made_by, vf.made_by, vs.made_by, dl.judge, cf.judge, cd.made_by, ag.made_by, ab.made_by, NULLIF(pp.ended_by, ''), pp.second_by,
NULLIF(ts.ended_by, ''), ts.second_by, CASE WHEN l.kind IN ('sheet.reopened', 'sheet.entered') THEN NULL ELSE sh.judge END,
NULLIF(CASE WHEN l.kind = 'pass.closed' THEN ps.closed_by END, ''), cc.made_by, mr.made_by, mb.closed_by, md.member, CASE l.kind WHEN 'item.settled' THEN mi.settled_by WHEN 'item.discussed' THEN mi.discussed_by END,
CASE WHEN l.kind = 'meeting.opened' THEN mt.opened_by WHEN l.kind IN ('meeting.closed', 'meeting.ended') THEN mt.closed_by END, pr.made_by, dc.made_by, ct.prepared_by, ev.made_by, cg.made_by, NULLIF(rp.ended_by, ''), rp.made_by,
tk.user_id, iv.user_id, CASE WHEN l.kind = 'slip.made' THEN js.made_by ELSE js.user_id END, ''),
COALESCE(n.product, vn.product, vp.product, gu.name, au.name, cn.product, mn.product, mu.name, ju.name, sh.product, dc.number, ct.number, ec.number, e.name, ''),
COALESCE(a.reason, cd.reason, ab.reason, cc.reason, mb.reason, CASE WHEN l.kind = 'item.settled' THEN mi.reason END, CASE WHEN l.kind = 'meeting.ended' THEN mt.reason END, '')
FROM ledger_leaves l
LEFT JOIN edition_acts a ON a.row_id = l.row_id AND a.made_at = l.made_at AND a.kind = l.kind
LEFT JOIN editions e ON l.tbl = 'editions' AND e.id = l.row_id
LEFT JOIN nominations n ON l.tbl = 'nominations' AND n.id = l.row_id
LEFT JOIN verdicts v ON l.tbl = 'verdicts' AND v.id = l.row_id
LEFT JOIN nominations vn ON vn.id = v.nomination
LEFT JOIN grants g ON l.tbl = 'grants' AND g.id = l.row_id
LEFT JOIN users gu ON gu.id = g.user_id
LEFT JOIN declarations dl ON l.tbl = 'declarations' AND dl.id = l.row_id
LEFT JOIN conflicts cf ON l.tbl = 'conflicts' AND cf.id = l.row_id
LEFT JOIN conflict_dismissals cd ON l.tbl = 'conflict_dismissals' AND cd.id = l.row_id
LEFT JOIN nominations cn ON cn.id = COALESCE(cf.nomination, cd.nomination)
LEFT JOIN assignments ag ON l.tbl = 'assignments' AND ag.id = l.row_id
LEFT JOIN absences ab ON l.tbl = 'absences' AND ab.id = l.row_id
LEFT JOIN grants sg ON sg.id = ab.seat
LEFT JOIN users au ON au.id = sg.user_id
LEFT JOIN sheet_seals sl ON l.tbl = 'sheet_seals' AND sl.id = l.row_id
LEFT JOIN paper_sheets pp ON l.tbl = 'paper_sheets' AND pp.id = l.row_id
LEFT JOIN paper_sheets ts ON l.tbl = 'sheet_seals' AND ts.seal = l.row_id
LEFT JOIN sheets sh ON sh.id = COALESCE(sl.sheet, pp.sheet, CASE WHEN l.tbl = 'sheets' THEN l.row_id END)
LEFT JOIN passes ps ON l.tbl = 'passes' AND ps.id = l.row_id
LEFT JOIN council_conflicts cc ON l.tbl = 'council_conflicts' AND cc.id = l.row_id
LEFT JOIN meeting_roll mr ON l.tbl = 'meeting_roll' AND mr.id = l.row_id
LEFT JOIN users mu ON mu.id = mr.member
LEFT JOIN meeting_ballots mb ON l.tbl = 'meeting_ballots' AND mb.id = l.row_id
LEFT JOIN meeting_dissents md ON l.tbl = 'meeting_dissents' AND md.id = l.row_id
LEFT JOIN meeting_items mi ON mi.id = COALESCE(mb.item, md.item, CASE WHEN l.tbl = 'meeting_items' THEN l.row_id END)
LEFT JOIN nominations mn ON mn.id = COALESCE(cc.nomination, mi.nomination)
LEFT JOIN meetings mt ON mt.id = COALESCE(mr.meeting, mi.meeting, CASE WHEN l.tbl = 'meetings' THEN l.row_id END)
LEFT JOIN proposals pr ON l.tbl = 'proposals' AND pr.id = l.row_id
LEFT JOIN decisions dc ON l.tbl = 'decisions' AND dc.id = l.row_id
LEFT JOIN certificates ct ON l.tbl = 'certificates' AND ct.id = l.row_id
LEFT JOIN certificate_events ev ON l.tbl = 'certificate_events' AND ev.id = l.row_id
LEFT JOIN certificate_signatures cg ON l.tbl = 'certificate_signatures' AND cg.id = l.row_id
LEFT JOIN revocation_proposals rp ON l.tbl = 'revocation_proposals' AND rp.id = l.row_id
LEFT JOIN certificates ec ON ec.id = COALESCE(ev.certificate, cg.certificate, rp.certificate)
LEFT JOIN api_tokens tk ON l.tbl = 'api_tokens' AND tk.id = l.row_id
LEFT JOIN invitations iv ON l.tbl = 'invitations' AND iv.id = l.row_id
LEFT JOIN visit_photos vf ON l.tbl = 'visit_photos' AND vf.id = l.row_id
LEFT JOIN visit_notes vs ON vs.id = COALESCE(vf.visit, CASE WHEN l.tbl = 'visit_notes' THEN l.row_id END)
LEFT JOIN nominations vp ON vp.id = vs.nomination
LEFT JOIN judge_slips js ON l.tbl = 'judge_slips' AND js.id = l.row_id
LEFT JOIN users ju ON ju.id = js.user_id
WHERE (COALESCE(e.id, js.edition, vs.edition, n.edition, vn.edition, g.edition, dl.edition, cf.edition, cd.edition, ag.edition, ab.edition, sh.edition, ps.edition, cc.edition, mt.edition, pr.edition,
dc.edition, ct.edition, ec.edition, '') = $1
OR EXISTS (SELECT 1 FROM grants m WHERE m.edition = $1 AND m.user_id = COALESCE(tk.user_id, iv.user_id)))
AND ($2 = '' OR l.kind = $2 OR l.kind LIKE $3 ESCAPE '\') AND ($4 = 1 OR l.tbl NOT IN ('sheets', 'sheet_seals', 'paper_sheets'))
ORDER BY l.idx DESC LIMIT $5 OFFSET $6`
	queryRowLeaves query = `SELECT idx, kind, tbl, row_id, made_at FROM ledger_leaves
WHERE tbl = $1 AND row_id = $2 ORDER BY idx`
	queryName query = `SELECT name FROM users WHERE id = $1`
)

// Journal lists an edition's leaves, newest first, with those of sheets when they are asked for.
func (t *Tx) Journal(edition string, q judging.JournalQuery, sheets bool) ([]judging.JournalLine, error) {
	list, err := all(t, func(_ *Tx, row scan) (l judging.JournalLine, err error) {
		err = row(&l.Index, &l.Kind, &l.Table, &l.Row, stamp(&l.At), &l.Actor, &l.Subject, &l.Reason)
		return l, err
	}, queryJournal, edition, q.Kind, likeEscapes.Replace(q.Kind)+".%", number(sheets), limit(q.Limit), judging.Place(q.After))
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for i := range list {
		l := &list[i]
		name, known := names[l.Actor]
		if !known {
			if name, err = one(t, "user", plain[string], queryName, l.Actor); err != nil && !missing(err) {
				return nil, err
			}
			names[l.Actor] = name
		}
		l.ActorName = name
	}
	return list, nil
}

// RowLeaves lists the leaves of one row, oldest first.
func (t *Tx) RowLeaves(table, id string) ([]judging.JournalLine, error) {
	return all(t, func(_ *Tx, row scan) (l judging.JournalLine, err error) {
		err = row(&l.Index, &l.Kind, &l.Table, &l.Row, stamp(&l.At))
		return l, err
	}, queryRowLeaves, table, id)
}

// Telling reports whether the ledger's size would tell how many sheets of an open pass were acted on.
func (t *Tx) Telling() (bool, error) {
	n, err := one(t, "pass", plain[int], queryTelling)
	return n > 0, err
}
