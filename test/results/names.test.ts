import { expect, test } from "vitest";
import { nameMatcher, oneOf } from "../../src/results/names.ts";

test.each<[string, readonly string[], readonly string[]]>([
  ["layers/*/Conv_0", ["layers/3/Conv_0"], ["layers/3/4/Conv_0", "layers/3/Conv_1"]],
  ["layers/**", ["layers/3/Conv_0", "layers/a"], ["layer/a", "layers"]],
  ["**/conv", ["conv", "a/conv", "a/b/conv"], ["a/conv#2"]],
  ["conv#2", ["conv#2"], ["conv"]],
  ["a.b*", ["a.b", "a.bc"], ["axb"]],
  ["x[0]*", ["x[0]*", "x[0]1"], ["x0"]],
  ["params/a/b", ["params/a/b", "params['a']['b']", 'params["a"]["b"]'], ["params/a"]],
  ["params['a']['*']", ["params/a/b", "params['a']['b']"], ["params['a']['b']['c']"]],
])("nameMatcher() takes %s for %j, not for %j", (pattern, those, others) => {
  const matches = nameMatcher(pattern);
  expect(those.filter(matches)).toEqual(those);
  expect(others.filter(matches)).toEqual([]);
});

test("oneOf() lists the names that are most alike first, ten at the most", () => {
  expect(oneOf(["fc", "conv2", "x"], "conv1")).toBe("one of conv2, fc, x");
  const many = Array.from({ length: 12 }, (_, i) => `layer${i}`);
  expect(oneOf([...many, "head"], "hea")).toMatch(/^one of head, layer0, .*layer8, 3 more$/);
});
