import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api, ParetoOptions } from "../../src/cli/api.ts";
import { AceError } from "../../src/errors.ts";
import { parseResult } from "../../src/results/json.ts";
import type { OwnStanding, ParetoPoint, ParetoResult } from "../../src/results/pareto-result.ts";
import { ace } from "./harness.ts";
import { PLACED } from "./pareto-samples.ts";
import { DIGITS } from "./samples.ts";

const pareto = (result: ParetoResult = PLACED) => ({ pareto: () => Promise.resolve(result) });

const TABLE = `\
Pareto front  top-1 accuracy on ImageNet-1k against ACE, convention pokebnn

Network  Top-1 %     ACE     Rank   Family  Year  Source
Net-A      65.25  1.410G     front  Net     2020  A paper, arXiv 2001.00001
Net-B      70.5   2.600G  ~  front  Net     2020  A paper, arXiv 2001.00001
mine       64     2.000G     1      yours   2020  our paper

1 dominated network is not listed (--all lists it)
~ made of rounded published numbers

mine: rank 1; dominates 1 published: Net-C; dominated by 26 published: Net-A, Net-B, Net-D, Net-E, Net-F, 21 more

2 of 4 networks are on the front
Hypervolume 10.50G (ACE x percent, reference point 9.000G at 60%), 5.00% more than without yours
Yours reach the whole published front within 1.500 times, or 0.2500 of the range added (ε-indicators)

Not placed (3)
  1 of yours: no accuracy is known (--accuracy NAME=PERCENT): other
  2 published: no such cost is known

Top-1 accuracy on ImageNet-1k, cost of one image.

Warnings (1)
  Net-C is far away
`;

describe("`ace pareto`", () => {
  it("prints the front, then the user's networks, and what is said beside them", async () => {
    expect(await ace(["pareto"], pareto())).toEqual({ code: 0, stdout: TABLE, stderr: "" });
  });

  it("lists everything with --all, the names of what is not placed too", async () => {
    const { stdout } = await ace(["pareto", "--all"], pareto());
    expect(stdout).toContain("\nNet-C      60     9.000G     2      Net     2020  ");
    expect(stdout).toContain("\n  2 published: no such cost is known: Net-X, Net-Y\n");
    expect(stdout).not.toContain("not listed");
  });

  it("lists no more than 50 of the user's behind the front, and 20 sentences of each kind", async () => {
    const [first] = PLACED.own;
    const point = PLACED.points[1];
    const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 70 }, (_, i) => make(i));
    const result = {
      ...PLACED,
      own: many((i) => ({ ...(first as OwnStanding), name: `net${i}` })),
      points: many((i) => ({ ...(point as ParetoPoint), name: `net${i}`, rank: i + 1 })),
      warnings: many((i) => ({ code: "far", reason: `warning ${i}` })),
    };
    const { stdout } = await ace(["pareto"], pareto(result));
    expect(count(stdout, /^net\d+ .*our paper$/gm)).toBe(50);
    expect(count(stdout, /^net\d+: rank/gm)).toBe(20);
    expect(count(stdout, /^ {2}warning/gm)).toBe(20);
    expect(stdout).toContain("\n20 dominated networks are not listed (--all lists them)\n");
    expect(stdout).toContain("\n50 more (--all lists them)\n");
    const { stdout: all } = await ace(["pareto", "--all"], pareto(result));
    expect(count(all, /^net\d+: rank/gm)).toBe(70);
  });

  it("fits a terminal", async () => {
    const { stdout } = await ace(["pareto"], {
      ...pareto(),
      terminal: 72,
      env: { NO_COLOR: "1" },
    });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(stdout).toContain("front  Net     2020  arXiv 2001.00001\n");
  });

  it("shows names with everything that a terminal would act on written out", async () => {
    const [first, ...rest] = PLACED.points;
    const name = "\u001b[2J<b>|&%";
    const points = [{ ...(first as ParetoResult["points"][number]), name }, ...rest];
    const print = async (...flags: string[]) =>
      (await ace(["pareto", ...flags], pareto({ ...PLACED, points }))).stdout;
    expect(await print()).toContain("\n\\u001b[2J<b>|&%  ");
    expect(await print("--md")).toContain("| \\\\u001b\\[2J\\<b\\>\\|\\&% |");
    expect(await print("--latex")).toContain(
      "  \\textbackslash{}u001b[2J\\textless{}b\\textgreater{}|\\&\\% & ",
    );
  });
});

describe("formats of `ace pareto`", () => {
  it("are one document with --json", async () => {
    const { code, stdout, stderr } = await ace(["pareto", "--json"], pareto());
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.startsWith('{\n  "schema": "acemeter/pareto@1",\n')).toBe(true);
    expect(parseResult(stdout)).toEqual(PLACED);
  });

  it("are a line for every point with --csv, the rest as messages", async () => {
    expect(await ace(["pareto", "--csv"], pareto())).toEqual({
      code: 0,
      stdout: `\
name,family,year,own,accuracy,ace,exact,accuracyStatus,costStatus,recollection,draft,otherConvention,onFront,rank,source
Net-A,Net,2020,false,65.25,1409538048,true,verified,computed,false,false,,true,0,"A paper, arXiv 2001.00001; accuracy: README"
mine,yours,2020,true,64,2000000000,true,given,given,false,false,,false,1,our paper
Net-B,Net,2020,false,70.5,2600000000,false,verified,verified,false,false,,true,0,"A paper, arXiv 2001.00001; accuracy: README"
Net-C,Net,2020,false,60,9000000000,true,verified,computed,false,false,,false,2,"A paper, arXiv 2001.00001; accuracy: README"
`,
      stderr: `\
not placed: 1: no accuracy is known (--accuracy NAME=PERCENT)
not placed: 2: no such cost is known
warning: Net-C is far away
`,
    });
  });

  it("are a tabular with --latex", async () => {
    const { stdout } = await ace(["pareto", "--latex"], pareto());
    expect(stdout).toBe(`\
% top-1 accuracy on ImageNet-1k against ACE, convention pokebnn
% Top-1 accuracy on ImageNet-1k, cost of one image.
\\begin{tabular}{lrrllrl}
  \\toprule
  Network & Top-1 \\% & ACE & Rank & Family & Year & Source \\\\
  \\midrule
  Net-A & 65.25 & 1.410G & front & Net & 2020 & A paper, arXiv 2001.00001 \\\\
  Net-B & 70.5 & 2.600G\\textasciitilde{} & front & Net & 2020 & A paper, arXiv 2001.00001 \\\\
  mine & 64 & 2.000G & 1 & yours & 2020 & our paper \\\\
  \\bottomrule
\\end{tabular}
`);
  });

  it("are one line with --quiet, and no messages", async () => {
    expect(await ace(["pareto", "--quiet"], pareto())).toEqual({
      code: 0,
      stdout: "ace: 2 of 4 networks on the front  mine 1  hypervolume 10.50G\n",
      stderr: "",
    });
  });

  it("show sizes in bytes", async () => {
    const metric = { id: "storedBits", label: "Stored size", unit: "bit" };
    const { stdout } = await ace(["pareto"], pareto({ ...PLACED, metric }));
    expect(stdout).toContain("\nNet-A      65.25     176.2 MB     front  ");
    expect(stdout).toContain("(Stored size x percent, reference point 1.125 GB at 60%)");
  });
});

describe("options of `ace pareto`", () => {
  async function optionsOf(...args: readonly string[]): Promise<ParetoOptions> {
    let seen: ParetoOptions = {};
    await ace(["pareto", ...args], {
      scoresOf: () => [DIGITS],
      pareto: (options) => {
        seen = options;
        return Promise.resolve(PLACED);
      },
    });
    return seen;
  }

  it("reach the library by name", async () => {
    const inputs = ["a.json", "--points", "p.csv", "--points", "q.csv", "--accuracy", "a=b=69.4"];
    const filters = ["--family", "A", "--family", "B", "--binary", "--recollection", "--drafts"];
    const rest = ["--mixed", "--x", "cpu64", "--convention", "native", "--reference", "1e9,50"];
    expect(await optionsOf(...inputs, ...filters, ...rest)).toEqual({
      results: [DIGITS],
      points: ["p.csv", "q.csv"],
      accuracies: { "a=b": 69.4 },
      families: ["A", "B"],
      binary: true,
      recollection: true,
      drafts: true,
      mixed: true,
      x: "cpu64",
      convention: "native",
      reference: { cost: "1e9", accuracy: 50 },
    });
  });

  it("are the careful ones where they are not given", async () => {
    expect(await optionsOf()).toEqual({
      results: [],
      accuracies: {},
      x: "ace",
      convention: "pokebnn",
      binary: false,
      recollection: false,
      drafts: false,
      mixed: false,
    });
  });

  it.each([
    [["--accuracy", "a"], "NAME=PERCENT with a number, got a"],
    [["--accuracy", "a=1", "--accuracy", "a=2"], "Expected a once, got it twice"],
    [["--reference", "1e9"], "Expected COST,PERCENT with two numbers, got 1e9"],
    [["--theme", "blue"], "Allowed choices are light, dark."],
    [["--letters", "round"], "Allowed choices are outlines, text."],
    [["--scale", "-1"], "Expected a number from 0, got -1"],
  ])("are refused: %j", async (args, message) => {
    const { code, stderr } = await ace(["pareto", ...args], pareto());
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("`ace pareto --out`", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ace-figure-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const drawing = (seen: unknown[]): Partial<Api> => ({
    ...pareto(),
    paretoChart: (result, format, style) => {
      seen.push([result === PLACED, format, style]);
      return Promise.resolve(format === "png" ? Uint8Array.of(1, 2) : `<${format}>`);
    },
  });

  it("writes each chart in the form of its name, and says so", async () => {
    const seen: unknown[] = [];
    const paths = ["a.svg", "b.PNG", "c.vl.json", "d.html"].map((name) => join(folder, name));
    const flags = paths.flatMap((path) => ["--out", path]);
    const { code, stdout, stderr } = await ace(["pareto", ...flags], drawing(seen));
    expect([code, stdout]).toEqual([0, TABLE]);
    expect(stderr).toBe(paths.map((path) => `wrote ${path}\n`).join(""));
    expect(paths.map((path) => readFileSync(path, "latin1"))).toEqual([
      "<svg>",
      "\u0001\u0002",
      "<vl.json>",
      "<html>",
    ]);
    expect(seen).toEqual([
      [true, "svg", { theme: "light", size: "column" }],
      [true, "png", { theme: "light", size: "column" }],
      [true, "vl.json", { theme: "light", size: "column" }],
      [true, "html", { theme: "light", size: "screen" }],
    ]);
  });

  it("takes the theme and the size", async () => {
    const seen: unknown[] = [];
    const flags = ["--theme", "dark", "--size", "page", "--out", join(folder, "a.svg")];
    await ace(["pareto", ...flags], drawing(seen));
    expect(seen).toEqual([[true, "svg", { theme: "dark", size: "page" }]]);
  });

  it("takes what a paper's author chooses", async () => {
    const seen: unknown[] = [];
    const flags = [
      ...["--letters", "text", "--scale", "8.5", "--no-caption"],
      ...["--highlight", "QuickNet", "--highlight", "Real to Binary"],
    ];
    await ace(["pareto", ...flags, "--out", join(folder, "a.svg")], drawing(seen));
    const families = ["QuickNet", "Real to Binary"];
    expect(seen).toEqual([
      [
        true,
        "svg",
        {
          ...{ theme: "light", size: "column", caption: false },
          ...{ letters: "text", scale: 8.5, families },
        },
      ],
    ]);
  });

  it("refuses another ending before anything is done", async () => {
    const path = join(folder, "a.pdf");
    expect(await ace(["pareto", "--out", path])).toEqual({
      code: 2,
      stdout: "",
      stderr: `\
error: Cannot draw ${path}: expected a name that ends in one of .svg, .png, .html, .vl.json, got ${path}
  hint: --out figure.svg
`,
    });
    expect(existsSync(path)).toBe(false);
  });

  it("ends with 74 where the file cannot be written", async () => {
    const path = join(folder, "none", "a.svg");
    const { code, stderr } = await ace(["pareto", "--out", path], drawing([]));
    expect(code).toBe(74);
    expect(stderr).toContain(`error: Cannot write ${path}: expected a writable file, got `);
  });
});

describe("exit code of `ace pareto`", () => {
  const unreadable = new AceError("unreadable-file", {
    action: "read",
    subject: "bad.json",
    expected: "a file",
    got: "nothing",
  });
  const scoresOf: Api["scoresOf"] = (input) => {
    if (input === "bad.json") throw unreadable;
    return [DIGITS];
  };

  it("is 3 where one of several cannot be read, and the others are still placed", async () => {
    let placed = 0;
    const ended = await ace(["pareto", "bad.json", "good.json", "--quiet"], {
      scoresOf,
      pareto: ({ results = [] }) => {
        placed = results.length;
        return Promise.resolve(PLACED);
      },
    });
    expect([ended.code, placed]).toEqual([3, 1]);
    expect(ended.stderr).toBe("error: Cannot read bad.json: expected a file, got nothing\n");
  });

  it("is 5 under --strict where a cost is only a lower bound", async () => {
    const bound = { code: "lower-bound", reason: "the cost is only a lower bound" } as const;
    const result = { ...PLACED, absent: [{ ...bound, own: true, names: ["mine"] }] };
    expect((await ace(["pareto", "--quiet"], pareto(result))).code).toBe(0);
    expect(await ace(["pareto", "--quiet", "--strict"], pareto(result))).toMatchObject({
      code: 5,
      stderr: "error: Cannot pass mine: expected a complete cost (--strict), got a lower bound\n",
    });
  });
});
