import { AceError, score } from "../../src/index.ts";
import { mutate } from "./mutate.ts";
import { mutateText } from "./mutate-text.ts";
import { Random } from "./random.ts";
import { readAndPrint } from "./read-and-print.ts";
import { networkModels, operatorModels } from "./seeds.ts";
import { stableHloTexts } from "./text-seeds.ts";

/** What became of one mutated file. */
export type Outcome =
  | { readonly kind: "scored" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "wrong"; readonly reason: string };

const SLOWEST_MS = 5000;
const LARGEST_KIB = 1024 ** 2;

/** A kind of file: how one is made, and what is done with it. */
interface Kind {
  /** A mutated file; equal numbers give equal bytes. */
  readonly sample: (seed: number, index: number) => Uint8Array;
  readonly run: (bytes: Uint8Array) => void;
}

export const KINDS: Readonly<Record<string, Kind>> = {
  onnx: {
    sample: sampleOf(() => [networkModels(), operatorModels()], mutate),
    run: (bytes) => void score(bytes),
  },
  stablehlo: { sample: sampleOf(() => [stableHloTexts()], mutateText), run: readAndPrint },
  program: {
    sample: sampleOf(() => [stableHloTexts()], mutateText),
    run: (bytes) => void score(bytes),
  },
};

function sampleOf(
  seeds: () => readonly (readonly Uint8Array[])[],
  mutated: (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array,
): Kind["sample"] {
  let groups: readonly (readonly Uint8Array[])[] | undefined;
  return (seed, index) => {
    groups ??= seeds();
    const random = new Random(seed * 0x9e3779b1 + index);
    const all = groups;
    const pick = () => random.pick(random.pick(all));
    return mutated(pick(), pick(), random);
  };
}

/** What comes of a file: it must be read or be refused with an AceError, in bounded time and memory. */
export function tried(run: () => void): Outcome {
  const start = performance.now();
  const outcome = outcomeOf(run);
  const elapsed = performance.now() - start;
  if (elapsed > SLOWEST_MS) return { kind: "wrong", reason: `took ${Math.round(elapsed)} ms` };
  const { maxRSS } = process.resourceUsage();
  if (maxRSS > LARGEST_KIB) return { kind: "wrong", reason: `took ${maxRSS} KiB of memory` };
  return outcome;
}

function outcomeOf(run: () => void): Outcome {
  try {
    run();
    return { kind: "scored" };
  } catch (error) {
    if (error instanceof AceError && error.code !== "internal") {
      return { kind: "refused", code: error.code };
    }
    return { kind: "wrong", reason: (error as Error).stack ?? String(error) };
  }
}
