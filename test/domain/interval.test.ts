import { describe, expect, test } from "vitest";
import {
  contains,
  corners,
  EVERYTHING,
  encloses,
  hull,
  isPoint,
  mapEnds,
  stored,
  typeInterval,
  widened,
} from "../../src/domain/interval.ts";

const INF = Number.POSITIVE_INFINITY;
const between = (lo: number, hi: number) => ({ lo, hi });
const product = (x: number, y: number) => x * y;

describe("intervals", () => {
  test("`typeInterval()` is the range of integers, everything for floats", () => {
    expect(typeInterval("i4")).toEqual(between(-8, 7));
    expect(typeInterval("u8")).toEqual(between(0, 255));
    expect(typeInterval("bool")).toEqual(between(0, 1));
    expect(typeInterval("f16")).toEqual(EVERYTHING);
  });

  test("`hull()`, `contains()`, `encloses()`, `isPoint()` take both ends in", () => {
    expect(hull(between(-1, 2), between(4, 5))).toEqual(between(-1, 5));
    expect(contains(between(0, 1), 1)).toBe(true);
    expect(contains(between(0, 1), 1.5)).toBe(false);
    expect(encloses(between(0, 1), between(0, 1))).toBe(true);
    expect(encloses(between(0, 1), between(-1, 1))).toBe(false);
    expect(isPoint(between(3, 3))).toBe(true);
  });

  test("`corners()` of products: signs turn bounds round", () => {
    expect(corners(between(-2, 3), between(-5, 1), product)).toEqual(between(-15, 10));
    expect(corners(between(2, 3), between(-5, -4), product)).toEqual(between(-15, -8));
  });

  test("`corners()`: 0 times an infinite bound is 0, infinity less infinity anything", () => {
    expect(corners(between(0, 1), between(0, INF), product)).toEqual(between(0, INF));
    expect(corners(EVERYTHING, EVERYTHING, (x, y) => x - y)).toEqual(EVERYTHING);
  });

  test("`mapEnds()` of a function that has no value at a bound is everything", () => {
    expect(mapEnds(between(1, 4), Math.sqrt)).toEqual(between(1, 2));
    expect(mapEnds(between(-1, 4), Math.sqrt)).toEqual(EVERYTHING);
  });

  test("`stored()` rounds to floats, and gives up integers that wrap", () => {
    expect(stored(between(0, 2049), "f16")).toEqual(between(0, 2048));
    expect(stored(between(-1e6, 1e6), "f16")).toEqual(EVERYTHING);
    expect(stored(between(0, 15), "u4")).toEqual(between(0, 15));
    expect(stored(between(0, 16), "u4")).toEqual(between(0, 15));
    expect(stored(between(-1, 3), "u4")).toEqual(between(0, 15));
  });

  test("`widened()` by a part of the larger bound", () => {
    expect(widened(between(-1, 4), 0.25)).toEqual(between(-2, 5));
    expect(widened(between(1, INF), 0.25)).toEqual(between(0.75, INF));
  });
});
