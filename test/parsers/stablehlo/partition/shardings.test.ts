import { describe, expect, test } from "vitest";
import { hloTiling } from "../../../../src/parsers/stablehlo/partition/hlo-sharding.ts";
import { sdyPartition } from "../../../../src/parsers/stablehlo/partition/sdy-sharding.ts";
import { holders, placesAlong } from "../../../../src/parsers/stablehlo/partition/tiling.ts";
import type { Module } from "../../../../src/parsers/stablehlo/program/program.ts";
import { programOf } from "../../../support/stablehlo-text.ts";

const MODULE = programOf(`module @m {
  sdy.mesh @mesh = <["a"=2, "b"=3]>
  sdy.mesh @wide = <["a"=8, "b"=2], device_ids=[1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]>
  func.func @main() { return }
}`).modules[0] as Module;

const partition = (inputs: string, manual = `manual_axes{"a", "b"}`, outputs = "[]") =>
  sdyPartition({ inputs, outputs }, manual, MODULE);

describe("`sdyPartition()`", () => {
  test("devices are in row-major order of the manual axes", () => {
    const { devices, inputs } = partition(`[<@mesh, [{"a"}, {"b"}]>, <@mesh, [{}, {"b"}]>]`);
    expect(devices).toBe(6);
    expect(inputs).toEqual([
      { counts: [2, 3], tiles: [0, 1, 2, 3, 4, 5] },
      { counts: [1, 3], tiles: [0, 1, 2, 0, 1, 2] },
    ]);
  });

  test("several axes along one dimension, the first is the slowest", () => {
    const { inputs } = partition(`[<@mesh, [{"b", "a"}]>]`);
    expect(inputs).toEqual([{ counts: [6], tiles: [0, 2, 4, 1, 3, 5] }]);
  });

  test("priorities, open dimensions and axes that are not manual cut nothing", () => {
    const text = `#sdy.sharding_per_value<[<@mesh, [{"b", ?}p0, {?}, {"a"}p12], replicated={}>]>`;
    const { devices, inputs } = partition(text, `manual_axes{"b"}`);
    expect(devices).toBe(3);
    expect(inputs).toEqual([{ counts: [3, 1, 1], tiles: [0, 1, 2] }]);
  });

  test("parts of axes", () => {
    const { devices, inputs } = partition(`[<@wide, [{"a" : (2) 2}, {"a":(1)2}]>]`, `{"a"}`);
    expect(devices).toBe(8);
    expect(inputs).toEqual([{ counts: [2, 2], tiles: [0, 0, 2, 2, 1, 1, 3, 3] }]);
  });

  test("a mesh that the sharding itself holds", () => {
    const { inputs } = partition(`[<mesh<["x"=2]>, [{"x"}]>]`, `{"x"}`);
    expect(inputs).toEqual([{ counts: [2], tiles: [0, 1] }]);
  });

  test.each([
    [`[<@none, [{}]>]`, "Cannot read a sharding: expected a mesh @none in the module, got none"],
    [`[<@mesh, [{"a"]>]`, "Cannot read a sharding: expected ,, got ]"],
    [`[<@mesh, [{"a"}], unreduced={"b"}>]`, "expected no unreduced axes, got unreduced axes"],
    [`[<@wide, [{"a":(3)2}]>]`, `expected a part of the 8 devices along "a", got (3)2`],
    [`[<mesh<["x"=2]>, [{}]>]`, "expected a mesh with the axes a,b, got none"],
    [
      `[<mesh<["a"=70000, "b"=1]>, [{"a"}]>]`,
      "Cannot import a mesh: expected at most 65536 devices, got 70000",
    ],
  ])("%s is refused", (text, message) => {
    expect(() => partition(text)).toThrow(message);
  });
});

describe("`hloTiling()`", () => {
  test.each([
    ["{replicated}", { counts: [], tiles: [0, 0, 0, 0] }],
    ["{devices=[2,2]<=[4]}", { counts: [2, 2], tiles: [0, 1, 2, 3] }],
    ["{devices=[2,2]<=[2,2]T(1,0)}", { counts: [2, 2], tiles: [0, 2, 1, 3] }],
    ["{devices=[4,1]3,1,0,2}", { counts: [4, 1], tiles: [2, 1, 3, 0] }],
    ["{devices=[2,1,2]<=[4] last_tile_dim_replicate}", { counts: [2, 1], tiles: [0, 0, 1, 1] }],
    [`{devices=[4]<=[4] metadata={op_name="x"}}`, { counts: [4], tiles: [0, 1, 2, 3] }],
  ])("%s", (text, tiling) => {
    expect(hloTiling(text, 4)).toEqual(tiling);
  });

  test.each([
    ["{maximal device=0}", "expected one that is replicated or in tiles, got {maximal device=0}"],
    [
      "{devices=[2,1,2]<=[4] last_tile_dims={manual}}",
      "expected one that is replicated or in tiles",
    ],
    ["{devices=[2,2]0,1,1,3}", "expected each of 4 devices once, got {devices=[2,2]0,1,1,3}"],
    ["{devices=[2,2]<=[2,2]T(0,0)}", "expected an order of 2 axes, got 0,0"],
    ["{devices=[99999999]<=[99999999]}", "expected at most 65536 devices, got 99999999"],
  ])("%s is refused", (text, message) => {
    expect(() => hloTiling(text, 4)).toThrow(message);
  });
});

test("`placesAlong()` counts tiles along a dimension", () => {
  const tiling = { counts: [2, 3], tiles: [0, 1, 2, 3, 4, 5] };
  expect(placesAlong(tiling, 0)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(placesAlong(tiling, 1)).toEqual([0, 1, 2, 0, 1, 2]);
});

test("`holders()` are the first devices of the tiles", () => {
  expect(holders({ counts: [2], tiles: [1, 0, 0, 1] })).toEqual([1, 0]);
  expect(holders({ counts: [3], tiles: [1, 0, 0, 1] })).toBeUndefined();
});
