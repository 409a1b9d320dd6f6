import {
  type ElementType,
  integerRange,
  isBigInteger,
  isFloat,
} from "../../../src/graph/element-type.ts";
import { roundToFloat } from "../../../src/graph/small-float.ts";
import { type Tensor, zeros } from "../../../src/graph/tensor.ts";
import type { TensorType } from "../../../src/graph/tensor-type.ts";
import type { Chance } from "./chance.ts";

/** What the elements of one input are drawn from. */
export interface Palette {
  /** Bounds, steps and thresholds of the graph: they and their neighbours are likely elements. */
  readonly marks: readonly number[];
  /** Nothing beyond 64: the graph holds residues, which larger numbers drown. */
  readonly tame: boolean;
}

const EDGES = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 127.5, -128.5, 7.5, 8, -8];
const FAR = [1e-40, -1e-40, 1e-7, 3e38, -3e38, 65504, 1e20, 2 ** 24 + 2, -1e6];
const ENDLESS = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

/** The elements of an input: one manner of drawing for the whole tensor. */
export function randomElements(type: TensorType, chance: Chance, palette: Palette): Tensor {
  const tensor = zeros(type);
  const draw = isFloat(type.element)
    ? floats(chance, palette, type.element)
    : integers(chance, type.element, palette);
  for (let i = 0; i < tensor.data.length; i++) {
    const value = draw();
    tensor.data[i] = (isBigInteger(type.element) ? BigInt(value) : value) as never;
  }
  return tensor;
}

function floats(chance: Chance, palette: Palette, element: ElementType): () => number {
  const stored = (x: number) => roundToFloat(element as "f32", x);
  const far = palette.tame ? [] : FAR;
  const edges = [...EDGES, ...palette.marks, ...palette.marks, ...far];
  const edge = () => nudged(chance, chance.pick(edges), element);
  const size = 2 ** chance.whole(-3, palette.tame ? 3 : 6);
  const normal = () => chance.normal() * size;
  const whole = () => chance.whole(-9, 9);
  const manner = chance.below(palette.tame ? 9 : 10);
  if (manner < 3) return () => stored(normal());
  if (manner < 5) return () => stored(chance.often(0.5) ? edge() : normal());
  if (manner === 5) return () => stored(whole());
  if (manner === 6) return () => stored(whole() / 2);
  if (manner === 7) {
    const one = stored(chance.often(0.5) ? 0 : edge());
    return () => one;
  }
  if (manner === 8) return () => stored(edge());
  return () => stored(chance.often(0.1) ? chance.pick(ENDLESS) : edge());
}

/** The number itself, or a neighbour by about one unit in the last place. */
function nudged(chance: Chance, x: number, element: ElementType): number {
  if (chance.often(0.5)) return x;
  const ulp = { f64: 2 ** -52, f32: 2 ** -23, f16: 2 ** -10 }[element as string] ?? 2 ** -7;
  return x + (chance.often(0.5) ? 1 : -1) * Math.abs(x) * ulp;
}

function integers(chance: Chance, element: ElementType, { tame }: Palette): () => number {
  const [least, most] = integerRange(element as "i8").map(Number) as [number, number];
  const [lo, hi] = [Math.max(least, -(2 ** 40)), Math.min(most, 2 ** 40)];
  const near = () => Math.min(hi, Math.max(lo, chance.whole(-4, 4)));
  const any = () => Math.floor(lo + chance.unit() * (hi - lo + 1));
  if (tame || chance.often(0.4)) return near;
  return () => (chance.often(0.2) ? chance.pick([lo, hi, near()]) : any());
}
