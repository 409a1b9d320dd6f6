import { AceError } from "../errors.ts";

/** `malformed-tensor` for bytes that are not what they should be. */
export function malformed(
  subject: string,
  expected: string,
  got: string,
  cause?: unknown,
): AceError {
  return new AceError("malformed-tensor", { action: "read", subject, expected, got }, { cause });
}
