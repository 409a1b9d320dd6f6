import type { WideFloat } from "../../graph/element-type.ts";
import type { NumberCarrier } from "../../graph/tensor.ts";
import { noValues } from "./distinct.ts";
import { fitSlice, type SliceFit } from "./fit-slice.ts";
import { EVIDENCE } from "./limits.ts";
import { collect, type Slices } from "./slices.ts";

/** What all slices of a tensor together are. */
export interface Look {
  /** Codes of the widest slice, at least 2. */
  readonly count: number;
  readonly even: boolean;
  readonly symmetric: boolean;
  /** The last slice, which is the only one where the whole tensor is one. */
  readonly last: SliceFit;
}

/**
 * A grid or list in every slice, with evidence; undefined at the first slice that has none, and
 * where every slice has only one level, which says nothing.
 */
export function look(
  data: NumberCarrier,
  slices: Slices,
  narrowest: WideFloat,
  evenOnly = false,
): Look | undefined {
  const elements = noValues();
  const all = { count: 1, evidence: 0, even: true, symmetric: true, exact: true };
  let last: SliceFit | undefined;
  for (let slice = 0; slice < slices.count; slice++) {
    last = collect(elements, data, slices, slice) ? fitSlice(elements, narrowest) : undefined;
    if (last === undefined || (evenOnly && last.grid === undefined)) return undefined;
    all.count = Math.max(all.count, last.count);
    all.evidence += last.evidence;
    all.even &&= last.grid !== undefined;
    all.symmetric &&= isSymmetric(last);
    all.exact &&= last.exact;
  }
  const convincing = all.exact || all.evidence >= EVIDENCE;
  return last && all.count > 1 && convincing ? { ...all, last } : undefined;
}

/** As far below 0 as above; one level is the half of -a and +a that occurs. */
function isSymmetric({ grid, count }: SliceFit): boolean {
  return grid !== undefined && (count === 1 || grid.low === -grid.high);
}
