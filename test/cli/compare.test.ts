import { describe, expect, it } from "vitest";
import { compare } from "../../src/api/compare.ts";
import { AceError } from "../../src/errors.ts";
import type { CompareResult } from "../../src/results/compare-result.ts";
import { parseResult, stringifyResult } from "../../src/results/json.ts";
import { ace } from "./harness.ts";
import { DIGITS, INCOMPLETE } from "./samples.ts";

const model = (name: string): string =>
  new URL(`../../fixtures/compare/${name}.onnx`, import.meta.url).pathname;
const print = (after: string, ...flags: string[]) =>
  ace(["compare", model("base"), model(after), ...flags], { compare });
const printed = (result: CompareResult, ...flags: string[]) =>
  ace(["compare", "a", "b", ...flags], { compare: () => result });

const HEAD = (after: string, producer = "pytorch 2.13.0") => `\
before  base.onnx  onnx, pytorch 2.13.0
after   ${after}.onnx  onnx, ${producer}
convention pokebnn
`;

describe("`ace compare`, the verdict and what it is made of", () => {
  it.each([
    [
      "base",
      `\
Equal in every total and every layer (ACE 8.120M)

${HEAD("base")}`,
    ],
    [
      "dynamo",
      `\
Equal cost of every layer (ACE 8.120M): 4 layers renamed

${HEAD("dynamo", "pytorch 2.13.0+cpu")}
4 layers renamed at the same cost: stem/Conv → stem, block1/Conv → block1, block2/Conv → block2, 1 more (--all lists them)
`,
    ],
    [
      "widened",
      `\
ACE +0.8% (8.120M → 8.183M): 2 layers larger

${HEAD("widened")}
Total                         Before     After  Difference
MACs                          155.7k    217.9k     +62.21k  +40.0%
ACE                           8.120M    8.183M     +62.21k   +0.8%
CPU64                         33.21k    34.18k        +972   +2.9%
Weights                       2.104k    2.968k        +864  +41.1%
Weight size                 1.720 kB  1.828 kB      +108 B   +6.3%
Model size                  1.792 kB  1.900 kB      +108 B   +6.0%
Model size, floats as bf16  1.004 kB  1.112 kB      +108 B  +10.8%
Peak activation memory      13.82 kB  20.74 kB   +6.912 kB  +50.0%
Energy at 45 nm             156.6 nJ  163.1 nJ   +6.415 nJ   +4.1%
Energy at 7 nm              56.70 nJ  58.64 nJ   +1.934 nJ   +3.4%
Elementwise operations        8.650k    10.38k     +1.728k  +20.0%

Layer        Operator  Change                      ACE before   After  Difference
block1/Conv  Conv      right 8x8x3x3 → 12x8x3x3        82.94k  124.4k     +41.47k  +50.0%
block2/Conv  Conv      right 16x8x3x3 → 16x12x3x3      41.47k  62.21k     +20.74k  +50.0%
`,
    ],
    [
      "inserted",
      `\
ACE +1.0% (8.120M → 8.203M): 1 layer inserted

${HEAD("inserted")}
Total                         Before     After  Difference
MACs                          155.7k    238.6k     +82.94k  +53.3%
ACE                           8.120M    8.203M     +82.94k   +1.0%
CPU64                         33.21k    34.50k     +1.296k   +3.9%
Weights                       2.104k    2.680k        +576  +27.4%
Weight size                 1.720 kB  1.792 kB       +72 B   +4.2%
Model size                  1.792 kB  1.864 kB       +72 B   +4.0%
Model size, floats as bf16  1.004 kB  1.076 kB       +72 B   +7.2%
Energy at 45 nm             156.6 nJ  165.2 nJ   +8.554 nJ   +5.5%
Energy at 7 nm              56.70 nJ  59.28 nJ   +2.579 nJ   +4.5%
Elementwise operations        8.650k    12.11k     +3.456k  +40.0%

Layer       Operator  Change    ACE before   After  Difference
extra/Conv  Conv      inserted           -  82.94k     +82.94k
`,
    ],
    [
      "batch",
      `\
ACE +300.0% (8.120M → 32.48M): size of axis 0 1 → 4 in every layer

${HEAD("batch")}
Total                                      Before     After  Difference
MACs                                       155.7k    622.7k     +467.0k  +300.0%
ACE                                        8.120M    32.48M     +24.36M  +300.0%
CPU64                                      33.21k    132.8k     +99.62k  +300.0%
Peak activation memory                   13.82 kB  55.30 kB   +41.47 kB  +300.0%
Peak activation memory at proven widths  9.360 kB  37.44 kB   +28.08 kB  +300.0%
Energy at 45 nm                          156.6 nJ  626.6 nJ   +469.9 nJ  +300.0%
Energy at 7 nm                           56.70 nJ  226.8 nJ   +170.1 nJ  +300.0%
Elementwise operations                     8.650k    34.60k     +25.95k  +300.0%

Layer        Operator  Change                      ACE before   After  Difference
stem/Conv    Conv      left 1x3x12x12 → 4x3x12x12      7.963M  31.85M     +23.89M  +300.0%
block1/Conv  Conv      left 1x8x12x12 → 4x8x12x12      82.94k  331.8k     +248.8k  +300.0%
block2/Conv  Conv      left 1x8x12x12 → 4x8x12x12      41.47k  165.9k     +124.4k  +300.0%
head/Gemm    Gemm      left 1x16 → 4x16                33.28k  133.1k     +99.84k  +300.0%
`,
    ],
    [
      "broken",
      `\
More bits in 1 layer (block1/Conv: left 1 → f32?). ACE +15.3% (8.120M → 9.364M)

${HEAD("broken")}
More bits
  block1/Conv
    left   before  1 bit, proven: sign: -1, 1 at block1/Sign, what is added and taken away again cancels, up to its rounding at block1/Add (/block1/Add_output_0)
    left   after   a 32-bit float, assumed: f32 by its element type (/block1/Add_output_0)

Total                                      Before     After  Difference
ACE                                        8.120M    9.364M     +1.244M   +15.3%
CPU64                                      33.21k    114.9k     +81.65k  +245.9%
Peak activation memory                   13.82 kB  18.43 kB   +4.608 kB   +33.3%
Peak activation memory at proven widths  9.360 kB  13.97 kB   +4.608 kB   +49.2%
Energy at 45 nm                          156.6 nJ  529.6 nJ   +373.0 nJ  +238.1%
Energy at 7 nm                           56.70 nJ  194.3 nJ   +137.6 nJ  +242.7%
Elementwise operations                     8.650k    10.95k     +2.304k   +26.6%

Layer        Operator  Change         ACE before   After  Difference
block1/Conv  Conv      left 1 → f32?      82.94k  1.327M     +1.244M  +1,500%
`,
    ],
  ])("of base and %s", async (after, text) => {
    expect(await print(after)).toEqual({ code: 0, stdout: text, stderr: "" });
  });

  it("lists every total and every layer with --all", async () => {
    const { stdout } = await print("inserted", "--all");
    expect(stdout).toContain(
      "\nPeak activation memory                   13.82 kB  13.82 kB         0 B\n",
    );
    expect(stdout).toContain("\nstem/Conv    Conv      same          7.963M  7.963M           0\n");
    expect(stdout).toContain("\nextra/Conv   Conv      inserted           -  82.94k     +82.94k\n");
  });

  it("marks lower bounds, says what is not known of each side, and no difference", async () => {
    const { code, stdout } = await printed(compare(DIGITS, INCOMPLETE));
    expect(code).toBe(0);
    expect(stdout).toBe(`\
ACE 1.794M → at least 1.794M

before  digits.onnx  onnx, pytorch 2.13.0, batch = 1
after   sequence.onnx  onnx, seq = 1
convention pokebnn

Total  Before            After  Difference
MACs   678.3k  at least 678.3k     unknown
ACE    1.794M  at least 1.794M     unknown

Not known after (1)  lower bounds: macs, ace
  dimension seq (axis 1 of image) has no size; counted with 1
    at tensor image
    hint: --dim seq=N
`);
  });

  it("fits a terminal, and one that has only ASCII", async () => {
    const args = ["compare", model("base"), model("widened"), "--no-color"];
    const { stdout } = await ace(args, { compare, terminal: 78, env: { TERM: "linux" } });
    const lines = stdout.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(lines[0]).toBe("ACE +0.8% (8.120M -> 8.183M): 2 layers larger");
    expect(stdout).toMatch(/^[\n -~]*$/);
  });

  it("paints what grew red and what shrank green on a terminal", async () => {
    const [base, widened] = [model("base"), model("widened")];
    const grown = await ace(["compare", base, widened], { compare, terminal: 120 });
    expect(grown.stdout).toContain("\u001b[31m+62.21k\u001b[39m");
    const shrunk = await ace(["compare", widened, base], { compare, terminal: 120 });
    expect(shrunk.stdout).toContain("\u001b[32m-62.21k\u001b[39m");
  });

  it("writes control characters of names out", async () => {
    const [first, ...rest] = DIGITS.layers;
    const layers = [{ ...(first as (typeof DIGITS.layers)[number]), name: "a\u001b[2J" }, ...rest];
    const { stdout } = await printed(compare(DIGITS, { ...DIGITS, layers }));
    expect(stdout).toContain("1 layer renamed at the same cost: conv1 → a\\u001b[2J\n");
  });
});

describe("formats of `ace compare`", () => {
  it("are one document with --json", async () => {
    const { code, stdout, stderr } = await print("broken", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(parseResult(stdout)).toEqual(compare(model("base"), model("broken")));
  });

  it("are a line for each layer with --csv", async () => {
    const { stdout } = await print("broken", "--csv");
    expect(stdout).toBe(`\
before,after,how,operator,changes,macsBefore,macsAfter,macsDifference,aceBefore,aceAfter,aceDifference,cpu64Before,cpu64After,cpu64Difference,weightCountBefore,weightCountAfter,weightCountDifference,weightBitsBefore,weightBitsAfter,weightBitsDifference
stem/Conv,stem/Conv,same,Conv,,31104,31104,0,7962624,7962624,0,31104,31104,0,216,216,0,6912,6912,0
block1/Conv,block1/Conv,changed,Conv,left 1 → f32?,82944,82944,0,82944,1327104,1244160,1296,82944,81648,576,576,0,576,576,0
block2/Conv,block2/Conv,same,Conv,,41472,41472,0,41472,41472,0,648,648,0,1152,1152,0,1152,1152,0
head/Gemm,head/Gemm,same,Gemm,,160,160,0,33280,33280,0,160,160,0,160,160,0,5120,5120,0
`);
  });

  it("are lists and tables with --md", async () => {
    const { stdout } = await print("broken", "--md");
    expect(stdout).toContain(`\
### More bits in 1 layer (block1/Conv: left 1 → f32?). ACE +15.3% (8.120M → 9.364M)

- before base.onnx onnx, pytorch 2.13.0
- after broken.onnx onnx, pytorch 2.13.0
- convention pokebnn

- block1/Conv
  - left before 1 bit, proven: sign: -1, 1 at block1/Sign, what is added and taken away again cancels, up to its rounding at block1/Add (/block1/Add\\_output\\_0)
  - left after a 32-bit float, assumed: f32 by its element type (/block1/Add\\_output\\_0)

| Total | Before | After | Difference |  |
`);
    expect(stdout).toContain(`\
| Layer | Operator | Change | ACE before | After | Difference |  |
| --- | --- | --- | ---: | ---: | ---: | ---: |
| block1/Conv | Conv | left 1 → f32? | 82.94k | 1.327M | +1.244M | +1,500% |
`);
  });

  it("are a tabular with --latex", async () => {
    const { stdout } = await print("inserted", "--latex");
    expect((await print("broken", "--latex")).stdout).toContain(" & left 1 to f32? & 82,944 & ");
    expect(stdout).toBe(`\
% ACE +1.0% (8.120M to 8.203M): 1 layer inserted
% before  base.onnx  onnx, pytorch 2.13.0
% after   inserted.onnx  onnx, pytorch 2.13.0
% convention pokebnn
\\begin{tabular}{lllrrrr}
  \\toprule
  Layer & Operator & Change & ACE before & After & Difference &  \\\\
  \\midrule
  extra/Conv & Conv & inserted & - & 82,944 & +82,944 &  \\\\
  \\midrule
  Total &  &  & 8,120,320 & 8,203,264 & +82,944 &  \\\\
  \\bottomrule
\\end{tabular}
`);
  });

  it("are the verdict alone with --quiet", async () => {
    expect(await print("dynamo", "--quiet")).toEqual({
      code: 0,
      stdout: "Equal cost of every layer (ACE 8.120M): 4 layers renamed\n",
      stderr: "",
    });
  });
});

describe("options of `ace compare`", () => {
  it("are those of ace score, for both models; a convention only where it is given", async () => {
    const seen: unknown[] = [];
    const spy = (...args: Parameters<typeof compare>) => {
      seen.push(args);
      return compare(DIGITS, DIGITS);
    };
    await ace(["compare", "a", "b", "--dim", "batch=8", "--bits", "w.json"], { compare: spy });
    await ace(["compare", "a", "-", "--convention", "pokebnn"], { compare: spy, stdin: "x" });
    const none = { inputs: {}, values: {}, trips: {} };
    expect(seen).toEqual([
      ["a", "b", { dims: { batch: 8 }, ...none, bits: "w.json", names: [undefined, undefined] }],
      [
        "a",
        Buffer.from("x"),
        { dims: {}, ...none, convention: "pokebnn", names: [undefined, "stdin"] },
      ],
    ]);
  });

  it("end with 5 under --strict where a side is a lower bound", async () => {
    const { code, stderr } = await printed(compare(DIGITS, INCOMPLETE), "--strict");
    expect(code).toBe(5);
    expect(stderr).toBe(
      "error: Cannot pass sequence.onnx: expected complete totals (--strict), got lower bounds for macs, ace\n",
    );
    expect((await printed(compare(DIGITS, DIGITS), "--strict")).code).toBe(0);
  });

  it("want two names, and standard input once", async () => {
    expect(await ace(["compare", "a"])).toMatchObject({
      code: 2,
      stderr: "error: missing required argument 'AFTER'\n(--help lists what there is)\n",
    });
    expect(await ace(["compare", "-", "-"])).toMatchObject({
      code: 2,
      stderr: "error: Cannot read standard input: expected one - for it, got several\n",
    });
  });

  it("ends with 3 for what cannot be read", async () => {
    const refuse = () => {
      throw new AceError("unreadable-file", {
        action: "read",
        subject: "b",
        expected: "a file",
        got: "nothing",
      });
    };
    expect(await ace(["compare", "a", "b"], { compare: refuse })).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: Cannot read b: expected a file, got nothing\n",
    });
  });

  it("reads a saved score from standard input", async () => {
    const { code, stdout } = await ace(["compare", model("base"), "-", "--quiet"], {
      compare,
      stdin: stringifyResult(DIGITS),
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^More bits in 1 layer \(head\/Gemm → fc: left 13 → f32\?\)\. ACE -77\.9% /,
    );
  });
});
