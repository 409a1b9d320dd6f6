import { isFloat } from "../../../src/graph/element-type.ts";
import { floatFormat } from "../../../src/graph/float-format.ts";
import type { GraphNode } from "../../../src/graph/graph.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import {
  abs,
  divide,
  maximum,
  minimum,
  multiply,
  negate,
} from "../../../src/ops/core/arithmetic.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import { ceil, floor, round, roundHalfAway, truncate } from "../../../src/ops/core/rounding.ts";
import { select } from "../../../src/ops/core/select.ts";
import { operatorNamed } from "../../../src/ops/registry.ts";

/** A tensor in one run, and by how much roundings on the way may have changed an element of it. */
export interface Stage {
  readonly tensor: Tensor;
  readonly noise: number;
  /** On a grid. What is on none is a number as it is, whatever it was made of. */
  readonly coded: boolean;
}

type Named = ReadonlySet<string>;
const named = (operators: readonly { readonly name: string }[]): Named =>
  new Set(operators.map(({ name }) => name));

/** Integers come out of these, whatever went in. */
const ROUNDINGS = named([ceil, floor, round, roundHalfAway, truncate]);
/** Each element is one of those that went in, but for its sign. */
const CHOICES = named([abs, clip, maximum, minimum, negate, select]);

/** Rules of codes that begin here: how what was quantized came to be is nothing to them. */
const BEGINNINGS: ReadonlySet<string | undefined> = new Set(["quantizer", "dequantizer"]);

/**
 * By how much roundings may have changed an element of what a node makes, at most: those on the way
 * to its inputs, as it stretches them, and its own. A large term is remembered so after it cancels.
 *
 * @param rule - that of the result's proof
 * @param run - what the node makes of other inputs
 */
export function noiseOf(
  node: GraphNode,
  inputs: readonly Stage[],
  output: Tensor,
  rule: string | undefined,
  run: (inputs: readonly Tensor[]) => Tensor,
): number {
  const { moves } = operatorNamed(node.operator);
  const element = output.type.element;
  if (!isFloat(element) || ROUNDINGS.has(node.operator)) return 0;
  if (moves !== undefined || CHOICES.has(node.operator)) {
    return Math.max(...inputs.map(({ noise }) => noise));
  }
  const { mantissaBits, bias } = floatFormat(element);
  const half = largest(output) * 2 ** -(mantissaBits + 1) + 2 ** -(bias + mantissaBits);
  const noise = half + (BEGINNINGS.has(rule) ? 0 : carried(node, inputs, output, run));
  return Number.isNaN(noise) ? Number.POSITIVE_INFINITY : noise;
}

/** What a node makes of the noise of its inputs; that of a factor beside codes does not move them. */
function carried(
  node: GraphNode,
  inputs: readonly Stage[],
  output: Tensor,
  run: (inputs: readonly Tensor[]) => Tensor,
): number {
  if (operatorNamed(node.operator).signs !== undefined) {
    return inputs.reduce((sum, { noise }) => sum + noise, 0);
  }
  const any = !inputs.some(({ coded }) => coded);
  const own = inputs.map((input) => (any || input.coded ? input : { ...input, noise: 0 }));
  const [a, b] = own as [Stage, Stage];
  if (node.operator === multiply.name) {
    return a.noise * largest(b.tensor) + b.noise * largest(a.tensor);
  }
  if (node.operator === divide.name) {
    return (a.noise + b.noise * largest(output)) / smallest(b.tensor);
  }
  const stretched = own.reduce((sum, input) => sum + input.noise * gain(input, own, output), 0);
  const [only, ...others] = own;
  const isCurve = operatorNamed(node.operator).elementwise === true && others.length === 0;
  return isCurve ? Math.max(stretched, reached(only as Stage, output, run)) : stretched;
}

/** How far a function of one input goes beside each element: acos is endlessly steep at 1. */
function reached(
  { tensor: { type, data }, noise }: Stage,
  output: Tensor,
  run: (inputs: readonly Tensor[]) => Tensor,
): number {
  if (noise === 0 || !(data instanceof Float32Array || data instanceof Float64Array)) return 0;
  let most = 0;
  for (const by of [-2 * noise, 2 * noise]) {
    const beside = run([{ type, data: data.map((x) => x + by) }]).data;
    for (let i = 0; i < output.data.length; i++) {
      const distance = Math.abs(Number(beside[i]) - Number(output.data[i]));
      if (Number.isFinite(distance)) most = Math.max(most, distance);
    }
  }
  return most;
}

/** How a function, a sum or a contraction stretches the noise of one input, at most, or nearly. */
function gain(input: Stage, inputs: readonly Stage[], output: Tensor): number {
  const others = inputs.filter((other) => other !== input && isFloat(other.tensor.type.element));
  const factors = others.map(({ tensor }) => Math.max(1, largest(tensor)));
  const summed = Math.min(...[input, ...others].map(({ tensor }) => sizeOf(tensor)));
  const terms = others.length > 0 ? summed : Math.max(1, summed / sizeOf(output));
  const growth = Math.max(1, largest(output) / (largest(input.tensor) || 1));
  return factors.reduce((product, factor) => product * factor, terms * growth);
}

function sizeOf({ data }: Tensor): number {
  return Math.max(1, data.length);
}

/** The largest magnitude of finite elements. */
function largest(tensor: Tensor): number {
  return extreme(tensor, 0, Math.max);
}

/** The smallest magnitude of finite elements other than 0. */
function smallest(tensor: Tensor): number {
  return extreme(tensor, Number.POSITIVE_INFINITY, Math.min);
}

function extreme({ data }: Tensor, start: number, f: (a: number, b: number) => number): number {
  let most = start;
  for (const element of data) {
    const magnitude = Math.abs(Number(element));
    if (magnitude > 0 && magnitude < Number.POSITIVE_INFINITY) most = f(most, magnitude);
  }
  return most;
}
