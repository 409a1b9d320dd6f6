import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openModel } from "../../src/api/open-model.ts";
import { AceError } from "../../src/errors.ts";
import { isFloat } from "../../src/graph/element-type.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { type Tensor, zeros } from "../../src/graph/tensor.ts";
import { checkSoundness } from "../support/soundness.ts";

const FIXTURES = "fixtures";

/** A seeded generator of numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const EDGES = [0, -0, 1, -1, 0.5, -0.5, 1.5, 127.5, -128.5, 1e-40, 3e38, -3e38];

/** Random elements, some of them where quantizers break. */
function randomInputs(graph: Graph, seed: number): Map<string, Tensor> {
  const random = generator(seed);
  const inputs = graph.inputs.map((id): [string, Tensor] => {
    const tensor = zeros(graph.type(id));
    const { element } = tensor.type;
    for (let i = 0; i < tensor.data.length; i++) {
      const edge = EDGES[Math.floor(random() * EDGES.length * 4)];
      const value = isFloat(element) ? (edge ?? (random() - 0.5) * 8) : Math.floor(random() * 2);
      tensor.data[i] = (element === "i64" || element === "u64" ? BigInt(value) : value) as never;
    }
    return [graph.tensorName(id) ?? "", tensor];
  });
  return new Map(inputs);
}

/** Checks a model on some random inputs; a model that needs values of its inputs is passed over. */
function soundnessOf(path: string, runs: number) {
  let checked = 0;
  const violations: string[] = [];
  let open: ReturnType<typeof openModel>;
  try {
    open = openModel(path, { strict: true });
  } catch (error) {
    if (error instanceof AceError) return { checked, violations };
    throw error;
  }
  for (let seed = 1; seed <= runs; seed++) {
    const { graph } = open.model;
    const result = checkSoundness(graph, randomInputs(graph, seed));
    checked += result.checked;
    violations.push(...result.violations);
  }
  open.close();
  return { checked, violations };
}

describe("analyse() is sound: no element leaves its grid", () => {
  test("in the trained network", () => {
    const { checked, violations } = soundnessOf(join(FIXTURES, "digits-bnn.onnx"), 20);
    expect(violations).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  test("in every operator fixture", () => {
    const folder = join(FIXTURES, "operators");
    let checked = 0;
    const violations: string[] = [];
    for (const name of readdirSync(folder)) {
      if (name.endsWith(".json")) continue;
      const result = soundnessOf(join(folder, name, "model.onnx"), 3);
      checked += result.checked;
      violations.push(...result.violations.map((violation) => `${name}: ${violation}`));
    }
    expect(violations).toEqual([]);
    expect(checked).toBeGreaterThan(500);
  });
});
