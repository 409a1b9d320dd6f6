import type { ElementType } from "../graph/element-type.ts";
import { allocate, type Carrier, type Tensor } from "../graph/tensor.ts";
import { formatShape, type TensorType } from "../graph/tensor-type.ts";
import { expectOneElement, refuse } from "./checks.ts";
import { expectTypes } from "./core/cond.ts";
import { aligned } from "./elementwise.ts";
import { copyElements, fillElements } from "./move.ts";
import type { Region, RegionType, ResultType } from "./operator.ts";

/** Elements, one for each run of a region. */
export interface Column {
  readonly element: ElementType;
  readonly data: Carrier;
}

/** The column of the elements at these places of a tensor; a scalar's where a place is negative. */
export function columnOf({ type, data }: Tensor, places: Int32Array, outside?: Tensor): Column {
  const picked = allocate(type.element, places.length);
  if (outside !== undefined) fillElements(outside.data, picked);
  copyElements(data, places, picked);
  return { element: type.element, data: picked };
}

/** A column that holds one element everywhere. */
export function evenColumn({ type, data }: Tensor, length: number): Column {
  const even = allocate(type.element, length);
  fillElements(data, even);
  return { element: type.element, data: even };
}

/**
 * What a region of scalars makes of each row of some columns; the captured tensors are the same for
 * all rows.
 *
 * The rows go through its operators together where these are elementwise, else one after the other;
 * the elements that come out are the same.
 */
export function runOnRows(
  region: Region,
  columns: readonly [Column, ...Column[]],
  captured: readonly Tensor[],
): readonly Column[] {
  const { length } = columns[0].data;
  if (region.runEach === undefined) return runRowByRow(region, columns, captured);
  const shape = [length];
  const vectors = columns.map(({ element, data }): Tensor => ({ type: { element, shape }, data }));
  return region.runEach([...vectors, ...captured]).map((result) => ({
    element: result.type.element,
    data: aligned(result, shape),
  }));
}

function runRowByRow(
  region: Region,
  columns: readonly [Column, ...Column[]],
  captured: readonly Tensor[],
): readonly Column[] {
  const { length } = columns[0].data;
  const results = region.outputs.map(
    ({ element }): Column => ({ element, data: allocate(element, length) }),
  );
  for (let row = 0; row < length; row++) {
    const scalars = columns.map(
      ({ data }, i): Tensor => ({
        type: region.inputs[i] as TensorType,
        data: data.slice(row, row + 1),
      }),
    );
    region.run([...scalars, ...captured]).forEach(({ data }, i) => {
      (results[i] as Column).data.set(data as never, row);
    });
  }
  return results;
}

/** How many tensors of each kind an operator with a reduction has: as many as its region returns. */
export function operandCount(name: string, region: RegionType | undefined): number {
  const count = region?.outputs.length ?? 0;
  if (count === 0) refuse("invalid-attribute", name, "a region that gives a value", "none");
  return count;
}

/** @throws {AceError} `type-mismatch` unless a region takes scalars, then what is captured */
export function expectScalarRegion(
  name: string,
  region: RegionType,
  scalars: readonly ElementType[],
  captured: readonly TensorType[],
  outputs: readonly ElementType[],
): void {
  const scalar = (element: ElementType): TensorType => ({ element, shape: [] });
  expectTypes(`inputs of ${name}'s region`, [...scalars.map(scalar), ...captured], region.inputs);
  expectTypes(`outputs of ${name}'s region`, outputs.map(scalar), region.outputs);
}

type NotEmpty<T> = readonly [T, ...T[]];

/** Inputs of a reduction: what is reduced, values to start from, what its region captures. */
export function reductionInputs<T>(inputs: readonly T[], count: number) {
  return {
    operands: inputs.slice(0, count) as readonly T[] as NotEmpty<T>,
    starts: inputs.slice(count, 2 * count) as readonly T[] as NotEmpty<T>,
    captured: inputs.slice(2 * count),
  };
}

/**
 * Element types of what a reduction reduces.
 *
 * @throws {AceError} `shape-mismatch` or `type-mismatch` unless the operands have one shape, each a
 * scalar of its own type to start from, and the region takes as many values so far, then as many
 * elements
 */
export function expectReduction(
  name: string,
  inputs: readonly TensorType[],
  region: RegionType | undefined,
): { readonly elements: readonly ElementType[]; readonly shape: readonly number[] } {
  const count = operandCount(name, region);
  if (inputs.length < 2 * count) {
    refuse("invalid-attribute", name, `${2 * count} inputs`, `${inputs.length}`);
  }
  const { operands, starts, captured } = reductionInputs(inputs, count);
  const elements = operands.map(({ element }) => element);
  const { shape } = operands[0];
  expectOneShape(name, operands);
  starts.forEach((start, i) => {
    expectOneElement(name, [operands[i] as TensorType, start]);
    if (start.shape.length > 0) {
      refuse("shape-mismatch", name, "scalars to start from", formatShape(start.shape));
    }
  });
  expectScalarRegion(name, region as RegionType, [...elements, ...elements], captured, elements);
  return { elements, shape };
}

/** @throws {AceError} `shape-mismatch` unless all have the shape of the first */
export function expectOneShape(name: string, types: readonly ResultType[]): void {
  const [first, ...others] = types.map(({ shape }) => formatShape(shape));
  const other = others.find((shape) => shape !== first);
  if (other !== undefined) {
    refuse("shape-mismatch", name, `operands of one shape (${first})`, other);
  }
}
