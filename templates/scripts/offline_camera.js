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
  return async (canvas) => one(canvas, []);
}

// one reads a symbol and, having covered it, the next one: jsQR finds a single one in a picture.
function one(canvas, texts) {
  const { width, height } = canvas;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const found = self.vinhdanhScan(pen.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: "dontInvert" });
  if (!found) return texts;
  const { topLeftCorner: a, topRightCorner: b, bottomRightCorner: c, bottomLeftCorner: d } = found.location;
  pen.fillStyle = "#fff";
  pen.beginPath();
  for (const p of [a, b, c, d]) pen.lineTo(p.x, p.y);
  pen.fill();
  texts.push(found.data);
  return texts.length < 2 ? one(canvas, texts) : texts;
}

function draw(picture, width, height) {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// best is the text that is likelier the second symbol of a certificate.
const best = (texts) => texts.find((t) => /^[A-Z2-7]{136}$/.test(t)) ?? texts[0];

// readPhoto is the text of the symbol in a picture file, undefined when there is none.
export async function readPhoto(file, scanner) {
  const read = await (reading ??= reader(scanner));
  const picture = await createImageBitmap(file);
  return best(await read(draw(picture, picture.width, picture.height)));
}

// watch shows the camera in video until a symbol is met or stop was called, and answers its text.
export async function watch(video, scanner, stopped) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  try {
    video.srcObject = stream;
    await video.play();
    const read = await (reading ??= reader(scanner));
    while (!stopped.aborted) {
      if (video.videoWidth) {
        const text = best(await read(draw(video, video.videoWidth, video.videoHeight)));
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
