// How a typed code is read: in groups of four beside the field, which itself stays as it is typed (a Vietnamese keyboard
// rewrites what was typed, and a field that is rewritten too loses letters). certificates/typed.go reads more generously.
import { codeInside } from "./offline_read.js";
import { fill } from "./words.js";

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 12;

// plain is a typed text in the letters of codes, without marks and signs.
export const plain = (text) =>
  text
    .normalize("NFKD")
    .toUpperCase()
    .replace(/Đ/g, "D")
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

export const grouped = (code) => code.replace(/(.{4})(?=.)/g, "$1-");

// fits reports whether twelve characters are a code: its check digit holds.
export function fits(code) {
  if (code.length !== length || [...code].some((d) => !digits.includes(d))) return false;
  return !code.split("").reduce((check, d) => {
    const doubled = (check ^ digits.indexOf(d)) << 1;
    return doubled & 32 ? doubled ^ 37 : doubled;
  }, 0);
}

// codeOf is the code in a text that was scanned, with the host when it leads elsewhere than to own.
export function codeOf(text, own) {
  let code = text.trim();
  if (/^[A-Z2-7]{136}$/.test(code)) {
    try {
      return { code: plain(codeInside(code)) };
    } catch {
      return {};
    }
  }
  if (/^[a-z]+:\/\//i.test(code)) {
    let address;
    try {
      address = new URL(code);
    } catch {
      return {};
    }
    if (!/^https?:$/.test(address.protocol)) return {};
    if (address.host !== own.toLowerCase()) return { host: address.host };
    code = address.pathname.match(/^\/v\/([^/]+)\/?$/)?.[1] ?? address.searchParams.get("code") ?? "";
  }
  code = plain(code);
  return fits(code) ? { code } : {};
}

// showReading tells under the field of the form how the code is read so far.
export function showReading(form) {
  const field = form.elements.code;
  const line = form.querySelector("[data-read]");
  const tell = (event) => {
    if (event?.isComposing) return;
    const code = plain(field.value);
    const address = /[/:]/.test(field.value);
    line.hidden = !code || address;
    if (line.hidden) return;
    const good = fits(code);
    const short = code.length < length;
    line.classList.toggle("is-good", good);
    line.classList.toggle("is-wrong", !good && !short);
    line.textContent = fill(good ? line.dataset.good : short ? line.dataset.some : line.dataset.wrong, {
      code: grouped(code),
      left: length - code.length,
    });
  };
  field.addEventListener("input", tell);
  field.addEventListener("compositionend", tell);
}
