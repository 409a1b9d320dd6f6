import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reduceSum } from "../core/reduce.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { transpose } from "../core/transpose.ts";
import { type EinsumEquation, parseEinsum } from "../einsum-equation.ts";

/** A tensor with a label for each axis, all distinct. */
interface Term {
  readonly tensor: TensorId;
  readonly labels: readonly string[];
}

/**
 * Einstein summation: operands are multiplied from the left, two at a time; a label is summed with
 * the product after which nobody needs it.
 *
 * Every product and every sum rounds to the element type. Axes of size 1 stretch.
 *
 * Source: ONNX `Einsum`.
 */
export const einsum = composite<{ readonly equation: string }, number>({
  name: "Einsum",
  build(b, inputs, { equation }) {
    const parsed = parseEinsum(
      equation,
      inputs.map((id) => b.shape(id).length),
    );
    const sizes = sizesOf(b, inputs, parsed, equation);
    const terms = inputs.map((tensor, i) =>
      unstretched(b, diagonal(b, tensor, parsed.operands[i] as readonly string[]), sizes),
    );
    const result = terms.reduce((left, right, i) => {
      const later = terms.slice(i + 1).flatMap((term) => term.labels);
      return product(b, left, right, new Set([...later, ...parsed.output]));
    });
    return [ordered(b, summed(b, result, new Set(parsed.output)), parsed.output)];
  },
});

/** Size of each label, where 1 gives way to any other. */
function sizesOf(
  b: GraphBuilder,
  inputs: readonly TensorId[],
  { operands }: EinsumEquation,
  equation: string,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((tensor, i) => {
    b.shape(tensor).forEach((size, axis) => {
      const label = operands[i]?.[axis] as string;
      const known = sizes.get(label) ?? 1;
      if (known !== 1 && size !== 1 && known !== size) {
        refuse(
          "shape-mismatch",
          "Einsum",
          `one size of ${label} in ${equation}`,
          `${known} and ${size}`,
        );
      }
      sizes.set(label, known === 1 ? size : known);
    });
  });
  return sizes;
}

/** The tensor along the diagonal of all axes that share a label. */
function diagonal(b: GraphBuilder, tensor: TensorId, labels: readonly string[]): Term {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (second < 0) return { tensor, labels };
  const first = labels.indexOf(labels[second] as string);
  const shape = b.shape(tensor);
  const size = shape[first] as number;
  if (shape[second] !== size) {
    refuse("shape-mismatch", "Einsum", "a diagonal of equal axes", `${size} and ${shape[second]}`);
  }
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const behind = b.emit(transpose, [tensor], { permutation: [...others, first, second] });
  const outer = others.map((axis) => shape[axis] as number);
  const flat = b.emit(reshape, [behind], { shape: [...outer, size * size] });
  const taken = b.emit(slice, [flat], {
    starts: [...outer.map(() => 0), 0],
    sizes: [...outer, size],
    steps: [...outer.map(() => 1), size + 1],
  });
  const left = [...others, first].map((axis) => labels[axis] as string);
  return diagonal(b, taken, left);
}

/** Without the axes of size 1 whose label is larger elsewhere. */
function unstretched(b: GraphBuilder, term: Term, sizes: ReadonlyMap<string, number>): Term {
  const shape = b.shape(term.tensor);
  const kept = shape.map((size, axis) => size === sizes.get(term.labels[axis] as string));
  if (!kept.includes(false)) return term;
  return {
    tensor: b.emit(reshape, [term.tensor], { shape: shape.filter((_, axis) => kept[axis]) }),
    labels: term.labels.filter((_, axis) => kept[axis]),
  };
}

function product(b: GraphBuilder, left: Term, right: Term, needed: ReadonlySet<string>): Term {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const contracted = shared.filter((label) => !needed.has(label));
  const axes = ({ labels }: Term, wanted: readonly string[]) =>
    wanted.map((label) => labels.indexOf(label));
  const free = ({ labels }: Term) => labels.filter((label) => !shared.includes(label));
  const tensor = b.emit(dotGeneral, [left.tensor, right.tensor], {
    lhsBatch: axes(left, batch),
    rhsBatch: axes(right, batch),
    lhsContract: axes(left, contracted),
    rhsContract: axes(right, contracted),
    result: b.element(left.tensor),
  });
  return summed(b, { tensor, labels: [...batch, ...free(left), ...free(right)] }, needed);
}

/** Summed over the labels that nobody needs. */
function summed(b: GraphBuilder, { tensor, labels }: Term, needed: ReadonlySet<string>): Term {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return { tensor, labels };
  return {
    tensor: b.emit(reduceSum, [tensor], { axes, keepAxes: false }),
    labels: labels.filter((label) => needed.has(label)),
  };
}

function ordered(b: GraphBuilder, { tensor, labels }: Term, output: readonly string[]): TensorId {
  const permutation = output.map((label) => labels.indexOf(label));
  if (permutation.every((axis, i) => axis === i)) return tensor;
  return b.emit(transpose, [tensor], { permutation });
}
