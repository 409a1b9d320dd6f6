// Checks who imports whom in src/ against .dependency-cruiser.cjs, and then that the check itself works:
// forbidden imports are planted in a temporary copy, and every one of them must be reported.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const settings = [".dependency-cruiser.cjs", "package.json", "tsconfig.json"];

/** Rule → the files that break it, the first of them the one to be named. */
const plants = {
  "floor-graph": {
    "src/graph/planted-up.ts": 'export { target } from "../metrics/planted-target.ts";\n',
    "src/metrics/planted-target.ts": "export const target = 1;\n",
  },
  "floor-parsers": {
    "src/parsers/planted-sideways.ts":
      'import type { Target } from "../exec/planted-target.ts";\nexport type Same = Target;\n',
    "src/exec/planted-target.ts": "export type Target = number;\n",
  },
  "no-cycles": {
    "src/graph/planted-a.ts": 'export * from "./planted-b.ts";\n',
    "src/graph/planted-b.ts": 'export * from "./planted-a.ts";\n',
  },
  "terminal-only-in-cli": {
    "src/ops/planted-terminal.ts": 'export { Command } from "commander";\n',
  },
  "known-floor": {
    "src/errors/planted-home.ts": 'export * from "../planted-floor/target.ts";\n',
    "src/planted-floor/target.ts": "export const target = 1;\n",
  },
};

process.exitCode = checkSources() && checkPlants() ? 0 : 1;

function checkSources() {
  return cruise(root, "err-long", "inherit").status === 0;
}

function checkPlants() {
  const copy = mkdtempSync(join(tmpdir(), "acemeter-imports-"));
  try {
    plantInto(copy);
    const { stdout } = cruise(copy, "json", "pipe");
    const missed = unreported(JSON.parse(stdout).summary.violations);
    for (const [rule, file] of missed) {
      console.error(`Cannot trust this check: expected ${rule} to report ${file}, got nothing`);
    }
    if (missed.length === 0) {
      console.log(`${Object.keys(plants).length} planted violations, all reported`);
    }
    return missed.length === 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function plantInto(folder) {
  for (const entry of ["src", ...settings]) {
    cpSync(join(root, entry), join(folder, entry), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  for (const [path, text] of Object.values(plants).flatMap((files) => Object.entries(files))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** @param {{ rule: { name: string }, from: string }[]} violations */
function unreported(violations) {
  return Object.entries(plants)
    .map(([rule, files]) => [rule, Object.keys(files)[0]])
    .filter(([rule, file]) => !violations.some((v) => v.rule.name === rule && v.from === file));
}

/**
 * @param {string} folder - the one that holds src/
 * @param {string} outputType
 * @param {"inherit" | "pipe"} stdout
 */
function cruise(folder, outputType, stdout) {
  const parameters = ["src", "--config", ".dependency-cruiser.cjs", "--output-type", outputType];
  return spawnSync(process.execPath, [cruiser, ...parameters], {
    cwd: folder,
    stdio: ["ignore", stdout, "inherit"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}
