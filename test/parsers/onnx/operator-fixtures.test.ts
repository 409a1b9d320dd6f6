import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openModel } from "../../../src/api/open-model.ts";
import { AceError, verify } from "../../../src/index.ts";
import { validate } from "../../../src/ops/validate.ts";

/** Folders of operator tests, and how many there are. */
const FOLDERS = [
  ["fixtures/recurrent-operators", 36],
  ["fixtures/sequence-operators", 8],
  ["fixtures/vision-operators", 96],
] as const;

describe.each(FOLDERS)("%s", (folder, count) => {
  test("gives what onnxruntime gives", () => {
    const { counts, cases } = verify([folder]);
    expect(cases.filter(({ status }) => status !== "equal")).toEqual([]);
    expect(counts.equal).toBe(count);
  });

  test("imports to graphs that validate, but for those whose shapes depend on inputs", () => {
    const names = readdirSync(folder).filter((name) => !name.endsWith(".json"));
    const open = names.filter((name) => !validates(join(folder, name, "model.onnx")));
    expect(open.filter((name) => !/^(unique|nonmaxsuppression)_/.test(name))).toEqual([]);
  });
});

/** False where the model needs the elements of an input. */
function validates(path: string): boolean {
  try {
    const { model, close } = openModel(path, { strict: true });
    close();
    validate(model.graph);
    return true;
  } catch (error) {
    if (error instanceof AceError && error.message.includes("known without running")) return false;
    throw error;
  }
}
