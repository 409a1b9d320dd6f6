import { isLosslessNumber, parse } from "lossless-json";
import { AceError, type Where } from "../errors.ts";
import type { Fix, Verdict } from "../results/check-result.ts";
import { jsonPlaces, lineAndColumn, type Path, pathText } from "./json-places.ts";

/** A JSON file that somebody wrote, and where its parts stand. */
export interface JsonDocument {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Looked for when somebody first asks. */
  readonly places: () => ReadonlyMap<string, number>;
}

/**
 * Reads a file's text; numbers keep their digits.
 *
 * @throws {AceError} `wrong-usage` with line and column where it is no JSON
 */
export function readDocument(file: string, text: string): JsonDocument {
  try {
    return { file, text, value: parse(text), places: placesOnce(text) };
  } catch (cause) {
    const { message } = cause as Error;
    const offset = / at position (\d+)/.exec(message)?.[1];
    const where = offset === undefined ? {} : lineAndColumn(text, Number(offset));
    const got = message.replace(/ at position \d+.*$/s, "");
    const reason = { action: "read", subject: file, expected: "JSON", got };
    throw new AceError("wrong-usage", reason, { where: { file, ...where }, cause });
  }
}

function placesOnce(text: string): JsonDocument["places"] {
  let places: ReadonlyMap<string, number> | undefined;
  return () => {
    places ??= jsonPlaces(text);
    return places;
  };
}

/** Where a part stands; the nearest part around it where it is not there itself. */
export function placeOf({ file, text, places }: JsonDocument, path: Path): Where {
  for (let length = path.length; length > 0; length--) {
    const offset = places().get(pathText(path.slice(0, length)));
    if (offset !== undefined) return { file, ...lineAndColumn(text, offset) };
  }
  return { file };
}

/** What a verdict says of the key that it is about. */
export function keyAt(document: JsonDocument, path: Path): Pick<Verdict, "key" | "line"> {
  const { line } = placeOf(document, path);
  return { key: pathText(path), ...(line === undefined ? {} : { line }) };
}

/** Where a fix is to be made. */
export function fixAt(document: JsonDocument, path: Path): { file: string } & Pick<Fix, "line"> {
  const { line } = placeOf(document, path);
  return { file: document.file, ...(line === undefined ? {} : { line }) };
}

/** Refuses a part of a document. */
export function refuse(
  document: JsonDocument,
  path: Path,
  expected: string,
  got: string,
  hint?: string,
): never {
  const subject = path.length === 0 ? document.file : `${pathText(path)} of ${document.file}`;
  throw new AceError(
    "wrong-usage",
    { action: "read", subject, expected, got },
    { where: placeOf(document, path), ...(hint === undefined ? {} : { hint }) },
  );
}

/** A value as it stands in the file, in one line; a long one is cut. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, item) => (isLosslessNumber(item) ? Number(item) : item));
  if (text === undefined) return "none";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
