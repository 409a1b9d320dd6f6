import type { Location } from "../program/location.ts";
import { stringText } from "./print-attributes.ts";
import type { Scanner } from "./scanner.ts";
import { spaced } from "./spaced.ts";

const UNKNOWN: Location = { kind: "unknown" };

/** Reads locations. Equal aliases are one object. */
export class LocationReader {
  readonly #scanner: Scanner;
  readonly #aliases = new Map<string, Location>();

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** `loc(...)` where it is ahead. */
  optional(): Location | undefined {
    return this.#scanner.sees("loc(") ? this.location() : undefined;
  }

  /** Source: MLIR `location`. */
  location(): Location {
    const s = this.#scanner;
    s.expectWord("loc");
    s.expect("(");
    const location = this.#inner();
    s.expect(")");
    return location;
  }

  #inner(): Location {
    const s = this.#scanner;
    return s.nested(() => {
      if (s.sees("#")) return this.#alias(s.suffix("#"));
      if (s.sees('"')) return this.#named();
      if (s.takeWord("unknown")) return UNKNOWN;
      if (s.takeWord("callsite")) return this.#callSite();
      if (s.takeWord("fused")) return this.#fused();
      return s.fail("a location");
    });
  }

  #alias(name: string): Location {
    let alias = this.#aliases.get(name);
    if (alias === undefined) {
      alias = { kind: "alias", name };
      this.#aliases.set(name, alias);
    }
    return alias;
  }

  /** A name, with what is inside it, or a file with line and column. */
  #named(): Location {
    const s = this.#scanner;
    const name = s.string();
    if (s.sees(":")) return { kind: "file", text: `${stringText(name)}${this.#range()}` };
    if (!s.take("(")) return { kind: "name", name, child: undefined };
    const child = this.#inner();
    s.expect(")");
    return { kind: "name", name, child };
  }

  #range(): string {
    const s = this.#scanner;
    const start = s.at;
    while (s.take(":")) s.integer();
    if (s.takeWord("to")) {
      if (s.seesNumber) s.integer();
      while (s.take(":")) s.integer();
    }
    return spaced(s.text(start, s.at));
  }

  #callSite(): Location {
    const s = this.#scanner;
    s.expect("(");
    const callee = this.#inner();
    s.expectWord("at");
    const caller = this.#inner();
    s.expect(")");
    return { kind: "callsite", callee, caller };
  }

  #fused(): Location {
    const s = this.#scanner;
    const metadata = s.take("<") ? s.enclosed(">") : undefined;
    const items: Location[] = [];
    s.expect("[");
    s.items("]", () => items.push(this.#inner()));
    return { kind: "fused", metadata, items };
  }
}
