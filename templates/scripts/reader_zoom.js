// How large a paper stands in its frame: by buttons, by two fingers, by the wheel with Ctrl, as pinching a trackpad is told.
const widest = 900; // CSS pixels of a page on a wide screen before anybody asks for more
const most = 4; // times the frame's width
const quiet = 150; // ms after the last change until pages are drawn anew

// zoomOf holds the width of pages in a frame; changed is called once it rests.
export function zoomOf(frame, changed) {
  let width = 0;
  let fitted = "page"; // what the width follows when the frame is turned
  let timer;
  const room = () => frame.clientWidth - 2 * parseFloat(getComputedStyle(frame).paddingLeft);
  function set(to) {
    const limit = Math.max(room(), 1);
    const next = Math.min(Math.max(to, limit / 4), limit * most);
    if (next === width) return;
    const [x, y] = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
    const factor = width ? next / width : 1;
    width = next;
    frame.style.setProperty("--page-width", `${width}px`);
    frame.scrollTo(x * factor - frame.clientWidth / 2, factor === 1 ? frame.scrollTop : y * factor - frame.clientHeight / 2);
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  }
  const settle = () => fitted && set(fitted === "page" ? Math.min(room(), widest) : room());
  const watcher = new ResizeObserver(settle);
  watcher.observe(frame);
  return {
    width: () => width,
    by: (factor) => ((fitted = ""), set(width * factor)),
    fit: () => ((fitted = "room"), settle()),
    reset: () => ((fitted ||= "page"), settle()),
    close: () => (watcher.disconnect(), clearTimeout(timer)),
  };
}

// watchZoom lets fingers and the wheel change a zoom.
export function watchZoom(frame, zoom) {
  let apart = 0;
  const spread = ({ touches: [a, b] }) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  frame.addEventListener("touchstart", (event) => (apart = event.touches.length === 2 ? spread(event) : 0), { passive: true });
  frame.addEventListener(
    "touchmove",
    (event) => {
      if (!apart || event.touches.length !== 2) return;
      event.preventDefault();
      const now = spread(event);
      if (now) zoom.by(now / apart);
      apart = now || apart;
    },
    { passive: false },
  );
  frame.addEventListener("touchend", () => (apart = 0));
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom.by(Math.exp(-event.deltaY / 200));
    },
    { passive: false },
  );
}
