import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../../src/ops/math/", import.meta.url);

/** Members of Math whose bits ECMAScript fixes. */
const EXACT = ["abs", "floor", "fround", "max", "sqrt", "LN2", "LOG2E", "PI"];

test.each(readdirSync(folder))(
  "`%s` uses no function whose bits differ between engines",
  (file) => {
    const code = readFileSync(new URL(file, folder), "utf8").replaceAll(/\/\*\*.*?\*\//gs, "");
    const members = [...code.matchAll(/Math\.(\w+)/g)].map((match) => match[1] as string);
    expect(members.filter((member) => !EXACT.includes(member))).toEqual([]);
    expect(code).not.toContain("**");
  },
);
