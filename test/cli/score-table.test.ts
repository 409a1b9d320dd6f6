import { describe, expect, it } from "vitest";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { ace } from "./harness.ts";
import { DIGITS, INCOMPLETE, layer } from "./samples.ts";

const score = (result: ScoreResult) => () => result;

const DIGITS_TABLE = `\
digits.onnx  onnx, pytorch 2.13.0, convention pokebnn, batch = 1

Layer  Operator    MACs  Bits          ACE  Share        Weights
conv1  Conv      13.82k     8x8     884.7k  49.3%  ████      216
conv2  Conv      663.6k     1x1     663.6k  37.0%  ███    10.37k
fc     Gemm         960  f32?xf32?  245.8k  13.7%  █▏        960

Bits: activation x weight, or left x right; f32 is a 32-bit float
? width assumed from the element type (--why LAYER says more)

MACs                      678.3k    678,336  multiply-accumulates
ACE                       1.794M  1,794,048  MACs x bits x bits, a float counts 16 bits
CPU64                     13.06k     13,056  MACs in operations on 64-bit words
Weights                 5.352 kB  5.227 KiB  11,544 weights at their widths
Model size              5.776 kB  5.641 KiB  everything that must be stored
  floats as bf16        3.644 kB  3.559 KiB
Peak activation memory  18.43 kB  18.00 KiB
  at proven widths      12.48 kB  12.19 KiB
Energy at 45 nm         97.54 nJ             of the MACs
Energy at 7 nm           unknown             no published figure for one of the types
Widest accumulator       20 bits             conv1, floats apart
Elementwise operations    12.30k     12,298  add 4.618k, multiply 4.608k, compare 3.072k

By bits    MACs  Share     ACE  Share
8x8      13.82k   2.0%  884.7k  49.3%
1x1      663.6k  97.8%  663.6k  37.0%
f32xf32     960   0.1%  245.8k  13.7%
`;

const NARROW_TABLE = `\
digits.onnx  onnx, pytorch 2.13.0, convention pokebnn, batch = 1

Layer    MACs  Bits          ACE  Share  Weights
conv1  13.82k     8x8     884.7k  49.3%      216
conv2  663.6k     1x1     663.6k  37.0%   10.37k
fc        960  f32?xf32?  245.8k  13.7%      960

Bits: activation x weight, or left x right; f32 is a 32-bit float
? width assumed from the element type (--why LAYER says more)

MACs                      678.3k    678,336  multiply-accumulates
ACE                       1.794M  1,794,048  MACs x bits x bits, a
                                             float counts 16 bits
CPU64                     13.06k     13,056  MACs in operations on
                                             64-bit words
Weights                 5.352 kB  5.227 KiB  11,544 weights at their
                                             widths
Model size              5.776 kB  5.641 KiB  everything that must be
                                             stored
  floats as bf16        3.644 kB  3.559 KiB
Peak activation memory  18.43 kB  18.00 KiB
  at proven widths      12.48 kB  12.19 KiB
Energy at 45 nm         97.54 nJ             of the MACs
Energy at 7 nm           unknown             no published figure for
                                             one of the types
Widest accumulator       20 bits             conv1, floats apart
Elementwise operations    12.30k     12,298  add 4.618k, multiply
                                             4.608k, compare 3.072k

By bits    MACs  Share     ACE  Share
8x8      13.82k   2.0%  884.7k  49.3%
1x1      663.6k  97.8%  663.6k  37.0%
f32xf32     960   0.1%  245.8k  13.7%
`;

describe("`ace score`, the table for people", () => {
  it("has a row for each layer, the totals and the widths, without colours in a pipe", async () => {
    expect(await ace(["score", "digits.onnx"], { score: score(DIGITS) })).toEqual({
      code: 0,
      stdout: DIGITS_TABLE,
      stderr: "",
    });
  });

  it("paints 1 bit green, floats yellow and assumed widths dim on a terminal", async () => {
    const { stdout } = await ace(["score", "m"], { score: score(DIGITS), terminal: 100 });
    const lines = stdout.split("\n");
    expect(lines[4]).toBe(
      "conv2  Conv      663.6k     \u001b[32m1\u001b[39mx\u001b[32m1\u001b[39m     663.6k  37.0%  \u001b[2m███\u001b[22m    10.37k",
    );
    expect(lines[5]).toBe(
      "fc     Gemm         960  \u001b[2mf32?\u001b[22mx\u001b[2mf32?\u001b[22m  245.8k  13.7%  \u001b[2m█▏\u001b[22m        960",
    );
    expect(lines.at(-2)).toBe(
      "\u001b[33mf32\u001b[39mx\u001b[33mf32\u001b[39m     960   0.1%  245.8k  13.7%",
    );
  });

  it.each([
    ["NO_COLOR", ["score", "m"], { NO_COLOR: "1" }],
    ["--no-color", ["score", "m", "--no-color"], {}],
  ])("has no colours with %s", async (_, args, env) => {
    const { stdout } = await ace(args, { score: score(DIGITS), terminal: 100, env });
    expect(stdout).toBe(DIGITS_TABLE);
  });

  it("does without bars and operators, and wraps notes, on a narrow terminal", async () => {
    const { stdout } = await ace(["score", "m", "--no-color"], {
      score: score(DIGITS),
      terminal: 50,
    });
    expect(stdout).toBe(NARROW_TABLE);
  });

  it("is plain ASCII on a terminal that has no more", async () => {
    const { stdout } = await ace(["score", "m", "--no-color"], {
      score: score(DIGITS),
      terminal: 100,
      env: { TERM: "linux" },
    });
    expect(stdout).toBe(
      DIGITS_TABLE.replace("████", "####").replace("███ ", "### ").replace("█▏", "# "),
    );
  });

  it("says at least, and lists what is not known and the warnings, each with its place", async () => {
    const { stdout } = await ace(["score", "m"], { score: score(INCOMPLETE) });
    expect(stdout).toContain(`
MACs                    at least 678.3k    678,336  multiply-accumulates
ACE                     at least 1.794M  1,794,048  MACs x bits x bits, a float counts 16 bits
CPU64                            13.06k     13,056  MACs in operations on 64-bit words
`);
    expect(stdout.slice(stdout.indexOf("Not known"))).toBe(`\
Not known (1)  lower bounds: macs, ace
  dimension seq (axis 1 of image) has no size; counted with 1
    at tensor image
    hint: --dim seq=N

Warnings (1)
  the sign is never negative
    at node conv2/sign (Sign)
`);
  });

  it("says where there is nothing to count", async () => {
    const empty: ScoreResult = { ...DIGITS, layers: [], byBits: [] };
    const { stdout } = await ace(["score", "m"], { score: score(empty) });
    expect(stdout.split("\n").slice(1, 5)).toEqual([
      "",
      "no convolution, matrix product or other contraction",
      "",
      "MACs                      678.3k    678,336  multiply-accumulates",
    ]);
    expect(stdout).toContain("Widest accumulator             -             floats only\n");
  });

  it("writes control characters of a name out", async () => {
    const hostile = { ...DIGITS, layers: [layer({ name: "a\u001b[2Jb\u202ec" })] };
    const { stdout } = await ace(["score", "m"], { score: score(hostile) });
    expect(stdout.split("\n")[3]).toBe(
      "a\\u001b[2Jb\\u202ec  Gemm        40  1x1    40  100.0%  ████████       40",
    );
  });

  it("says how often a layer in a loop runs, and which branch is not taken", async () => {
    const loops = {
      ...DIGITS,
      layers: [layer({ name: "cell", trips: 12n }), layer({ name: "else", trips: 0n, macs: 0n })],
    };
    const { stdout } = await ace(["score", "m"], { score: score(loops) });
    expect(stdout.split("\n").slice(3, 5)).toEqual([
      "cell   Gemm, 12 times     40  1x1    40  100.0%  ████████       40",
      "else   Gemm, not taken     0  1x1    40  100.0%  ████████       40",
    ]);
  });
});

describe("`ace score` with many layers", () => {
  const many = Array.from({ length: 45 }, (_, i) =>
    layer({ name: `block/${i}/conv`, ace: BigInt(i % 2 === 0 ? i + 1 : 100 + i), share: 0.01 }),
  );
  const result = { ...DIGITS, layers: many };

  it("shows the 30 dearest in the order of the file on a terminal", async () => {
    const { stdout } = await ace(["score", "m", "--no-color"], {
      score: score(result),
      terminal: 80,
    });
    const rows = stdout.split("\n").slice(3, 34);
    expect(rows).toHaveLength(31);
    expect(rows[0]).toBe("block/1/conv   Gemm        40  1x1   101   1.0%  ▏       40");
    expect(rows[7]).toBe("block/15/conv  Gemm        40  1x1   115   1.0%  ▏       40");
    expect(rows[29]).toBe("block/44/conv  Gemm        40  1x1    45   1.0%  ▏       40");
    expect(rows[30]).toBe("… 15 more layers that cost less (--all shows them)");
  });

  it.each([
    ["with --all", ["score", "m", "--all"], 80],
    ["in a pipe", ["score", "m"], undefined],
  ])("shows all of them %s", async (_, args, terminal) => {
    const { stdout } = await ace(args, {
      score: score(result),
      ...(terminal === undefined ? {} : { terminal }),
    });
    expect(stdout.match(/^block/gm)).toHaveLength(45);
    expect(stdout).not.toContain("more layers");
  });
});
