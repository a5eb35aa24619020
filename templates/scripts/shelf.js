// The device's shelf for drafts of sheets: at once in localStorage, which a closed or crashed page leaves whole, and behind it in
// IndexedDB, whose writes are forced onto the disk, against a battery that dies. A browser that refuses one is asked the
// other; what both refuse lives in this page alone.

const memory = new Map();
const table = "drafts";
const patience = 3000; // ms for the forced writes of all drafts
let database;

const storage = () => {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
};

// read is what stands under a name, or null.
export function read(name) {
  if (memory.has(name)) return structuredClone(memory.get(name));
  try {
    return JSON.parse(storage().getItem(name));
  } catch {
    return null;
  }
}

// write puts content under a name; it is false when the device has no room for it or keeps nothing.
export function write(name, content) {
  behind((drafts) => drafts.put(content, name));
  try {
    storage().setItem(name, JSON.stringify(content));
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, structuredClone(content));
    return false;
  }
}

// remove takes away what stands under a name.
export function remove(name) {
  memory.delete(name);
  behind((drafts) => drafts.delete(name));
  try {
    storage().removeItem(name);
  } catch {
    return;
  }
}

// names are those that begin so.
export function names(prefix) {
  let kept = [];
  try {
    kept = Object.keys(storage());
  } catch {
    kept = [];
  }
  return [...new Set([...kept, ...memory.keys()])].filter((name) => name.startsWith(prefix));
}

// recover brings back what only the forced writes have: what was typed just before the battery died. It ends without them
// when they do not answer, so that no page waits for ever to keep what is typed.
export const recover = () => Promise.race([bringBack(), new Promise((ended) => setTimeout(ended, patience))]);

async function bringBack() {
  try {
    for (const [name, draft] of await behind((drafts) => all(drafts))) {
      const kept = read(name);
      if (!kept || kept.order < draft.order) write(name, draft);
    }
  } catch {
    return;
  }
}

// all is every name with its content.
function all(drafts) {
  const found = [];
  const cursor = drafts.openCursor();
  cursor.onsuccess = () => {
    if (!cursor.result) return;
    found.push([cursor.result.key, cursor.result.value]);
    cursor.result.continue();
  };
  return { result: found };
}

function open() {
  return (database ??= new Promise((opened, failed) => {
    const request = indexedDB.open("vinhdanh", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  }));
}

// behind acts on the forced store; nobody waits for it but recover.
function behind(act) {
  if (!globalThis.indexedDB) return Promise.resolve([]);
  const done = open().then(
    (base) =>
      new Promise((ended, failed) => {
        const step = base.transaction(table, "readwrite", { durability: "strict" });
        const request = act(step.objectStore(table));
        step.oncomplete = () => ended(request.result);
        step.onabort = step.onerror = () => failed(step.error);
      }),
  );
  done.catch(() => {});
  return done;
}
