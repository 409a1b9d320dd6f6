import { expect, test } from "vitest";
import { reverse } from "../../src/ops/core/reverse.ts";

const X = { element: "i32", shape: [2, 3] } as const;

test("`reverse` turns axes around", () => {
  const x = { type: X, data: Int32Array.of(1, 2, 3, 4, 5, 6) };
  const turned = (axes: readonly number[]) =>
    reverse.evaluate([x], { attributes: { axes }, inputs: [X], outputs: [X] })[0]?.data;
  expect(turned([1])).toEqual(Int32Array.of(3, 2, 1, 6, 5, 4));
  expect(turned([0])).toEqual(Int32Array.of(4, 5, 6, 1, 2, 3));
  expect(turned([0, 1])).toEqual(Int32Array.of(6, 5, 4, 3, 2, 1));
  expect(turned([])).toEqual(x.data);
});

test("`reverse` keeps tensors without elements", () => {
  const none = { type: { element: "f32", shape: [0, 3] }, data: new Float32Array(0) } as const;
  const site = { attributes: { axes: [0] }, inputs: [none.type], outputs: [none.type] };
  expect(reverse.evaluate([none], site)[0]?.data).toHaveLength(0);
});

test("`reverse` refuses axes that are not there, or twice", () => {
  expect(() => reverse.infer([X], { axes: [2] })).toThrow(
    "Cannot apply reverse: expected different axes from 0 to 1, got 2",
  );
  expect(() => reverse.infer([X], { axes: [0, 0] })).toThrow(
    "Cannot apply reverse: expected different axes from 0 to 1, got 0,0",
  );
});
