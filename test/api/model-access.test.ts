import { expect, test } from "vitest";
import { signatureOf } from "../../src/api/model-access.ts";
import { floats, INT64, modelBytes } from "../support/onnx.ts";

test("`signatureOf()` is of inputs without an initializer, of outputs, and of operators", () => {
  const bytes = modelBytes({
    inputs: [
      { name: "x", shape: [2] },
      { name: "w", shape: [2] },
      { name: "words", dataType: 8, shape: [2] },
    ],
    outputs: [{ name: "y", dataType: INT64, shape: undefined }],
    initializers: [floats("w", [2], [1, 2])],
    nodes: [
      { op: "Mul", inputs: ["x", "w"], outputs: ["scaled"] },
      { op: "Size", inputs: ["scaled"], outputs: ["y"] },
    ],
  });
  expect(signatureOf(bytes)).toEqual({
    inputs: [
      { name: "x", supported: true, type: "f32", element: "f32" },
      { name: "words", supported: false, type: "STRING" },
    ],
    outputs: [{ name: "y", supported: true, type: "i64", element: "i64" }],
    operators: ["Mul", "Size"],
  });
});
