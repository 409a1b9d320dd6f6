import { type ElementType, elementBits } from "../../graph/element-type.ts";
import { packedByteLength, unpackElements } from "../../graph/packed.ts";
import { allocate, type Carrier } from "../../graph/tensor.ts";
import { malformedTensor } from "./malformed-tensor.ts";

export const FLOAT_DATA = 4;
export const INT32_DATA = 5;
export const INT64_DATA = 7;
export const DOUBLE_DATA = 10;
export const UINT64_DATA = 11;

/** Which typed field holds which element types; everything else is in `int32_data`. */
const TYPED_FIELDS: Partial<Record<ElementType, number>> = {
  f32: FLOAT_DATA,
  f64: DOUBLE_DATA,
  i64: INT64_DATA,
  u64: UINT64_DATA,
  u32: UINT64_DATA,
};

/**
 * Elements of a typed field.
 *
 * @param bytes - the field, packed
 */
export function typedElements(
  tensor: string,
  field: number,
  element: ElementType,
  bytes: Uint8Array,
  count: number,
): Carrier {
  const expected = TYPED_FIELDS[element] ?? INT32_DATA;
  if (field !== expected)
    malformedTensor(tensor, `${element} in field ${expected}`, `field ${field}`);
  if (field === FLOAT_DATA || field === DOUBLE_DATA) return unpackElements(element, bytes, count);
  const values = varints(tensor, bytes);
  if (element === "i64" || element === "u64" || element === "u32" || element === "i32") {
    return wholeNumbers(tensor, element, values, count);
  }
  return unpackElements(element, narrowBytes(element, values), count);
}

function wholeNumbers(
  tensor: string,
  element: ElementType,
  values: readonly bigint[],
  count: number,
): Carrier {
  if (values.length !== count) malformedTensor(tensor, `${count} elements`, `${values.length}`);
  const data = allocate(element, count);
  const big = element === "i64" || element === "u64";
  values.forEach((value, i) => {
    data[i] = (big ? value : Number(value)) as never;
  });
  return data;
}

/**
 * Elements in `int32_data` as raw bytes: 16-bit types take two bytes; of the others an entry is one
 * byte, which holds as many elements as fit, but a single 6-bit one.
 */
function narrowBytes(element: ElementType, values: readonly bigint[]): Uint8Array {
  const entryBits = packedByteLength(element, 1) === 2 ? 16 : elementBits(element) === 6 ? 6 : 8;
  const bytes = new Uint8Array(Math.ceil((values.length * entryBits) / 8));
  values.forEach((value, i) => {
    const code = Number(BigInt.asUintN(entryBits, value)) << ((i * entryBits) % 8);
    const at = Math.floor((i * entryBits) / 8);
    bytes[at] = (bytes[at] as number) | (code & 0xff);
    if (code > 0xff) bytes[at + 1] = code >> 8;
  });
  return bytes;
}

const LAST_SHIFT = 63n;

/** Varints of a packed field, as int64. */
function varints(tensor: string, bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      values.push(BigInt.asIntN(64, value));
      value = 0n;
      shift = 0n;
    } else if (shift > LAST_SHIFT) {
      malformedTensor(tensor, "integers of at most 10 bytes", "a longer one");
    }
  }
  return values;
}
