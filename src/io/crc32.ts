const POLYNOMIAL = 0xedb88320;

const TABLE = new Int32Array(256);
for (let byte = 0; byte < TABLE.length; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  TABLE[byte] = rest;
}

/** CRC-32 of bytes, 0 to 2^32 − 1. Source: PKWARE APPNOTE 4.4.7. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) {
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
