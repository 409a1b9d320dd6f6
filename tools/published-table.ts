// Writes src/pareto/published/table.json from data/published-networks.csv, which is edited by hand;
// a test compares the two. `npm run published`
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseCsv } from "../src/pareto/csv.ts";

const NUMBERS: ReadonlySet<string> = new Set([
  ...["year", "accuracy", "top5", "binaryMacs", "int4Macs", "int8Macs", "floatMacs"],
  ...["statedAce", "statedOps", "weightBits", "size"],
]);

/** The rows of the CSV text as JSON text; empty cells are left out. */
export function publishedTable(csv: string): string {
  const [head, ...rows] = parseCsv(csv);
  const objects = rows.map(({ cells }) =>
    Object.fromEntries(
      (head?.cells ?? []).flatMap((column, i) => {
        const cell = cells[i] ?? "";
        return cell === "" ? [] : [[column, NUMBERS.has(column) ? Number(cell) : cell]];
      }),
    ),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const csv = readFileSync(path("data/published-networks.csv"), "utf8");
  writeFileSync(path("src/pareto/published/table.json"), publishedTable(csv));
}
