import { AceError } from "../../../errors.ts";

/** What `{-# dialect_resources: ... #-}` at the end of a file holds. */
export class Resources {
  readonly #bytes: Buffer;
  readonly #places = new Map<string, { readonly start: number; readonly end: number }>();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Elements of a resource begin with their alignment, a 32-bit integer, in hexadecimal. */
  define(name: string, start: number, end: number): void {
    this.#places.set(name, { start, end });
  }

  /** What the text has of a resource: `0x` and digits; undefined where it leaves them out. */
  digits(name: string): string | undefined {
    const place = this.#places.get(name);
    return place && this.#bytes.toString("latin1", place.start, place.end);
  }

  /**
   * The bytes of a resource.
   *
   * @throws {AceError} `missing-data` where the file leaves them out
   */
  read(name: string): Uint8Array {
    const digits = this.digits(name);
    if (digits === undefined) throw absent(name);
    return Buffer.from(digits.slice(ALIGNMENT), "hex");
  }
}

/** `0x` and eight digits. */
const ALIGNMENT = 10;

function absent(name: string): AceError {
  return new AceError(
    "missing-data",
    {
      action: "read",
      subject: `the constant dense_resource<${name}>`,
      expected: "its elements in the file",
      got: "only its type",
    },
    { hint: "print the module with all elements: as_text() without large_elements_limit" },
  );
}
