import type { Carrier, Tensor } from "../graph/tensor.ts";
import { putElements } from "./move.ts";
import type { Region } from "./operator.ts";
import { type Column, columnOf, runOnRows } from "./region-runs.ts";

/**
 * Lets updates meet elements, those of one place in ascending order, and returns the new elements.
 *
 * All first updates of a place run together, then all second ones: places do not depend on each
 * other, so that the elements that come out are those of one update after the other.
 *
 * @param places - where each update goes; negative: it is skipped
 */
export function updated(
  operands: readonly Tensor[],
  updates: readonly Tensor[],
  places: Int32Array,
  region: Region,
  captured: readonly Tensor[],
): readonly Carrier[] {
  const results = operands.map(({ data }) => data.slice());
  if (replaces(region)) {
    results.forEach((data, i) => {
      putElements((updates[i] as Tensor).data, places, data);
    });
    return results;
  }
  for (const wave of wavesOf(places, (results[0] as Carrier).length)) {
    const at = wave.map((update) => places[update] as number);
    const before = operands.map(({ type }, i) =>
      columnOf({ type, data: results[i] as Carrier }, at),
    );
    const rows = [...before, ...updates.map((update) => columnOf(update, wave))];
    runOnRows(region, rows as [Column, ...Column[]], captured).forEach(({ data }, i) => {
      putElements(data, at, results[i] as Carrier);
    });
  }
  return results;
}

/** True where each element gives way to its update. */
export function replaces({ handsOn, outputs }: Region): boolean {
  return handsOn.every((input, i) => input === outputs.length + i);
}

/** Updates that go to different places, first ones first. */
function wavesOf(places: Int32Array, size: number): readonly Int32Array[] {
  const met = new Uint32Array(size);
  const waves: number[][] = [];
  places.forEach((place, update) => {
    if (place < 0) return;
    const turn = met[place] as number;
    met[place] = turn + 1;
    const wave = waves[turn];
    if (wave === undefined) waves.push([update]);
    else wave.push(update);
  });
  return waves.map((wave) => Int32Array.from(wave));
}
