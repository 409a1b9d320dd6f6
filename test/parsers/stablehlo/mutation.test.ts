import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** As for ONNX: `npm run fuzz -- --kind KIND --seed S --sample N` shows a sample again. */
test.each([
  ["stablehlo", "read and printed, or refused at a line and column"],
  ["program", "scored or refused"],
])("3000 mutated texts (%s) are %s", (kind) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/fuzz.ts", "--kind", kind, "--count", "3000", "--seed", "1"],
    { cwd: PROJECT, encoding: "utf8", timeout: 55_000 },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/scored \d{3,}/);
  expect(stdout).toMatch(/malformed-model \d{3,}/);
});
