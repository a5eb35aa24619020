// Signing out with marks that the server does not have: refused, with three ways on.
import { drafts, drop, person, sendAll, unsent } from "./outbox.js";
import { saveFile } from "./file.js";
import { remove } from "./shelf.js";
import { wipe } from "./kept.js";
import { element, fill } from "./words.js";

const say = (name, values) => fill(document.getElementById("judge-words").dataset[name], values);

// leave sends the form that signs out once nothing waits, or asks; go sends it. Without a network nobody is signed out,
// and nothing is taken off the device.
export async function leave(go) {
  const waiting = unsent(person()).length;
  if (!waiting && (await reached())) return depart(go);
  const text = element("p", { textContent: waiting ? say("leaveWhat", { n: waiting }) : say("noNetwork") });
  text.setAttribute("role", "status");
  const button = (name, kind, act) => {
    const made = element("button", { type: "button", className: `btn ${kind}`, textContent: say(name) });
    made.addEventListener("click", act);
    return made;
  };
  const offer = async () => ((await reached()) ? depart(go) : (text.textContent = say("noNetwork")));
  const anyway = button("leaveAnyway", "btn-second", offer);
  anyway.hidden = true;
  const send = button("leaveSend", "btn-primary", async () => {
    const end = await sendAll(person());
    const left = unsent(person()).length;
    if (!left) return offer();
    text.textContent = end === "done" ? say("leaveStuck", { n: left }) : say(end === "expired" ? "expired" : "noNetwork");
  });
  const file = button("leaveFile", "btn-second", () => (anyway.hidden = !saveFile()));
  const wait = button("leaveWait", "btn-second", () => dialog.close());
  send.hidden = file.hidden = !waiting;
  const title = element("h2", { id: "leave-title", textContent: say("leaveTitle") });
  const dialog = element("dialog", { className: "ask-first" }, title, text, element("p", { className: "actions" }, send, file, wait, anyway));
  dialog.setAttribute("aria-labelledby", "leave-title");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// reached reports whether the server answers.
const reached = () => fetch("/healthz", { method: "HEAD", cache: "no-store" }).then(
  ({ ok }) => ok,
  () => false,
);

// depart takes this judge's pages and marks off the device, then signs out.
async function depart(go) {
  await wipe();
  for (const draft of drafts(person())) drop(draft);
  remove(`pack ${person()}`);
  go();
}
