// Scans the QR symbol with the camera or from a photo, and looks its code up. An address on another host is named and never
// opened.
import { codeOf, grouped } from "./verify_code.js";
import { readPhoto, watch } from "./offline_camera.js";
import { fill } from "./words.js";

export function offerScan(form) {
  const box = form.querySelector("[data-scan]");
  const find = (name) => box.querySelector(`[data-scan-${name}]`);
  const [open, shut, photo] = [find("start"), find("stop"), find("photo")];
  const [video, line] = [box.querySelector("video"), box.querySelector("[role=status]")];
  const { own } = form.dataset;
  const say = (sentence, values) => (line.textContent = fill(box.dataset[sentence], values));
  const pick = (texts) => texts.find((text) => codeOf(text, own).code) ?? texts[0];

  const take = (text) => {
    if (!text) return say("none");
    const { code, host } = codeOf(text, own);
    if (host) return say("elsewhere", { host });
    if (!code) return say("noCode");
    say("found", { code: grouped(code) });
    form.elements.code.value = grouped(code);
    form.requestSubmit();
  };

  box.hidden = false;
  photo.addEventListener("change", async () => {
    const [file] = photo.files;
    photo.value = "";
    if (file) take(await readPhoto(file, box.dataset.scanner, pick).catch(() => undefined));
  });
  if (!navigator.mediaDevices?.getUserMedia) {
    open.hidden = true;
    return;
  }
  const show = (on) => {
    [open.hidden, shut.hidden, video.hidden] = [on, !on, !on];
  };
  open.addEventListener("click", async () => {
    const stop = new AbortController();
    shut.onclick = () => stop.abort();
    show(true);
    shut.focus();
    say("looking");
    try {
      const text = await watch(video, box.dataset.scanner, stop.signal, pick);
      if (text) take(text);
      else line.textContent = "";
    } catch {
      say("noCamera");
    }
    show(false);
  });
}
