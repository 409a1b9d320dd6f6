import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { malformed } from "../../io/malformed.ts";
import { npzEntries } from "../../io/npz-entries.ts";
import { readSafetensors } from "../../io/safetensors.ts";
import { readFlaxMsgpack } from "./flax-msgpack.ts";
import { arrayWeight, storedWeight, type Weight } from "./weight.ts";

type WeightsFormat = "msgpack" | "safetensors" | "npz";

const HEAD = 9;
/** Length of the header, in bytes, before safetensors' first brace. */
const LENGTH_SIZE = 8;

/** What people also have at hand, by its first bytes as Latin-1 text. */
const OTHERS: readonly (readonly [string, string])[] = [
  ["\u0093NUMPY", "one numpy array; save all of them by name with numpy.savez"],
  ["\u0080\u0002", "a Python pickle"],
  ["\u0080\u0004", "a Python pickle"],
  ["\u0080\u0005", "a Python pickle"],
  ["\u0089HDF", "an HDF5 file"],
  ["ML\u00efR", "MLIR bytecode"],
  ["version ", "a Git LFS pointer; the weights themselves were not fetched"],
  ["{", "JSON"],
];

/**
 * The weights in a file by their path, `params/stem/kernel`; elements are read when they are asked
 * for. Flax's msgpack, safetensors and npz are told apart by content; names with `.` between their
 * components are read like those with `/`. The source must stay open.
 *
 * @throws {AceError} `unsupported-format`, `malformed-tensor`, `unsupported-type`, `too-large`
 */
export function readWeights(source: ByteSource): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const weight of weightsOf(source)) {
    const name = weight.path.join("/");
    if (weights.has(name)) throw malformed("the weights", "different names", `${name} twice`);
    weights.set(name, weight);
  }
  return weights;
}

function weightsOf(source: ByteSource): readonly Weight[] {
  const format = formatOf(source);
  switch (format) {
    case "msgpack":
      return readFlaxMsgpack(source);
    case "safetensors": {
      const tensors = readSafetensors(source);
      const pathOf = pathsOf([...tensors.keys()]);
      return Array.from(tensors, ([name, stored]) => storedWeight(pathOf(name), stored));
    }
    case "npz":
      return npzWeights(source);
    default:
      return format satisfies never;
  }
}

function npzWeights(source: ByteSource): readonly Weight[] {
  const entries = npzEntries(source.read(0, source.size));
  const pathOf = pathsOf(entries.map(({ name }) => name));
  return entries.map(({ name, shape, dtype, read }) =>
    arrayWeight(pathOf(name), dtype, { shape, dtype, read: () => read().data }),
  );
}

/** How the names of one file fall into components: at `/` where any has one, else at `.`. */
function pathsOf(names: readonly string[]): (name: string) => readonly string[] {
  const separator = names.some((name) => name.includes("/")) ? "/" : ".";
  return (name) => name.split(separator);
}

/** @throws {AceError} `unsupported-format` */
function formatOf(source: ByteSource): WeightsFormat {
  const head = source.read(0, Math.min(HEAD, source.size));
  const text = String.fromCharCode(...head);
  if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) return "npz";
  if (isSafetensors(head, source.size)) return "safetensors";
  const other = OTHERS.find(([start]) => text.startsWith(start));
  if (other === undefined && isMap(head[0])) return "msgpack";
  throw new AceError("unsupported-format", {
    action: "read weights from",
    subject: source.name,
    expected: "Flax's msgpack, safetensors or npz",
    got: other?.[1] ?? (source.size === 0 ? "an empty file" : "another format"),
  });
}

function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < HEAD || head[LENGTH_SIZE] !== 0x7b) return false;
  const view = new DataView(head.buffer, head.byteOffset, LENGTH_SIZE);
  return view.getBigUint64(0, true) <= BigInt(size - LENGTH_SIZE);
}

/** First bytes of a MessagePack map. */
function isMap(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x80 && byte < 0x90) || byte === 0xde || byte === 0xdf);
}
