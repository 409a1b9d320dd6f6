import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileAccessWith } from "../../src/api/model-access.ts";
import type { ModelAccess } from "../../src/exec/model-access.ts";
import { foldersWith } from "./corpus-folder.ts";
import { compareRun } from "./executions.ts";
import { type Expected, readExpected } from "./expected.ts";
import { formsIn, weightsIn } from "./flax.ts";
import type { FolderReport } from "./report.ts";

/** Results of JAX programs whose right results are known, in all forms. */
export function* flaxExecutionReports(root: string, only: string): Generator<FolderReport> {
  for (const title of foldersWith(root, "flax", "expected.json")) {
    if (!title.startsWith(only)) continue;
    const folder = join(root, title);
    const expected = join(folder, "out.npz");
    const answers = readExpected(join(folder, "expected.json"));
    const { golden } = answers;
    if (golden === undefined || !existsSync(expected)) continue;
    const weights = weightsIn(folder, answers);
    const access = fileAccessWith(weights === undefined ? {} : { weights });
    yield {
      title: `execution ${title}`,
      findings: formsIn(folder)
        .filter((file) => !OTHER_NUMBERS.test(file))
        .map((file) => {
          const named = withInputNames(access, join(folder, file), join(folder, "in.npz"), answers);
          return compareRun({ root, title, file, expected, golden }, named);
        }),
    };
  }
}

/** Lowered by a version of JAX that sums pooling windows in another order. */
const OTHER_NUMBERS = /\.jax0102\./;

/** Inputs have the names of their authors: the program's are those at the same places. */
function withInputNames(
  access: ModelAccess,
  model: string,
  inputs: string,
  { arguments: all }: Expected,
): ModelAccess {
  if (all.length === 0) return access;
  return {
    ...access,
    readTensors(path, elements) {
      if (path !== inputs) return access.readTensors(path, elements);
      const declared = access.signature(model).inputs;
      const names = new Map<string, string>();
      for (const { place, name } of all) {
        const own = place === undefined ? undefined : declared[place]?.name;
        if (own !== undefined) names.set(name, own);
      }
      const renamed = new Map(
        [...names].flatMap(([name, own]) => {
          const element = elements.get(own);
          return element === undefined ? [] : [[name, element] as const];
        }),
      );
      return access.readTensors(path, renamed).flatMap(({ name, tensor }) => {
        const own = names.get(name);
        return own === undefined ? [] : [{ name: own, tensor }];
      });
    },
  };
}
