import { describe, expect, test } from "vitest";
import { score } from "../../../src/index.ts";
import { floats, INT64, type ModelSpec, modelBytes } from "../../support/onnx.ts";

const UNKNOWN =
  "is not counted: expected input 0 known without running the network, got a value that is computed from the inputs; its size is counted with 1";

/** A dense layer of 4 x 3 products and what `spec` has beside it. */
const dense = ({ inputs = [], nodes = [], ...spec }: ModelSpec): Uint8Array =>
  modelBytes({
    inputs: [{ name: "x", shape: [1, 4] }, ...inputs],
    initializers: [floats("w", [4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
    nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["d"], name: "dense" }, ...nodes],
    ...spec,
  });

describe("`score()` of an operator whose elements decide how many come out", () => {
  test("counts the rest where no type is stated, and says that it is at least that", () => {
    const bytes = dense({
      nodes: [
        { op: "NonZero", inputs: ["d"], outputs: ["found"], name: "find" },
        { op: "Identity", inputs: ["found"], outputs: ["y"], name: "out" },
      ],
      outputs: [{ name: "y", dataType: INT64, shape: [2, "n"] }],
    });
    const { totals, complete, missing } = score(bytes);
    expect([totals.macs, complete]).toEqual([12n, false]);
    expect(missing.map(({ reason }) => reason)).toEqual([`NonZero ${UNKNOWN}`]);
  });

  test("takes 1 for a size that is only named", () => {
    const bytes = dense({
      nodes: [{ op: "Unique", inputs: ["d"], outputs: ["y"], name: "find" }],
      outputs: [{ name: "y", shape: ["n"] }],
    });
    const { totals, missing } = score(bytes);
    expect(totals.macs).toBe(12n);
    expect(missing.map(({ reason }) => reason)).toEqual([`Unique ${UNKNOWN}`]);
  });

  test("refuses what states no type and has none of its own", () => {
    const bytes = dense({
      nodes: [
        { op: "Unique", inputs: ["d"], outputs: ["found"], name: "find" },
        { op: "Identity", inputs: ["found"], outputs: ["y"], name: "out" },
      ],
      outputs: [{ name: "y", shape: ["n"] }],
    });
    expect(() => score(bytes)).toThrow("Unique at find: expected input 0 known");
  });
});
