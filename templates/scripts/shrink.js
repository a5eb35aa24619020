// Photos are made smaller on the device before they travel over a slow network.

export const longest = 2400; // pixels of the longer side that the server has use for
const heavy = 2 << 20; // bytes above which even a small photo is written again
const photos = ["image/jpeg", "image/png", "image/webp"];

// sizeWithin is the size of a picture after shrinking; it never grows.
export function sizeWithin(width, height, most = longest) {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

// isPhoto reports whether a file is a picture that a canvas reads.
export const isPhoto = (file) => photos.includes(file.type);

// shrink is a smaller JPEG of a big photo, or the file itself: when it is no photo, is small already, cannot be
// read here or would not become lighter.
export async function shrink(file) {
  if (!isPhoto(file)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const [width, height] = sizeWithin(picture.width, picture.height);
  if (width === picture.width && height === picture.height && file.size <= heavy) return picture.close(), file;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
  picture.close();
  const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!smaller || smaller.size >= file.size) return file;
  return new File([smaller], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}
