import { AceError } from "../../../errors.ts";
import { elementCount } from "../../../graph/tensor-type.ts";

/** How a tensor is cut into tiles of one shape, of which every device holds one. */
export interface Tiling {
  /** Tiles along each dimension; empty: the whole tensor, whatever its rank. */
  readonly counts: readonly number[];
  /** For each device the number of its tile, row-major over `counts`. */
  readonly tiles: readonly number[];
}

/** How the values that go into a computation, and those that come out, are cut. */
export interface Partition {
  readonly devices: number;
  readonly inputs: readonly Tiling[];
  readonly outputs: readonly Tiling[];
}

/** Most devices: a table of starts has an entry for each. */
const MOST_DEVICES = 1 << 16;

/** Every device holds the whole tensor. */
export function wholeOn(devices: number): Tiling {
  return { counts: [], tiles: new Array<number>(devices).fill(0) };
}

/** True where all devices hold the same. */
export function isWhole({ counts }: Tiling): boolean {
  return elementCount(counts) === 1;
}

/** The place along a dimension of the tile of each device, in tiles. */
export function placesAlong({ counts, tiles }: Tiling, axis: number): readonly number[] {
  const inner = elementCount(counts.slice(axis + 1));
  return tiles.map((tile) => Math.floor(tile / inner) % (counts[axis] as number));
}

/** For each tile, row-major, the first device that holds it; undefined where one is held by none. */
export function holders({ counts, tiles }: Tiling): readonly number[] | undefined {
  const first = new Array<number>(elementCount(counts)).fill(-1);
  tiles.forEach((tile, device) => {
    if (first[tile] === -1) first[tile] = device;
  });
  return first.includes(-1) ? undefined : first;
}

/** @throws {AceError} `too-large`, `malformed-model` */
export function expectDevices(devices: number): number {
  if (!(devices >= 1)) throw malformedSharding("at least 1 device", `${devices}`);
  if (devices <= MOST_DEVICES) return devices;
  throw new AceError("too-large", {
    action: "import",
    subject: "a mesh",
    expected: `at most ${MOST_DEVICES} devices`,
    got: `${devices}`,
  });
}

export function malformedSharding(expected: string, got: string): AceError {
  return new AceError("malformed-model", { action: "read", subject: "a sharding", expected, got });
}

export function unsupportedSharding(expected: string, got: string): AceError {
  return new AceError("unsupported-operator", {
    action: "import",
    subject: "a sharding",
    expected,
    got,
  });
}
