// Signing out with marks that the server does not have: refused, with three ways on.
import { drafts, drop, person, sendAll, unsent } from "./outbox.js";
import { saveFile } from "./file.js";
import { remove } from "./shelf.js";
import { wipe } from "./kept.js";
import { element, fill } from "./words.js";

const say = (name, values) => fill(document.getElementById("judge-words").dataset[name], values);

// leave sends the form that signs out once nothing waits, or asks; go sends it.
export async function leave(go) {
  if (!unsent(person()).length) return depart(go);
  const text = element("p", { textContent: say("leaveWhat", { n: unsent(person()).length }) });
  text.setAttribute("role", "status");
  const button = (name, kind, act) => {
    const made = element("button", { type: "button", className: `btn ${kind}`, textContent: say(name) });
    made.addEventListener("click", act);
    return made;
  };
  const anyway = button("leaveAnyway", "btn-second", () => depart(go));
  anyway.hidden = true;
  const send = button("leaveSend", "btn-primary", async () => {
    const end = await sendAll(person());
    const left = unsent(person()).length;
    if (!left) return depart(go);
    text.textContent = end === "done" ? say("leaveStuck", { n: left }) : say(end === "expired" ? "expired" : "noNetwork");
  });
  const file = button("leaveFile", "btn-second", () => (anyway.hidden = !saveFile()));
  const wait = button("leaveWait", "btn-second", () => dialog.close());
  const title = element("h2", { id: "leave-title", textContent: say("leaveTitle") });
  const dialog = element("dialog", { className: "ask-first" }, title, text, element("p", { className: "actions" }, send, file, wait, anyway));
  dialog.setAttribute("aria-labelledby", "leave-title");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// depart takes this judge's pages and marks off the device, then signs out.
async function depart(go) {
  await wipe();
  for (const draft of drafts(person())) drop(draft);
  remove(`pack ${person()}`);
  go();
}
