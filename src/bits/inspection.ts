import type { ValueSet } from "../domain/value-set.ts";
import { isFloat, isSmallFloat } from "../graph/element-type.ts";
import type { Graph, GraphNode, StoredTensor, TensorId } from "../graph/graph.ts";
import type { Missing } from "../graph/imported.ts";
import type { Carrier } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { type ConvAttributes, conv } from "../ops/core/conv.ts";
import { type DotAttributes, dotGeneral } from "../ops/core/dot-general.ts";
import { transpose } from "../ops/core/transpose.ts";
import { stridesOf } from "../ops/shapes.ts";
import { type Frame, resolve } from "./frame.ts";
import { readOrNote } from "./missing-data.ts";

/** Largest deviation from a level, relative to the slice's largest magnitude. */
const FIT = 1e-6;
/** Elements that are looked at before a tensor is read whole. */
const SAMPLE = 4096;
/** Nonzero elements beyond the free parameters that a finding needs, over all slices. */
const EVIDENCE = 4;

/** A stored tensor, and the axis of it that the consumer calls the output channel. */
interface Stored {
  readonly tensor: StoredTensor;
  readonly channelAxis: number;
}

/**
 * What a look at the stored elements of an operand tells; undefined where it tells nothing.
 *
 * Elements that are not there are noted in `missing`: the width then stays the type's.
 */
export function inspectOperand(
  frame: Frame,
  node: GraphNode,
  side: "lhs" | "rhs",
  missing: Missing[],
): ValueSet | undefined {
  const axis = channelAxis(frame.graph, node, side);
  const input = side === "lhs" ? 0 : 1;
  const stored =
    axis === undefined ? undefined : storedBehind(frame, node.inputs[input] as TensorId, axis);
  if (stored === undefined) return undefined;
  return readOrNote(missing, () => twoLevels(stored));
}

/** The axis of an operand along which the consumer's outputs are told apart. */
function channelAxis(graph: Graph, node: GraphNode, side: "lhs" | "rhs"): number | undefined {
  if (node.operator === conv.name) {
    const { kernel } = node.attributes as unknown as ConvAttributes;
    return side === "rhs" ? kernel.output : undefined;
  }
  if (node.operator !== dotGeneral.name) return undefined;
  const a = node.attributes as unknown as DotAttributes;
  const [batch, contract, input] =
    side === "rhs" ? [a.rhsBatch, a.rhsContract, 1] : [a.lhsBatch, a.lhsContract, 0];
  const { shape } = graph.type(node.inputs[input as number] as TensorId);
  const free = shape
    .map((_, axis) => axis)
    .filter(
      (axis) => !(batch as number[]).includes(axis) && !(contract as number[]).includes(axis),
    );
  return free.length === 1 ? free[0] : undefined;
}

/**
 * The stored tensor that an operand is, seen through transpositions, with its channel axis there;
 * undefined where arithmetic or reshaping lies between.
 */
function storedBehind(frame: Frame, operand: TensorId, axis: number): Stored | undefined {
  let at = resolve(frame, operand);
  let channelAxis = axis;
  for (;;) {
    const { graph } = at.frame;
    const tensor = graph.constants.get(at.id);
    if (tensor !== undefined) return { tensor, channelAxis };
    const producer = graph.producer(at.id);
    const node = producer === undefined ? undefined : graph.node(producer);
    if (node?.operator !== transpose.name) return undefined;
    const { permutation } = node.attributes as { readonly permutation: readonly number[] };
    channelAxis = permutation[channelAxis] as number;
    at = resolve(at.frame, node.inputs[0] as TensorId);
  }
}

/**
 * Every output channel holds only -a and +a.
 *
 * Evidence: (nonzero elements - 1 free parameter) summed over channels is at least 4; one level
 * only, or one filter in all channels up to scale, says nothing. A sample is looked at first.
 */
function twoLevels({ tensor, channelAxis }: Stored): ValueSet | undefined {
  const { element, shape } = tensor.type;
  if (!isFloat(element) || isSmallFloat(element) || tensor.uniform === true) return undefined;
  const channels = shape[channelAxis] as number;
  const stride = stridesOf(shape)[channelAxis] as number;
  const count = elementCount(shape);
  if (count - channels < EVIDENCE) return undefined;
  const sample = tensor.head?.(Math.min(count, SAMPLE));
  if (sample !== undefined && !new TwoLevelScan(channels, stride).accepts(sample)) return undefined;
  const scan = new TwoLevelScan(channels, stride);
  if (!scan.accepts(tensor.read().data) || !scan.tellsSomething()) return undefined;
  return {
    carrier: element,
    grid: { lo: 0, hi: 1, scale: null, zero: 0.5 },
    status: "inspected",
    proof: { step: `stored weights hold only -a and +a in each of ${channels} channels` },
  };
}

/** One pass over elements, row-major, with one level for each channel. */
class TwoLevelScan {
  readonly #channels: number;
  readonly #stride: number;
  readonly #levels: Float64Array;
  readonly #positive: Uint8Array;
  readonly #negative: Uint8Array;
  /** Signs of the first channel's elements, in order. */
  readonly #pattern: number[] = [];
  readonly #seen: Uint32Array;
  /** For each channel, its sign against the first channel's; 2 once they are different filters. */
  readonly #flips: Int8Array;

  constructor(channels: number, stride: number) {
    this.#channels = channels;
    this.#stride = stride;
    this.#levels = new Float64Array(channels);
    this.#positive = new Uint8Array(channels);
    this.#negative = new Uint8Array(channels);
    this.#seen = new Uint32Array(channels);
    this.#flips = new Int8Array(channels);
  }

  /** False at the first element that is neither -a nor +a of its channel. */
  accepts(data: Carrier): boolean {
    for (let i = 0; i < data.length; i++) {
      const channel = Math.floor(i / this.#stride) % this.#channels;
      if (!this.#take(Number(data[i]), channel)) return false;
    }
    return true;
  }

  /** Both signs occur in some channel, and the channels are not one filter up to scale. */
  tellsSomething(): boolean {
    const both = this.#positive.some((positive, c) => positive === 1 && this.#negative[c] === 1);
    const oneFilter = this.#channels > 1 && this.#flips.every((flip) => flip !== 2);
    return both && !oneFilter;
  }

  #take(value: number, channel: number): boolean {
    const magnitude = Math.abs(value);
    if (this.#seen[channel] === 0) this.#levels[channel] = magnitude;
    const level = this.#levels[channel] as number;
    if (!(level > 0 && Math.abs(magnitude - level) <= FIT * level)) return false;
    if (value > 0) this.#positive[channel] = 1;
    else this.#negative[channel] = 1;
    this.#compare(Math.sign(value), channel);
    return true;
  }

  #compare(sign: number, channel: number): void {
    const at = this.#seen[channel] as number;
    this.#seen[channel] = at + 1;
    if (channel === 0) this.#pattern.push(sign);
    const flip = sign * (this.#pattern[at] as number);
    if (at === 0) this.#flips[channel] = flip;
    else if (this.#flips[channel] !== flip) this.#flips[channel] = 2;
  }
}
