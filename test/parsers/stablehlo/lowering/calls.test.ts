import { describe, expect, test } from "vitest";
import { run, score } from "../../../../src/index.ts";

const encoder = new TextEncoder();
const DOT =
  "stablehlo.dot_general %a, %w, contracting_dims = [1] x [0] : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>";

const TWICE = encoder.encode(`
  func.func public @main(%w: tensor<4x4xf32> loc("v['params']['d']['kernel']"), %x: tensor<2x4xf32> loc("x")) -> tensor<2x4xf32> {
    %0 = call @layer(%x, %w) : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    %1 = call @layer(%0, %w) : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    return %1 : tensor<2x4xf32>
  }
  func.func private @layer(%a: tensor<2x4xf32>, %w: tensor<4x4xf32>) -> tensor<2x4xf32> {
    %0 = ${DOT}
    return %0 : tensor<2x4xf32>
  }`);

test("a function called twice is twice the work and one time its weight", () => {
  const { totals, layers } = score(TWICE);
  expect([totals.macs, totals.weightCount, totals.weightBits]).toEqual([64n, 16n, 512n]);
  expect(layers.map(({ name }) => name)).toEqual(["layer/%0", "layer/%0#2"]);
  expect(layers.map(({ rhs }) => [rhs.tensor, rhs.role])).toEqual([
    ["params/d/kernel", "weight"],
    ["params/d/kernel", "weight"],
  ]);
});

test("a weight without its elements cannot be run, with a hint", () => {
  const x = { type: { element: "f32", shape: [2, 4] }, data: new Float32Array(8) } as const;
  expect(() => run(TWICE, { inputs: new Map([["x", x]]) })).toThrow(
    "Cannot read weight params/d/kernel: expected its elements, got only its type",
  );
});

test("functions that call themselves are refused", () => {
  const text = encoder.encode(`
    func.func public @main(%x: tensor<f32>) -> tensor<f32> {
      %0 = call @f(%x) : (tensor<f32>) -> tensor<f32>
      return %0 : tensor<f32>
    }
    func.func private @f(%x: tensor<f32>) -> tensor<f32> {
      %0 = call @f(%x) : (tensor<f32>) -> tensor<f32>
      return %0 : tensor<f32>
    }`);
  expect(() => score(text)).toThrow(
    "Cannot import function @main: expected calls that do not go round, got a call of itself",
  );
});

describe("names of layers", () => {
  const named = (location: string) =>
    encoder.encode(`
      #loc1 = loc("${location}")
      func.func public @main(%w: tensor<4x4xf32>, %a: tensor<2x4xf32>) -> tensor<2x4xf32> {
        %0 = ${DOT} loc(#loc1)
        return %0 : tensor<2x4xf32>
      }`);

  test("are the module's path where the location has one", () => {
    const [layer] = score(named("jit(f)/Net/block/fc/dot_general")).layers;
    expect(layer?.name).toBe("block/fc");
  });

  test("are the name of the value where it has none", () => {
    expect(score(named("dot_general")).layers[0]?.name).toBe("%0");
  });
});

test("the text says where weights are not known", () => {
  const text = encoder.encode(`
    func.func public @main(%w: tensor<4x4xf32>, %a: tensor<2x4xf32>) -> tensor<2x4xf32> {
      %0 = ${DOT}
      return %0 : tensor<2x4xf32>
    }`);
  const { atLeast, missing, totals } = score(text);
  expect(totals.macs).toBe(32n);
  expect(atLeast).toEqual(["weightCount", "weightBits", "storedBits", "storedBitsBf16"]);
  expect(missing[0]).toMatchObject({
    code: "unknown-weights",
    hint: "--weights FILE, or a text with names: as_text(debug_info=True)",
  });
});

test("widths in frontend attributes are claims", () => {
  const text = encoder.encode(`
    func.func public @main(%w: tensor<4x4xf32> loc("p['params']['w']"), %a: tensor<2x4xf32> loc("x")) -> tensor<2x4xf32> {
      %0 = stablehlo.dot_general %a, %w, contracting_dims = [1] x [0] {mhlo.frontend_attributes = {lhs_bits = "1", rhs_bits = "4"}} : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
      return %0 : tensor<2x4xf32>
    }`);
  const { totals, layers } = score(text);
  expect(totals.ace).toBe(128n);
  expect([layers[0]?.lhs.status, layers[0]?.rhs.status]).toEqual(["claimed", "claimed"]);
});

test("claims that a backward product inherits count, and one warning a row says what is not proven", () => {
  const notes = `{mhlo.frontend_attributes = {lhs_bits = "1", rhs_bits = "1"}}`;
  const text = encoder.encode(`
    func.func public @main(%g: tensor<2x4xf32>, %a: tensor<2x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
      %0 = stablehlo.sign %a : tensor<2x4xf32>
      %1 = stablehlo.dot_general %g, %0, contracting_dims = [0] x [0] ${notes} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
      %2 = stablehlo.dot_general %g, %a, contracting_dims = [0] x [0] ${notes} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
      return %1, %2 : tensor<4x4xf32>, tensor<4x4xf32>
    }`);
  const { totals, warnings } = score(text);
  expect([totals.macs, totals.ace]).toEqual([64n, 64n]);
  expect(warnings).toEqual([
    {
      code: "claim-unproven",
      where: "node %1 (dot_general)",
      reason:
        "lhs_bits of the node: counted as claimed, but nothing else says that the operand is quantized",
    },
    {
      code: "claim-unproven",
      where: "node %2 (dot_general)",
      reason:
        "lhs_bits and rhs_bits of the node: counted as claimed, but nothing else says that the operands are quantized",
    },
  ]);
});

test("a run may be given inputs that the program has dropped, but not only such", () => {
  const text = encoder.encode(`
    func.func public @main(%a: tensor<2xf32> loc("x")) -> tensor<2xf32> {
      %0 = stablehlo.negate %a : tensor<2xf32>
      return %0 : tensor<2xf32>
    }`);
  const x = { type: { element: "f32", shape: [2] }, data: Float32Array.of(1, 2) } as const;
  const given = (...names: readonly string[]) => ({
    inputs: new Map(names.map((name) => [name, x] as const)),
  });
  expect(run(text, given("x", "y")).outputs.get("out0")?.data).toEqual(Float32Array.of(-1, -2));
  expect(() => run(text, given("y", "z"))).toThrow("Cannot bind input y: expected one of x, got y");
});
