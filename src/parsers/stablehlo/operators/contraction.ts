import { type ElementType, isBigInteger, isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import { type ConvAttributes, conv, type DataLayout } from "../../../ops/core/conv.ts";
import { convert } from "../../../ops/core/convert.ts";
import { dotGeneral } from "../../../ops/core/dot-general.ts";
import type { Parameters } from "../lowering/attribute-reading.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { summedByOnes } from "./bit-products.ts";
import { withParts } from "./complex-products.ts";
import { quantizedContraction, type Summation } from "./quantized.ts";
import { windowPadding } from "./window-padding.ts";

const lowerDotGeneral: Lowering = (node) => {
  const numbers = node.parameters("dot_dimension_numbers");
  return contracted(node, {
    lhsBatch: numbers.list("lhs_batching_dimensions"),
    rhsBatch: numbers.list("rhs_batching_dimensions"),
    lhsContract: numbers.list("lhs_contracting_dimensions"),
    rhsContract: numbers.list("rhs_contracting_dimensions"),
  });
};

/** The last axis of the first operand with the first one of the second. */
const lowerDot: Lowering = (node) =>
  contracted(node, {
    lhsBatch: [],
    rhsBatch: [],
    lhsContract: [node.rankOf(0) - 1],
    rhsContract: [0],
  });

interface DotAxes {
  readonly lhsBatch: readonly number[];
  readonly rhsBatch: readonly number[];
  readonly lhsContract: readonly number[];
  readonly rhsContract: readonly number[];
}

function contracted(node: OperationContext, axes: DotAxes) {
  const product = (lhs: TensorId, rhs: TensorId, result: ElementType): TensorId =>
    summedByOnes(node, [lhs, rhs], axes.lhsContract, result, 0) ??
    summedByOnes(node, [rhs, lhs], axes.rhsContract, result, 1) ??
    node.b.emit(dotGeneral, [...alike(node, lhs, rhs)], { ...axes, result });
  return (
    quantizedContraction(node, product, dotSums(node, axes)) ??
    withParts(node, (lhs, rhs) => product(lhs, rhs, node.resultElementOrPart()))
  );
}

/** What a product of two operands sums, and where axes of the second one go. */
function dotSums(node: OperationContext, axes: DotAxes): Summation {
  const { rhsBatch, rhsContract } = axes;
  const first = node.rankOf(0) - axes.lhsContract.length;
  return {
    length: (rhs) => elementCount(rhsContract.map((axis) => rhs[axis] as number)),
    resultAxis(rhs) {
      if (rhsBatch.includes(rhs)) return rhsBatch.indexOf(rhs);
      if (rhsContract.includes(rhs)) return undefined;
      const before = Array.from({ length: rhs }, (_, axis) => axis);
      const taken = [...rhsBatch, ...rhsContract];
      return first + before.filter((axis) => !taken.includes(axis)).length;
    },
  };
}

/**
 * Operands of one type: the narrower one is widened, integers of 64 bits become floats where the result
 * is one, and an algorithm says what is multiplied.
 */
function alike(
  node: OperationContext,
  lhs: TensorId,
  rhs: TensorId,
): readonly [TensorId, TensorId] {
  const { b } = node;
  const [x, y] = [algorithmInput(node, "lhs", lhs), algorithmInput(node, "rhs", rhs)];
  const [own, other] = [b.element(x), b.element(y)];
  if (own === other && !isBigInteger(own)) return [x, y];
  const wide = node.resultElementOrPart();
  if (own === other && !isFloat(wide)) return [x, y];
  const widened = (id: TensorId) =>
    b.element(id) === wide ? id : b.emit(convert, [id], { to: wide, saturate: false });
  return [widened(x), widened(y)];
}

/**
 * An operand as the algorithm rounds it: `lhs_precision_type = bf16` multiplies bf16 values, whatever
 * type the tensor has. Of several components together nothing is rounded here. A run multiplies what
 * the tensors hold, as XLA's CPU engine does.
 */
function algorithmInput(node: OperationContext, side: "lhs" | "rhs", id: TensorId): TensorId {
  const algorithm = node.attribute("algorithm");
  if (algorithm === undefined || node.around.running) return id;
  const numbers = node.parameters("algorithm");
  const precision = numbers.text(`${side}_precision_type`);
  const to = precision === undefined ? undefined : ALGORITHM_TYPES.get(precision);
  const { b } = node;
  if (to === undefined || to === b.element(id) || componentsOf(numbers, side) > 1) return id;
  const rounded = b.emit(convert, [id], { to, saturate: false });
  return b.emit(convert, [rounded], { to: b.element(id), saturate: false });
}

function componentsOf(numbers: Parameters, side: "lhs" | "rhs"): number {
  return numbers.number(`${side}_component_count`, 1);
}

const ALGORITHM_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["bf16", "bf16"],
  ["f16", "f16"],
]);

export const lowerConvolution: Lowering = (node) => {
  const layouts = /^\[(.*?)\]x\[(.*?)\]->\[(.*?)\]$/.exec(node.body("dimension_numbers"));
  if (layouts === null) return node.lacks("dimension_numbers", "layouts of three tensors");
  const [, data, kernel, output] = layouts as unknown as [string, string, string, string];
  const spatial = layoutOf(node, data, "b", "f").spatial.length;
  const ones = new Array<number>(spatial).fill(1);
  const pads = node.integers("padding", new Array<number>(spatial * 2).fill(0));
  const kernelLayout = layoutOf(node, kernel, "i", "o");
  const attributes: Omit<ConvAttributes, "result"> = {
    data: dataLayout(node, data),
    kernel: {
      input: kernelLayout.first,
      output: kernelLayout.second,
      spatial: kernelLayout.spatial,
    },
    output: dataLayout(node, output),
    strides: node.integers("window_strides", ones),
    ...windowPadding(pads, spatial),
    dataDilation: node.integers("lhs_dilation", ones),
    kernelDilation: node.integers("rhs_dilation", ones),
    reversed: node
      .integers(
        "window_reversal",
        ones.map(() => 0),
      )
      .map((value) => value !== 0),
    groups: node.integer("feature_group_count", 1),
    batchGroups: node.integer("batch_group_count", 1),
  };
  const product = (lhs: TensorId, rhs: TensorId, result: ElementType): TensorId =>
    node.b.emit(conv, [...alike(node, lhs, rhs)], { ...attributes, result });
  return (
    quantizedContraction(node, product, {
      length: (kernel) => elementCount(kernel) / (kernel[kernelLayout.second] as number),
      resultAxis: (axis) => (axis === kernelLayout.second ? attributes.output.feature : undefined),
    }) ?? withParts(node, (lhs, rhs) => product(lhs, rhs, node.resultElementOrPart()))
  );
};

function dataLayout(node: OperationContext, text: string): DataLayout {
  const { first, second, spatial } = layoutOf(node, text, "b", "f");
  return { batch: first, feature: second, spatial };
}

/**
 * Where the two named axes and those with numbers lie.
 *
 * @throws {AceError} `invalid-attribute` unless each is there once
 */
function layoutOf(node: OperationContext, text: string, first: string, second: string) {
  const places = text.split(",").map((part) => part.trim());
  const spatial = places.slice(2).map((_, axis) => places.indexOf(`${axis}`));
  const named = [places.indexOf(first), places.indexOf(second)] as const;
  if ([...named, ...spatial].some((place) => place < 0)) {
    const count = places.length - 2;
    node.refuse("invalid-attribute", `the axes ${first}, ${second} and 0 to ${count - 1}`, text);
  }
  return { first: named[0], second: named[1], spatial };
}

export const CONTRACTIONS: LoweringTable = {
  "stablehlo.dot_general": lowerDotGeneral,
  "stablehlo.dot": lowerDot,
  "stablehlo.convolution": lowerConvolution,
};
