import { elementCount } from "../../../graph/tensor-type.ts";
import { evenOffsets, offsets, stridesOf } from "../../../ops/shapes.ts";
import {
  expectDevices,
  malformedSharding,
  type Tiling,
  unsupportedSharding,
  wholeOn,
} from "./tiling.ts";

/** `devices=[2,1,2]<=[2,2]T(1,0) last_tile_dim_replicate`, or a list of devices for `<=`. */
const TILED =
  /^\{devices=\[([\d,]+)\](?:<=\[([\d,]+)\](?:T\(([\d,]+)\))?|([\d,]+))(\s*last_tile_dim_replicate)?\}$/;

/**
 * Reads a sharding as XLA writes it.
 *
 * @param devices - how many there are, where it does not say
 * @throws {AceError} `malformed-model`; `unsupported-operator` for forms that are cut otherwise
 *
 * Source: XLA `HloSharding::ToString`.
 */
export function hloTiling(text: string, devices: number): Tiling {
  const plain = text.replace(/\s*metadata=\{(?:[^{}]|\{[^{}]*\})*\}/, "");
  if (plain === "{replicated}") return wholeOn(devices);
  const [, dims, iota, order, list, replicates] = TILED.exec(plain) ?? [];
  if (dims === undefined) {
    throw unsupportedSharding("one that is replicated or in tiles", text);
  }
  const all = numbers(dims);
  const counts = replicates === undefined ? all : all.slice(0, -1);
  const ids = list === undefined ? iotaIds(numbers(iota ?? ""), order) : numbers(list);
  expectDevices(ids.length);
  const isWhole = ids.length === elementCount(all) && new Set(ids).size === ids.length;
  if (!isWhole || ids.some((id) => id >= ids.length)) {
    throw malformedSharding(`each of ${elementCount(all)} devices once`, text);
  }
  const held = ids.length / elementCount(counts);
  const tiles = new Array<number>(ids.length).fill(0);
  ids.forEach((device, i) => {
    tiles[device] = Math.floor(i / held);
  });
  return { counts, tiles };
}

/** How many devices a sharding is about; undefined where it does not say. */
export function hloDevices(text: string): number | undefined {
  const dims = /devices=\[([\d,]+)\]/.exec(text)?.[1];
  return dims === undefined ? undefined : expectDevices(elementCount(numbers(dims)));
}

/** Numbers from 0 in a shape, transposed. */
function iotaIds(shape: readonly number[], order: string | undefined): readonly number[] {
  const count = expectDevices(elementCount(shape));
  if (order === undefined) return [...evenOffsets(count, 1)];
  const permutation = numbers(order);
  if (permutation.toSorted((x, y) => x - y).join() !== shape.map((_, i) => i).join()) {
    throw malformedSharding(`an order of ${shape.length} axes`, order);
  }
  const strides = stridesOf(shape);
  const [sizes, steps] = [shape, strides].map((of) =>
    permutation.map((axis) => of[axis] as number),
  );
  return [...offsets(sizes as number[], steps as number[], 0)];
}

function numbers(text: string): readonly number[] {
  return text.split(",").map(Number);
}
