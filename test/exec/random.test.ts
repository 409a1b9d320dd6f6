import { describe, expect, test } from "vitest";
import { drawnNumbers } from "../../src/exec/random.ts";
import { GraphBuilder } from "../../src/ops/builder.ts";
import { abs } from "../../src/ops/core/arithmetic.ts";
import { dropout, seededDropout } from "../../src/ops/leaf/dropout.ts";
import { bernoulli } from "../../src/ops/leaf/random.ts";

describe("drawnNumbers()", () => {
  const b = new GraphBuilder();
  const x = b.graph.addInput(b.graph.types.intern("f32", [2]), "x");
  b.origin = b.graph.addOrigin({ name: "size", operator: "Abs" });
  b.emit(abs, [x], {});

  test("finds nothing where nothing is random", () => {
    expect(drawnNumbers(b.graph)).toBeUndefined();
  });

  test("names the operator whose numbers are open, so that nobody compares them", () => {
    const { graph } = b;
    b.origin = graph.addOrigin({ name: "coin", operator: "Bernoulli" });
    b.emit(bernoulli, [x], { seed: 0, element: "f32" });
    const error = drawnNumbers(graph);
    expect(error?.message).toBe(
      "Cannot verify the results: expected operators that are supported, got Bernoulli, which leaves open which numbers it draws",
    );
    expect(error?.where).toEqual({ node: "coin", operator: "Bernoulli" });
  });

  test("leaves numbers of a stated seed to be compared", () => {
    const c = new GraphBuilder();
    const data = c.graph.addInput(c.graph.types.intern("f32", [2]), "data");
    const inputs = [data, c.scalar("f32", 0.5)];
    c.origin = c.graph.addOrigin({ name: "drop", operator: "Dropout" });
    c.emitAll(seededDropout, inputs, { seed: 7 });
    expect(drawnNumbers(c.graph)).toBeUndefined();
    c.emitAll(dropout, inputs, { seed: 7 });
    expect(drawnNumbers(c.graph)?.where).toEqual({ node: "drop", operator: "Dropout" });
  });
});
