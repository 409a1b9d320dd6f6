import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildChild } from "./children.ts";
import { benchGrowth } from "./growth.ts";
import { benchLargeFile } from "./large-file.ts";
import { benchPareto } from "./pareto.ts";
import { benchStableHloText } from "./stablehlo-text.ts";
import { benchStartUp } from "./start-up.ts";

/** `npm run bench`, or some parts of it: `npm run bench -- start-up large-file growth typed text pareto`. */
const PARTS: Readonly<Record<string, (folder: string) => void | Promise<void>>> = {
  "start-up": benchStartUp,
  "large-file": (folder) => benchLargeFile(folder, buildChild(folder)),
  growth: (folder) => benchGrowth(folder, buildChild(folder), false),
  typed: (folder) => benchGrowth(folder, buildChild(folder), true),
  text: (folder) => benchStableHloText(folder, buildChild(folder)),
  pareto: benchPareto,
};

const folder = mkdtempSync(join(tmpdir(), "ace-bench-"));
try {
  const chosen = process.argv.slice(2);
  for (const [name, part] of Object.entries(PARTS)) {
    if (chosen.length === 0 || chosen.includes(name)) await part(folder);
  }
} finally {
  rmSync(folder, { recursive: true });
}
