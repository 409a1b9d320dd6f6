import { AceError, type Where } from "../../errors.ts";

/** @throws {AceError} `malformed-model` */
export function malformed(subject: string, expected: string, got: string, where: Where): never {
  throw new AceError("malformed-model", { action: "read", subject, expected, got }, { where });
}

const MOST_SHOWN = 40;

/** A text for a message: a long one is cut. */
export function shown(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
