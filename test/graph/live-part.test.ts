import { expect, test } from "vitest";
import { livePart } from "../../src/graph/live-part.ts";
import { abs, add, negate } from "../../src/ops/core/arithmetic.ts";
import { validate } from "../../src/ops/validate.ts";
import { Network } from "../support/network.ts";

test("`livePart()` leaves out what its outputs do not need", () => {
  const b = new Network().layer("layer", "Layer");
  const [x, y] = [b.given("x", "f32", [2]), b.given("y", "f32", [2])];
  const minus = b.emit(negate, [x], {});
  b.emit(abs, [y], {});
  const sum = b.emit(add, [minus, b.stored("w", "f32", [2])], {});
  b.graph.nameTensor(sum, "sum");
  const copy = livePart(b.graph, [x, b.type(y)], [sum]);
  validate(copy);
  expect(copy.inputs.map((id) => copy.tensorName(id))).toEqual(["x", undefined]);
  expect([...copy.nodes()].map(({ operator }) => operator)).toEqual(["negate", "add"]);
  expect(copy.outputs.map((id) => copy.tensorName(id))).toEqual(["sum"]);
  expect(copy.origin(copy.node(0).origin)).toEqual({ name: "layer", operator: "Layer" });
});
