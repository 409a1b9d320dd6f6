import { bitsFor } from "../../domain/value-set.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { type Finding, floatElements, type Inspectable, inspectedType } from "./finding.ts";
import { type Look, look } from "./look.ts";
import { isSameFilter } from "./same-filter.ts";
import { slicesOf } from "./slices.ts";

/**
 * What the elements of a stored float tensor tell: one grid or list for the whole tensor, or one
 * for each output channel, whichever is narrower (the whole tensor where they are equal); one grid
 * for each input channel where there is neither. Undefined where they tell nothing.
 *
 * Linear in the elements; a slice that is on no grid ends the search along its axis.
 */
export function inspect(tensor: Inspectable): Finding | undefined {
  const { shape, channelAxis } = tensor;
  const data = floatElements(tensor.data);
  if (data === undefined || elementCount(shape) === 0) return undefined;
  const whole = inWholeTensor(tensor);
  const narrow = whole?.count === 2;
  const channel = narrow ? undefined : inEachChannel(tensor, "channelAxis");
  const finding = narrower(whole, channel) ?? inEachChannel(tensor, "inputAxis");
  if (finding === undefined || channelAxis === undefined) return finding;
  return isSameFilter(data, slicesOf(shape, channelAxis)) ? undefined : finding;
}

function inWholeTensor(tensor: Inspectable): Finding | undefined {
  const seen = lookAlong(tensor, undefined, false);
  if (seen === undefined) return undefined;
  const { count, even, symmetric, last } = seen;
  const { grid, levels } = last;
  const parameters = grid ? { step: grid.step, origin: grid.low * grid.step } : { levels };
  return { count, ...parameters, even, symmetric, text: `${valuesOf(seen)} in the whole tensor` };
}

const CHANNELS = { channelAxis: "output channel", inputAxis: "input channel" } as const;

function inEachChannel(tensor: Inspectable, name: keyof typeof CHANNELS): Finding | undefined {
  const axis = tensor[name];
  if (axis === undefined) return undefined;
  const seen = lookAlong(tensor, axis, name === "inputAxis");
  if (seen === undefined) return undefined;
  const { count, even, symmetric } = seen;
  const text = `${valuesOf(seen)} in each of ${tensor.shape[axis]} ${CHANNELS[name]}s`;
  return { count, axis, even, symmetric, text };
}

function lookAlong(
  { data, shape, narrowest }: Inspectable,
  axis: number | undefined,
  evenOnly: boolean,
): Look | undefined {
  const [type, elements] = [inspectedType(narrowest), floatElements(data)];
  if (type === undefined || elements === undefined) return undefined;
  return look(elements, slicesOf(shape, axis), type, evenOnly);
}

function valuesOf({ count, even }: Look): string {
  return even && count > 2 ? `${count} evenly spaced values` : `${count} values`;
}

function narrower(whole: Finding | undefined, channel: Finding | undefined): Finding | undefined {
  if (whole === undefined || channel === undefined) return whole ?? channel;
  return bitsFor(channel.count) < bitsFor(whole.count) ? channel : whole;
}
