import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { trend, trendChart } from "../../src/index.ts";
import { aceCheck, configText, git, smallNetwork, textOf, workIn } from "./check-models.ts";
import { ace } from "./harness.ts";

const CLEAN = `\
net.onnx  convention pokebnn, against ace.baseline.json

    Budget      Measured  Allowed  Before
ok  ace           32.83k   35.00k  32.83k
ok  ace growth    32.83k   33.49k  32.83k

passed: 2 ok in 1 model
`;

/** fc1 has 24 columns: 192 x 256 + 96 = 49,248 ACE. */
const DEARER = `\
net.onnx  convention pokebnn, against ace.baseline.json

      Budget      Measured  Allowed  Before
over  ace           49.25k   35.00k  32.83k
over  ace growth    49.25k   33.49k  32.83k

ace is 49,248, 40.71% more than the 35,000 allowed
  by models[0].budgets.ace.max
  fc1: 32.77k -> 49.15k, changed
  fc2: 64 -> 96, changed
  to allow it, ace.config.json:7: "max": "49.25k"

ace is 49,248, 47.06% more than the 33,488.64 allowed (2% over the baseline's 32,832)
  by models[0].budgets.ace.growth
  fc1: 32.77k -> 49.15k, changed
  fc2: 64 -> 96, changed
  to allow it, ace.config.json:8: "growth": "50%"
  to take it for the baseline: ace check --update

failed: 2 errors, 0 ok in 1 model
`;

const BROKEN = `\
net.onnx  convention pokebnn, against ace.baseline.json

1 width became wider
  fc2, right operand
    was  1 bit, proven: sign: -1, 1 at w2_sign
    is   a 32-bit float, assumed: f32 by its element type
  to take it for the baseline: ace check --update

`;

test("a repository guards its model", async () => {
  workIn({
    "net.onnx": smallNetwork(),
    "ace.config.json": configText({ ace: { max: "35k", growth: "2%" } }),
  });
  git("init", "--quiet", "--initial-branch=main");
  const commit = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD").trim();
  };

  // Without a baseline there is nothing to grow from.
  expect(await aceCheck()).toEqual({
    code: 2,
    stdout: "",
    stderr: `\
error: Cannot read models[0].budgets.ace.growth of ace.config.json: expected the file ace.baseline.json, got none
  at ace.config.json, line 8, column 11
  hint: ace check --update
`,
  });

  // The baseline is written once; then its bytes stay.
  expect(await aceCheck(["--update"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "wrote ace.baseline.json: 1 model\n",
  });
  const baseline = textOf("ace.baseline.json");
  expect(await aceCheck(["--update"])).toMatchObject({
    stderr: "ace.baseline.json is up to date\n",
  });
  expect(textOf("ace.baseline.json")).toBe(baseline);
  const history = ["--history", "history.jsonl"];
  const first = commit("Guard the model");
  expect(await aceCheck(history)).toEqual({ code: 0, stdout: CLEAN, stderr: "" });

  // A layer is made wider: it is the first one named.
  writeFileSync("net.onnx", smallNetwork({ hidden: 24 }));
  expect(await aceCheck()).toEqual({ code: 1, stdout: DEARER, stderr: "" });

  // A pattern breaks: that is said before anything else.
  writeFileSync("net.onnx", smallNetwork({ binary: false }));
  const broken = await aceCheck();
  expect(broken.code).toBe(1);
  expect(broken.stdout.slice(0, BROKEN.length)).toBe(BROKEN);
  expect(broken.stdout).toContain("\n  fc2: 64 -> 1.024k, wider\n");

  // The wider layer is meant to be: the budget is raised by the line that was proposed.
  writeFileSync("net.onnx", smallNetwork({ hidden: 24 }));
  writeFileSync("ace.config.json", configText({ ace: { max: "49.25k", growth: "50%" } }));
  expect((await aceCheck()).code).toBe(0);
  expect((await aceCheck(["--update", "--quiet"])).stderr).toBe("");
  const second = commit("Make the model wider");
  expect((await aceCheck([...history, "--quiet"])).stdout).toBe("passed: 2 ok in 1 model\n");

  // Against the commit before, it is still what it was.
  const against = await aceCheck(["--against", first, "--quiet"]);
  expect([against.code, against.stdout]).toEqual([0, "passed: 2 ok in 1 model\n"]);
  writeFileSync("ace.config.json", configText({ ace: { growth: "2%" } }));
  expect((await aceCheck(["--against", "HEAD~1"])).stdout).toContain(
    "net.onnx  convention pokebnn, against ace.baseline.json of HEAD~1\n",
  );

  // Every commit left a line.
  const lines = textOf("history.jsonl").trimEnd().split("\n");
  const points = lines.map((line) => {
    const { commit, date, name, totals } = JSON.parse(line);
    return [commit, new Date(date).toISOString(), name, totals.ace];
  });
  expect(points).toEqual([
    [first, "2024-05-06T07:08:09.000Z", "net.onnx", 32_832],
    [second, "2024-05-06T07:08:09.000Z", "net.onnx", 49_248],
  ]);

  // And the history is drawn.
  const drawing = ["pareto", "--history", "history.jsonl", "--out", "trend.svg"];
  expect(await ace(drawing, { trend, trendChart })).toEqual({
    code: 0,
    stdout: `\
ACE from commit to commit, convention pokebnn

Model     Commit      Date           ACE  Change
net.onnx  ${first.slice(0, 10)}  2024-05-06  32.83k
net.onnx  ${second.slice(0, 10)}  2024-05-06  49.25k  +50.0%
`,
    stderr: "wrote trend.svg\n",
  });
  expect(textOf("trend.svg")).toContain("ace of net.onnx at 2 commits.");
});
