import type { ElementType } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { Named, Proof } from "./proof.ts";
import type { ValueSet } from "./value-set.ts";
import { stretchedAxes, type VaryingAxis } from "./varying.ts";

/** What a transfer function may ask beside the value sets of the inputs. */
export interface Solver {
  /** The layer, for proofs. */
  readonly place: Named;
  /** Says something that the user should know of this layer. */
  warn(code: string, reason: string): void;
  /** The elements of a small input that is known without running the network. */
  constant(input: number): Tensor | undefined;
  /** True where an input depends on no input of the network. */
  stored(input: number): boolean;
  /** The axes of an input along which it may vary, where others were stretched; absent: all. */
  axes?(input: number): readonly VaryingAxis[];
  /** Value number of an input: equal numbers are equal tensors. */
  number(input: number): number;
  /** Value number of the output of an operator without attributes. */
  made(operator: string, ...numbers: readonly number[]): number;
  /** Value number of what an operation with that name makes of numbered values. */
  derived(operation: string, ...numbers: readonly number[]): number;
}

/** One use of an operator, as far as value sets need it. */
export interface Place {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
}

/** A transfer function of an operator with one output; undefined where nothing is known. */
export type Transfer = (
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
) => ValueSet | undefined;

/** The one value that a known input holds everywhere, also NaN; undefined where it holds several. */
export function uniform(solver: Solver, input: number): number | undefined {
  const data = solver.constant(input)?.data;
  const first = data?.[0];
  if (data === undefined || first === undefined) return undefined;
  const isNan = Number.isNaN(first);
  for (let i = 1; i < data.length; i++) {
    if (data[i] !== first && !(isNan && Number.isNaN(data[i]))) return undefined;
  }
  return Number(first);
}

/** A step of a proof at the place of the operator; what says nothing of codes is left out. */
export function step(solver: Solver, rule: string, text: string, from?: ValueSet): Proof {
  const own = { rule, text, place: solver.place };
  return from === undefined || saysNothing(from) ? own : { ...own, from: from.proof };
}

function saysNothing({ grid, status, proof }: ValueSet): boolean {
  if (proof.rule === "element type") return status !== "declared";
  return proof.rule === "bounds" && grid === undefined;
}

/** The axes of the result along which a parameter varies that stretches over it. */
export function parameterAxes(input: number, place: Place, solver: Solver): readonly VaryingAxis[] {
  const { shape } = place.inputs[input] as TensorType;
  const shift = resultShape(place).length - shape.length;
  const axes = solver.axes?.(input) ?? stretchedAxes(shape, shape);
  return shift === 0 ? axes : axes.map(({ axis, block }) => ({ axis: axis + shift, block }));
}

/** The element type of the first output. */
export function resultElement({ outputs }: Place): ElementType {
  return (outputs[0] as TensorType).element;
}

/** The shape of the first output. */
export function resultShape({ outputs }: Place): readonly number[] {
  return (outputs[0] as TensorType).shape;
}
