import type { Layer, ScoreResult } from "../results/score-result.ts";

/** A layer in the baseline and now; null where there is none. */
export interface LayerPair {
  readonly before: Layer | null;
  readonly after: Layer | null;
  readonly how: string;
}

/** A model's cost, what it was, and how its layers belong together. */
export interface Case {
  readonly after: ScoreResult;
  readonly baseline?: {
    readonly before: ScoreResult;
    readonly pairs: readonly LayerPair[];
  };
  /** What takes the cost as it is for the new baseline; absent where nothing does. */
  readonly updateCommand?: string;
}

/** The pairs that a pattern of names speaks of: by the name now, else by the one before. */
export function pairsOf(
  pairs: readonly LayerPair[],
  matches: (name: string) => boolean,
): readonly LayerPair[] {
  return pairs.filter(({ before, after }) => matches((after ?? before)?.name ?? ""));
}

/** Every layer as one of which no baseline knows. */
export function withoutBefore(layers: readonly Layer[]): readonly LayerPair[] {
  return layers.map((after) => ({ before: null, after, how: "costs" }));
}
