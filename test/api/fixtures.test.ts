import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openModel } from "../../src/api/open-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { AceError, run, score, verify } from "../../src/index.ts";
import { validate } from "../../src/ops/validate.ts";

const MODEL = "fixtures/digits-bnn.onnx";
const OPERATORS = "fixtures/operators";

interface ExpectedLayer {
  readonly macs: number;
  readonly lhsBits: number;
  readonly rhsBits: number;
  readonly weightCount: number;
}

describe("a network without quantizer nodes", () => {
  const { layers, totals } = score("fixtures/xnor-net.onnx");

  test("`score()` proves the widths that its author declares, through straight-through residues", () => {
    expect(layers.map(({ name, macs, lhs, rhs }) => [name, macs, lhs.bits, rhs.bits])).toEqual([
      ["conv0/Conv", 442_368n, 32, 32],
      ["conv1/Conv", 4_866_048n, 1, 1],
      ["conv2/Conv", 4_942_080n, 1, 1],
      ["conv3/Conv", 1_064_960n, 1, 1],
      ["fc1/MatMul", 66_560n, 1, 1],
      ["fc2/Gemm", 650n, 32, 32],
    ]);
    expect(totals).toMatchObject({ macs: 11_382_666n, ace: 124_352_256n, weightBits: 129_401n });
  });
});

describe("the bundled network", () => {
  const expected = JSON.parse(readFileSync("fixtures/digits-bnn.expected.json", "utf8"));
  const result = score(MODEL);

  test("`score()` gives the rows that its author declares", () => {
    const rows = result.layers.map(({ macs, lhs, rhs, weightCount }) => ({
      macs: Number(macs),
      lhsBits: lhs.bits,
      rhsBits: rhs.bits,
      weightCount: Number(weightCount),
    }));
    expect(rows).toEqual(
      expected.layers.map(({ macs, lhsBits, rhsBits, weightCount }: ExpectedLayer) => ({
        macs,
        lhsBits,
        rhsBits,
        weightCount,
      })),
    );
  });

  test("`score()` gives the totals that were worked out from the source", () => {
    expect(result.totals).toMatchObject({
      macs: 1_083_840n,
      ace: 2_015_232n,
      weightCount: 36_888n,
      weightBits: 45_120n,
    });
    expect(String(result.totals.cpu64)).toBe("18552");
    expect(result.complete).toBe(true);
    expect(result.dims).toEqual({ batch: 1 });
  });

  test("a batch of 2 costs twice, and stores the same", () => {
    const { totals } = score(MODEL, { dims: { batch: 2 } });
    expect(totals.macs).toBe(2_167_680n);
    expect(totals.weightBits).toBe(45_120n);
  });

  test("`verify()` finds its outputs equal to qonnx's", () => {
    const { equal, cases } = verify([MODEL], {
      inputs: ["fixtures/digits-bnn.in.npz"],
      expect: ["fixtures/digits-bnn.out.npz"],
      peak: 1e-5,
    });
    expect(cases).toMatchObject([{ status: "equal" }]);
    expect(equal).toBe(true);
  });

  test("`run()` refuses inputs that the model does not have, and names what it has", () => {
    expect(() =>
      run(MODEL, {
        inputs: new Map([["image", { shape: [1], dtype: "f4", data: new Uint8Array(4) }]]),
      }),
    ).toThrow(/image/);
  });
});

/** The graph of a model; undefined where it needs the elements of an input. */
function importedGraph(path: string): Graph | undefined {
  try {
    const open = openModel(path, { strict: true });
    open.close();
    return open.model.graph;
  } catch (error) {
    if (error instanceof AceError && error.message.includes("known without running"))
      return undefined;
    throw error;
  }
}

describe("every operator fixture", () => {
  const cases = readdirSync(OPERATORS).filter((name) => !name.endsWith(".json"));

  test("imports to a graph that validates, but for those whose shapes are inputs", () => {
    let validated = 0;
    for (const name of cases) {
      const graph = importedGraph(join(OPERATORS, name, "model.onnx"));
      if (graph === undefined) continue;
      expect(() => validate(graph), name).not.toThrow();
      validated++;
    }
    expect(validated).toBeGreaterThan(590);
  });

  test("gives what onnxruntime and qonnx give", () => {
    const { counts, cases: results } = verify([OPERATORS]);
    expect(results.filter(({ status }) => status !== "equal")).toEqual([]);
    expect(counts.equal).toBe(604);
  });
});
