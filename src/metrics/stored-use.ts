import type { Width } from "../domain/value-set.ts";
import { elementCount } from "../graph/tensor-type.ts";
import type { RowOperand } from "./counted.ts";

/** The width that stored elements are used with; of their channels, where it differs. */
interface UsedWidth extends Width {
  readonly channels?: readonly number[];
}

/**
 * Channels are told apart where one stored tensor is the whole operand; all codes of a word are
 * stored.
 */
export function usedAs({ facts, width, mixed }: RowOperand): UsedWidth {
  const { wordBits } = facts;
  if (wordBits !== undefined) return { ...width, bits: width.bits * wordBits };
  const [source, ...others] = facts.sources;
  const whole = others.length === 0 && source?.count === elementCount(facts.type.shape);
  return mixed !== undefined && whole ? { ...width, channels: mixed.bits } : width;
}

/** Bits of `count` elements. */
export function storedBits({ bits, channels }: UsedWidth, count: bigint): bigint {
  const parts = BigInt(channels?.length ?? 1);
  if (channels === undefined || count % parts !== 0n) return count * BigInt(bits);
  return (count / parts) * BigInt(channels.reduce((sum, width) => sum + width, 0));
}

/** How a stored tensor is used: not as a value, as an operand of some width, or as it is. */
export type Use = UsedWidth | "unused" | "plain";

/** The dearer of two uses. */
export function wider(a: Use, b: Use): Use {
  if (a === "plain" || b === "plain") return "plain";
  if (a === "unused") return b;
  if (b === "unused") return a;
  if (a.bits !== b.bits) return b.bits > a.bits ? b : a;
  if (a.float !== b.float) return b.float ? b : a;
  return b.channels === undefined ? b : a;
}
