import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tensorOf } from "../../src/graph/tensor.ts";
import { bits, run, score, verify, type Widths } from "../../src/index.ts";
import { readNpz, writeNpz } from "../../src/io/npz.ts";
import { ace } from "../cli/harness.ts";
import { folderOf } from "../support/temporary-folder.ts";

/** x of 2 numbers times a 2 x 3 kernel. */
function program(kernel: string): string {
  const [x, w, y] = ["tensor<1x2xf32>", "tensor<2x3xf32>", "tensor<1x3xf32>"];
  return `
func.func @main(%arg0: ${w}${kernel}, %arg1: ${x} loc("x")) -> ${y} {
  %0 = stablehlo.dot_general %arg1, %arg0, contracting_dims = [1] x [0] : (${x}, ${w}) -> ${y}
  return %0 : ${y}
}`;
}

const f32 = (shape: readonly number[], values: readonly number[]) =>
  tensorOf({ element: "f32", shape }, Float32Array.from(values));

const KERNEL = f32([2, 3], [1, -1, 1, -1, -1, 1]);

/** A program, weights for it, what goes in, and what comes out: [3, 5] times the kernel. */
function files(model: string) {
  const folder = folderOf({
    "model.mlir": model,
    "w.npz": writeNpz(new Map([["params/dense/kernel", KERNEL]])),
    "in.npz": writeNpz(new Map([["x", f32([1, 2], [3, 5])]])),
    "out.npz": writeNpz(new Map([["out0", f32([1, 3], [-2, -8, 8])]])),
  });
  return (name: string) => join(folder, name);
}

const named = program(` loc("variables['params']['dense']['kernel']")`);

describe("`weights`: a file that fills the arguments of a program", () => {
  test("its elements are what widths are proven from", () => {
    const file = files(named);
    expect(score(file("model.mlir")).layers[0]?.rhs).toMatchObject({ role: "weight", bits: 32 });
    const options = { weights: file("w.npz") };
    expect(score(file("model.mlir"), options).layers[0]?.rhs).toMatchObject({ bits: 1 });
    expect(bits(file("model.mlir"), options).tensors.length).toBeGreaterThan(0);
  });

  test("a model runs with them, and an array without a name is its other input", () => {
    const file = files(named);
    const x = readNpz(writeNpz(new Map([["", f32([1, 2], [3, 5])]])));
    const { outputs } = run(file("model.mlir"), { inputs: x, weights: file("w.npz") });
    expect(outputs.get("out0")?.data).toEqual(Float32Array.of(-2, -8, 8));
  });

  test("`verify` compares with golden outputs, which are out0, out1, ...", () => {
    const file = files(named);
    const result = verify([file("model.mlir")], {
      weights: file("w.npz"),
      inputs: [file("in.npz")],
      expect: [file("out.npz")],
    });
    expect(result.cases).toMatchObject([{ status: "equal", maxUlps: 0 }]);
  });

  test("every command that reads a model has it", async () => {
    const file = files(named);
    const weights = ["--weights", file("w.npz")];
    const golden = ["--inputs", file("in.npz"), "--expect", file("out.npz")];
    const outputs = ["--inputs", file("in.npz"), "--outputs", file("got.npz"), "--quiet"];
    const model = file("model.mlir");
    const ends = [
      await ace(["score", model, ...weights, "--quiet"], { score }),
      await ace(["bits", model, ...weights, "--quiet"], { bits }),
      await ace(["run", model, ...weights, ...outputs], { run }),
      await ace(["verify", model, ...weights, ...golden, "--quiet"], { verify }),
    ];
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, ""]));
  });

  test("a line of --jsonl names one", async () => {
    const file = files(named);
    const request = { model: file("model.mlir"), weights: file("w.npz") };
    const { stdout } = await ace(["score", "--jsonl"], { score, stdin: JSON.stringify(request) });
    expect(JSON.parse(stdout).layers[0].rhs).toMatchObject({ bits: 1 });
  });
});

describe("`weights` of a sidecar: which arguments are weights", () => {
  const claims = (...weights: readonly string[]): Widths => ({
    schema: "acemeter/widths@1",
    weights: [...weights],
  });

  test("by the names of a text that has no others", () => {
    const file = files(program(""));
    const role = (sidecar: Widths | undefined) =>
      score(file("model.mlir"), sidecar && { bits: sidecar }).layers[0]?.rhs.role;
    expect(role(claims("arg0"))).toBe("weight");
    expect(role(undefined)).toBe("activation");
  });

  test.each(["net/**", "net['dense']['kernel']", "net/dense/*"])("by path: %s", (pattern) => {
    const file = files(program(` loc("net['dense']['kernel']")`));
    const { layers } = score(file("model.mlir"), { bits: claims(pattern) });
    expect(layers[0]?.rhs.role).toBe("weight");
  });

  test("also where the name says so itself, in every spelling, and where a file fills them", () => {
    const file = files(named);
    const sidecar = claims("params/**", "variables['params']['dense']['kernel']");
    for (const weights of [{}, { weights: file("w.npz") }]) {
      const { layers } = score(file("model.mlir"), { ...weights, bits: sidecar });
      expect(layers[0]?.rhs.role).toBe("weight");
    }
  });

  test("a pattern that names no argument is an error", () => {
    const file = files(named);
    expect(() => score(file("model.mlir"), { bits: claims("params/**", "aqt/**") })).toThrow(
      "Cannot apply weights 2 of the bit widths: expected one of params/dense/kernel, got aqt/**",
    );
  });
});
