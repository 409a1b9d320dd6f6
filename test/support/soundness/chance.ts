import { Random } from "../../../tools/fuzz/random.ts";

/** Seeded chance: the same seed gives the same graph and the same elements everywhere. */
export class Chance extends Random {
  /** From 0 up to 1. */
  unit(): number {
    return this.next() / 2 ** 32;
  }

  /** True so often, from 0 to 1. */
  often(share: number): boolean {
    return this.unit() < share;
  }

  /** A whole number from `lo` to `hi`. */
  whole(lo: number, hi: number): number {
    return lo + this.below(hi - lo + 1);
  }

  /** About a standard normal: twelve uniform numbers added up, less 6. */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.unit();
    return sum;
  }
}
