package web_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vinhdanh/internal/i18n"
)

const meetingAt = councilHome + "/meeting"

// meetingTest is an edition before its council with everybody's sessions.
type meetingTest struct {
	*staged
	cookies map[string]string
}

func meetingStage(t *testing.T) *meetingTest {
	t.Helper()
	m := &meetingTest{staged: deliberated(t, newWorld(t, withPrinter)), cookies: map[string]string{}}
	for _, role := range []string{"council head", "council member", "council secretary", "audit member"} {
		m.cookies[role] = m.session(role)
	}
	return m
}

// act posts a form as a role and wants to be led on.
func (m *meetingTest) act(role, path string, pairs ...string) {
	m.t.Helper()
	if res := m.try(role, path, pairs...); res.StatusCode != 303 {
		m.t.Fatalf("%s %s %v: %d\n%.1500s", role, path, pairs, res.StatusCode, faultsOf(res))
	}
}

func (m *meetingTest) try(role, path string, pairs ...string) reply {
	m.t.Helper()
	form := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		form.Add(pair[0], pair[1])
	}
	return m.post(meetingAt+path, m.cookies[role], form)
}

func faultsOf(res reply) string {
	if _, rest, found := strings.Cut(res.plain(), `id="faults"`); found {
		return rest
	}
	return res.plain()
}

// see is a page of the meeting as a role sees it.
func (m *meetingTest) see(role, path string) string {
	m.t.Helper()
	res := m.browse(meetingAt+path, m.cookies[role])
	if res.StatusCode != 200 {
		m.t.Fatalf("%s sees %s: %d", role, path, res.StatusCode)
	}
	return res.plain()
}

// hidden is the value of a page's field by name.
func (m *meetingTest) hidden(page, name string) string {
	m.t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		m.t.Fatalf("no field %s in\n%.3000s", name, page)
	}
	return found[1]
}

// items are the agenda's items by what they are called.
func (m *meetingTest) items() map[string]string {
	m.t.Helper()
	list := map[string]string{}
	for _, x := range regexp.MustCompile(`meeting/items/([a-z2-7]{26})">([^<]+)`).FindAllStringSubmatch(m.see("council member", ""), -1) {
		list[strings.TrimSpace(x[2])] = x[1]
	}
	if len(list) < 3 {
		m.t.Fatalf("an agenda of %v", list)
	}
	return list
}

// begin opens the meeting with everybody present.
func (m *meetingTest) begin() map[string]string {
	m.t.Helper()
	m.act("council head", "/act", "act", "open")
	m.act("council head", "/act", "act", "roll", "everybody", "yes")
	return m.items()
}

// openBallot shows an item and opens a vote on it; it gives the ballot's id.
func (m *meetingTest) openBallot(item, secret string) string {
	m.t.Helper()
	m.act("council head", "/act", "act", "show", "item", item)
	m.act("council head", "/act", "act", "open_ballot", "item", item, "secret", secret)
	return m.hidden(m.see("council head", ""), "ballot")
}

const (
	potted = "Bình gốm hoa lam"
	sauce  = "Tương nếp"
	whole  = "Toàn bộ danh sách đề nghị"
)

// TestMeetingOnPages runs a meeting from its opening to the minutes.
func TestMeetingOnPages(t *testing.T) {
	m := meetingStage(t)
	if page := m.see("council member", ""); !strings.Contains(page, "chưa mở") || strings.Contains(page, `value="open"`) {
		t.Error("before the meeting a member is not told so")
	}
	if res := m.try("council member", "/act", "act", "open"); res.StatusCode != 403 {
		t.Errorf("a member opens the meeting: %d", res.StatusCode)
	}
	items := m.begin()
	if res := m.try("council secretary", "/act", "act", "open"); res.StatusCode != 303 || !strings.Contains(res.Header.Get("Location"), "meeting_already") {
		t.Errorf("opening it a second time leads to %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	ballot := m.openBallot(items[potted], "no")
	if page := m.see("council member", ""); !strings.Contains(page, `value="`+ballot+`"`) || !strings.Contains(page, potted) {
		t.Error("the member's page does not show the entry with its ballot")
	}
	m.act("council member", "/vote", "ballot", ballot, "choice", "against")
	if page := m.see("council member", ""); !strings.Contains(page, "Bạn đã chọn: Không tán thành") {
		t.Error("the vote is not confirmed")
	}
	if page := m.see("council head", ""); !strings.Contains(page, "Đã bỏ phiếu 1 trong 3") {
		t.Error("the chair is not told how many voted")
	}
	m.act("council head", "/vote", "ballot", ballot, "choice", "against")
	m.act("council head", "/act", "act", "close_ballot", "ballot", ballot, "seen", m.hidden(m.see("council head", ""), "seen"))
	if page := m.see("council member", ""); !strings.Contains(page, "Không được thông qua: 0 tán thành") {
		t.Error("the result is not shown")
	}
	m.act("council secretary", "/act", "act", "discuss", "item", items[potted], "discussion", "Bà A nói men rạn.")
	if page := m.see("council member", ""); !strings.Contains(page, "Bà A nói men rạn.") || strings.Contains(page, `name="discussion"`) {
		t.Error("a member does not read the discussion, or may write it")
	}
	if page := m.see("council head", "/close"); !strings.Contains(page, "2 sản phẩm chưa ghi kết luận") {
		t.Error("the close does not list what has no conclusion")
	}
	m.act("council secretary", "/dissent", "item", items[potted], "dissent", "Tôi thấy bình này xứng đáng.")
	res := m.try("council head", "/act", "act", "settle", "item", items[potted], "stand", "left_out", "settle_reason", "")
	if res.StatusCode != 422 || !strings.Contains(res.plain(), "Hãy ghi lý do") || !strings.Contains(res.plain(), `value="left_out" checked`) {
		t.Errorf("a departure without a reason: %d", res.StatusCode)
	}
	m.act("council head", "/act", "act", "settle", "item", items[potted], "stand", "left_out", "settle_reason", "Cả Hội đồng thấy men còn rạn.")
	m.act("council head", "/act", "act", "break")
	called := "<h1>Tạm nghỉ từ " + m.clock.In(i18n.VN).Format("15:04") + "</h1>"
	if page := m.see("council member", "/hall"); !strings.Contains(page, called) || strings.Contains(page, potted) {
		t.Error("the projector does not say since when there is a break")
	}
	if page := m.see("council member", ""); !strings.Contains(page, "Tạm nghỉ từ") {
		t.Error("nobody is told of the break")
	}
	m.act("council head", "/act", "act", "resume")
	m.act("council head", "/act", "act", "settle", "item", items[sauce], "stand", "proposed", "settle_reason", "Nghề cần giữ.")
	if page := m.see("council head", "/close"); !strings.Contains(page, "Chưa biểu quyết cả danh sách") || strings.Contains(page, `value="record"`) {
		t.Error("the close does not say what is missing")
	}
	ballot = m.openBallot(items[whole], "yes")
	for _, role := range []string{"council head", "council member", "council secretary"} {
		m.act(role, "/vote", "ballot", ballot, "choice", "for")
	}
	m.act("council head", "/act", "act", "close_ballot", "ballot", ballot)
	m.act("council head", "/close", "step", "record", "seen", m.hidden(m.see("council head", "/close"), "seen"))
	minutes := m.browse(councilHome+"/minutes", m.cookies["council member"]).plain()
	for _, want := range []string{"Tôi thấy bình này xứng đáng.", "Cả Hội đồng thấy men còn rạn.", "Nghỉ giải lao", "Bà A nói men rạn.", "Kết quả: không thông qua"} {
		if !strings.Contains(minutes, want) {
			t.Errorf("the minutes do not tell %q", want)
		}
	}
}

// TestHandCountOnPages ticks whom a count of hands covers; the ballot then names them.
func TestHandCountOnPages(t *testing.T) {
	m := meetingStage(t)
	items := m.begin()
	ballot := m.openBallot(items[potted], "no")
	m.act("council head", "/vote", "ballot", ballot, "choice", "for")
	hand := regexp.MustCompile(`name="members" value="([a-z2-7]{26})" checked><span>([^<]+)`).FindAllStringSubmatch(m.see("council head", ""), -1)
	if len(hand) != 2 {
		t.Fatalf("ticked are %v, not the two without a vote", hand)
	}
	res := m.try("council head", "/act", "act", "count", "ballot", ballot, "members", hand[0][1], "votes.for", "2")
	if page := res.plain(); res.StatusCode != 422 || !strings.Contains(page, hand[0][1]+`" checked`) || strings.Contains(page, hand[1][1]+`" checked`) {
		t.Errorf("a count that does not add up: %d", res.StatusCode)
	}
	m.act("council head", "/act", "act", "count", "ballot", ballot, "members", hand[0][1], "members", hand[1][1], "votes.for", "2")
	if page := m.see("council member", ""); !strings.Contains(page, "Phiếu của bạn đã được đếm tay") {
		t.Error("a member who was counted is not told")
	}
	m.act("council head", "/act", "act", "close_ballot", "ballot", ballot)
	if page := m.see("council member", ""); !strings.Contains(page, "Được đếm tay: "+hand[0][2]+", "+hand[1][2]) {
		t.Error("the result does not name those who were counted")
	}
	m.act("council head", "/act", "act", "settle", "item", items[potted], "stand", "proposed")
	m.act("council head", "/act", "act", "settle", "item", items[sauce], "stand", "proposed", "settle_reason", "Nghề cần giữ.")
	ballot = m.openBallot(items[whole], "no")
	for _, role := range []string{"council head", "council member", "council secretary"} {
		m.act(role, "/vote", "ballot", ballot, "choice", "for")
	}
	m.act("council head", "/act", "act", "close_ballot", "ballot", ballot)
	m.act("council head", "/close", "step", "record", "seen", m.hidden(m.see("council head", "/close"), "seen"))
	if page := m.browse(councilHome+"/minutes", m.cookies["council member"]).plain(); !strings.Contains(page, "đếm tay: "+hand[0][2]+", "+hand[1][2]) {
		t.Error("the minutes do not name those who were counted")
	}
}

// masked leaves out what differs between two ballots on purpose: ids, the meeting's revision, times and the ballot's number.
var masked = regexp.MustCompile(`\b[a-z2-7]{26}\b(\.\d+)?|name="seen" value="\d+"|\d\d:\d\d`)

// TestNoCountBeforeTheClose opens a ballot twice, with other votes each time: until the close no page that others see
// differs, its length included.
func TestNoCountBeforeTheClose(t *testing.T) {
	m := meetingStage(t)
	items := m.begin()
	for _, secret := range []string{"yes", "no"} {
		read := func(choice string) map[string]string {
			ballot := m.openBallot(items[potted], secret)
			m.act("council member", "/vote", "ballot", ballot, "choice", choice)
			seen := map[string]string{}
			for _, role := range []string{"council head", "council secretary", "audit member", "council member"} {
				if role == "council member" && secret == "no" {
					continue // sees the own open vote
				}
				for _, path := range []string{"", "/now", "/hall", "/items/" + items[potted]} {
					seen[role+path] = masked.ReplaceAllString(m.see(role, path), "")
				}
			}
			m.act("council head", "/act", "act", "cancel_ballot", "ballot", ballot, "cancel_reason", "thử lại")
			return seen
		}
		first, second := read("for"), read("against")
		for page, body := range first {
			if body != second[page] {
				t.Errorf("secret %s: %s tells how a member voted", secret, page)
			}
		}
		if !strings.Contains(first["council head"], "Đã bỏ phiếu 1 trong 3") {
			t.Error("the pages were not those of an open ballot")
		}
	}
}

// TestMeetingBlanksConflicts reads every page of the meeting as a member with a conflict: nothing of the entry is in it.
func TestMeetingBlanksConflicts(t *testing.T) {
	m := meetingStage(t)
	passed, _ := m.passedAndFailed()
	m.act("council secretary", "/conflicts", "nomination", passed, "conflict_reason", "Chủ cơ sở là em tôi.")
	items := m.begin()
	ballot := m.openBallot(items[potted], "no")
	item := items[potted]
	if page := m.see("council member", ""); !strings.Contains(page, potted) || !strings.Contains(page, "/items/"+item+"/photos/") {
		t.Fatal("others see nothing of the entry either: the test proves nothing")
	}
	photo := regexp.MustCompile(`/items/` + item + `/photos/\d`).FindString(m.see("council member", ""))
	for _, path := range []string{"", "/hall", "/items/" + item, "/items/" + items[sauce], "/items/" + items[whole], "/now"} {
		page := m.see("council secretary", path)
		for _, secret := range []string{potted, "N1-001", passed, "Đề nghị công nhận sản phẩm này", ballot, photo} {
			if strings.Contains(page, secret) {
				t.Errorf("%s tells a member with a conflict %q", path, secret)
			}
		}
	}
	if page := m.see("council secretary", ""); !strings.Contains(page, "Mục này không hiện cho bạn") {
		t.Error("the page does not say why it is blank")
	}
	if res := m.browse(meetingAt+photo, m.cookies["council secretary"]); res.StatusCode != 404 {
		t.Errorf("the photo: %d", res.StatusCode)
	}
	if res := m.browse(meetingAt+photo, m.cookies["council member"]); res.StatusCode != 200 {
		t.Errorf("the photo for others: %d", res.StatusCode)
	}
	if res := m.try("council secretary", "/vote", "ballot", ballot, "choice", "for"); res.StatusCode != 403 || strings.Contains(res.plain(), potted) {
		t.Errorf("the vote: %d", res.StatusCode)
	}
	if page := m.see("council head", ""); !strings.Contains(page, "Đã bỏ phiếu 0 trong 2") {
		t.Error("the member with a conflict counts as present for the item")
	}
}

// TestMeetingMoves: the page asks by its Etag, and is answered anew only when something happened.
func TestMeetingMoves(t *testing.T) {
	m := meetingStage(t)
	items := m.begin()
	now := func(tag string) reply {
		r := httpGet(meetingAt + "/now")
		r.Header.Set("Cookie", m.cookies["council member"])
		r.Header.Set("If-None-Match", tag)
		return m.send(r)
	}
	first := now("")
	tag := first.Header.Get("Etag")
	if mark := strings.Trim(tag, `"`); first.StatusCode != 200 || !strings.Contains(m.see("council member", ""), `data-revision="`+mark+`"`) {
		t.Fatalf("%d %s: the page carries another mark", first.StatusCode, tag)
	}
	if res := now(tag); res.StatusCode != 304 || len(res.body) > 0 {
		t.Errorf("nothing happened: %d %q", res.StatusCode, res.body)
	}
	m.act("council head", "/act", "act", "show", "item", items[sauce])
	if res := now(tag); res.StatusCode != 200 || res.Header.Get("Etag") == tag {
		t.Errorf("the chair moved on: %d", res.StatusCode)
	}
}
