import { AceError } from "../errors.ts";
import { systemMessage } from "./system-message.ts";

/** `unreadable-file` from what the system said. */
export function fileFailure(path: string, cause: unknown): AceError {
  return new AceError(
    "unreadable-file",
    { action: "read", subject: path, expected: "a readable file", got: systemMessage(cause) },
    { where: { file: path }, cause },
  );
}

/** `unreadable-file` for a range that does not lie inside the first `size` bytes. */
export function outsideFile(path: string, offset: number, length: number, size: number): AceError {
  return new AceError(
    "unreadable-file",
    {
      action: "read",
      subject: path,
      expected: `${length} bytes at byte ${offset}`,
      got: `${size} bytes in all`,
    },
    { where: { file: path } },
  );
}
