import {
  type ElementType,
  elementBits,
  type IntegerType,
  isInteger,
} from "../../graph/element-type.ts";
import { type Carrier, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, formatType, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { philox } from "../philox.ts";
import { stridesOf } from "../shapes.ts";
import { threefry } from "../threefry.ts";
import type { Work } from "../work.ts";

export interface BitGeneratorAttributes {
  /** `DEFAULT` is Philox, as on XLA's CPU. */
  readonly algorithm: "DEFAULT" | "THREE_FRY" | "PHILOX";
  readonly shape: readonly number[];
  readonly element: ElementType;
}

const NAME = "rngBitGenerator";
/** Integer operations of one call: 20 rounds of two words, 10 rounds of four. */
const THREEFRY_WORK = { add: 37n, logic: 82n };
const PHILOX_WORK = { multiply: 20n, add: 20n, logic: 40n };

/**
 * The next state, and random bits that the state decides, bit for bit as XLA makes them.
 *
 * The state is a key and a counter of 64 or, Philox only, 128 bits from its low word on; a counter of
 * 64 bits is Philox' low half beside the key as its high half. Words fill elements in order: four a
 * count for Philox, half of the elements a count for Threefry, see {@link threefryWords}. Elements of
 * 64 bits take two words, low word first; of those of fewer than 32 bits the low bits count.
 *
 * Source: StableHLO `rng_bit_generator`, whose bits are implementation-defined; XLA.
 */
export const rngBitGenerator: PrimitiveOperator<BitGeneratorAttributes, 1> = {
  kind: "leaf",
  name: NAME,
  arity: 1,
  infer([state], { algorithm, shape, element }) {
    const sizes = algorithm === "THREE_FRY" ? [2] : [2, 3];
    const known = state.shape.length === 1 && sizes.includes(state.shape[0] as number);
    if (state.element !== "u64" || !known) {
      refuse("type-mismatch", NAME, `a state of ${sizes.join(" or ")} u64`, formatType(state));
    }
    if (!isInteger(element)) refuse("type-mismatch", NAME, "bits as integers", element);
    return [state, { element, shape }];
  },
  work({ attributes: { algorithm }, outputs }): Work {
    const calls = BigInt(callCount(algorithm, outputs[1] as TensorType));
    const each = algorithm === "THREE_FRY" ? THREEFRY_WORK : PHILOX_WORK;
    const scalars = Object.entries(each).map(([kind, count]) => [kind, count * calls]);
    return { contractions: [], scalars: Object.fromEntries(scalars) };
  },
  evaluate([state], { attributes: { algorithm }, outputs }) {
    const type = outputs[1] as TensorType;
    const parts = state.data as BigUint64Array;
    const calls = callCount(algorithm, type);
    const words = algorithm === "THREE_FRY" ? threefryWords : philoxWords;
    const next = { type: state.type, data: advanced(parts, calls) };
    return [next, elementsOf(type, words(parts, type))];
  },
};

/** How often the generator is called, which is by how much the counter grows. */
function callCount(algorithm: BitGeneratorAttributes["algorithm"], type: TensorType): number {
  const count = elementCount(type.shape);
  const wide = elementBits(type.element) === 64;
  if (algorithm !== "THREE_FRY") return Math.ceil(count / (wide ? 2 : 4));
  return wide ? count : elementCount(halved(type.shape).shape);
}

function advanced(state: BigUint64Array, calls: number): BigUint64Array {
  const next = state.slice();
  next[1] = (state[1] as bigint) + BigInt(calls);
  if (state.length === 3 && (next[1] as bigint) < (state[1] as bigint)) {
    next[2] = (state[2] as bigint) + 1n;
  }
  return next;
}

function low(x: bigint): number {
  return Number(x & 0xffffffffn);
}

function high(x: bigint): number {
  return Number((x >> 32n) & 0xffffffffn);
}

/** Words in the order of elements, two an element where they have 64 bits. */
function philoxWords(state: BigUint64Array, type: TensorType): Uint32Array {
  const key = state[0] as bigint;
  const start = ((state[2] ?? key) << 64n) | (state[1] as bigint);
  const calls = callCount("PHILOX", type);
  const words = new Uint32Array(4 * calls);
  for (let call = 0; call < calls; call++) {
    const counter = start + BigInt(call);
    const upper = counter >> 64n;
    const block = [low(counter), high(counter), low(upper), high(upper)] as const;
    words.set(philox(block, [low(key), high(key)]), 4 * call);
  }
  return words;
}

/** The axis that a shape is halved along, the first even one, else the longest, and its half. */
function halved(shape: readonly number[]): {
  readonly axis: number;
  readonly shape: readonly number[];
} {
  if (shape.length === 0) return { axis: 0, shape: [1] };
  const even = shape.findIndex((size) => size % 2 === 0);
  const axis = even >= 0 ? even : shape.indexOf(Math.max(...shape));
  return { axis, shape: shape.with(axis, Math.ceil((shape[axis] as number) / 2)) };
}

/**
 * An element of 64 bits takes both words of its own count. Else the shape is halved along an axis:
 * the count is the place in that half, and neighbours along the axis share it, first word first.
 */
function threefryWords(state: BigUint64Array, type: TensorType): Uint32Array {
  const [key, start] = state as unknown as readonly [bigint, bigint];
  const call = (count: number) => {
    const counter = start + BigInt(count);
    return threefry([low(counter), high(counter)], [low(key), high(key)]);
  };
  const count = elementCount(type.shape);
  if (elementBits(type.element) === 64) {
    const words = new Uint32Array(2 * count);
    for (let i = 0; i < count; i++) words.set(call(i), 2 * i);
    return words;
  }
  const { axis, shape: half } = halved(type.shape);
  const inner = stridesOf(half)[axis] as number;
  const [whole, part] = [type.shape[axis] ?? 1, half[axis] as number];
  const words = new Uint32Array(count);
  for (let i = 0; i < elementCount(half); i++) {
    const [outer, along] = [Math.floor(i / (inner * part)), Math.floor(i / inner) % part];
    const at = (outer * whole + 2 * along) * inner + (i % inner);
    const [first, second] = call(i);
    words[at] = first;
    if (2 * along + 1 < whole) words[at + inner] = second;
  }
  return words;
}

function elementsOf(type: TensorType, words: Uint32Array): Tensor {
  const result = zeros(type);
  const data: Carrier = result.data;
  if (elementBits(type.element) === 64) {
    const bytes = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length);
    bytes.set(words.subarray(0, bytes.length));
    return result;
  }
  const wrap = finisher(type.element as IntegerType) ?? ((word: number) => word);
  for (let i = 0; i < data.length; i++) data[i] = wrap(words[i] as number) as never;
  return result;
}
