import { unzlibSync } from "fflate";

const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;

/**
 * The tables of a WOFF font, unpacked when they are asked for.
 *
 * Source: WOFF File Format 1.0, `TableDirectoryEntry`.
 */
export function woffTables(bytes: Uint8Array): (tag: string) => DataView {
  const view = viewOf(bytes);
  const entries = new Map<string, number>();
  for (let i = 0; i < view.getUint16(12); i++) {
    const at = HEADER_BYTES + i * ENTRY_BYTES;
    entries.set(String.fromCharCode(...bytes.subarray(at, at + 4)), at);
  }
  return (tag) => {
    const at = entries.get(tag);
    if (at === undefined) throw new Error(`the font has no table ${tag}`);
    const offset = view.getUint32(at + 4);
    const packedLength = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    const packed = bytes.subarray(offset, offset + packedLength);
    return viewOf(packedLength === length ? packed : unzlibSync(packed));
  };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
