// Signing out at a device on which judges have marked: their unsent marks are not thrown away with it.
const waiting = "sheet ";

// watchSignOut asks before marks would be lost, and takes another person's kept pages off the device.
export function watchSignOut(root) {
  const me = document.documentElement.dataset.user;
  const words = document.getElementById("judge-words");
  if (me && globalThis.caches) {
    const others = (name) => name.startsWith("judge ") && name.split(" ")[1] !== me;
    caches.keys().then((names) => names.filter(others).forEach((name) => caches.delete(name))).catch(() => {});
  }
  for (const form of root.querySelectorAll("form[action='/logout']"))
    form.addEventListener("submit", async (event) => {
      if (Object.keys(localStorage).some((name) => name.startsWith(waiting) && !name.startsWith(`${waiting}${me} `))) stay(form);
      if (!words) return;
      event.preventDefault();
      const { leave } = await import(words.dataset.script);
      await leave(() => form.submit());
    });
}

// stay asks the server not to clear the device: somebody else's marks wait there.
function stay(form) {
  if (form.elements.stay) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "stay", value: "yes" });
  form.append(field);
}
