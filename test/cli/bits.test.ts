import { describe, expect, it } from "vitest";
import { bits } from "../../src/index.ts";
import { parseResult } from "../../src/results/json.ts";
import { BITS, HALF_KNOWN, tensor } from "./bits-samples.ts";
import { ace } from "./harness.ts";

const sample = () => BITS;
const halfKnown = () => HALF_KNOWN;

const TABLE = `\
digits.onnx  onnx, pytorch 2.13.0, batch = 1

Tensor       Type  Shape          Bits  Values                                         Why
image        f32   [1, 1, 8, 8]   f32?  f32                                            f32 by its element type
sign_out     f32   [1, 1, 8, 8]   1     {-1, +1} (and 0 uncounted)                     Sign at features/sign
conv.weight  f32   [24, 1, 3, 3]  4     15 codes -7 … 7 × a scale per place on axis 0  stored elements hold 15 levels per output channel

3 tensors: 1 of 1 bit, 1 of 4 bits, 1 of f32
? width assumed from the element type
`;

const NARROW_TABLE = `\
digits.onnx  onnx, pytorch 2.13.0, batch = 1

Tensor       Bits  Values                            Why
image        f32?  f32                               f32 by its…ement type
sign_out     1     {-1, +1} (and 0 uncounted)        Sign at features/sign
conv.weight  4     15 codes -7 … 7… place on axis 0  stored ele…ut channel
`;

describe("`ace bits`, the table for people", () => {
  it("has a row for each tensor, uncut and without colours in a pipe", async () => {
    expect(await ace(["bits", "m"], { bits: sample })).toEqual({
      code: 0,
      stdout: TABLE,
      stderr: "",
    });
  });

  it("paints widths as `ace score` does, and the reasons dim", async () => {
    const { stdout } = await ace(["bits", "m"], { bits: sample, terminal: 200 });
    expect(stdout.split("\n").slice(3, 5)).toEqual([
      "image        f32   [1, 1, 8, 8]   \u001b[2mf32?\u001b[22m  f32                               \u001b[2mf32 by its element type\u001b[22m",
      "sign_out     f32   [1, 1, 8, 8]   \u001b[32m1\u001b[39m     {-1, +1} (and 0 uncounted)        \u001b[2mSign at features/sign\u001b[22m",
    ]);
  });

  it("does without types and shapes on a narrow terminal, and cuts values and reasons", async () => {
    const { stdout } = await ace(["bits", "m", "--no-color"], { bits: sample, terminal: 74 });
    const lines = stdout.split("\n").slice(0, 6);
    expect(lines.every((line) => line.length <= 74)).toBe(true);
    expect(`${lines.join("\n")}\n`).toBe(NARROW_TABLE);
  });

  it("is plain ASCII on a terminal that has no more", async () => {
    const env = { TERM: "linux" };
    const { stdout } = await ace(["bits", "m"], { bits: sample, terminal: 200, env });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are expected
    expect(stdout).toMatch(/^[\n\u001b -~]*$/);
    expect(stdout).toContain("15 codes -7 .....place on axis 0");
  });

  it("lists what is not known and the warnings, each with its place", async () => {
    const { stdout } = await ace(["bits", "m"], { bits: halfKnown });
    expect(stdout.slice(stdout.indexOf("Not known"))).toBe(`\
Not known (1)
  its file is not there
    at tensor conv.weight
    hint: put weights.bin beside the model

Warnings (1)
  8 bits, but 4 are proven
    at tensor image
`);
  });
});

describe("`ace bits` with many tensors", () => {
  const many = Array.from({ length: 45 }, (_, i) =>
    tensor({ name: `t${i}`, shape: [i % 2 === 0 ? i + 1 : 100 + i] }),
  );
  const result = () => ({ ...BITS, tensors: many });

  it("shows the 30 largest in execution order on a terminal", async () => {
    const { stdout } = await ace(["bits", "m", "--no-color"], { bits: result, terminal: 80 });
    const rows = stdout.split("\n").slice(3, 34);
    expect(rows[0]).toBe("t1      f32   [101]  f32?  f32     f32 by its element type");
    expect(rows[29]).toBe("t44     f32   [45]   f32?  f32     f32 by its element type");
    expect(rows[30]).toBe("… 15 more tensors of fewer elements (--all shows them)");
  });

  it("shows all of them with --all", async () => {
    const { stdout } = await ace(["bits", "m", "--all"], { bits: result, terminal: 80 });
    expect(stdout.match(/^t\d/gm)).toHaveLength(45);
  });
});

describe("`ace bits`, other formats", () => {
  it("prints one document with --json, an array for several models", async () => {
    const { code, stdout, stderr } = await ace(["bits", "m", "--json"], { bits: halfKnown });
    expect([code, stderr]).toEqual([0, ""]);
    expect(parseResult(stdout)).toEqual(HALF_KNOWN);
    const several = await ace(["bits", "m", "n", "--json"], { bits: sample });
    expect(JSON.parse(several.stdout)).toHaveLength(2);
  });

  it("prints a line a tensor with --csv, and the rest as messages", async () => {
    expect(await ace(["bits", "m", "--csv"], { bits: halfKnown })).toEqual({
      code: 0,
      stdout: `\
model,name,from,layer,operator,shape,bits,float,type,values,set,low,high,status,proof
digits.onnx,image,input,,,1x1x8x8,32,true,f32,float,f32,,,assumed,f32 by its element type
digits.onnx,sign_out,computed,features/sign,Sign,1x1x8x8,1,false,f32,grid,"{-1, +1} (and 0 uncounted)",-1,1,proven,Sign at features/sign
digits.onnx,conv.weight,stored,,,24x1x3x3,4,false,f32,grid,15 codes -7 … 7 × a scale per place on axis 0,-0.5,0.5,inspected,stored elements hold 15 levels per output channel
`,
      stderr: `\
not known: digits.onnx: its file is not there
warning: digits.onnx: 8 bits, but 4 are proven
`,
    });
  });

  it("prints a table for GitHub with --md", async () => {
    const { stdout } = await ace(["bits", "m", "--md"], { bits: halfKnown });
    expect(stdout).toBe(`\
### digits.onnx

onnx, pytorch 2.13.0, batch = 1

| Tensor | Type | Shape | Bits | Values | Why |
| --- | --- | --- | --- | --- | --- |
| image | f32 | \\[1, 1, 8, 8\\] | f32? | f32 | f32 by its element type |
| sign\\_out | f32 | \\[1, 1, 8, 8\\] | 1 | {-1, +1} (and 0 uncounted) | Sign at features/sign |
| conv.weight | f32 | \\[24, 1, 3, 3\\] | 4 | 15 codes -7 … 7 × a scale per place on axis 0 | stored elements hold 15 levels per output channel |

- not known: its file is not there (tensor conv.weight); hint: put weights.bin beside the model
- warning: 8 bits, but 4 are proven (tensor image)
`);
  });

  it("prints a tabular with --latex", async () => {
    const { stdout } = await ace(["bits", "m", "--latex"], { bits: sample });
    expect(stdout.split("\n").slice(0, 6)).toEqual([
      "% digits.onnx: onnx, pytorch 2.13.0, batch = 1",
      "\\begin{tabular}{llllll}",
      "  \\toprule",
      "  Tensor & Type & Shape & Bits & Values & Why \\\\",
      "  \\midrule",
      "  image & f32 & [1, 1, 8, 8] & f32? & f32 & f32 by its element type \\\\",
    ]);
  });

  it("prints one line with --quiet", async () => {
    const { stdout } = await ace(["bits", "m", "--quiet"], { bits: halfKnown });
    expect(stdout).toBe(
      "digits.onnx  3 tensors: 1 of 1 bit, 1 of 4 bits, 1 of f32  (not everything is known)\n",
    );
  });
});

describe("`ace bits`, how it ends", () => {
  it("ends with 5 under --strict where something is not known", async () => {
    expect(await ace(["bits", "m", "--strict", "--quiet"], { bits: halfKnown })).toMatchObject({
      code: 5,
      stderr:
        "error: Cannot pass digits.onnx: expected everything to be known (--strict), got 1 thing that is not\n",
    });
    expect((await ace(["bits", "m", "--strict"], { bits: sample })).code).toBe(0);
  });

  it("ends with 3 for a model that cannot be read, and prints the others", async () => {
    expect(
      await ace(["bits", "none.onnx", "fixtures/digits-bnn.onnx", "--quiet"], { bits }),
    ).toEqual({
      code: 3,
      stdout:
        "digits-bnn.onnx  52 tensors: 6 of 1 bit, 1 of 6 bits, 4 of 8 bits, 1 of 9 bits, 1 of 10 bits, 39 of f32\n",
      stderr:
        "error: Cannot read none.onnx: expected a readable file, got no such file or folder\n  at none.onnx\n",
    });
  });

  it("hands the options over by name", async () => {
    const seen: unknown[] = [];
    await ace(["bits", "m", "--dim", "n=4", "--input", "x=1,3", "--value", "k=2", "--quiet"], {
      bits: (...received) => {
        seen.push(...received);
        return BITS;
      },
    });
    const values = { k: 2 };
    expect(seen).toEqual(["m", { dims: { n: 4 }, inputs: { x: [1, 3] }, values, trips: {} }]);
  });
});
