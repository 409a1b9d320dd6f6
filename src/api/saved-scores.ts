import { AceError, within } from "../errors.ts";
import { fileSource } from "../io/byte-source.ts";
import { parseResult, parseResults, type Result } from "../results/json.ts";
import type { ScoreResult } from "../results/score-result.ts";
import { type ScoreOptions, score } from "./score.ts";

/** More of a file that begins like JSON is not read at once to see what it is. */
const LARGEST_RESULT = 2 ** 28;

/**
 * Scores of a model, or those that a file of `ace score --json` or `--jsonl` holds.
 *
 * @param input - a path or bytes; known by its content
 * @throws {AceError} where neither can be read
 */
export function scoresOf(
  input: string | Uint8Array,
  options: ScoreOptions = {},
): readonly ScoreResult[] {
  const text = typeof input === "string" ? textOf(input) : textIn(input);
  if (text === undefined) return [score(input, options)];
  const where = typeof input === "string" ? { file: input } : {};
  return within(where, () => resultsIn(text).map(asScore));
}

function textOf(path: string): string | undefined {
  const source = fileSource(path);
  try {
    if (
      source.size > LARGEST_RESULT ||
      !beginsLikeJson(source.read(0, Math.min(64, source.size)))
    ) {
      return undefined;
    }
    return textIn(source.read(0, source.size));
  } finally {
    source.close();
  }
}

/** Undefined for what is no result: ONNX models may be JSON too. */
function textIn(bytes: Uint8Array): string | undefined {
  if (!beginsLikeJson(bytes)) return undefined;
  const text = new TextDecoder().decode(bytes);
  return /"schema"\s*:\s*"acemeter\//.test(text) || /^\s*\[\s*\]\s*$/.test(text) ? text : undefined;
}

function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}

/** One document, a list of them, or one a line. */
function resultsIn(text: string): readonly Result[] {
  const lines = text.trimEnd().split("\n");
  const isOneALine = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  return isOneALine ? lines.map(parseResult) : parseResults(text);
}

function asScore(result: Result): ScoreResult {
  if (result.schema === "acemeter/score@1") return result;
  throw new AceError("unsupported-format", {
    action: "read",
    subject: "a score",
    expected: "acemeter/score@1",
    got: result.schema,
  });
}
