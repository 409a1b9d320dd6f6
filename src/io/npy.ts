import { AceError } from "../errors.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { fortranToC } from "./fortran-order.ts";
import { malformed } from "./malformed.ts";
import { readNpyHeader, writeNpyHeader } from "./npy-header.ts";

/** An array as numpy stores it. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** numpy's kind and size in bytes: `f4`, `i8`, `b1`; `V1` and `V2` are bits of unknown types. */
  readonly dtype: string;
  /** Little-endian, last axis fastest; may be a view on the file. */
  readonly data: Uint8Array;
}

const DTYPES: ReadonlySet<string> = new Set("b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 V1 V2".split(" "));
/** What ml_dtypes calls its float8_e5m2. */
const FLOAT_OF_ONE_BYTE = "f1";

/**
 * Reads an npy file of version 1, 2 or 3, of either byte order and memory order.
 *
 * @throws {AceError} `malformed-tensor`; `unsupported-type` for text, objects, dates, records and
 *   complex numbers; `too-large`
 *
 * Source: NumPy Enhancement Proposal 1.
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { descr, fortranOrder, shape, end } = readNpyHeader(bytes);
  const dtype = dtypeOf(descr);
  const width = Number(dtype.slice(1));
  const expected = elementCount(shape) * width;
  const stored = bytes.subarray(end);
  if (stored.length !== expected) {
    throw malformed("the npy file", `${expected} bytes of elements`, `${stored.length}`);
  }
  const little = descr.startsWith(">") ? swapped(stored, width) : stored;
  return { shape, dtype, data: fortranOrder ? fortranToC(little, width, shape) : little };
}

/** An npy file of version 1, byte for byte what `numpy.save` writes. */
export function writeNpy({ shape, dtype, data }: NpyArray): Uint8Array {
  const order = dtype.endsWith("1") || dtype.startsWith("V") ? "|" : "<";
  const header = writeNpyHeader(order + dtype, shape);
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}

/**
 * numpy's kind and size out of its type string.
 *
 * @throws {AceError} `unsupported-type`
 */
export function dtypeOf(descr: string): string {
  const dtype = descr.replace(/^[<>=|]/, "");
  if (dtype === FLOAT_OF_ONE_BYTE) return "V1";
  if (DTYPES.has(dtype)) return dtype;
  throw new AceError("unsupported-type", {
    action: "read",
    subject: "the npy file",
    expected: "integers, floats of up to 64 bits or booleans",
    got: `numpy's ${descr.slice(0, 40)}`,
  });
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const little = new Uint8Array(bytes.length);
  for (let i = 0; i < little.length; i++) {
    const place = i % width;
    little[i] = bytes[i - place + width - 1 - place] as number;
  }
  return little;
}
