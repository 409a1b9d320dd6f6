import type { Interval } from "../domain/interval.ts";
import { step as proofStep } from "../domain/solver.ts";
import { boundedValues } from "../domain/value-set.ts";
import { isFloat, isInteger } from "../graph/element-type.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { type CellFunction, kindsOf } from "./cell-functions.ts";
import { expectElement, expectOneElement, expectShape, refuse } from "./checks.ts";
import type { PrimitiveOperator, ResultType, Site } from "./operator.ts";
import {
  type Extent,
  extentOf,
  FIRST_PART,
  HIDDEN,
  partIndex,
  RECURRENT_WEIGHTS,
  type RecurrenceAttributes,
  type RecurrencePart,
  WEIGHTS,
  X,
} from "./recurrence-layout.ts";
import { type RunnableCell, runCells } from "./recurrence-run.ts";
import type { Contraction, ScalarKind, Work } from "./work.ts";

/** What is particular to one kind of cell. */
export interface CellFacts<A> extends RunnableCell<A> {
  readonly name: string;
  /** Inputs that must be among the parts. */
  readonly needs: readonly RecurrencePart[];
  /** True where there is a cell state beside the hidden one, which is the third output. */
  readonly hasCellState: boolean;
  /** Scalar operations of one unit at one step, the functions left out. */
  scalars(attributes: A): Readonly<Partial<Record<ScalarKind, number>>>;
  /** Which of the functions of a direction are applied to one unit at one step. */
  applied(attributes: A): readonly number[];
  /** What the hidden state never leaves after a step; `initial`: what it starts with. */
  range(functions: readonly CellFunction[], initial: Interval): Interval;
}

function check<A extends RecurrenceAttributes>(
  cell: CellFacts<A>,
  inputs: readonly TensorType[],
  a: A,
): Extent {
  const { name } = cell;
  const floats = inputs.filter((_, i) => i !== partIndex(a, "lengths"));
  expectElement(name, inputs[X] as TensorType, isFloat, "a float type");
  expectOneElement(name, floats);
  if (inputs.length !== FIRST_PART + a.parts.length || inputs[X]?.shape.length !== 3) {
    refuse("shape-mismatch", name, "x of rank 3 and all its parts", `${inputs.length} inputs`);
  }
  const extent = extentOf(inputs);
  const { batch, features, directions, hidden } = extent;
  if (a.functions.length !== directions * cell.functions || a.reversed.length !== directions) {
    const expected = `${cell.functions} functions for each of ${directions} directions`;
    refuse("invalid-attribute", name, expected, `${a.functions.length}`);
  }
  const rows = cell.gates(a) * hidden;
  const shapes: readonly (readonly [string, number | undefined, readonly number[]])[] = [
    ["weights", WEIGHTS, [directions * rows, features]],
    ["recurrent weights", RECURRENT_WEIGHTS, [directions * rows, hidden]],
    ["a hidden state", HIDDEN, [directions, batch, hidden]],
    ["a bias", partIndex(a, "bias"), [directions, 2 * rows]],
    ["lengths", partIndex(a, "lengths"), [batch]],
    ["a cell state", partIndex(a, "cell"), [directions, batch, hidden]],
    ["peepholes", partIndex(a, "peepholes"), [directions, (cell.gates(a) - 1) * hidden]],
  ];
  for (const [what, at, shape] of shapes) {
    if (at !== undefined) expectShape(name, what, inputs[at] as TensorType, shape);
  }
  const lengths = partIndex(a, "lengths");
  if (lengths !== undefined) {
    expectElement(name, inputs[lengths] as TensorType, isInteger, "integer lengths");
  }
  return extent;
}

/** The product of all inputs with the weights, and that of all hidden states. */
function contractions(gates: number, e: Extent): readonly Contraction[] {
  const one = (part: string, lhs: number, rhs: number, length: number): Contraction => ({
    kind: "recurrent",
    part,
    lhs,
    rhs,
    macs: [e.steps, e.batch, e.directions, gates, e.hidden, length].reduce(
      (product, size) => product * BigInt(size),
      1n,
    ),
    length,
    lhsAxes: { summed: length > 1 ? [2] : [], input: 2 },
    rhsAxes: { summed: length > 1 ? [1] : [], channel: 0, input: 1 },
  });
  return [
    one("input", X, WEIGHTS, e.features),
    one("recurrent", HIDDEN, RECURRENT_WEIGHTS, e.hidden),
  ];
}

function work<A extends RecurrenceAttributes>(cell: CellFacts<A>, site: Site<A>): Work {
  const a = site.attributes;
  const extent = extentOf(site.inputs);
  const scalars: Partial<Record<ScalarKind, bigint>> = {};
  const count = (kind: ScalarKind, times: number, units: number) => {
    scalars[kind] = (scalars[kind] ?? 0n) + BigInt(times) * BigInt(units);
  };
  const units = extent.steps * extent.batch * extent.hidden;
  for (const [kind, times] of Object.entries(cell.scalars(a))) {
    count(kind as ScalarKind, times, units * extent.directions);
  }
  for (let d = 0; d < extent.directions; d++) {
    for (const at of cell.applied(a)) {
      if (a.clip > 0 && cell.clips(at)) count("compare", 2, units);
      const applied = a.functions[d * cell.functions + at] as CellFunction;
      for (const kind of kindsOf(applied)) count(kind, 1, units);
    }
  }
  // The first state comes quantized.
  if (a.quantizesState === true) {
    const later = Math.max(0, extent.steps - 1) * extent.batch * extent.hidden;
    count("quantize", 1, later * extent.directions);
    count("dequantize", 1, later * extent.directions);
    count("compare", 2, later * extent.directions);
  }
  return { contractions: contractions(cell.gates(a), extent), scalars };
}

/**
 * A layer of recurrent cells, one step after the other, in one or two directions.
 *
 * Inputs are x [steps, batch, features], weights [directions x gates x hidden, features], recurrent
 * weights [directions x gates x hidden, hidden], the hidden state [directions, batch, hidden], then
 * the parts. Outputs are all hidden states [steps, directions, batch, hidden], the last ones, and the
 * last cell states where there are any. Steps past the length of a sequence give 0; they are counted.
 *
 * The products are counted as two contractions of all steps. Each is rounded to the element type
 * (its sum has the order of `dotGeneral`), then every sum, product and function.
 */
export function recurrence<A extends RecurrenceAttributes>(
  cell: CellFacts<A>,
): PrimitiveOperator<A> {
  return {
    kind: "core",
    name: cell.name,
    infer(inputs, a): readonly ResultType[] {
      for (const part of cell.needs) {
        if (!a.parts.includes(part)) refuse("invalid-attribute", cell.name, `a ${part}`, "none");
      }
      const { steps, batch, directions, hidden } = check(cell, inputs, a);
      const { element } = inputs[X] as TensorType;
      const last = { element, shape: [directions, batch, hidden] };
      const all = { element, shape: [steps, directions, batch, hidden] };
      return cell.hasCellState ? [all, last, last] : [all, last];
    },
    work: (site) => work(cell, site),
    values(sets, { attributes, outputs }, solver) {
      const initial = sets[HIDDEN]?.interval as Interval;
      const range = cell.range(attributes.functions, initial);
      const { element } = outputs[0] as TensorType;
      const all = { lo: Math.min(0, range.lo), hi: Math.max(0, range.hi) };
      const last = { lo: Math.min(initial.lo, all.lo), hi: Math.max(initial.hi, all.hi) };
      const proof = proofStep(solver, "bounds", `bounds of ${cell.name}`);
      return [
        boundedValues(element, all, proof),
        boundedValues(element, last, proof),
        ...(cell.hasCellState ? [undefined] : []),
      ];
    },
    evaluate: (inputs, site) => runCells(inputs, site, cell),
  };
}
