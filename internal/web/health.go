package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"vinhdanh/internal/fault"
)

// showHealth says that the process answers.
func (s *Server) showHealth(c echo.Context) error {
	return reply(c, http.StatusOK, map[string]string{"status": "ok"})
}

const readyWithin = 5 * time.Second

// showReady says whether database and files answer. While the database reads but its disk refuses to write, or the
// bucket of files is lost, the pages that everybody reads still work, here as on every other server, so that is
// "degraded" and no error: a balancer that took all servers out would end the rest too.
func (s *Server) showReady(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if s.Ready != nil {
		err := s.Ready(ctx)
		if f, ok := errors.AsType[*fault.Fault](err); ok && slices.Contains([]string{"disk_full", "disk_fails", "files_away"}, f.Code) {
			return reply(c, http.StatusOK, map[string]string{"status": "degraded", "code": f.Code, "detail": s.messages(c)("fault", f.Code, f.Args)})
		}
		if err != nil {
			s.Log.LogAttrs(ctx, slog.LevelError, "not ready", slog.String("id", requestID(c)), slog.String("error", err.Error()))
			return fault.New(fault.Unavailable, "unavailable")
		}
	}
	return reply(c, http.StatusOK, map[string]string{"status": "ready"})
}

// metrics counts requests by the pattern of their route, never by their path.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	refused  *prometheus.CounterVec
	kept     *prometheus.CounterVec
	serve    http.Handler
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vinhdanh_http_requests_total", Help: "Requests answered."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "vinhdanh_http_request_seconds", Help: "Time to answer.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5}}, []string{"route"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vinhdanh_limited_total", Help: "Requests refused by a rate limit."}, []string{"limit"}),
		kept: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vinhdanh_kept_answers_total", Help: "Requests about a certificate answered from finished bytes."}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.refused, m.kept, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, limit := range []string{"login", "unknown_code"} { // shown at 0, so that the first refusal is a rise
		m.refused.WithLabelValues(limit)
	}
	m.serve = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) observe(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(knownMethod(method), route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) limited(limit string) { m.refused.WithLabelValues(limit).Inc() }

// knownMethod keeps callers from making up label values.
func knownMethod(method string) string {
	switch method {
	case get, post, put, patch, remove, http.MethodHead, http.MethodOptions:
		return method
	}
	return "other"
}

// showMetrics answers the machine itself, and others who hold the token; it is unknown to everybody else.
func (s *Server) showMetrics(c echo.Context) error {
	if !s.mayReadMetrics(c.Request()) {
		return echo.ErrNotFound
	}
	s.metrics.serve.ServeHTTP(c.Response(), c.Request())
	return nil
}

// mayReadMetrics asks for the peer's own address: a proxy on this machine speaks for others, so requests
// that one forwarded need the token.
func (s *Server) mayReadMetrics(r *http.Request) bool {
	_, token, _ := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	if s.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.MetricsToken)) == 1 {
		return true
	}
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
