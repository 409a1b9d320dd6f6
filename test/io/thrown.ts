import { AceError } from "../../src/errors.ts";

/** The AceError that `body` throws; anything else fails the test. */
export function thrown(body: () => unknown): AceError {
  try {
    body();
  } catch (error) {
    if (error instanceof AceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
