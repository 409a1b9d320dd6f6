import { AceError, score } from "../../src/index.ts";
import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import { networkModels, operatorModels } from "./seeds.ts";

/** What became of one mutated file. */
export type Outcome =
  | { readonly kind: "scored" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "wrong"; readonly reason: string };

const SLOWEST_MS = 5000;
const LARGEST_KIB = 1024 ** 2;

const MODELS = [networkModels(), operatorModels()] as const;

/** A mutated file; equal numbers give equal bytes. */
export function sampleBytes(seed: number, index: number): Uint8Array {
  const random = new Random(seed * 0x9e3779b1 + index);
  const pick = () => random.pick(random.pick(MODELS));
  return mutate(pick(), pick(), random);
}

/** Imports and scores a file: it must come out or be refused with an AceError, in bounded time and memory. */
export function tryFile(bytes: Uint8Array): Outcome {
  const start = performance.now();
  const outcome = scored(bytes);
  const elapsed = performance.now() - start;
  if (elapsed > SLOWEST_MS) return { kind: "wrong", reason: `took ${Math.round(elapsed)} ms` };
  const { maxRSS } = process.resourceUsage();
  if (maxRSS > LARGEST_KIB) return { kind: "wrong", reason: `took ${maxRSS} KiB of memory` };
  return outcome;
}

function scored(bytes: Uint8Array): Outcome {
  try {
    score(bytes);
    return { kind: "scored" };
  } catch (error) {
    if (error instanceof AceError && error.code !== "internal") {
      return { kind: "refused", code: error.code };
    }
    return { kind: "wrong", reason: (error as Error).stack ?? String(error) };
  }
}
