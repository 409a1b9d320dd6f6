import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { modelsIn, surveyModel } from "../../test/support/soundness/models.ts";
import type { Survey } from "../../test/support/soundness/survey.ts";
import { CORPUS, PROJECT } from "../corpus/corpus-folder.ts";

const UNDER = [
  "onnx/torch",
  "onnx/node",
  "onnx/backend/simple",
  "onnx/backend/pytorch-converted",
  "onnx/backend/pytorch-operator",
  "onnx/qonnx-zoo",
  "onnx/qonnx-data",
];
/** Cost only, not to be run; the description of the corpus says so. */
const NOT_RUN = ["edge/beyond_2_53"];

/** Every model of the fixtures and of the corpus, where it is present, whose folder begins so. */
export function surveyCorpus(under: string, into: Survey, tell: (place: string) => void): void {
  const fixtures = join(PROJECT, "fixtures");
  for (const [root, path] of [
    [fixtures, "operators"],
    [fixtures, "attention-operators"],
    [fixtures, "qonnx-operators"],
    [fixtures, "recurrent-operators"],
    [fixtures, "vision-operators"],
    ...UNDER.map((name) => [CORPUS, name]),
  ] as const) {
    for (const folder of foldersWithModels(root as string, path as string)) {
      if (!folder.startsWith(under) || NOT_RUN.some((name) => folder.endsWith(name))) continue;
      for (const files of modelsIn(join(root as string, folder))) {
        surveyModel(files, 1, into);
        tell(folder);
      }
    }
  }
}

function foldersWithModels(root: string, under: string): readonly string[] {
  const here = join(root, under);
  if (!existsSync(here)) return [];
  const entries = readdirSync(here, { withFileTypes: true });
  const own = entries.some(({ name }) => name.endsWith(".onnx")) ? [under] : [];
  const inner = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("test_data"),
  );
  return [...own, ...inner.flatMap(({ name }) => foldersWithModels(root, `${under}/${name}`))];
}
