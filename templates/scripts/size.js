// size is a file's size as people say it.
export function size(bytes) {
  if (bytes < 1 << 20) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${(bytes / (1 << 20)).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}
