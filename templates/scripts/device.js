// What waits on the device until the server has it. A browser that refuses storage (private windows, full disks) keeps
// nothing; pages work all the same.

const prefix = "typed ";

// keyOf is the name under which a form's content waits: by person, so that nobody is shown another's typing.
export const keyOf = (name) => `${prefix}${document.documentElement.dataset.user ?? ""} ${location.pathname} ${name}`;

// waiting lists the names of everything that waits.
export function waiting() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

export function write(name, content) {
  try {
    localStorage.setItem(name, JSON.stringify(content));
  } catch {
    return;
  }
}

export function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    return;
  }
}
