// What the second symbol of a certificate says, who signed it, and what the list of statuses says of it; docs/formats.md
// describes both. Nothing here touches the page or the network. certificates/offline.go does the same, and both are held to
// certificates/testdata/offline.json.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const levels = ["", "commune", "district", "province", "region", "nation"];
const statuses = ["valid", "suspended", "revoked", "superseded"];
const length = 136;
const fields = 21;
const day = 24 * 60 * 60 * 1000;
const bytesOf = (text) => new TextEncoder().encode(text);

// Refused says by a code of the catalogue why nothing can be said.
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// vietnamDay is the day of a moment as certificates count days.
export const vietnamDay = (ms) => new Date(ms + 7 * 60 * 60 * 1000).toISOString().slice(0, 10);

function base32(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = letters.indexOf(letter);
    if (value < 0) throw new Refused("offline_unreadable");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return new Uint8Array(bytes);
}

function base64url(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

// codeAt reads a code from eight bytes; its check digit must hold.
function codeAt(bytes) {
  let packed = bytes.reduce((sum, b) => (sum << 8n) | BigInt(b), 0n);
  let code = "";
  for (let i = 0; i < 12; i++, packed >>= 5n) code = digits[Number(packed & 31n)] + code;
  const check = [...code].reduce((c, d) => {
    const doubled = (c ^ digits.indexOf(d)) << 1;
    return doubled & 32 ? doubled ^ 37 : doubled;
  }, 0);
  if (packed || check) throw new Refused("offline_unreadable");
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

// codeInside is the code that a second symbol carries, without regard to who signed it.
export const codeInside = (text) => codeAt(base32(text).slice(5, 13));

// signed reports whether the key signed text: ECDSA on P-256 over its SHA-256.
async function signed(key, text, signature) {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { kty, crv, x, y } = key.jwk;
  const known = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, algorithm, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, known, signature, text);
}

const join = (a, b) => Uint8Array.from([...a, ...b]);
const digest = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text))).slice(0, 8);

// readPaper reads the text of a second symbol and checks its signature.
export async function readPaper(text, keys) {
  const plain = text.length > 4 * length ? "" : text.replace(/\s+/g, "").toUpperCase();
  const bytes = base32(plain);
  if (plain.length !== length) throw new Refused("offline_unreadable");
  if (bytes[0] !== 1) throw new Refused("offline_version");
  if (!bytes[1] || bytes[4] >= levels.length) throw new Refused("offline_unreadable");
  const paper = {
    key: bytes[1],
    issued: new Date(Date.UTC(2020, 0, 1) + (bytes[2] * 256 + bytes[3]) * day).toISOString().slice(0, 10),
    level: levels[bytes[4]],
    code: codeAt(bytes.slice(5, 13)),
    names: bytes.slice(13, fields),
  };
  const key = keys.find((k) => k.id === paper.key);
  if (!key) throw new Refused("offline_key_unknown");
  const message = join(bytesOf("vinhdanh-offline/1\n"), bytes.slice(0, fields));
  if (!(await signed(key, message, bytes.slice(fields)))) throw new Refused("offline_forged");
  return paper;
}

const plainName = (text) =>
  [...text.normalize("NFC")]
    .map((c) => c.toLowerCase())
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "");

// sameNames reports whether a paper with these names and this last day is the one that was signed.
export async function sameNames(paper, product, producer, until) {
  const hash = await digest(`vinhdanh-names/1\n${plainName(product)}\n${plainName(producer)}\n${until}`);
  return hash.every((b, i) => b === paper.names[i]);
}

async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// readList reads the list of statuses and checks its signature.
export async function readList(text, keys) {
  const parts = text.trim().split(".");
  let header, body, signature;
  try {
    [header, body] = parts.slice(0, 2).map((p) => JSON.parse(new TextDecoder().decode(base64url(p))));
    signature = base64url(parts[2]);
    if (parts.length !== 3 || header.alg !== "ES256" || header.typ !== "vc+jwt") throw new Error("another sort");
  } catch {
    throw new Refused("status_unreadable");
  }
  const key = keys.find((k) => String(k.id) === header.kid);
  if (!key) throw new Refused("offline_key_unknown");
  const good = await signed(key, bytesOf(`${parts[0]}.${parts[1]}`), signature);
  if (!good) throw new Refused("status_forged");
  const made = Date.parse(body?.validFrom);
  const subject = body?.credentialSubject;
  const list = body?.type?.includes?.("BitstringStatusListCredential") && typeof subject?.codes === "string" && typeof subject.encodedList === "string";
  if (!list || Number.isNaN(made)) throw new Refused("status_unreadable");
  if (key.until && vietnamDay(made) > key.until) throw new Refused("status_forged");
  const codes = base64url(subject.codes);
  const bits = await gunzip(base64url(subject.encodedList.slice(1)));
  if (codes.length !== 8 * subject.count || bits.length * 4 < subject.count) throw new Refused("status_unreadable");
  return { made, count: subject.count, codes, bits, runs: subject.validUntil ?? [] };
}

// ageOf is how many whole days old a list is; one that is too old or from the future decides nothing.
export function ageOf(list, now, limit) {
  const age = now - list.made;
  if (age < -day) throw new Refused("status_ahead");
  const days = Math.max(0, Math.floor(age / day));
  if (days > limit) throw new Refused("status_stale");
  return days;
}

// statusOf is what a code is worth on a day by the list, and its last day.
export async function statusOf(list, code, today) {
  const hash = await digest(`vinhdanh-code/1\n${code.replace(/-/g, "").toLowerCase()}`);
  let at = -1;
  for (let i = 0; i < list.count && at < 0; i++) if (hash.every((b, j) => b === list.codes[8 * i + j])) at = i;
  if (at < 0) return { status: "unknown", until: "" };
  const status = statuses[(list.bits[at >> 2] >> (6 - 2 * (at % 4))) & 3];
  let until = "";
  for (let i = 0, passed = 0; !until; i++) {
    if (!list.runs[i]) throw new Refused("status_unreadable");
    if ((passed += list.runs[i].count) > at) until = list.runs[i].until;
  }
  return { status: status === "valid" && today > until ? "expired" : status, until };
}

// judge says what a text is: a verdict, and what is known beside it. A list that cannot be used leaves the paper unanswered.
export async function judge(text, data, now) {
  if (/\/v\/[0-9a-z]{12}\/?$/i.test(text.trim())) return { verdict: "address", address: text.trim() };
  let paper;
  try {
    paper = await readPaper(text, data.keys);
    const list = await readList(data.status, data.keys);
    const age = ageOf(list, now, data.limit);
    const { status, until } = await statusOf(list, paper.code, vietnamDay(now));
    return { verdict: status, paper, until, age };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { verdict: paper && error.code === "offline_key_unknown" ? "status_forged" : error.code, paper };
  }
}
