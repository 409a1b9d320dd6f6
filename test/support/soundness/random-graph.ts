import { AceError } from "../../../src/errors.ts";
import type { ElementType } from "../../../src/graph/element-type.ts";
import type { Graph, TensorId } from "../../../src/graph/graph.ts";
import { Chance } from "./chance.ts";
import type { Inputs } from "./check-runs.ts";
import { Maker, type Step } from "./maker.ts";
import { CONTRACTIONS } from "./steps-contractions.ts";
import { ELEMENTWISE } from "./steps-elementwise.ts";
import { MOVES } from "./steps-moves.ts";
import { QUANTIZERS } from "./steps-quantizers.ts";
import { RESIDUES, TWINS } from "./steps-residues.ts";
import { STABLEHLO } from "./steps-stablehlo.ts";
import { SUMS } from "./steps-sums.ts";

export interface RandomGraph {
  readonly graph: Graph;
  readonly runs: readonly Inputs[];
}

const BASES: readonly ElementType[] = [
  ...(["f32", "f32", "f32", "f32", "f32", "f32", "f64", "bf16", "f16"] as const),
];
const BESIDE: readonly ElementType[] = ["i8", "u8", "i32", "bool", "f32", "bf16"];
const RUNS = 3;

type Families = readonly (readonly Step[])[];
const OTHERS: Families = [
  ...[ELEMENTWISE, ELEMENTWISE, ELEMENTWISE, MOVES, MOVES, SUMS, SUMS, CONTRACTIONS, STABLEHLO],
];

/** A graph of 5 to 20 steps with elements for some runs; equal seeds give equal graphs. */
export function randomGraph(seed: number): RandomGraph {
  const chance = new Chance(seed);
  const m = new Maker(chance, chance.pick(BASES));
  m.origin = m.graph.addOrigin({ name: `seed ${seed}`, operator: "random" });
  addInputs(m);
  const sources = chance.often(0.3) ? [QUANTIZERS, RESIDUES] : [QUANTIZERS, QUANTIZERS, TWINS];
  for (let left = chance.whole(5, 20); left > 0; ) left -= addSome(m, sources);
  const graph = m.finish();
  return { graph, runs: Array.from({ length: RUNS }, () => m.elements(chance)) };
}

/** One step, or a chain on one tensor: a quantizer, then what quantized values meet. */
function addSome(m: Maker, sources: Families): number {
  const { chance } = m;
  if (chance.often(0.5)) {
    take(m, chance.pick(chance.pick([...sources, ...OTHERS])));
    return 1;
  }
  const length = chance.whole(2, 5);
  for (let i = 0; i < length; i++) {
    m.focus = take(m, chance.pick(chance.pick(i === 0 ? sources : OTHERS))) ?? m.focus;
  }
  m.focus = undefined;
  return length;
}

function addInputs(m: Maker): void {
  const { chance } = m;
  const image = [chance.whole(1, 2), chance.whole(1, 4), chance.whole(2, 5), chance.whole(2, 5)];
  const matrix = [chance.whole(1, 4), chance.whole(2, 9)];
  m.input(m.base, chance.often(0.7) ? image : matrix);
  if (chance.often(0.5)) m.input(m.base, chance.often(0.7) ? image : matrix);
  if (chance.often(0.4)) m.input(chance.pick(BESIDE), chance.often(0.7) ? image : matrix);
}

/** Appends what a step makes, and gives its first result; what an operator refuses is left out. */
function take(m: Maker, step: Step): TensorId | undefined {
  try {
    const made = step(m);
    const results = made === undefined ? [] : [made].flat();
    for (const id of results) m.keep(id);
    return results[0];
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return undefined;
  }
}
