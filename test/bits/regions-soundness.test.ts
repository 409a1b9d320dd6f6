import { expect, test } from "vitest";
import { Chance } from "../support/soundness/chance.ts";
import { checkRuns } from "../support/soundness/check-runs.ts";
import { floats, graphOf, modelText, truth } from "../support/structured.ts";

const GRAPHS = 120;

/** One operation on tensors of four floats. */
function step(chance: Chance, names: readonly string[], result: string): string {
  const pick = () => names[chance.below(names.length)] as string;
  const constant = () => ["half", "two", "three", "minus"][chance.below(4)] as string;
  const steps = [
    () => `${result} = Sign (${pick()})`,
    () => `${result} = Relu (${pick()})`,
    () => `${result} = Neg (${pick()})`,
    () => `${result} = Abs (${pick()})`,
    () => `${result} = Add (${pick()}, ${constant()})`,
    () => `${result} = Mul (${pick()}, ${constant()})`,
    () => `${result} = Add (${pick()}, ${pick()})`,
    () => `${result} = Sub (${pick()}, ${pick()})`,
    () => `${result} = Max (${pick()}, ${pick()})`,
    () => `${result} = Mul (${pick()}, ${pick()})`,
    () => `r${result} = Round (${pick()}) ${result} = Clip (r${result}, minus, three)`,
  ];
  return (steps[chance.below(steps.length)] as () => string)();
}

function steps(chance: Chance, count: number, prefix: string, names: readonly string[]) {
  const known = [...names];
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    lines.push(step(chance, known, `${prefix}${i}`));
    known.push(`${prefix}${i}`);
  }
  return { lines: lines.join("\n"), made: known.slice(names.length) };
}

/** A loop of two carried values; everything in its body is an output as well. */
function randomLoop(chance: Chance): Uint8Array {
  const before = steps(chance, 3, "b", ["x"]);
  const given = () => before.made[chance.below(before.made.length)] as string;
  const body = steps(chance, chance.whole(2, 5), "t", ["s", "u", given()]);
  const [p, q] = [chance.whole(0, 1), chance.whole(0, body.made.length - 1)];
  const branches = [
    steps(chance, 2, "y", ["s", "t0", given()]),
    steps(chance, 1, "n", ["u", "t0"]),
  ] as const;
  const stacks = [...body.made, "picked"];
  const outs = stacks.map((name) => `all_${name}`);
  const type = (name: string) => `float[4] ${name}`;
  return modelText(`g (float[4] x, bool yes) => (${["l0", "l1", "last", ...outs].map(type).join(", ")}) <
    float half = {0.5}, float two = {2}, float three = {3}, float minus = {-1}, int64 n = {4}> {
    ${before.lines}
    l0, l1, ${outs.join(", ")} = Loop (n, "", ${given()}, ${given()}) <
      body = b (int64 i, bool c, float[4] s, float[4] u) => (bool d, float[4] v, float[4] w, ${stacks.map(type).join(", ")}) {
        d = Identity (c)
        ${body.lines}
        picked = If (yes) <
          then_branch = th () => (float[4] y1) { ${branches[0].lines} },
          else_branch = el () => (float[4] n0) { ${branches[1].lines} }>
        v = Identity (${p === 0 ? "picked" : body.made[0]})
        w = Identity (${body.made[q]})
      }>
    last = Add (l0, l1)
  }`);
}

test("analyse() is sound on random loops with conditionals in them", () => {
  const wrong: string[] = [];
  let checked = 0;
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const chance = new Chance(seed);
    const graph = graphOf(randomLoop(chance));
    const runs = [0, 1, 2].map((i) => {
      const elements = Array.from({ length: 4 }, () => (i === 0 ? 0 : 3 * chance.normal()));
      return new Map([
        ["x", floats([4], elements)],
        ["yes", truth(i === 1)],
      ]);
    });
    const tally = new Map();
    for (const { rule, reason, tensor } of checkRuns(graph, runs, tally)) {
      wrong.push(`seed ${seed}: ${graph.tensorName(tensor)}, ${rule}: ${reason}`);
    }
    for (const { checked: count = 0 } of tally.values()) checked += count;
  }
  expect(wrong).toEqual([]);
  expect(checked).toBeGreaterThan(500);
});
