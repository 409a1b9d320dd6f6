import { allocate, type Carrier } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { floatElements, type Inspectable, inspectedType } from "./inspection/finding.ts";
import { mayBeQuantized } from "./inspection/may-be-quantized.ts";
import { cannotBeQuantized, quickRun } from "./inspection/quick-look.ts";
import type { Seen } from "./seen.ts";

/** Elements that are looked at first, and where these do not tell. */
const SAMPLES = [64, 4096] as const;
/** Channels that are looked at where the first elements hold too few of each. */
const FEW_CHANNELS = 2;
/** Elements of each of them: more than the longest list has, twice over, and its zeros. */
const EACH = 40;
/** Rows are read as one run where they are no longer than this together. */
const LONGEST_RUN = 1 << 15;

type About = Omit<Inspectable, "data">;
type Part = NonNullable<Seen["part"]>;

/**
 * A look at a few elements: false where the tensor cannot be on a grid or a list, so that it need
 * not be read whole.
 */
export function looksQuantized({ part, shape }: Seen, about: About): boolean {
  if (part === undefined) return true;
  if (isOrdinary(part, about)) return false;
  const { channelAxis } = about;
  const outer = elementCount(shape.slice(0, channelAxis ?? 0));
  if (channelAxis === undefined || outer < 2) return beginsQuantized(part, about);
  return channelsLookQuantized(part, { ...about, channelAxis }, outer);
}

/** The cheapest look: most tensors that are not quantized show it at once. */
function isOrdinary(part: Part, about: About): boolean {
  const wanted = quickRun(about);
  const narrowest = inspectedType(about.narrowest);
  if (wanted > LONGEST_RUN || narrowest === undefined) return false;
  const data = floatElements(part(0, wanted));
  return data !== undefined && cannotBeQuantized(data, about);
}

/** A look at the first elements: they hold whole slices, or many elements of the only one. */
function beginsQuantized(part: Part, about: About): boolean {
  const count = elementCount(about.shape);
  return SAMPLES.every((size) => mayBeQuantized(part(0, Math.min(count, size)), about));
}

/**
 * A look at some elements of the first few channels, where neighbours belong to different ones; a
 * grid of the whole tensor would be one of each of them. Then at the first elements, which may belong
 * to one input channel.
 */
function channelsLookQuantized(
  part: Part,
  about: About & { readonly channelAxis: number },
  outer: number,
): boolean {
  const { channelAxis, ...rest } = about;
  const { shape, narrowest } = rest;
  const inner = elementCount(shape.slice(channelAxis + 1));
  const all = shape[channelAxis] as number;
  const channels = Math.min(FEW_CHANNELS, all);
  const rows = Math.min(outer, Math.ceil(EACH / inner));
  const sample = firstChannels(part, rows, all * inner, channels * inner);
  // One row more than there are: each of these few channels counts as a part of itself.
  const some = { shape: [outer + 1, channels, inner], channelAxis: 1, narrowest };
  return mayBeQuantized(sample, some) || beginsQuantized(part, rest);
}

/** The first `wanted` elements of each of some rows. */
function firstChannels(part: Part, rows: number, length: number, wanted: number): Carrier {
  const sample = allocate("f64", rows * wanted);
  const inOne = rows * length <= LONGEST_RUN ? part(0, rows * length) : undefined;
  for (let row = 0; row < rows; row++) {
    const start = row * length;
    const piece = inOne === undefined ? part(start, wanted) : inOne.subarray(start, start + wanted);
    sample.set(piece as never, row * wanted);
  }
  return sample;
}
