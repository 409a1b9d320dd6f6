import type { TensorId } from "../../../graph/graph.ts";
import { biasedConv } from "../../../ops/composite/conv.ts";
import { convTranspose } from "../../../ops/composite/conv-transpose.ts";
import { convInteger } from "../../../ops/composite/integer-contractions.ts";
import { type ConvAttributes, conv, type DataLayout } from "../../../ops/core/conv.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { codesAndZeroPoints } from "./linear.ts";
import { readWindows, type Windows } from "./windows.ts";

/** Batch, feature, then spatial axes. */
export function channelsFirst(rank: number): DataLayout {
  return { batch: 0, feature: 1, spatial: Array.from({ length: rank - 2 }, (_, i) => i + 2) };
}

/** Size of the window, which the attribute may state as well. */
function windowOf(node: NodeContext, kernel: number): readonly number[] {
  const window = node.shape(kernel).slice(2);
  const stated = node.ints("kernel_shape");
  if (stated !== undefined && stated.join() !== window.join()) {
    node.refuse("invalid-attribute", `kernel_shape ${window}, as the weights have it`, `${stated}`);
  }
  return window;
}

function layoutOf(node: NodeContext, data: number): DataLayout {
  const rank = node.rank(data);
  if (rank < 3) node.refuse("shape-mismatch", "data of rank 3 or more", `rank ${rank}`);
  return channelsFirst(rank);
}

/** Attributes of a convolution of `data` with a kernel [F, C / groups, ...window]. */
export function convAttributes(node: NodeContext, data: number, kernel: number): ConvAttributes {
  const layout = layoutOf(node, data);
  const window = windowOf(node, kernel);
  const { strides, dilations, padLow, padHigh } = readWindows(
    node,
    node.shape(data).slice(2),
    window,
  );
  node
    .shape(data)
    .slice(2)
    .forEach((size, i) => {
      const extent = ((window[i] as number) - 1) * (dilations[i] as number) + 1;
      const padded = size + (padLow[i] as number) + (padHigh[i] as number);
      if (size === 0 || padded >= extent) return;
      const expected = `padded data of at least ${extent} on spatial axis ${i}, to hold the window`;
      node.refuse("shape-mismatch", expected, `${padded}`);
    });
  return {
    data: layout,
    kernel: { output: 0, input: 1, spatial: layout.spatial },
    output: layout,
    strides,
    padLow,
    padHigh,
    dataDilation: strides.map(() => 1),
    kernelDilation: dilations,
    reversed: strides.map(() => false),
    groups: node.int("group", 1),
    batchGroups: 1,
    result: node.element(data),
  };
}

/**
 * What a transposed convolution cuts off its full output, by `pads`, or so that the output gets the
 * size that `output_shape` states or that SAME gives it (input x stride).
 *
 * @param full - size of the whole output, output_padding included
 */
function cutOff(
  node: NodeContext,
  full: readonly number[],
  same: readonly number[],
  { padLow, padHigh }: Windows,
): Pick<Windows, "padLow" | "padHigh"> {
  const mode = node.string("auto_pad", "NOTSET");
  const target = node.ints("output_shape") ?? (mode.startsWith("SAME") ? same : undefined);
  if (target === undefined) return { padLow, padHigh };
  if (target.length !== full.length) {
    node.refuse("invalid-attribute", `${full.length} entries in output_shape`, `${target.length}`);
  }
  const total = full.map((size, i) => size - (target[i] as number));
  const low = total.map((cut) =>
    Math.max(0, mode === "SAME_UPPER" ? Math.floor(cut / 2) : Math.ceil(cut / 2)),
  );
  return { padLow: low, padHigh: total.map((cut, i) => cut - (low[i] as number)) };
}

/** Attributes of the convolution that a transposed one is, for a kernel [C, F / groups, ...window]. */
function transposedAttributes(node: NodeContext): ConvAttributes {
  const layout = layoutOf(node, 0);
  const window = windowOf(node, 1);
  const input = node.shape(0).slice(2);
  const windows = readWindows(node, input, window);
  const { strides, dilations } = windows;
  const extra = node.ints("output_padding") ?? input.map(() => 0);
  const reach = window.map((size, i) => (size - 1) * (dilations[i] as number));
  const full = input.map(
    (size, i) =>
      (size - 1) * (strides[i] as number) + (reach[i] as number) + 1 + (extra[i] as number),
  );
  const same = input.map((size, i) => size * (strides[i] as number));
  const { padLow, padHigh } = cutOff(node, full, same, windows);
  return {
    data: layout,
    kernel: { output: 1, input: 0, spatial: layout.spatial },
    output: layout,
    strides: strides.map(() => 1),
    padLow: reach.map((size, i) => size - (padLow[i] as number)),
    padHigh: reach.map((size, i) => size - (padHigh[i] as number) + (extra[i] as number)),
    dataDilation: strides,
    kernelDilation: dilations,
    reversed: strides.map(() => true),
    groups: node.int("group", 1),
    batchGroups: 1,
    result: node.element(0),
  };
}

const lowerConv: Lowering = (node): TensorId => {
  const attributes = convAttributes(node, 0, 1);
  const bias = node.optional(2);
  return bias === undefined
    ? node.b.emit(conv, [node.input(0), node.input(1)], attributes)
    : node.b.emit(biasedConv, [node.input(0), node.input(1), bias], attributes);
};

const lowerConvInteger: Lowering = (node) =>
  node.b.emit(convInteger, codesAndZeroPoints(node), convAttributes(node, 0, 1));

const lowerConvTranspose: Lowering = (node) =>
  node.b.emit(convTranspose, node.allInputs(), transposedAttributes(node));

/** Convolutions. */
export const convolution: LoweringTable = {
  Conv: lowerConv,
  ConvInteger: lowerConvInteger,
  ConvTranspose: lowerConvTranspose,
};
