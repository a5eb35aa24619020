// Writes screenshots as PNG files of at most 96 colours, a third of their size. Text and flat colours lose nothing
// that an eye sees: the commonest colours are kept and each other pixel takes the nearest of them.
import zlib from "node:zlib";

const colours = 96;

// indexed turns a true-colour PNG into an indexed one; blank is any page, whose canvas does the reading.
export async function indexed(blank, png) {
  const { width, height, palette, pixels } = await blank.evaluate(reduce, [png.toString("base64"), colours]);
  const rows = Buffer.from(pixels, "base64");
  const lines = Buffer.alloc((width + 1) * height); // each line begins with its filter, which is none
  for (let y = 0; y < height; y++) rows.copy(lines, y * (width + 1) + 1, y * width, (y + 1) * width);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // eight bits, a palette
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette)),
    chunk("IDAT", zlib.deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(zlib.crc32(body));
  return Buffer.concat([size, body, check]);
}

// reduce runs in the browser.
async function reduce([base64, most]) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = image;
  const drawing = new OffscreenCanvas(width, height).getContext("2d");
  drawing.drawImage(image, 0, 0);
  const data = new Uint32Array(drawing.getImageData(0, 0, width, height).data.buffer);
  const seen = new Map(); // how often a colour of five bits a channel is seen, and one that stands for it
  for (const c of data) {
    const rough = c & 0xf8f8f8;
    const known = seen.get(rough);
    if (!known) seen.set(rough, { n: 1, exact: new Map([[c, 1]]) });
    else {
      known.n++;
      known.exact.set(c, (known.exact.get(c) ?? 0) + 1);
    }
  }
  const kept = [...seen.values()]
    .sort((a, b) => b.n - a.n)
    .slice(0, most)
    .map((s) => [...s.exact].sort((a, b) => b[1] - a[1])[0][0])
    .map((c) => [c & 255, (c >> 8) & 255, (c >> 16) & 255]);
  const nearest = new Map();
  const find = (c) => {
    const [r, g, b] = [c & 255, (c >> 8) & 255, (c >> 16) & 255];
    let best = 0;
    let least = Infinity;
    kept.forEach((k, i) => {
      const far = (k[0] - r) ** 2 + (k[1] - g) ** 2 + (k[2] - b) ** 2;
      if (far < least) [best, least] = [i, far];
    });
    nearest.set(c, best);
    return best;
  };
  let pixels = "";
  for (const c of data) pixels += String.fromCharCode(nearest.get(c) ?? find(c));
  return { width, height, palette: kept.flat(), pixels: btoa(pixels) };
}
