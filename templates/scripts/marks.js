// Marks as people type them, in integer thousandths as the server keeps them.

// parseMark reads "4,5", "4.5" or "4"; undefined for nothing typed, null for what is no mark.
export function parseMark(text) {
  const plain = text.replace(/[\s\u00a0]/g, "");
  if (plain === "") return undefined;
  const match = /^(\d{1,4})(?:[.,](\d{1,3}))?$/.exec(plain);
  return match ? Number(match[1]) * 1000 + Number((match[2] ?? "").padEnd(3, "0")) : null;
}

// plainMark writes thousandths as the server reads them: "4.5".
export function plainMark(n) {
  const part = String(n % 1000).padStart(3, "0").replace(/0+$/, "");
  return Math.floor(n / 1000) + (part && "." + part);
}

// formatMark writes thousandths as the language does: 4,5 in Vietnamese.
export const formatMark = (n, lang) => (lang === "en" ? plainMark(n) : plainMark(n).replace(".", ","));

// faultOf names what is wrong with a mark: "notNumber", "above", "offStep" or "".
export function faultOf(mark, max, step) {
  if (mark === undefined) return "";
  if (mark === null) return "notNumber";
  if (mark > max) return "above";
  return mark % step ? "offStep" : "";
}

// alike compares two typed values as marks where both are, so that 4,50 is 4.5; texts but for their blanks, which the
// server folds.
export function alike(a, b) {
  const [x, y] = [parseMark(a), parseMark(b)];
  return typeof x === "number" && typeof y === "number" ? x === y : folded(a) === folded(b);
}

const folded = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

// merge joins two versions of a sheet that started from the same base, field by field: where only one side changed,
// its value; where both did, mine stays and the field is named in conflicts.
export function merge(base, mine, theirs) {
  const merged = {};
  const conflicts = [];
  for (const name of Object.keys(mine)) {
    const [was, here, there] = [base[name] ?? "", mine[name], theirs[name] ?? ""];
    merged[name] = alike(here, was) ? there : here;
    if (!alike(here, was) && !alike(there, was) && !alike(here, there)) conflicts.push(name);
  }
  return { merged, conflicts };
}
