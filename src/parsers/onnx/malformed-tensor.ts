import { AceError } from "../../errors.ts";

/** Refuses a stored tensor. */
export function malformedTensor(tensor: string, expected: string, got: string): never {
  throw new AceError(
    "malformed-tensor",
    { action: "read", subject: `tensor ${tensor}`, expected, got },
    { where: { tensor } },
  );
}
