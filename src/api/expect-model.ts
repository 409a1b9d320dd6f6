import { AceError } from "../errors.ts";
import type { ByteSource } from "../io/byte-source.ts";

/** What a file is that is no model, and how to make one of it. */
interface Format {
  readonly name: string;
  readonly hint?: string;
}

const BYTECODE = "ML\u00efR";
const printed = (text: string) =>
  `print it as text: ${text}, or stablehlo-translate --deserialize on its bytecode`;

/** First bytes of files that people mistake for models, as Latin-1 text. */
const MAGIC: readonly (readonly [string, Format])[] = [
  ["\u0089PNG", { name: "a PNG picture" }],
  ["PK\u0003\u0004", { name: "a zip archive" }],
  ["\u001f\u008b", { name: "a gzip archive" }],
  ["\u0093NUMPY", { name: "a numpy array" }],
  ["\u0089HDF", { name: "an HDF5 file" }],
  [BYTECODE, { name: "MLIR bytecode", hint: printed("exported.mlir_module() in JAX") }],
];

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^[\s\S]{4}TFL3/, "a TensorFlow Lite model"],
  [/^version https:\/\/git-lfs/, "a Git LFS pointer; the model itself was not fetched"],
  [/^\s*[{[]/, "JSON"],
  [/^[\t\n\r\x20-\x7e]{16}/, "text"],
];

const CONTAINER: Format = {
  name: "a jax.export container",
  hint: printed("jax.export.deserialize(data).mlir_module()"),
};

const HEAD = 64;
/** The names of all arguments come before the bytecode. */
const CONTAINER_HEAD = 1 << 16;

/**
 * Says what a file is that no importer knows and that cannot be a binary ONNX model.
 *
 * @throws {AceError} `unsupported-format`
 */
export function expectModel(source: ByteSource): void {
  const head = latin1(source, HEAD);
  const other = head === "" ? { name: "an empty file" } : formatOf(source, head);
  if (other === undefined) return;
  const { name, hint } = other;
  throw new AceError(
    "unsupported-format",
    {
      action: "read",
      subject: source.name,
      expected: "an ONNX, StableHLO or HLO model",
      got: name,
    },
    hint === undefined ? {} : { hint },
  );
}

function formatOf(source: ByteSource, head: string): Format | undefined {
  const magic = MAGIC.find(([start]) => head.startsWith(start));
  if (magic !== undefined) return magic[1];
  const text = TEXTS.find(([pattern]) => pattern.test(head));
  if (text !== undefined) return { name: text[1] };
  return isContainer(source, head) ? CONTAINER : undefined;
}

/** A FlatBuffer, which begins with a small offset, around bytecode of StableHLO. */
function isContainer(source: ByteSource, head: string): boolean {
  if (!/^[\s\S]{2}\0\0/.test(head)) return false;
  return /ML\u00efR.StableHLO_v/s.test(latin1(source, CONTAINER_HEAD));
}

function latin1(source: ByteSource, length: number): string {
  return Buffer.from(source.read(0, Math.min(length, source.size))).toString("latin1");
}
