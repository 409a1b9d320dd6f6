import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";

/** First bytes of files that people mistake for models, as Latin-1 text. */
const MAGIC: readonly (readonly [string, string])[] = [
  ["\u0089PNG", "a PNG picture"],
  ["PK\u0003\u0004", "a zip archive"],
  ["\u001f\u008b", "a gzip archive"],
  ["\u0093NUMPY", "a numpy array"],
  ["\u0089HDF", "an HDF5 file"],
  ["ML\u00efR", "MLIR bytecode"],
];

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^[\s\S]{4}TFL3/, "a TensorFlow Lite model"],
  [/^version https:\/\/git-lfs/, "a Git LFS pointer; the model itself was not fetched"],
  [/^\s*[{[]/, "JSON"],
  [/^\s*(#loc|module|HloModule)\b/, "an MLIR or HLO text"],
  [/^[\t\n\r\x20-\x7e]{16}/, "text"],
];

const HEAD = 64;

/**
 * Says what a file is that cannot be an ONNX model; its text forms are known already.
 *
 * @throws {AceError} `unsupported-format`
 */
export function expectOnnx(source: ByteSource): void {
  const head = String.fromCharCode(...source.read(0, Math.min(HEAD, source.size)));
  const other = head === "" ? "an empty file" : formatOf(head);
  if (other === undefined) return;
  throw new AceError("unsupported-format", {
    action: "read",
    subject: source.name,
    expected: "an ONNX model",
    got: other,
  });
}

function formatOf(head: string): string | undefined {
  const magic = MAGIC.find(([start]) => head.startsWith(start));
  return magic?.[1] ?? TEXTS.find(([pattern]) => pattern.test(head))?.[1];
}
