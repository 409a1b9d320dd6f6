import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { programDifference } from "../../../../src/parsers/stablehlo/program/equal.ts";
import { validateProgram } from "../../../../src/parsers/stablehlo/program/validate.ts";
import { printProgram } from "../../../../src/parsers/stablehlo/text/print.ts";
import { corpusFiles, HAS_CORPUS } from "../../../support/corpus-files.ts";
import { programOf } from "../../../support/stablehlo-text.ts";

/** Files and how many at least there are: an empty folder proves nothing. */
const FOLDERS = [
  ["stablehlo", 1400],
  ["flax", 400],
] as const;

test.skipIf(!HAS_CORPUS).each(FOLDERS)(
  "every text of %s is valid and is printed as what it is (skipped without ../shared/corpus)",
  { timeout: 600_000 },
  (folder, least) => {
    const files = corpusFiles(folder, ".mlir");
    expect(files.length).toBeGreaterThan(least);
    for (const file of files) {
      const program = programOf(readFileSync(file));
      validateProgram(program);
      const printed = programOf(printProgram(program, { locations: true }));
      expect(programDifference(program, printed, true), file).toBeUndefined();
    }
  },
);
