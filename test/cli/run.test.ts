import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunOptions } from "../../src/cli/api.ts";
import { AceError } from "../../src/errors.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { readNpz, writeNpz } from "../../src/io/npz.ts";
import { ace } from "./harness.ts";

const X: Tensor = { type: { element: "f32", shape: [2] }, data: Float32Array.of(1, -2) };
const Y: Tensor = { type: { element: "i64", shape: [] }, data: BigInt64Array.of(7n) };
const H: Tensor = { type: { element: "bf16", shape: [2] }, data: Float32Array.of(1, -2) };
const I: Tensor = { type: { element: "i4", shape: [1] }, data: Int8Array.of(-3) };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "acemeter-run-"));
  writeFileSync(join(folder, "in.npz"), writeNpz(new Map([["x", X]])));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("`ace run`", () => {
  it("hands over inputs and options, writes an npz file, and says what is in it", async () => {
    const seen: [string | Uint8Array, RunOptions][] = [];
    const outputs = join(folder, "out.npz");
    const flags = ["--inputs", join(folder, "in.npz"), "--outputs", outputs, "--max-steps", "9"];
    const more = ["--dim", "batch=2", "--value", "k=3", "--trips", "l=5", "--intermediates", "h,i"];
    const ended = await ace(["run", "m.onnx", ...flags, ...more], {
      run: (...received) => {
        seen.push(received);
        return {
          outputs: new Map([["y", Y]]),
          intermediates: new Map([
            ["h", H],
            ["i", I],
          ]),
        };
      },
    });
    expect(ended).toEqual({
      code: 0,
      stdout: "",
      stderr: `\
h  bf16 2, written bit for bit as uint16
i  i4 1, written by value as int8
y  i64 scalar
wrote 3 arrays to ${outputs}
`,
    });
    const [model, { inputs, ...options }] = seen[0] as (typeof seen)[number];
    expect(model).toBe("m.onnx");
    expect(options).toEqual({
      dims: { batch: 2 },
      values: { k: 3 },
      trips: { l: 5 },
      intermediates: ["h", "i"],
      maxSteps: 9,
    });
    expect([...inputs]).toMatchObject([["x", { shape: [2], dtype: "f4" }]]);
    const written = readNpz(readFileSync(outputs));
    expect([...written].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ["h", "u2", [2]],
      ["i", "i1", [1]],
      ["y", "i8", []],
    ]);
    expect([...(written.get("h")?.data ?? [])]).toEqual([0x80, 0x3f, 0x00, 0xc0]);
  });

  it("says nothing with --quiet, and takes all intermediates and standard input", async () => {
    const seen: unknown[] = [];
    const outputs = join(folder, "quiet.npz");
    const flags = ["--outputs", outputs, "--intermediates", "all", "--quiet"];
    const ended = await ace(["run", "-", ...flags], {
      stdin: "model",
      run: (model, { name, intermediates, inputs }) => {
        seen.push(new TextDecoder().decode(model as Uint8Array), name, intermediates, inputs.size);
        return { outputs: new Map([["y", Y]]), intermediates: new Map() };
      },
    });
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(seen).toEqual(["model", "stdin", "all", 0]);
    expect([...readNpz(readFileSync(outputs)).keys()]).toEqual(["y"]);
  });

  it("writes nothing where the model fails", async () => {
    const outputs = join(folder, "failed.npz");
    const ended = await ace(["run", "m.onnx", "--outputs", outputs], {
      run: () => {
        throw new AceError(
          "unsupported-operator",
          { action: "import", subject: "m.onnx", expected: "known operators", got: "Foo, Bar" },
          { where: { file: "m.onnx" } },
        );
      },
    });
    expect(ended).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: Cannot import m.onnx: expected known operators, got Foo, Bar\n  at m.onnx\n",
    });
    expect(existsSync(outputs)).toBe(false);
  });

  it("refuses two arrays of one name", async () => {
    const inputs = join(folder, "in.npz");
    const args = ["--inputs", inputs, "--inputs", inputs, "--outputs", join(folder, "o.npz")];
    expect(await ace(["run", "m.onnx", ...args])).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: Cannot read array x: expected one, got another one\n  at ${inputs}\n`,
    });
  });

  it("ends with 74 where the file cannot be written", async () => {
    const outputs = join(folder, "none", "out.npz");
    const { code, stderr } = await ace(["run", "m.onnx", "--outputs", outputs], {
      run: () => ({ outputs: new Map([["y", Y]]), intermediates: new Map() }),
    });
    expect(code).toBe(74);
    expect(stderr).toBe(
      `error: Cannot write ${outputs}: expected a writable file, got no such file or folder\n  at ${outputs}\n`,
    );
  });
});
