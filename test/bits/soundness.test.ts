import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../src/domain/rules.ts";
import { modelsIn, surveyModel } from "../support/soundness/models.ts";
import { randomGraph } from "../support/soundness/random-graph.ts";
import { newSurvey, survey } from "../support/soundness/survey.ts";
import { tooFew } from "../support/soundness/tally.ts";

const FIXTURES = "fixtures";
const GRAPHS = 500;
/** A rule that is not exercised is not finished. */
const LEAST_CHECKED = 100;

const seen = newSurvey();

test("analyse() is sound on the trained network", () => {
  const model = join(FIXTURES, "digits-bnn.onnx");
  surveyModel({ model, inputs: [join(FIXTURES, "digits-bnn.in.npz")] }, 1, seen);
  expect(seen.failures).toEqual([]);
});

test("analyse() is sound on every operator fixture", () => {
  const folder = join(FIXTURES, "operators");
  for (const name of readdirSync(folder).filter((entry) => !entry.endsWith(".json"))) {
    for (const files of modelsIn(join(folder, name))) surveyModel(files, 1, seen);
  }
  expect(seen.failures).toEqual([]);
});

test("analyse() is sound on random graphs", () => {
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const { graph, runs } = randomGraph(seed);
    survey(`seed ${seed}`, graph, runs, seen);
  }
  expect(seen.failures).toEqual([]);
});

test("every transfer rule is put to the test", () => {
  expect(tooFew(seen.tally, RULES, LEAST_CHECKED)).toEqual([]);
});
