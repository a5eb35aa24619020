// Marks as a file: for a judge who must leave the device before they are sent. Only the same judge can bring them back.
import { drafts, keep, load, person, unsent, waits } from "./outbox.js";
import { merge } from "./marks.js";
import { element } from "./words.js";

const format = "vinhdanh-marks-1";

// saveFile lets the browser store what waits; it is false when nothing does.
export function saveFile() {
  const sheets = unsent(person());
  if (!sheets.length) return false;
  const text = JSON.stringify({ format, user: person(), sheets }, null, 1);
  const link = element("a", { download: "diem-chua-gui.json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return true;
}

// readFile brings a file's marks back into the outbox and says how many sheets it held. It throws Error with "foreign" for
// another judge's and "unreadable" for what is no such file.
export function readFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error("unreadable");
  }
  if (file?.format !== format || !Array.isArray(file.sheets) || !file.sheets.every(whole)) throw new Error("unreadable");
  if (file.user !== person()) throw new Error("foreign");
  for (const draft of file.sheets) keep(broughtBack({ ...draft, user: person() }, load(person(), draft.id)));
  return file.sheets.length;
}

const texts = (all) => all && typeof all === "object" && Object.values(all).every((x) => typeof x === "string");

const whole = (draft) => /^[a-z0-9]+$/.test(draft?.id) && Number.isInteger(draft.version) && texts(draft.values) && texts(draft.base);

// broughtBack is a draft of a file beside what the device has of the sheet: what was typed later stays.
export function broughtBack(draft, here) {
  const order = (drafts(draft.user).at(-1)?.order ?? 0) + 1;
  if (!here || !waits(here)) return { ...draft, order, conflict: false, refused: "" };
  const { merged } = merge(draft.base, draft.values, here.values);
  return { ...draft, order, values: { ...merged, ...changed(here) }, conflict: false, refused: "" };
}

const changed = ({ values, base }) => Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== (base[name] ?? "")));
