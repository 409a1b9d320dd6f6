import { LosslessNumber } from "lossless-json";
import { describe, expect, it } from "vitest";
import { trend, trendChart } from "../../src/index.ts";
import { parseResult } from "../../src/results/json.ts";
import type { TrendResult } from "../../src/results/trend-result.ts";
import { aceCheck, configText, smallNetwork, textOf, workIn } from "./check-models.ts";
import { ace } from "./harness.ts";

const cost = (text: string) => new LosslessNumber(text);

const TREND: TrendResult = {
  schema: "acemeter/trend@1",
  metric: { id: "ace", label: "ACE", unit: "" },
  convention: "pokebnn",
  commits: ["aaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbb", "ccccccccccccccc"],
  models: [
    {
      name: "detector",
      points: [
        { commit: "aaaaaaaaaaaaaaa", date: "2024-05-06T07:08:09Z", cost: cost("1000000") },
        { commit: "bbbbbbbbbbbbbbb", date: "2024-05-07T07:08:09Z", cost: cost("1500000") },
        { commit: "ccccccccccccccc", cost: cost("1500000"), atLeast: true },
      ],
    },
    { name: "other", points: [{ commit: "bbbbbbbbbbbbbbb", cost: cost("12") }] },
  ],
};

const print = (...flags: string[]) =>
  ace(["pareto", "--history", "h.jsonl", ...flags], { trend: () => TREND });

describe("`ace pareto --history`", () => {
  it("shows each model from commit to commit", async () => {
    expect(await print()).toEqual({
      code: 0,
      stdout: `\
ACE from commit to commit, convention pokebnn

Model     Commit      Date                    ACE  Change
detector  aaaaaaaaaa  2024-05-06           1.000M
detector  bbbbbbbbbb  2024-05-07           1.500M  +50.0%
detector  cccccccccc              at least 1.500M       =
other     bbbbbbbbbb                           12
`,
      stderr: "",
    });
  });

  it("is one document with --json, a line a point with --csv, one line with --quiet", async () => {
    expect(parseResult((await print("--json")).stdout)).toEqual(TREND);
    expect((await print("--csv")).stdout).toBe(`\
model,commit,date,ace,atLeast
detector,aaaaaaaaaaaaaaa,2024-05-06T07:08:09Z,1000000,false
detector,bbbbbbbbbbbbbbb,2024-05-07T07:08:09Z,1500000,false
detector,ccccccccccccccc,,1500000,true
other,bbbbbbbbbbbbbbb,,12,false
`);
    expect((await print("--quiet")).stdout).toBe("ace: detector 1.500M  other 12\n");
    expect((await print("--md")).stdout).toContain(
      "| detector | bbbbbbbbbb | 2024-05-07 | 1.500M | +50.0% |\n",
    );
    expect((await print("--latex")).stdout).toContain(
      "  detector & bbbbbbbbbb & 2024-05-07 & 1.500M & +50.0\\% \\\\\n",
    );
  });

  it("takes no RESULT", async () => {
    expect(await print("mine.json")).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: Cannot draw mine.json: expected no RESULT beside --history, got mine.json\n",
    });
  });
});

describe("a history that is drawn", () => {
  const real = (...args: string[]) =>
    ace(["pareto", "--history", "h.jsonl", ...args], { trend, trendChart });

  async function history() {
    workIn({ "net.onnx": smallNetwork(), "ace.config.json": configText({}) });
    for (const id of ["aaaaaaaaaa", "bbbbbbbbbb"]) {
      await aceCheck(["--history", "h.jsonl"], { CI_COMMIT_SHA: id });
    }
  }

  it("is an SVG, a PNG and Vega-Lite, with the same bytes each time", async () => {
    await history();
    const names = ["a.svg", "b.svg", "c.png", "d.vl.json"];
    const { code, stderr } = await real(...names.flatMap((name) => ["--out", name]));
    expect([code, stderr]).toEqual([0, names.map((name) => `wrote ${name}\n`).join("")]);
    expect(textOf("a.svg")).toBe(textOf("b.svg"));
    expect(textOf("a.svg")).toContain('<title id="ace-title">ACE from commit to commit</title>');
    expect(textOf("a.svg")).toContain("ace of net.onnx at 2 commits.");
    expect(textOf("c.png").slice(1, 4)).toBe("PNG");
    expect(JSON.parse(textOf("d.vl.json")).data.values).toEqual([
      { model: "net.onnx", commit: "aaaaaaa", cost: 32_832 },
      { model: "net.onnx", commit: "bbbbbbb", cost: 32_832 },
    ]);
  });

  it("draws sizes in bytes: 128 x 32 + 64 bits are 520 bytes", async () => {
    await history();
    await real("--x", "weightBits", "--out", "d.vl.json");
    expect(JSON.parse(textOf("d.vl.json")).data.values[0].cost).toBe(520);
  });

  it.each([
    [["--x", "wieghtBits"], "Cannot choose a metric: expected one of weightBits, "],
    [
      ["--convention", "native"],
      "Cannot draw h.jsonl: expected a line of ace under the convention native, got none\n  hint: ace check --history h.jsonl\n",
    ],
    [
      ["--out", "a.html"],
      "Cannot draw the trend: expected a name that ends in .svg, .png or .vl.json, got html\n",
    ],
  ])("is refused: %j", async (args, message) => {
    await history();
    const { code, stderr } = await real(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("is refused where there is none", async () => {
    workIn({});
    expect(await real()).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: Cannot read h.jsonl: expected a readable file, got no such file or folder\n  at h.jsonl\n",
    });
  });
});
