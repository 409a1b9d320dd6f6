// Same bits on every Node: runs the suites with this Node and with another one, by default the newest of
// the registry, and compares each output bit by bit. `npm run node-versions -- --node latest --only fixtures/`
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { suites } from "./conformance/suites.ts";
import { CORPUS, PROJECT } from "./corpus/corpus-folder.ts";
import type { Outcomes } from "./node-versions/child.ts";
import { differences, outcomeLine } from "./node-versions/differences.ts";

const MOST_NAMES = 20;

const { values } = parseArgs({
  options: {
    node: { type: "string", default: "latest" },
    only: { type: "string", default: "" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "acemeter-node-"));
try {
  process.exitCode = await compare(values.node, values.only);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(other: string, only: string): Promise<number> {
  const { present, absent } = suites(CORPUS, only);
  for (const name of absent) console.log(`skipped: there is no folder ${name} beside the project`);
  const program = join(folder, "child.mjs");
  const list = join(folder, "suites.json");
  writeFileSync(list, JSON.stringify(present));
  await build({
    entryPoints: [join(PROJECT, "tools/node-versions/child.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const here = outcomesOf([process.execPath, program, list, join(folder, "here.json")]);
  console.log(outcomeLine(here));
  const npx = ["npx", "--yes", `node@${other}`, program, list, join(folder, "there.json")];
  const there = outcomesOf(npx);
  console.log(outcomeLine(there));
  return verdict(here, there);
}

function verdict(here: Outcomes, there: Outcomes): number {
  if (here.version === there.version) {
    console.error("nothing is compared: both are the same version");
    return 1;
  }
  const names = differences(here, there);
  for (const name of names.slice(0, MOST_NAMES)) console.error(`different: ${name}`);
  if (names.length > MOST_NAMES) console.error(`and ${names.length - MOST_NAMES} more`);
  console.log(
    names.length === 0
      ? `the same bits in ${here.outcomes.length} cases`
      : `${names.length} of ${here.outcomes.length} cases are different`,
  );
  return names.length === 0 ? 0 : 1;
}

/** Runs a command whose last argument is the file that it writes. */
function outcomesOf([command, ...args]: readonly string[]): Outcomes {
  const { status, error } = spawnSync(command as string, args, { stdio: "inherit", cwd: folder });
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}`);
  return JSON.parse(readFileSync(args.at(-1) as string, "utf8"));
}
