import { AceError } from "../../../errors.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { formatShape } from "../../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { dynamicSlice } from "../../../ops/core/dynamic-slice.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { take } from "../../../ops/core/take.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import { holders, isWhole, placesAlong, type Tiling } from "./tiling.ts";

/** Cuts tiles out of tensors for a device that is only known by a tensor: its number. */
export class TileCutter {
  readonly #b: GraphBuilder;
  readonly #device: TensorId;
  /** Starts by the table that they are looked up in: equal ones are one tensor. */
  readonly #starts = new Map<string, TensorId>();

  constructor(b: GraphBuilder, device: TensorId) {
    this.#b = b;
    this.#device = device;
  }

  /** @throws {AceError} `shape-mismatch` unless tiles of one shape make up the tensor */
  cut(tensor: TensorId, tiling: Tiling): TensorId {
    if (isWhole(tiling)) return tensor;
    const shape = this.#b.shape(tensor);
    const { counts } = tiling;
    const sizes = shape.map((size, axis) => size / (counts[axis] ?? 1));
    if (counts.length !== shape.length || !sizes.every(Number.isInteger)) {
      throw new AceError("shape-mismatch", {
        action: "import",
        subject: "a sharding",
        expected: `tiles that make up ${formatShape(shape)}`,
        got: `${counts.join(" x ")} of them`,
      });
    }
    const starts = sizes.map((size, axis) =>
      this.#start(placesAlong(tiling, axis).map((place) => place * size)),
    );
    return this.#b.emit(dynamicSlice, [tensor, ...starts], { sizes });
  }

  /** The entry of a table for the device. */
  #start(table: readonly number[]): TensorId {
    const b = this.#b;
    const key = table.join();
    const known = this.#starts.get(key);
    if (known !== undefined) return known;
    const entries = b.constant("i64", [table.length], table);
    const one = b.emit(dynamicSlice, [entries, this.#device], { sizes: [1] });
    const start = b.emit(reshape, [one], { shape: [] });
    this.#starts.set(key, start);
    return start;
  }
}

/**
 * The tensor that tiles make up; of those that several devices hold the first one's.
 *
 * @param stack - the tile of each device along axis 0
 * @throws {AceError} `malformed-model` where a tile is held by no device
 */
export function putTogether(b: GraphBuilder, stack: TensorId, tiling: Tiling): TensorId {
  const [devices, ...tile] = b.shape(stack) as readonly [number, ...number[]];
  const from = holders(tiling);
  const counts = isWhole(tiling) ? tile.map(() => 1) : tiling.counts;
  if (from === undefined || counts.length !== tile.length) {
    throw new AceError("malformed-model", {
      action: "import",
      subject: "a sharding",
      expected: `tiles ${formatShape(tile)} that devices hold`,
      got: `${counts.join(" x ")} of them on ${devices} devices`,
    });
  }
  const isInOrder = from.length === devices && from.every((device, i) => device === i);
  const indices = isInOrder ? undefined : b.constant("i64", [from.length], from);
  const tiles = indices === undefined ? stack : b.emit(take, [stack, indices], { axis: 0 });
  const spread = b.emit(reshape, [tiles], { shape: [...counts, ...tile] });
  const permutation = tile.flatMap((_, axis) => [axis, tile.length + axis]);
  const woven = isSorted(permutation) ? spread : b.emit(transpose, [spread], { permutation });
  return b.emit(reshape, [woven], { shape: tile.map((size, axis) => size * (counts[axis] ?? 1)) });
}

function isSorted(order: readonly number[]): boolean {
  return order.every((axis, i) => axis === i);
}
