import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { NO_WORK } from "../work.ts";
import { expectTypes } from "./cond.ts";

export interface LoopAttributes {
  /** Values that a trip hands to the next. */
  readonly carried: number;
  /** Values of which every trip makes one; they are stacked along a new first axis. */
  readonly scanned: number;
  /** How often it runs; null: not known before it does, counted once. */
  readonly trips: number | null;
}

/** Inputs of a loop before the values that are carried: most trips, and whether to begin. */
export const LOOP_CONTROLS = 2;

/**
 * Runs its region as long as input 1, then the region's first output, is true, at most input 0 times.
 *
 * Inputs: most trips (i64), whether to begin (bool), carried values, values that stay. The region
 * gets the number of the trip from 0, the carried values and those that stay, and gives whether to go
 * on, the carried values and one element of each stack. A loop that tests before it runs is one whose
 * region tests at its end, and whose input 1 is the test of what it begins with.
 *
 * Source: ONNX `Loop`, `Scan`; StableHLO `while`.
 */
export const loop: PrimitiveOperator<LoopAttributes> = {
  kind: "core",
  name: "loop",
  steering: [0, 1],
  keepsNans: always,
  infer(inputs, attributes, [region] = []) {
    const { carried, scanned, trips } = attributes;
    const [most, begins, ...given] = inputs;
    if (most === undefined || begins === undefined || region === undefined) {
      return refuse("invalid-attribute", "loop", "two controls and a region", "fewer");
    }
    expectTypes("the controls of a loop", [INDEX, TRUTH], [most, begins]);
    expectTypes("inputs of a loop's region", [INDEX, ...given], region.inputs);
    const [goesOn, ...made] = region.outputs;
    expectTypes(
      "outputs of a loop's region",
      [TRUTH, ...given.slice(0, carried)],
      [...(goesOn === undefined ? [] : [goesOn]), ...made.slice(0, carried)],
    );
    if (made.length !== carried + scanned) {
      refuse("invalid-attribute", "loop", `${carried + scanned} outputs`, `${made.length}`);
    }
    const stacked = ({ element, shape }: TensorType): ResultType => ({
      element,
      shape: [trips ?? 1, ...shape],
    });
    return [...given.slice(0, carried), ...made.slice(carried).map(stacked)];
  },
  work: () => NO_WORK,
  evaluate(inputs, { attributes: { carried }, regions = [], outputs }) {
    const [most, begins, ...given] = inputs as readonly [Tensor, Tensor, ...Tensor[]];
    const [region] = regions;
    if (region === undefined) return refuse("invalid-attribute", "loop", "a region", "none");
    const index = region.inputs[0] as TensorType;
    const stay = given.slice(carried);
    const stacks = outputs.slice(carried).map(zeros);
    let state: readonly Tensor[] = given.slice(0, carried);
    let goesOn = Number(begins.data[0]) !== 0;
    let trip = 0n;
    for (; goesOn && trip < BigInt(most.data[0] as bigint); trip++) {
      const iteration: Tensor = { type: index, data: BigInt64Array.of(trip) };
      const [next, ...made] = region.run([iteration, ...state, ...stay]);
      goesOn = Number(next?.data[0]) !== 0;
      state = made.slice(0, carried);
      stacks.forEach((stack, i) => {
        fill(stack, made[carried + i] as Tensor, Number(trip));
      });
    }
    for (const stack of stacks)
      if (BigInt(stack.type.shape[0] as number) !== trip) trips(stack, trip);
    return [...state, ...stacks];
  },
};

const INDEX: TensorType = { element: "i64", shape: [] };
const TRUTH: TensorType = { element: "bool", shape: [] };

function fill(stack: Tensor, element: Tensor, trip: number): void {
  if (trip >= (stack.type.shape[0] as number)) trips(stack, BigInt(trip) + 1n);
  stack.data.set(element.data as never, trip * elementCount(element.type.shape));
}

function trips(stack: Tensor, got: bigint): never {
  return refuse("shape-mismatch", "loop", `${stack.type.shape[0]} trips`, `${got} or more`);
}
