import { AceError } from "../../errors.ts";

/** @throws {AceError} `wrong-usage` where a given name is not one of the model's */
export function expectKnown(
  what: string,
  given: readonly string[],
  known: readonly string[],
): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    throw new AceError("wrong-usage", {
      action: "bind",
      subject: `${what} ${name}`,
      expected:
        known.length === 0 ? `a model that has a free ${what}` : `one of ${known.join(", ")}`,
      got: name,
    });
  }
}
