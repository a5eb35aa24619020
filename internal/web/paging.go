package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"vinhdanh/internal/fault"
)

const (
	defaultLimit = 50
	maxLimit     = 200
)

// paging is what every list takes: ?q=&limit=&cursor=.
type paging struct {
	text   string
	limit  int
	cursor string
}

func readPaging(c echo.Context) (paging, error) {
	p := paging{text: c.QueryParam("q"), limit: defaultLimit, cursor: c.QueryParam("cursor")}
	if raw := c.QueryParam("limit"); raw != "" {
		n, err := strconv.Atoi(raw)
		if err != nil || n < 1 || n > maxLimit {
			var f fault.Fields
			f.Add("limit", "out_of_range", "min", 1, "max", maxLimit)
			return p, f.Err()
		}
		p.limit = n
	}
	return p, nil
}

// pageOf cuts a page out of a whole list; the cursor is the id of the last item seen.
func pageOf[T any](all []T, p paging, id func(T) string) (items []T, next string) {
	start := 0
	if p.cursor != "" {
		start = len(all)
		for i, x := range all {
			if id(x) == p.cursor {
				start = i + 1
			}
		}
	}
	end := min(start+p.limit, len(all))
	items = all[start:end]
	if end < len(all) && len(items) > 0 {
		next = id(items[len(items)-1])
	}
	return items, next
}

// list is the shape of every list.
type list[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next_cursor"`
}

// listOf shows each item of a page.
func listOf[T, J any](items []T, next string, show func(T) J) list[J] {
	l := list[J]{Items: make([]J, 0, len(items))}
	for _, x := range items {
		l.Items = append(l.Items, show(x))
	}
	if next != "" {
		l.Next = &next
	}
	return l
}

// reply writes JSON.
func reply(c echo.Context, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/json", body)
}

// replyList writes a page of a list.
func replyList[T, J any](c echo.Context, items []T, next string, show func(T) J) error {
	return reply(c, http.StatusOK, listOf(items, next, show))
}

// queryNumber reads a whole number from the query; absent is 0.
func queryNumber(c echo.Context, name string) (int, error) {
	raw := c.QueryParam(name)
	if raw == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 || n > 9999 {
		var f fault.Fields
		f.Add(name, "wrong_type", "type", "integer")
		return 0, f.Err()
	}
	return n, nil
}

// pathNumber reads the number :n of the path; anything else names nothing.
func pathNumber(c echo.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || n < 1 || strconv.Itoa(n) != c.Param("n") {
		return 0, fault.New(fault.NotFound, "not_found")
	}
	return n, nil
}
