import { describe, expect, test } from "vitest";
import { int, lowered } from "../../../support/one-node.ts";
import { floats, int64s } from "../../../support/onnx.ts";

const SIZE = int64s("n", [], [4]);

describe("windows", () => {
  test("are constants: of 4 samples a period, or symmetric", () => {
    const hann = lowered({ op: "HannWindow", opset: 17, inputs: [SIZE] });
    expect(hann.values()).toEqual([[0, 0.5, 1, 0.5]]);
    const attributes = [int("periodic", 0), int("output_datatype", 11)];
    const [symmetric] = lowered({
      op: "HannWindow",
      opset: 17,
      inputs: [SIZE],
      attributes,
    }).values();
    expect(symmetric?.map((x) => Math.round(x * 1e12) / 1e12)).toEqual([0, 0.75, 0.75, 0]);
  });

  test("Hamming begins at 4/46, Blackman at 0", () => {
    const [hamming] = lowered({ op: "HammingWindow", opset: 17, inputs: [SIZE] }).values();
    expect(hamming?.[0]).toBe(Math.fround(4 / 46));
    expect(hamming?.[2]).toBe(1);
    const [blackman] = lowered({ op: "BlackmanWindow", opset: 17, inputs: [SIZE] }).values();
    expect(blackman?.map((x) => Math.round(x * 1e7) / 1e7 + 0)).toEqual([0, 0.34, 1, 0.34]);
  });

  test("of one sample are 1 where they are symmetric", () => {
    const inputs = [int64s("n", [], [1])];
    const attributes = [int("periodic", 0)];
    expect(lowered({ op: "HannWindow", opset: 17, inputs, attributes }).values()).toEqual([[1]]);
  });
});

describe("MelWeightMatrix", () => {
  test("has triangles that touch", () => {
    const edges = (low: number, high: number) => [
      int64s("b", [], [2]),
      int64s("l", [], [16]),
      int64s("r", [], [8000]),
      floats("low", [], [low]),
      floats("high", [], [high]),
    ];
    const mel = lowered({ op: "MelWeightMatrix", opset: 17, inputs: edges(0, 4000) });
    // 0 to 2146 mel in steps of 536.5: 0, 427, 1114, 2220 Hz are elements 0, 0, 2 and 4 of 17 x f / 8000.
    expect([mel.shapes, mel.values()]).toEqual([
      [[9, 2]],
      [[1, 0, 0.5, 0.5, 0, 1, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ]);
    expect(() => lowered({ op: "MelWeightMatrix", opset: 17, inputs: edges(0, 40_000) })).toThrow(
      "Cannot import MelWeightMatrix: expected edges inside a spectrum of 9, got 0 to 40000",
    );
  });
});

describe("DFT, STFT", () => {
  const x = floats("x", [1, 2, 1], [3, 1]);

  test("the axis is an attribute before opset 20, then an input, by default the last", () => {
    expect(lowered({ op: "DFT", opset: 17, inputs: [x] }).values()).toEqual([[4, 0, 2, 0]]);
    expect(lowered({ op: "DFT", opset: 20, inputs: [x] }).values()).toEqual([[4, 0, 2, 0]]);
    const inputs = [x, null, int64s("a", [], [0])];
    expect(lowered({ op: "DFT", opset: 20, inputs }).values()).toEqual([[3, 0, 1, 0]]);
  });

  test("half a spectrum goes back to twice its length less 2", () => {
    const half = floats("x", [1, 2, 2], [4, 0, 2, 0]);
    const attributes = [int("inverse", 1), int("onesided", 1)];
    const back = lowered({ op: "DFT", opset: 20, inputs: [half], attributes });
    expect([back.shapes, back.values()]).toEqual([[[1, 2, 1]], [[3, 1]]]);
  });

  test("STFT takes its length from the window, or from the signal", () => {
    const step = int64s("s", [], [1]);
    const whole = lowered({ op: "STFT", opset: 17, inputs: [x, step] });
    expect([whole.shapes, whole.values()]).toEqual([[[1, 1, 2, 2]], [[4, 0, 2, 0]]]);
    const window = floats("w", [1], [2]);
    const frames = lowered({ op: "STFT", opset: 17, inputs: [x, step, window] });
    expect(frames.values()).toEqual([[6, 0, 2, 0]]);
  });
});
