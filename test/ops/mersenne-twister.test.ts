import { describe, expect, test } from "vitest";
import { mersenneTwister, uniformDoubles } from "../../src/ops/mersenne-twister.ts";

/** The first `count` results of a generator. */
function first(count: number, generator: () => number): readonly number[] {
  return Array.from({ length: count }, generator);
}

describe("Mersenne Twister", () => {
  test("`mersenneTwister()`: the 10000th word of seed 5489, ISO C++ [rand.predef] mt19937", () => {
    const words = first(10_000, mersenneTwister(5489));
    expect(words[9_999]).toBe(4123659995);
  });

  // NumPy 2.4.6, RandomState(seed).randint(0, 2**32, size=5, dtype=uint64).
  test.each([
    [0, [2357136044, 2546248239, 3071714933, 3626093760, 2588848963]],
    [1, [1791095845, 4282876139, 3093770124, 4005303368, 491263]],
    [5489, [3499211612, 581869302, 3890346734, 3586334585, 545404204]],
    [4294967295, [419326371, 479346978, 3918654476, 2416749639, 3388880820]],
  ])("`mersenneTwister()` of seed %i", (seed, words) => {
    expect(first(5, mersenneTwister(seed))).toEqual(words);
  });

  test("`uniformDoubles()` have 53 bits; NumPy 2.4.6, RandomState(seed).uniform(0, 1.0)", () => {
    expect(first(4, uniformDoubles(1))).toEqual([
      0.417022004702574, 0.7203244934421581, 0.00011437481734488664, 0.30233257263183977,
    ]);
    // The state of 624 words is made anew at the 313th number.
    const numbers = first(2_000, uniformDoubles(0));
    expect([0, 311, 312, 1_999].map((i) => numbers[i])).toEqual([
      0.5488135039273248, 0.14694664540037505, 0.07952208258675575, 0.5017731306999452,
    ]);
  });
});
