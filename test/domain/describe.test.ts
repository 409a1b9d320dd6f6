import { expect, test } from "vitest";
import { describeValues } from "../../src/domain/describe.ts";
import {
  declaredByType,
  type Grid,
  integerGrid,
  unknownValues,
  type ValueSet,
} from "../../src/domain/value-set.ts";
import type { Varying } from "../../src/domain/varying.ts";

const SIGNS: Grid = { lo: 0, hi: 1, step: 2, origin: -1 };
const HALVES: Grid = { lo: -2, hi: 2, step: 0.5, origin: 0 };

function held(grid: Grid, known: Partial<ValueSet> = {}): ValueSet {
  return { ...unknownValues("f32"), grid, status: "proven", ...known };
}

function varying(known: Partial<Varying> = {}): Varying {
  return { number: 7, axes: [{ axis: 1, block: 1 }], stored: true, sign: 0, ...known };
}

const bounded = (lo: number, hi: number) => ({ ...unknownValues("f32"), interval: { lo, hi } });

test.each<[string, ValueSet]>([
  ["{-1, +1}", held(SIGNS)],
  ["{-1, +1} (and 0 uncounted)", held(SIGNS, { extra: [0] })],
  ["{-1, +1} (and 0 where padded)", held(SIGNS, { padded: [0, 0] })],
  ["{-1, +1} (and 0 uncounted, 0 where padded)", held(SIGNS, { extra: [0], padded: [0] })],
  ["{-1, +1} (and others uncounted)", held(SIGNS, { strays: true })],
  ["{-1, 0, +1}", held(integerGrid(-1, 1))],
  ["{0, 1}", declaredByType("bool")],
  ["{0.5}", held({ lo: 0, hi: 0, step: 1, origin: 0.5 })],
  ["integers -8 … 7", held(integerGrid(-8, 7))],
  ["integers 0 … 255", declaredByType("u8")],
  ["i32", declaredByType("i32")],
  ["integers", held(integerGrid(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY))],
  ["integers from 0", held(integerGrid(0, Number.POSITIVE_INFINITY))],
  ["integers up to 6", held(integerGrid(Number.NEGATIVE_INFINITY, 6))],
  ["5 levels -1, -0.5, 0, 0.5, 1", held(HALVES)],
  [
    "5 levels -1, -0.6961, 0, 0.3, 1",
    held({ lo: 0, hi: 4, step: 1, origin: 0, levels: [-1, -0.696123, 0, 0.3, 1] }),
  ],
  [
    "9 levels 1 … 81",
    held({ lo: 0, hi: 8, step: 1, origin: 0, levels: [1, 4, 9, 16, 25, 36, 49, 64, 81] }),
  ],
  ["0 … 255 × 0.003922 - 0.5", held({ lo: 0, hi: 255, step: 1 / 255, origin: -0.5 })],
  ["0 … 15 × 2 + 1", held({ lo: 0, hi: 15, step: 2, origin: 1 })],
  ["-8 … 7 × 0.25", held({ lo: -8, hi: 7, step: 0.25, origin: 0 })],
])("describeValues() writes known codes: %s", (text, set) => {
  expect(describeValues(set)).toBe(text);
});

test.each<[string, ValueSet]>([
  [
    "16 codes -8 … 7 × a scale per place on axis 1",
    held({ ...integerGrid(-8, 7), factor: varying() }),
  ],
  ["{-1, +1} × a scale per place on axis 1", held({ ...SIGNS, factor: varying() })],
  [
    "7 codes -3 … 3 × a scale per place on axis 1",
    held({ lo: -3, hi: 3, step: 2, origin: 0, factor: varying() }),
  ],
  [
    "16 codes (0 … 15 × 2 - 15) × a scale per place on axis 1",
    held({ lo: 0, hi: 15, step: 2, origin: -15, factor: varying() }),
  ],
  ["{-1, +1} × a run-time scale", held({ ...SIGNS, factor: varying({ axes: [], stored: false }) })],
  [
    "16 codes 0 … 15 × a scale per block of 32 on axis 0 + an offset per place on axes 0, 1",
    held({
      ...integerGrid(0, 15),
      factor: varying({ axes: [{ axis: 0, block: 32 }] }),
      shift: varying({
        axes: [
          { axis: 0, block: 1 },
          { axis: 1, block: 1 },
        ],
      }),
    }),
  ],
  [
    "256 codes 0 … 255 × 0.5 - 3 + a run-time offset per place on axis 1",
    held({ lo: 0, hi: 255, step: 0.5, origin: -3, shift: varying({ stored: false }) }),
  ],
  ["4 codes, each a value per place on axis 1", held({ ...integerGrid(0, 3), opaque: varying() })],
])("describeValues() writes what varies: %s", (text, set) => {
  expect(describeValues(set)).toBe(text);
});

test.each<[string, ValueSet]>([
  ["f32", unknownValues("f32")],
  ["bf16", unknownValues("bf16")],
  ["i64", unknownValues("i64")],
  ["f32 in [0, 6]", bounded(0, 6)],
  ["f32 >= 0", bounded(0, Number.POSITIVE_INFINITY)],
  ["f32 <= 1.234", bounded(Number.NEGATIVE_INFINITY, 1.23449)],
  ["f32 >= 0 (and -1 where padded)", { ...bounded(0, Number.POSITIVE_INFINITY), padded: [-1] }],
])("describeValues() writes bounds where no codes are known: %s", (text, set) => {
  expect(describeValues(set)).toBe(text);
});
