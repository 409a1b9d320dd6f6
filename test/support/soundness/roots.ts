import type { ValueSet } from "../../../src/domain/value-set.ts";
import type { ElementType } from "../../../src/graph/element-type.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { equalShapes } from "../../../src/graph/tensor-type.ts";
import { slackOf, within } from "./slack.ts";

/** A tensor in several runs, and what is said of it. */
export interface Seen {
  readonly set: ValueSet;
  readonly runs: readonly Tensor[];
  /** The float type of the fewest digits on the way. */
  readonly coarsest: ElementType;
  /** By how much roundings on the way may have changed an element, in each run. */
  readonly noise?: readonly number[];
}

/**
 * Two tensors of one root: at every place both must hold the values that the tables give for one and
 * the same value of the root. Undefined where they do, or where nothing is said.
 */
export function holdTogether(a: Seen, b: Seen): string | undefined {
  const [first, second] = [a.set.root?.table, b.set.root?.table];
  if (first === undefined || second === undefined || a.set.strays || b.set.strays) return undefined;
  for (let run = 0; run < a.runs.length; run++) {
    const [x, y] = [a.runs[run] as Tensor, b.runs[run] as Tensor];
    if (!equalShapes(x.type.shape, y.type.shape)) return undefined;
    for (let i = 0; i < x.data.length; i++) {
      const [p, q] = [Number(x.data[i]), Number(y.data[i])];
      const fit = first.some(
        (value, k) => near(p, value, a, run) && near(q, second[k] as number, b, run),
      );
      if (!fit) return `${p} and ${q} do not come from one value of their root`;
    }
  }
  return undefined;
}

function near(value: number, entry: number, { set, coarsest, noise }: Seen, run: number): boolean {
  if (Number.isNaN(value) || Object.is(value, entry)) return true;
  const magnitude = Math.max(Math.abs(entry), ...(set.root?.table ?? []).map(finite));
  return within(value - entry, magnitude, slackOf(set, coarsest, noise?.[run]));
}

function finite(x: number): number {
  return Number.isFinite(x) ? Math.abs(x) : 0;
}
