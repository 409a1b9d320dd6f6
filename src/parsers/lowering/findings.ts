import type { Missing, Warning } from "../../graph/imported.ts";
import { UnsupportedOperators } from "./unsupported.ts";

/** What was found out while nodes were lowered, kept apart until it is known that they stay. */
export class Findings {
  readonly unsupported = new UnsupportedOperators();
  readonly missing: Missing[] = [];
  readonly warnings: Warning[] = [];

  /** @param isFatal - false where the types of what it is about are known all the same */
  absorb(other: Findings, isFatal = true): void {
    this.unsupported.absorb(other.unsupported, isFatal);
    this.missing.push(...other.missing);
    this.warnings.push(...other.warnings);
  }
}
