// Signing in and out at a device on which judges have marked: nobody is shown another's pages, and unsent marks are not
// thrown away.
const waiting = "sheet ";

// watchSignOut asks before marks would be lost, and takes another person's kept pages off the device.
export function watchSignOut(root) {
  const me = document.documentElement.dataset.user;
  const words = document.getElementById("judge-words");
  if (me && globalThis.caches) {
    const others = (name) => name.startsWith("judge ") && name.split(" ")[1] !== me;
    const wipe = (names) => Promise.all(names.filter(others).map((name) => caches.delete(name)));
    caches.keys().then(wipe).then(() => caches.delete("locked")).catch(() => {});
  }
  if (globalThis.caches)
    for (const form of root.querySelectorAll("form[action='/login'], form[action='/invitation']"))
      form.addEventListener("submit", async (event) => {
        if (event.defaultPrevented) return;
        event.preventDefault();
        await caches.open("locked").catch(() => {});
        form.submit();
      });
  for (const form of root.querySelectorAll("form[action='/logout']"))
    form.addEventListener("submit", async (event) => {
      if (Object.keys(localStorage).some((name) => name.startsWith(waiting) && !name.startsWith(`${waiting}${me} `))) stay(form);
      if (!words) return;
      event.preventDefault();
      const { leave } = await import(words.dataset.script).catch(() => ({}));
      if (leave) await leave(() => form.submit());
      else if (!Object.keys(localStorage).some((name) => name.startsWith(`${waiting}${me} `))) form.submit();
    });
}

// stay asks the server not to clear the device: somebody else's marks wait there.
function stay(form) {
  if (form.elements.stay) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "stay", value: "yes" });
  form.append(field);
}
