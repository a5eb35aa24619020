// The projector's page never scrolls: its letters and photo become smaller until the whole page is on the screen. On a
// phone, and on a page that somebody enlarges, they keep their size.
const projector = "(min-width: 900px)";
const smallest = 0.2;
const steps = 6; // halvings of the range between the smallest and the full size

let hall;

// fit looks for the largest size at which nothing is below the edge.
function fit() {
  const size = (to) => hall.style.setProperty("--fit", to);
  const fits = () => document.documentElement.scrollHeight <= innerHeight;
  size(1);
  if (fits() || !matchMedia(projector).matches) return;
  let low = smallest;
  let high = 1;
  for (let i = 0; i < steps; i++) {
    const middle = (low + high) / 2;
    size(middle);
    if (fits()) low = middle;
    else high = middle;
  }
  size(low);
}

// fitHall fits the projector's page, once more when the window, the letters or a photo come to their size. Of any other
// page of the meeting it changes nothing.
export function fitHall(room) {
  if (!room.matches(".meeting-hall")) return;
  if (!hall) {
    addEventListener("resize", fit);
    room.addEventListener("load", fit, true);
    document.fonts.ready.then(fit);
  }
  hall = room;
  fit();
}
