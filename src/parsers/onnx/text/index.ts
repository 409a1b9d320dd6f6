import { AceError, within } from "../../../errors.ts";
import { type ByteSource, bufferSource } from "../../../io/byte-source.ts";
import { type TextForm, textFormOf } from "./form.ts";
import { modelFromSyntax } from "./model.ts";
import { modelFromProtoJson } from "./proto-json.ts";
import { modelFromTextProto } from "./text-proto.ts";

/** So much of a file tells its form; comments may come first. */
const HEAD = 1 << 12;
/** Engines hold strings of at most 512 MB, and the tokens of a text live beside it. */
const LARGEST_TEXT = 1 << 28;

const READERS: Readonly<Record<TextForm, (text: string) => Uint8Array>> = {
  syntax: modelFromSyntax,
  "text proto": modelFromTextProto,
  json: modelFromProtoJson,
};

/**
 * The binary form of an ONNX model that is text: ONNX's textual syntax, protocol buffer text or
 * JSON, known by its content. Undefined for all that is something else.
 *
 * @throws {AceError} `malformed-model` with line and column, `too-large`
 */
export function binaryOfText(source: ByteSource): ByteSource | undefined {
  const head = source.read(0, Math.min(HEAD, source.size));
  const form = textFormOf(new TextDecoder().decode(head));
  if (form === undefined) return undefined;
  return within({ file: source.name }, () => {
    const bytes = READERS[form](readText(source));
    source.close();
    return bufferSource(source.name, bytes);
  });
}

function readText(source: ByteSource): string {
  if (source.size > LARGEST_TEXT) {
    throw refused("too-large", `a text of at most ${LARGEST_TEXT} bytes`, `${source.size}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source.read(0, source.size));
  } catch (error) {
    if (error instanceof AceError) throw error;
    throw refused("malformed-model", "text in UTF-8", "other bytes");
  }
}

function refused(code: "too-large" | "malformed-model", expected: string, got: string): AceError {
  return new AceError(
    code,
    { action: "read", subject: "the model", expected, got },
    code === "too-large" ? { hint: CONVERT } : {},
  );
}

const CONVERT =
  'convert it: python -c "import onnx, sys; onnx.save(onnx.load(sys.argv[1]), sys.argv[2])" model.onnxtxt model.onnx';
