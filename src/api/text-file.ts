import { AceError } from "../errors.ts";
import { readWholeFile } from "../io/byte-source.ts";

/**
 * A file of text beside models: a configuration, a baseline, a history.
 *
 * @throws {AceError} `wrong-usage` where it cannot be read, or is no UTF-8
 */
export function readText(path: string): string {
  try {
    return decoded(path);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    const { reason, where, cause } = error;
    throw new AceError("wrong-usage", reason, { where, cause });
  }
}

function decoded(path: string): string {
  const bytes = readWholeFile(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const reason = { action: "read", subject: path, expected: "text in UTF-8", got: "other bytes" };
    throw new AceError("wrong-usage", reason, { where: { file: path }, cause });
  }
}
