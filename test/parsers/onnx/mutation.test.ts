import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * In a process of its own: a hang or too much memory ends it, with the number of the sample that a
 * run of `npm run fuzz -- --seed S --sample N` shows again.
 */
test("`score()` reads or refuses 3000 mutated files, each in 5 s and 1 GB", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "tools/fuzz.ts", "--count", "3000", "--seed", "1"],
    { cwd: PROJECT, encoding: "utf8", timeout: 55_000 },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/scored \d{3,}/);
  expect(stdout).toMatch(/malformed-model \d{3,}/);
});
