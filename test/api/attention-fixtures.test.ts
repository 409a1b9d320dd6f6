import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openModel } from "../../src/api/open-model.ts";
import { verify } from "../../src/index.ts";
import { validate } from "../../src/ops/validate.ts";

describe.each([
  { folder: "attention-operators", count: 131, engine: "onnxruntime" },
  { folder: "qonnx-operators", count: 12, engine: "qonnx" },
])("every fixture of $folder", ({ folder, count, engine }) => {
  const path = join("fixtures", folder);

  test("imports to a graph that validates", () => {
    const cases = readdirSync(path).filter((name) => !name.endsWith(".json"));
    for (const name of cases) {
      const open = openModel(join(path, name, "model.onnx"), { strict: true });
      open.close();
      expect(() => validate(open.model.graph), name).not.toThrow();
    }
    expect(cases.length).toBe(count);
  });

  test(`gives what ${engine} gives`, () => {
    const { counts, cases } = verify([path]);
    expect(cases.filter(({ status }) => status !== "equal")).toEqual([]);
    expect(counts.equal).toBe(count);
  });
});
