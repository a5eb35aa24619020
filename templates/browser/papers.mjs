// Small files that people of a walk hand in: photos that differ, papers of one page, a list of nominations.
import zlib from "node:zlib";

// crc is the checksum of PNG (RFC 2083).
function crc(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)];
  ends[0].writeUInt32BE(data.length);
  ends[1].writeUInt32BE(crc(body));
  return Buffer.concat([ends[0], body, ends[1]]);
}

// photo is a PNG of 240 x 160 in a colour of its own.
export function photo(n) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(240, 0);
  head.writeUInt32BE(160, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(160 * (1 + 240 * 3));
  for (let y = 0; y < 160; y++)
    for (let x = 0; x < 240; x++) rows.set([(x + n * 40) & 255, y, (n * 60) & 255], y * 721 + 1 + x * 3);
  const parts = [chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return { name: `IMG_${n}.png`, mimeType: "image/png", buffer: Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]) };
}

// paper is a PDF of one page.
export function paper(name) {
  const content = `BT /F1 24 Tf 72 720 Td (${name}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((o, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, "0")} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return { name: `${name}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(text, "latin1") };
}

// table is a list of nominations as offices keep them.
export function table(rows) {
  const heads = Object.keys(rows[0]);
  const lines = [heads, ...rows.map((r) => heads.map((h) => r[h]))].map((cells) => cells.map((c) => `"${c}"`).join(","));
  return { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("\uFEFF" + lines.join("\r\n") + "\r\n") };
}
