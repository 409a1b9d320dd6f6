import type { WideFloat } from "../../graph/element-type.ts";
import type { Carrier, NumberCarrier } from "../../graph/tensor.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { type DistinctValues, noValues } from "./distinct.ts";
import { floatElements, type Inspectable, inspectedType } from "./finding.ts";
import { fitSlice } from "./fit-slice.ts";
import { inspect } from "./inspect.ts";
import { LONG_LIST, NOISY_ZEROS } from "./limits.ts";
import { collect, type Slices, slicesOf } from "./slices.ts";
import { onSomeGrid } from "./some-grid.ts";

/** Each level has at most two prefixes; see `DistinctValues`. */
const LIST_PREFIXES = 2 * LONG_LIST.values + NOISY_ZEROS;
/**
 * A look at the first elements in row-major order: false where the whole tensor cannot be on a
 * grid, so that it need not be read.
 *
 * A slice that the sample has whole is looked at as such. Of another the largest magnitude is not
 * known, and with it the tolerance: only what every part of a grid or list has can be asked.
 */
export function mayBeQuantized(sample: Carrier, tensor: Omit<Inspectable, "data">): boolean {
  const { shape, channelAxis, inputAxis } = tensor;
  const narrowest = inspectedType(tensor.narrowest);
  const data = floatElements(sample);
  if (narrowest === undefined || data === undefined) return false;
  if (sample.length >= elementCount(shape)) return inspect({ ...tensor, data }) !== undefined;
  const along = (axis: number | undefined, evenOnly: boolean) =>
    mayFit(data, slicesOf(shape, axis), narrowest, evenOnly);
  return (
    along(undefined, false) ||
    (channelAxis !== undefined && along(channelAxis, false)) ||
    (inputAxis !== undefined && along(inputAxis, true))
  );
}

function mayFit(
  data: NumberCarrier,
  slices: Slices,
  narrowest: WideFloat,
  evenOnly: boolean,
): boolean {
  const elements = noValues();
  for (let slice = 0; slice < slices.count; slice++) {
    if (slice * slices.inner >= data.length) return true;
    if (!collect(elements, data, slices, slice)) return false;
    const whole = elements.zeros + elements.nonzero === slices.size;
    const fits = whole ? wholeFits(elements, narrowest, evenOnly) : partFits(elements, evenOnly);
    if (!fits) return false;
  }
  return true;
}

function wholeFits(elements: DistinctValues, narrowest: WideFloat, evenOnly: boolean): boolean {
  const fit = fitSlice(elements, narrowest);
  return fit !== undefined && !(evenOnly && fit.grid === undefined);
}

function partFits(elements: DistinctValues, evenOnly: boolean): boolean {
  if (!evenOnly && elements.prefixes <= LIST_PREFIXES) return true;
  const points = elements.values();
  if (points.length <= NOISY_ZEROS) return true;
  return onSomeGrid(points.sort());
}
