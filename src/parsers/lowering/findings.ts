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

  /**
   * Warns of what the file holds and no output needs: it is neither work nor stored.
   *
   * @param noun - what is counted: `node`, `operation`
   */
  warnOfDead(count: number, noun: string): void {
    if (count === 0) return;
    const lead = count === 1 ? `1 ${noun} leads` : `${count} ${noun}s lead`;
    const reason = `${lead} to no output: not counted`;
    this.warnings.push({ code: "dead-nodes", where: {}, reason });
  }
}
