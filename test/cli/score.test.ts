import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AceError } from "../../src/errors.ts";
import { ace } from "./harness.ts";
import { DIGITS, INCOMPLETE } from "./samples.ts";

const BROKEN = new AceError(
  "malformed-model",
  { action: "read", subject: "the model", expected: "a node list", got: "the end of the file" },
  { where: { offset: 12, node: "conv\u001b[31m", operator: "Conv" }, hint: "export it again" },
);

function score(model: string | Uint8Array, options: { readonly name?: string }) {
  const name = String(options.name ?? model);
  if (name === "broken") throw BROKEN.at({ file: name });
  if (name === "bug") throw new TypeError("x is not a function");
  return name === "incomplete" ? INCOMPLETE : { ...DIGITS, model: { ...DIGITS.model, name } };
}

const line = (name: string) =>
  `${name}  MACs 678,336  ACE 1,794,048  CPU64 13,056  weights 5.352 kB\n`;

describe("`ace score` of several models", () => {
  it("prints the others where one fails, and ends with 3", async () => {
    expect(await ace(["score", "-", "broken", "b", "--quiet"], { score })).toEqual({
      code: 3,
      stdout: line("stdin") + line("b"),
      stderr: `\
error: Cannot read the model: expected a node list, got the end of the file
  at broken, byte 12, node conv\\u001b[31m (Conv)
  hint: export it again
`,
    });
  });

  it("prints an array of the others as JSON, an empty one if none is left", async () => {
    const { code, stdout } = await ace(["score", "broken", "a", "--json"], { score });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toHaveLength(1);
    const none = await ace(["score", "broken", "broken", "--json"], { score });
    expect([none.code, JSON.parse(none.stdout)]).toEqual([3, []]);
  });

  it("prints no document for a single model that fails", async () => {
    const { code, stdout } = await ace(["score", "broken", "--json"], { score });
    expect([code, stdout]).toEqual([3, ""]);
  });

  it("separates tables by an empty line", async () => {
    const { stdout } = await ace(["score", "a", "b"], { score });
    expect(stdout).toContain("13.7%\n\nb  onnx, pytorch 2.13.0");
  });
});

describe("`ace score --strict`", () => {
  it("ends with 5 where a total is a lower bound", async () => {
    expect(await ace(["score", "a", "incomplete", "--strict", "--quiet"], { score })).toEqual({
      code: 5,
      stdout: `${line("a")}sequence.onnx  MACs at least 678,336  ACE at least 1,794,048  CPU64 13,056  weights 5.352 kB\n`,
      stderr:
        "error: Cannot pass sequence.onnx: expected complete totals (--strict), got lower bounds for macs, ace\n",
    });
  });

  it("ends with 0 where all is known", async () => {
    expect((await ace(["score", "a", "--strict"], { score })).code).toBe(0);
  });

  it("is outdone by a model that cannot be read", async () => {
    expect((await ace(["score", "incomplete", "broken", "--strict"], { score })).code).toBe(3);
  });
});

describe("a bug of ours", () => {
  it("ends with 70, says where to report it, and the other models go on", async () => {
    const { code, stdout, stderr } = await ace(["score", "bug", "a", "--quiet"], { score });
    expect([code, stdout]).toEqual([70, line("a")]);
    const lines = stderr.split("\n");
    expect(lines[0]).toBe("error: TypeError: x is not a function");
    expect(lines.slice(-3)).toEqual([
      "  at ace score bug",
      "  hint: this is a bug of acemeter 0.1.0; please report it with these lines and the model",
      "",
    ]);
  });
});

describe("options of `ace score`", () => {
  it("reach the library by name", async () => {
    const seen: unknown[] = [];
    const shapes = ["--dim", "a=b=4", "--dim", "past=0", "--input", "x=1,3", "--input", "s="];
    const args = [...shapes, "--trips", "while#1=5"];
    const more = ["--value", "k=-2.5e-1", "--convention", "native", "--bits", "w.json", "--quiet"];
    await ace(["score", "m.onnx", ...args, ...more], {
      score: (...received) => {
        seen.push(...received);
        return DIGITS;
      },
    });
    expect(seen).toEqual([
      "m.onnx",
      {
        dims: { "a=b": 4, past: 0 },
        inputs: { x: [1, 3], s: [] },
        values: { k: -0.25 },
        trips: { "while#1": 5 },
        bits: "w.json",
        convention: "native",
      },
    ]);
  });

  it("hand over the bytes of standard input for -", async () => {
    const seen: unknown[] = [];
    await ace(["score", "-"], {
      stdin: new Uint8Array([8, 7, 255]),
      score: (model) => {
        seen.push(...(model as Uint8Array));
        return DIGITS;
      },
    });
    expect(seen).toEqual([8, 7, 255]);
  });
});

describe("patterns", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "acemeter-cli-")).replaceAll("\\", "/");
    for (const path of ["b.onnx", "a.onnx", "c.txt", "x[1]/d.onnx", "x[1]/y/e.onnx", ".h/f.onnx"]) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), "");
    }
    writeFileSync(join(folder, "star*.onnx"), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["*.onnx", ["a.onnx", "b.onnx", "star*.onnx"]],
    ["?.onnx", ["?.onnx"]],
    ["*/*.onnx", ["x[1]/d.onnx"]],
    ["x[1]/*.onnx", ["x[1]/d.onnx"]],
    ["**/*.onnx", ["a.onnx", "b.onnx", "star*.onnx", "x[1]/d.onnx", "x[1]/y/e.onnx"]],
    ["x*/**/e.onnx", ["x[1]/y/e.onnx"]],
    [".*/*", [".h/f.onnx"]],
    ["star*.onnx", ["star*.onnx"]],
    ["none*.onnx", ["none*.onnx"]],
    ["none/**", ["none/**"]],
  ])("%s is %j", async (pattern, expected) => {
    const { stdout } = await ace(["score", `${folder}/${pattern}`, "--quiet"], { score });
    expect(stdout).toBe(expected.map((path) => line(`${folder}/${path}`)).join(""));
  });
});
