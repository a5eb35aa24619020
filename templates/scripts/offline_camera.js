// Reads QR symbols: from the camera until one is met, or from a photo. The browser's own reader is used where there is one,
// else jsQR, which is fetched only then.
const most = 1600; // px of a photo's longer side; a symbol of 45 modules needs no more

let reading; // how symbols are read here: a promise of a function from a canvas to texts

async function reader(scanner) {
  const own = self.BarcodeDetector && (await BarcodeDetector.getSupportedFormats().catch(() => []));
  if (own?.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas)).map((found) => found.rawValue);
  }
  await new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement("script"), { src: scanner, onload: loaded, onerror: failed });
    document.head.append(script);
  });
  return parts;
}

const second = (text) => /^[A-Z2-7]{136}$/.test(text);

// parts reads a picture with jsQR, which meets no symbol where there are two: after the whole picture it looks at parts of it,
// until one holds the second symbol of a certificate. Of the camera only the middle is looked at besides: another one follows.
async function parts(canvas, moving) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const texts = [];
  for (const [x, y, w, h] of moving ? windows.slice(0, 2) : windows) {
    const cut = [x * canvas.width, y * canvas.height, w * canvas.width, h * canvas.height].map(Math.floor);
    const { data, width, height } = pen.getImageData(...cut);
    const found = self.vinhdanhScan(data, width, height, { inversionAttempts: "dontInvert" });
    if (found?.data) texts.push(found.data);
    if (texts.some(second)) break;
    await new Promise((next) => setTimeout(next)); // the page stays alive
  }
  return texts;
}

// windows are the parts: left, top, width and height as shares of the picture. The whole comes first, then the middle.
const windows = [[0, 0, 1, 1], [0.2, 0.2, 0.6, 0.6]];
for (const w of [0.5, 0.7, 0.35])
  for (const h of [1, 0.65]) for (let x = 0; x <= 1.001 - w; x += 0.15) for (let y = 0; y <= 1.001 - h; y += 0.175) windows.push([x, y, w, h]);

function draw(picture, width, height) {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// best is the text that is likelier the second symbol of a certificate.
const best = (texts) => texts.find(second) ?? texts[0];

// pick chooses among the texts of several symbols.
// readPhoto is the text of the symbol in a picture file, undefined when there is none.
export async function readPhoto(file, scanner, pick = best) {
  const read = await (reading ??= reader(scanner));
  const picture = await createImageBitmap(file);
  return pick(await read(draw(picture, picture.width, picture.height)));
}

// watch shows the camera in video until a symbol is met or stop was called, and answers its text.
export async function watch(video, scanner, stopped, pick = best) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  try {
    video.srcObject = stream;
    await video.play();
    const read = await (reading ??= reader(scanner));
    while (!stopped.aborted) {
      if (video.videoWidth) {
        const text = pick(await read(draw(video, video.videoWidth, video.videoHeight), true));
        if (text) return text;
      }
      await new Promise((next) => setTimeout(next, 120));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
  return undefined;
}
