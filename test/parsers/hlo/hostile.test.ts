import { describe, expect, test } from "vitest";
import { AceError } from "../../../src/errors.ts";
import type { Program, Region } from "../../../src/parsers/stablehlo/program/program.ts";
import { entryOf, fromProto, fromText, hloFixture } from "../../support/hlo.ts";

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return `${error.code}: ${error.message}`;
  }
  return "it was read";
}

describe("readHloText() on hostile files", () => {
  test("computations that call themselves", () => {
    const text = `HloModule m
f {
  a = f32[] parameter(0)
  ROOT b = f32[] call(a), to_apply=g
}
g {
  a = f32[] parameter(0)
  ROOT b = f32[] call(a), to_apply=f
}
ENTRY e {
  a = f32[] parameter(0)
  ROOT b = f32[] call(a), to_apply=f
}
`;
    expect(refusal(() => fromText(text))).toBe(
      "malformed-model: Cannot read the HLO module: expected computations that do not call themselves, got recursion",
    );
  });

  test("tuples in tuples, brackets in brackets", () => {
    const deep = 100_000;
    expect(refusal(() => entryOf(`a = ${"(".repeat(deep)} parameter(0)`))).toBe(
      "malformed-model: Cannot read the HLO text: expected at most 200 levels of nesting, got (",
    );
    const attribute = `a = f32[] parameter(0), x=${"{".repeat(deep)}${"}".repeat(deep)}`;
    expect(refusal(() => entryOf(attribute))).toBe("it was read");
    const literal = `a = f32[2] constant(${"{".repeat(deep)}${"}".repeat(deep)})`;
    expect(refusal(() => entryOf(literal))).toBe("it was read");
  });

  test("loops within loops, one more than may be", () => {
    const loops = Array.from(
      { length: 102 },
      (_, i) => `b${i} {
  p = f32[] parameter(0)
  ROOT w = f32[] ${i === 0 ? "negate(p)" : `while(p), condition=c, body=b${i - 1}`}
}
`,
    );
    const condition = "c {\n  p = f32[] parameter(0)\n  ROOT r = pred[] constant(true)\n}\n";
    const entry =
      "ENTRY e {\n  p = f32[] parameter(0)\n  ROOT w = f32[] while(p), condition=c, body=b101\n}\n";
    expect(refusal(() => fromText(`HloModule m\n${condition}${loops.join("")}${entry}`))).toBe(
      "malformed-model: Cannot read the instruction w (while): expected at most 100 levels of nesting, got more",
    );
  });

  test("branches that double at every level", () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `b${i} {
  p = f32[] parameter(0)
  s = pred[] constant(true)
  ROOT r = f32[] ${i === 0 ? "negate(p)" : `conditional(s, p, p), branch_computations={b${i - 1}, b${i - 1}}`}
}
`,
    );
    const entry =
      "ENTRY e {\n  p = f32[] parameter(0)\n  ROOT r = f32[] call(p), to_apply=b39\n}\n";
    expect(refusal(() => fromText(`HloModule m\n${levels.join("")}${entry}`))).toBe(
      "too-large: Cannot read the conditional r: expected branches that are copied into at most 131072 operations, got more",
    );
  });

  test("calls that double at every level stay calls", () => {
    const levels = Array.from(
      { length: 500 },
      (_, i) => `f${i} {
  p = f32[] parameter(0)
  a = f32[] ${i === 0 ? "negate(p)" : `call(p), to_apply=f${i - 1}`}
  ROOT b = f32[] ${i === 0 ? "negate(a)" : `call(a), to_apply=f${i - 1}`}
}
`,
    );
    const entry =
      "ENTRY e {\n  p = f32[] parameter(0)\n  ROOT r = f32[] call(p), to_apply=f499\n}\n";
    const program = fromText(`HloModule m\n${levels.join("")}${entry}`);
    expect(program.modules[0]?.functions.size).toBe(501);
  });

  test("a chain of 100,000 instructions in reverse order", () => {
    const count = 100_000;
    const lines = Array.from({ length: count }, (_, i) => `a${i + 1} = f32[] negate(a${i})`);
    const program = entryOf(
      "ROOT z = f32[] negate(a100000)",
      ...lines.reverse(),
      "a0 = f32[] parameter(0)",
    );
    expect(program.modules[0]?.functions.get("main")?.body.operations).toHaveLength(count + 2);
  });

  test("100,000 comments, opened and not closed", () => {
    const text = `HloModule m, x={${"/*".repeat(100_000)}`;
    expect(refusal(() => fromText(text))).toMatch(/^malformed-model: Cannot read the HLO text/);
  });
});

/** Numbers of 32 bits: Numerical Recipes' linear congruential generator, its upper half. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SAMPLES = 1500;
const MOST_CHANGES = 4;

/** A copy with bytes that are changed, left out or doubled. */
function mutated(bytes: Buffer, next: (below: number) => number): Buffer {
  let out = Buffer.from(bytes);
  for (let change = next(MOST_CHANGES); change >= 0; change--) {
    const at = next(out.length);
    const length = 1 + next(12);
    const kind = next(4);
    const middle =
      kind === 0
        ? Buffer.alloc(0)
        : kind === 1
          ? Buffer.concat([out.subarray(at, at + length), out.subarray(at, at + length)])
          : kind === 2
            ? Buffer.from([next(256)])
            : out.subarray(next(out.length)).subarray(0, length);
    const skipped = kind === 2 ? 1 : length;
    out = Buffer.concat([out.subarray(0, at), middle, out.subarray(at + skipped)]);
  }
  return out;
}

/** Reads all constants too. */
function readAll(program: Program): void {
  const visit = ({ operations }: Region) => {
    for (const { attributes, regions } of operations) {
      for (const value of attributes.values()) if (value.kind === "elements") value.elements.read();
      regions.forEach(visit);
    }
  };
  for (const { functions } of program.modules)
    for (const { body } of functions.values()) visit(body);
}

test.each([
  ["constants.hlo.txt", fromText],
  ["control.hlo.txt", fromText],
  ["control.compiled.hlo.txt", fromText],
  ["windows.hlo.txt", fromText],
  ["constants.hlo.pb", fromProto],
  ["control.hlo.pb", fromProto],
  ["indexing.hlo.pb", fromProto],
] as const)(`${SAMPLES} mutations of %s are read or refused`, (file, read) => {
  const next = random(7);
  const bytes = hloFixture(file);
  const counts = { read: 0, refused: 0 };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const sampleBytes = mutated(bytes, next);
    const isText = read === fromText;
    const outcome = refusal(() =>
      readAll(isText ? fromText(sampleBytes.toString("latin1")) : fromProto(sampleBytes)),
    );
    if (outcome === "it was read") counts.read++;
    else counts.refused++;
  }
  expect(counts.read).toBeGreaterThan(10);
  expect(counts.refused).toBeGreaterThan(SAMPLES / 4);
});
