import type { Grid, ValueSet } from "../domain/value-set.ts";
import { isInteger } from "../graph/element-type.ts";
import type { GraphNode, StoredTensor, TensorId } from "../graph/graph.ts";
import type { Carrier } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { add, divide, multiply, subtract } from "../ops/core/arithmetic.ts";
import { clip } from "../ops/core/clip.ts";
import { convert } from "../ops/core/convert.ts";
import { dequantize } from "../ops/core/dequantize.ts";
import { operatorNamed } from "../ops/registry.ts";
import { type Frame, followedBy } from "./frame.ts";

/** Most distinct codes that count as found instead of declared. */
const FEW = 4;
const FEWEST_ELEMENTS = 16;
const SAMPLE = 4096;

/**
 * Value set of an operand whose stored integers hold at most four distinct codes; undefined where
 * they hold more.
 *
 * An integer type declares its width, but int8 storage of -1 and +1 is 1 bit all the same.
 */
export function inspectCodes(
  frame: Frame,
  operand: TensorId,
  declared: ValueSet,
): ValueSet | undefined {
  const { grid } = declared;
  if (grid === undefined) return undefined;
  const stored = storedCodes(frame, operand, grid);
  if (stored === undefined) return undefined;
  const codes = clamped(fewCodes(stored), grid);
  if (codes.length < 2) return undefined;
  const { root: _, ...rest } = declared;
  return {
    ...rest,
    grid: narrowed(grid, codes),
    status: "inspected",
    proof: {
      rule: "inspection",
      text: `holds only the codes ${codes.join(", ")}`,
      from: declared.proof,
    },
  };
}

/** The stored integers behind an operand, seen through movement, clips, dequantization, scales. */
function storedCodes(frame: Frame, operand: TensorId, grid: Grid): StoredTensor | undefined {
  const { frame: holder, id } = followedBy(frame, operand, (around, node) =>
    codesBefore(around, node, grid),
  );
  const stored = holder.graph.constants.get(id);
  return stored !== undefined && isInteger(stored.type.element) ? stored : undefined;
}

/** The input whose codes those of the result are. */
function codesBefore(frame: Frame, node: GraphNode, grid: Grid): TensorId | undefined {
  if (passes(node)) return node.inputs[0];
  const sides = SIDES.get(node.operator) ?? [];
  const own = sides.find((side) => keepsCodes(frame, node, side, grid));
  return own === undefined ? undefined : node.inputs[own];
}

/** Inputs that may hold the codes of the result of arithmetic. */
const SIDES: ReadonlyMap<string, readonly number[]> = new Map([
  [multiply.name, [0, 1]],
  [add.name, [0, 1]],
  [divide.name, [0]],
  [subtract.name, [0]],
]);

/** True where each code of one input is the same code of the result: none is turned round. */
function keepsCodes(
  { facts }: Frame,
  { operator, inputs, outputs }: GraphNode,
  side: number,
  grid: Grid,
): boolean {
  const [own, other, result] = [inputs[side], inputs[1 - side], outputs[0]].map(
    (id) => facts[id as TensorId]?.values,
  );
  if (own?.grid === undefined || own.grid.lo !== grid.lo || own.grid.hi !== grid.hi) return false;
  const isSum = operator === add.name || operator === subtract.name;
  return isSum || result?.grid?.factor !== own.grid.factor || (other?.interval.lo ?? -1) >= 0;
}

function passes({ operator }: GraphNode): boolean {
  return (
    operatorNamed(operator).moves === "all" ||
    operator === dequantize.name ||
    operator === convert.name ||
    operator === clip.name
  );
}

/** A clip on the way cuts codes to those of the grid. */
function clamped(codes: readonly number[] | undefined, { lo, hi }: Grid): readonly number[] {
  return [...new Set((codes ?? []).map((code) => Math.max(lo, Math.min(hi, code))))];
}

/** The distinct codes of a tensor, ascending, where they are few; a sample is looked at first. */
function fewCodes(stored: StoredTensor): readonly number[] | undefined {
  const count = elementCount(stored.type.shape);
  if (count < FEWEST_ELEMENTS || stored.isAbsent === true) return undefined;
  const sample = stored.part?.(0, Math.min(count, SAMPLE));
  if (sample !== undefined && distinct(sample) === undefined) return undefined;
  return distinct(stored.read().data);
}

function distinct(data: Carrier): readonly number[] | undefined {
  const codes = new Set<number>();
  for (const code of data) {
    codes.add(Number(code));
    if (codes.size > FEW) return undefined;
  }
  return [...codes].sort((a, b) => a - b);
}

/**
 * The grid that runs from the first code to the last in the smallest step that meets all.
 *
 * The codes are those that the declared grid counts from its own first code: dequantized values
 * keep them, with another step.
 */
function narrowed(grid: Grid, codes: readonly number[]): Grid {
  const first = codes[0] as number;
  const step = codes.slice(1).reduce((common, code) => divisor(common, code - first), 0);
  const hi = ((codes.at(-1) as number) - first) / step;
  const { levels: _, ...even } = grid;
  const origin = grid.step * first + grid.origin;
  return { ...even, lo: 0, hi, step: grid.step * step, origin };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
