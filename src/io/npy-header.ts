import { AceError } from "../errors.ts";
import { malformed } from "./malformed.ts";

/** What stands before the elements of an npy file. */
export interface NpyHeader {
  /** numpy's type string: `<f4`, `|b1`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements start, in bytes. */
  readonly end: number;
}

const MAGIC = "\x93NUMPY";
const MAGIC_SIZE = 6;
/** A plain array's header is some hundred bytes; longer ones are records, or attacks. */
const LONGEST_HEADER = 1 << 16;
const ALIGNMENT = 64;
/** numpy leaves room for the first axis to grow to this many digits. */
const AXIS_DIGITS = 21;

const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the header of an npy file of version 1, 2 or 3.
 *
 * @throws {AceError} `malformed-tensor`, `unsupported-type` for arrays of records
 *
 * Source: NumPy Enhancement Proposal 1.
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (latin1.decode(bytes.subarray(0, MAGIC_SIZE)) !== MAGIC) throw broken("\\x93NUMPY", "others");
  const version = bytes[MAGIC_SIZE];
  if (version !== 1 && version !== 2 && version !== 3) {
    throw broken("format version 1, 2 or 3", `${version ?? "none"}`);
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw broken("a header", "the end of the file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) {
    throw broken(`a header of at most ${LONGEST_HEADER} bytes`, `${length}`);
  }
  if (start + length > bytes.length) throw broken("a whole header", "a cut one");
  const text = headerText(bytes.subarray(start, start + length), version);
  return { ...parseHeader(text), end: start + length };
}

/** The header of an npy file of version 1, with numpy's own padding. */
export function writeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const room = shape.length === 0 ? 0 : AXIS_DIGITS - `${shape[0]}`.length;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  const text = dictionary + " ".repeat(room);
  const start = MAGIC_SIZE + 4;
  const padding = ALIGNMENT - ((start + text.length + 1) % ALIGNMENT);
  const length = text.length + padding + 1;
  const line = `${text}${" ".repeat(padding)}\n`;
  const prefix = [0x01, 0x00, length & 0xff, length >> 8];
  const magic = Array.from(MAGIC, (character) => character.charCodeAt(0));
  return Uint8Array.from([...magic, ...prefix, ...new TextEncoder().encode(line)]);
}

function parseHeader(text: string): Omit<NpyHeader, "end"> {
  if (/(['"])descr\1\s*:\s*\[/.test(text)) {
    throw new AceError("unsupported-type", {
      action: "read",
      subject: "the npy file",
      expected: "numbers or booleans",
      got: "records",
    });
  }
  const descr = /(['"])descr\1\s*:\s*(['"])([^'"]*)\2/.exec(text)?.[3];
  const order = /(['"])fortran_order\1\s*:\s*(True|False)/.exec(text)?.[2];
  const shape = /(['"])shape\1\s*:\s*\(([^)]*)\)/.exec(text)?.[2];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw broken("descr, fortran_order and shape", "a header without one of them");
  }
  return { descr, fortranOrder: order === "True", shape: parseShape(shape) };
}

/** The sizes in `3, 4` and `3,`; Python 2 wrote `3L`. */
function parseShape(text: string): number[] {
  const parts = text.split(",");
  if (parts.at(-1)?.trim() === "") parts.pop();
  return parts.map((part) => {
    const size = /^\s*(\d+)L?\s*$/.exec(part)?.[1];
    const value = Number(size);
    if (size === undefined || !Number.isSafeInteger(value)) {
      throw broken("sizes of 0 and more", `${part.trim().slice(0, 40)}`);
    }
    return value;
  });
}

function headerText(bytes: Uint8Array, version: number): string {
  if (version < 3) return latin1.decode(bytes);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw broken("a header in UTF-8", "other bytes", cause);
  }
}

/** Python's way to write a tuple. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

function broken(expected: string, got: string, cause?: unknown): Error {
  return malformed("the npy file", expected, got, cause);
}
