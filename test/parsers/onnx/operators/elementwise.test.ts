import { describe, expect, test } from "vitest";
import { int, lowered, text } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const X = floats("x", [2, 2], [1, 2, 3, 4]);
const PAIR = floats("p", [2], [10, 20]);

describe("binary operators", () => {
  test("broadcast from opset 7 on, along `axis` before", () => {
    const add = { op: "Add", inputs: [X, PAIR] };
    expect(lowered({ ...add, opset: 7 }).values()).toEqual([[11, 22, 13, 24]]);
    const legacy = [int("broadcast", 1), int("axis", 0)];
    const old = lowered({ ...add, opset: 6, attributes: legacy });
    expect([old.operators, old.values()]).toEqual([["reshape", "add"], [[11, 12, 23, 24]]]);
    const suffix = lowered({ ...add, opset: 6, attributes: [int("broadcast", 1)] });
    expect(suffix.values()).toEqual([[11, 22, 13, 24]]);
  });
});

describe("Max, Sum, Mean", () => {
  test("of one input are that input, of two one core operator, of more a composite", () => {
    expect(lowered({ op: "Max", opset: 13, inputs: [X] }).operators).toEqual([]);
    expect(lowered({ op: "Max", opset: 13, inputs: [X, PAIR] }).operators).toEqual(["maximum"]);
    const three = lowered({ op: "Sum", opset: 13, inputs: [X, PAIR, X] });
    expect([three.operators, three.values()]).toEqual([["Sum"], [[12, 24, 16, 28]]]);
    const mean = lowered({ op: "Mean", opset: 13, inputs: [X, PAIR] });
    expect([mean.operators, mean.values()]).toEqual([["Mean"], [[5.5, 11, 6.5, 12]]]);
  });
});

describe("Mod, Pow, BitShift", () => {
  test("Mod takes the divisor's sign, with fmod the dividend's", () => {
    const mod = { op: "Mod", opset: 13, inputs: [int64s("a", [1], [-7]), int64s("b", [1], [3])] };
    expect(lowered(mod).values()).toEqual([[2]]);
    expect(lowered({ ...mod, attributes: [int("fmod", 1)] }).values()).toEqual([[-1]]);
  });

  test("Pow of integers to floats is a composite", () => {
    const base = int64s("a", [2], [2, 3]);
    const pow = lowered({ op: "Pow", opset: 15, inputs: [base, floats("e", [], [0.5])] });
    expect([pow.operators, pow.values()]).toEqual([["Pow"], [[1, 1]]]);
    expect(lowered({ op: "Pow", opset: 15, inputs: [base, base] }).operators).toEqual(["power"]);
  });

  test("BitShift needs a direction", () => {
    const shift = {
      op: "BitShift",
      opset: 28,
      inputs: [int64s("a", [1], [-6]), int64s("b", [1], [1])],
    };
    expect(lowered({ ...shift, attributes: [text("direction", "LEFT")] }).values()).toEqual([
      [-12],
    ]);
    expect(lowered({ ...shift, attributes: [text("direction", "RIGHT")] }).values()).toEqual([
      [-3],
    ]);
    expect(() => lowered(shift)).toThrow(
      "Cannot import BitShift: expected direction LEFT or RIGHT, got none",
    );
  });

  test("IsInf reads which infinities count", () => {
    const x = floats("i", [3], [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const isInf = { op: "IsInf", opset: 20, inputs: [x] };
    expect(lowered(isInf).values()).toEqual([[0, 1, 1]]);
    const attributes = [int("detect_negative", 0)];
    expect(lowered({ ...isInf, attributes }).values()).toEqual([[0, 1, 0]]);
  });
});
