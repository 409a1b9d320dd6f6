import { expect, test } from "vitest";
import { score } from "../../../src/index.ts";

const scored = (text: string) => score(new TextEncoder().encode(text));

test("tuples that are only put together and taken apart are no dead work", () => {
  const text = `HloModule m

ENTRY main.1 {
  x.1 = f32[2,3]{1,0} parameter(0)
  negate.1 = f32[2,3]{1,0} negate(x.1)
  both.1 = (f32[2,3]{1,0}, f32[2,3]{1,0}) tuple(x.1, negate.1)
  first.1 = f32[2,3]{1,0} get-tuple-element(both.1), index=0
  ROOT out.1 = (f32[2,3]{1,0}, f32[2,3]{1,0}) tuple(x.1, negate.1)
}
`;
  expect(scored(text).warnings).toEqual([]);
  const dead = text.replace("ROOT out.1", "add.1 = f32[2,3]{1,0} add(x.1, x.1)\n  ROOT out.1");
  expect(scored(dead).warnings.map(({ code, reason }) => [code, reason])).toEqual([
    ["dead-nodes", "1 operation leads to no output: not counted"],
  ]);
});

test("a call that is not known and gives a tuple leaves the rest to be counted", () => {
  const text = `HloModule m

ENTRY main.1 {
  x.1 = f32[4,4]{1,0} parameter(0)
  dot.1 = f32[4,4]{1,0} dot(x.1, x.1), lhs_contracting_dims={1}, rhs_contracting_dims={0}
  lu.1 = (f32[4,4]{1,0}, s32[4]{0}) custom-call(dot.1), custom_call_target="some_factors"
  ROOT first.1 = f32[4,4]{1,0} get-tuple-element(lu.1), index=0
}
`;
  const { totals, atLeast, missing } = scored(text);
  expect(totals.macs).toBe(64n);
  expect(atLeast).toContain("macs");
  expect(missing.map(({ code }) => code)).toContain("unsupported-operator");
});
