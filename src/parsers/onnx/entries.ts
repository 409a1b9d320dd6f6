import type { Range, WireReader } from "./wire.ts";

/** Key and value of a `StringStringEntryProto`. */
export function readEntry(reader: WireReader, range: Range): readonly [string, string] {
  let key = "";
  let value = "";
  reader.fields(range, (field, wire) => {
    if (field === 1) key = reader.string(wire);
    if (field === 2) value = reader.string(wire);
  });
  return [key, value];
}
