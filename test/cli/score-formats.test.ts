import { describe, expect, it } from "vitest";
import { parseResult } from "../../src/results/json.ts";
import type { ScoreResult } from "../../src/results/score-result.ts";
import { ace } from "./harness.ts";
import { DIGITS, INCOMPLETE, layer } from "./samples.ts";

const score = (result: ScoreResult) => () => result;
const byName = (model: string | Uint8Array) => (model === "incomplete" ? INCOMPLETE : DIGITS);

describe("`ace score --json`", () => {
  it("prints one document and nothing else", async () => {
    const { code, stdout, stderr } = await ace(["score", "incomplete", "--json"], {
      score: byName,
      terminal: 40,
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.startsWith('{\n  "schema": "acemeter/score@1",\n  "model": {\n')).toBe(true);
    expect(stdout.endsWith("  ]\n}\n")).toBe(true);
    expect(parseResult(stdout)).toEqual(INCOMPLETE);
  });

  it.each([
    ["two models", ["a", "b"]],
    ["a pattern", ["none-such*"]],
  ])("prints an array for %s", async (_, models) => {
    const { stdout } = await ace(["score", "--json", ...models], { score: score(DIGITS) });
    expect(stdout.startsWith('[\n  {\n    "schema": "acemeter/score@1",\n')).toBe(true);
    expect(stdout.endsWith("    ]\n  }\n]\n")).toBe(true);
    const names = (JSON.parse(stdout) as ScoreResult[]).map(({ model }) => model.name);
    expect(names).toEqual(models.map(() => "digits.onnx"));
  });
});

describe("`ace score --csv`", () => {
  it("prints a line for each layer of all models under one head, and the rest as messages", async () => {
    const one = { ...INCOMPLETE, layers: [layer({ name: 'a,"b"', stride: [2, 1], groups: 4 })] };
    expect(await ace(["score", "x", "y", "--csv"], { score: score(one) })).toEqual({
      code: 0,
      stdout: `\
model,name,operator,kind,macs,trips,ace,cpu64,share,lhsTensor,lhsRole,lhsShape,lhsBits,lhsFloat,lhsType,lhsValues,lhsStatus,rhsTensor,rhsRole,rhsShape,rhsBits,rhsFloat,rhsType,rhsValues,rhsStatus,output,stride,groups,accumulatorBits,weightCount,weightBits
sequence.onnx,"a,""b""",Gemm,dense,40,1,40,0.625,1,x,activation,1x4,1,false,f32,grid,proven,w,weight,4x10,1,false,f32,grid,inspected,1x10,2x1,4,4,40,40
sequence.onnx,"a,""b""",Gemm,dense,40,1,40,0.625,1,x,activation,1x4,1,false,f32,grid,proven,w,weight,4x10,1,false,f32,grid,inspected,1x10,2x1,4,4,40,40
`,
      stderr: `\
not known: sequence.onnx: dimension seq (axis 1 of image) has no size; counted with 1
warning: sequence.onnx: the sign is never negative
not known: sequence.onnx: dimension seq (axis 1 of image) has no size; counted with 1
warning: sequence.onnx: the sign is never negative
`,
    });
  });

  it("says nothing beside it with --quiet", async () => {
    const { stderr } = await ace(["score", "x", "--csv", "--quiet"], { score: score(INCOMPLETE) });
    expect(stderr).toBe("");
  });
});

describe("`ace score --md`", () => {
  it("prints tables for GitHub, and what is not known", async () => {
    const { stdout, stderr } = await ace(["score", "x", "--md"], {
      score: score({ ...INCOMPLETE, layers: [layer({ name: "a|b_c*" })] }),
    });
    expect(stderr).toBe("");
    expect(stdout).toBe(`\
### sequence.onnx

onnx, convention pokebnn, seq = 1

| Layer | Operator | MACs | Bits | ACE | Share | Weights |
| --- | --- | ---: | --- | ---: | ---: | ---: |
| a\\|b\\_c\\* | Gemm | 40 | 1x1 | 40 | 100.0% | 40 |

| Total |  |  |  |
| --- | ---: | ---: | --- |
| MACs | at least 678.3k | 678,336 | multiply-accumulates |
| ACE | at least 1.794M | 1,794,048 | MACs x bits x bits, a float counts 16 bits |
| CPU64 | 13.06k | 13,056 | MACs in operations on 64-bit words |
| Weights | 5.352 kB | 5.227 KiB | 11,544 weights at their widths |
| Model size | 5.776 kB | 5.641 KiB | everything that must be stored |
| &nbsp;&nbsp;floats as bf16 | 3.644 kB | 3.559 KiB |  |
| Peak activation memory | 18.43 kB | 18.00 KiB |  |
| &nbsp;&nbsp;at proven widths | 12.48 kB | 12.19 KiB |  |
| Energy at 45 nm | 97.54 nJ |  | of the MACs |
| Energy at 7 nm | unknown |  | no published figure for one of the types |
| Widest accumulator | 4 bits |  | a\\|b\\_c\\* |
| Elementwise operations | 12.30k | 12,298 | add 4.618k, multiply 4.608k, compare 3.072k |

- not known: dimension seq (axis 1 of image) has no size; counted with 1 (tensor image); hint: --dim seq=N
- warning: the sign is never negative (node conv2/sign (Sign))
`);
  });
});

describe("`ace score --latex`", () => {
  it("prints a tabular with exact counts", async () => {
    const { stdout } = await ace(["score", "x", "--latex", "--quiet"], {
      score: score({
        ...INCOMPLETE,
        layers: [layer({ name: "50%_of\\{x}~^<>&$#", share: 0.0003 })],
      }),
    });
    expect(stdout).toBe(`\
% sequence.onnx: onnx, convention pokebnn, seq = 1
\\begin{tabular}{llrlrrr}
  \\toprule
  Layer & Operator & MACs & Bits & ACE & Share & Weights \\\\
  \\midrule
  50\\%\\_of\\textbackslash{}\\{x\\}\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}\\&\\$\\# & Gemm & 40 & 1x1 & 40 & \\textless{}0.1\\% & 40 \\\\
  \\midrule
  Total &  & at least 678,336 &  & at least 1,794,048 &  & 11,544 \\\\
  \\bottomrule
\\end{tabular}
`);
  });
});

describe("`ace score --quiet`", () => {
  it("prints a line for each model", async () => {
    expect(await ace(["score", "digits", "incomplete", "--quiet"], { score: byName })).toEqual({
      code: 0,
      stdout: `\
digits.onnx  MACs 678,336  ACE 1,794,048  CPU64 13,056  weights 5.352 kB
sequence.onnx  MACs at least 678,336  ACE at least 1,794,048  CPU64 13,056  weights 5.352 kB
`,
      stderr: "",
    });
  });
});

describe("`ace score --why`", () => {
  it("prints the proofs of the layers that are named", async () => {
    const args = ["score", "digits", "--why", "fc", "--why", "conv1"];
    const { code, stdout } = await ace(args, { score: byName });
    expect(code).toBe(0);
    expect(stdout).toBe(`\
fc  Gemm, f32?xf32? bits
  left   a 32-bit float, assumed: f32 by its element type
         activation flat, stored as f32 [1, 96]
  right  a 32-bit float, assumed: f32 by its element type
         weight fc.weight, stored as f32 [96, 10]

conv1  Conv, 8x8 bits
  left   8 bits, declared: stored as u8
         activation image, stored as u8 [1, 1, 8, 8]
  right  8 bits, declared: Quant at conv1/quant
         weight conv1.weight, stored as f32 [24, 1, 3, 3]
`);
  });

  it("lists the layers where it does not know the name", async () => {
    expect(await ace(["score", "digits", "--why", "conv9"], { score: byName })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: Cannot explain a layer of digits.onnx: expected one of conv1, conv2, fc, got conv9\n",
    });
  });
});
