import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { aceCheck, configText, git, smallNetwork, textOf, workIn } from "./check-models.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");
const NET = smallNetwork();
const files = (budgets: object, more: object = {}) => ({
  "net.onnx": NET,
  "ace.config.json": configText(budgets, more),
});

describe("the configuration of `ace check`", () => {
  it("is ace.config.json of the folder, or ace in package.json", async () => {
    const { models } = JSON.parse(configText({ ace: "30k" }));
    workIn({
      "net.onnx": NET,
      "package.json": JSON.stringify({ name: "mine", ace: { models } }, null, 2),
    });
    const { code, stdout } = await aceCheck();
    expect(code).toBe(1);
    expect(stdout).toContain("  by ace.models[0].budgets.ace\n");
    expect(stdout).toContain('  to allow it, package.json:8: "ace": "32.84k"\n');
  });

  it("may have another name; its paths are from its own folder", async () => {
    workIn({
      "models/net.onnx": NET,
      "models/strict.json": configText({ ace: "32832" }, { bits: "widths.json" }),
      "models/widths.json": JSON.stringify({
        schema: "acemeter/widths@1",
        rules: [{ match: "fc1", lhsBits: 8, rhsBits: 8 }],
      }),
    });
    const ended = await aceCheck(["--config", "models/strict.json", "--csv"]);
    expect(ended).toEqual({
      code: 0,
      stdout: `\
model,status,kind,name,metric,unit,measured,allowed,before,key,reason
net.onnx,ok,max,ace,ace,,8256,32832,,models[0].budgets.ace,"ace is 8,256, of 32,832 allowed"
`,
      stderr: "",
    });
    expect((await aceCheck(["--config", "models/strict.json", "--update"])).stderr).toBe(
      "wrote models/ace.baseline.json: 1 model\n",
    );
  });

  it("may name models by a pattern", async () => {
    workIn({
      "a/one.onnx": NET,
      "a/two.onnx": smallNetwork({ hidden: 24 }),
      "ace.config.json": configText({ ace: "40k" }, { path: "a/*.onnx" }),
    });
    expect(await aceCheck(["--quiet"])).toMatchObject({
      code: 1,
      stdout: "failed: 1 error, 1 ok in 2 models\n",
    });
  });

  it.each<[Readonly<Record<string, string | Uint8Array>>, readonly string[], string]>([
    [
      {},
      [],
      `\
error: Cannot check anything: expected ace.config.json, or "ace" in package.json, got neither in this folder
  hint: { "models": [{ "path": "model.onnx", "budgets": { "ace": "4.3G" } }] }
`,
    ],
    [
      {},
      ["--config", "none.json"],
      `\
error: Cannot read none.json: expected a readable file, got no such file or folder
  at none.json
`,
    ],
    [
      files({ ace: "4.3 GB" }),
      [],
      `\
error: Cannot read models[0].budgets.ace of ace.config.json: expected a count such as 4.3G (k, M, G, T), got "4.3 GB", a size in bytes
  at ace.config.json, line 6, column 9
  hint: "ace": "4.3G"
`,
    ],
    [
      files({ aec: "4.3G" }),
      [],
      `\
error: Cannot read models[0].budgets.aec of ace.config.json: expected one of macs, ace, cpu64, weightCount, weightBits, storedBits, storedBitsBf16, elementwise, elementwise.add, elementwise.multiply, 13 more, got a key that is not known
  at ace.config.json, line 6, column 9
`,
    ],
    [
      files({ layers: { "head/*": { share: "10%" } } }),
      [],
      `\
error: Cannot read models[0].budgets.layers["head/*"] of ace.config.json: expected one of fc1, fc2, got a pattern that matches no layer
  at ace.config.json, line 7, column 11
`,
    ],
    [
      files({}, { path: "models/*.onnx" }),
      [],
      `\
error: Cannot read models[0].path of ace.config.json: expected a pattern that finds a model, got "models/*.onnx", which finds none
  at ace.config.json, line 4, column 7
`,
    ],
    [
      files({}, { baseline: "base.json" }),
      [],
      `\
error: Cannot read models[0].baseline of ace.config.json: expected the file base.json, got none
  at ace.config.json, line 5, column 7
  hint: ace check --update
`,
    ],
    [
      { ...files({}), "ace.baseline.json": "{" },
      [],
      `\
error: Cannot read ace.baseline.json: expected JSON, got Quoted object key or end of object '}' expected but reached end of input
  at ace.baseline.json, line 1, column 2
  hint: ace check --update writes it anew
`,
    ],
    [
      { ...files({}), "ace.baseline.json": '{"schema": "acemeter/baseline@2"}' },
      [],
      `\
error: Cannot read ace.baseline.json: expected acemeter/baseline@1, got acemeter/baseline@2, which a newer acemeter wrote
  at ace.baseline.json, line 1, column 2
  hint: update acemeter, or ace check --update writes it anew
`,
    ],
  ])("is refused: %#", async (all, args, stderr) => {
    workIn(all);
    expect(await aceCheck(args)).toEqual({ code: 2, stdout: "", stderr });
  });

  it("may not name what the model does not have", async () => {
    workIn(files({}, { dims: { batch: 8 } }));
    const { code, stdout } = await aceCheck();
    expect(code).toBe(2);
    expect(stdout).toContain("\nCannot bind");
  });

  it("may not name a model twice", async () => {
    workIn({
      "net.onnx": NET,
      "ace.config.json": '{ "models": [{ "path": "net.onnx" },\n { "path": "net.onnx" }] }',
    });
    expect((await aceCheck()).stderr).toBe(`\
error: Cannot read models[1].name of ace.config.json: expected a name of its own, got "net.onnx" again
  at ace.config.json, line 2, column 2
`);
  });
});

describe("a model that cannot be read", () => {
  it("is told with exit code 3, and the others are still checked", async () => {
    workIn({
      "net.onnx": NET,
      "bad.onnx": "no model",
      "ace.config.json": JSON.stringify({
        models: [
          { path: "bad.onnx" },
          { path: "gone.onnx" },
          { path: "net.onnx", budgets: { ace: 1 } },
        ],
      }),
    });
    const { code, stdout } = await aceCheck();
    expect(code).toBe(3);
    expect(stdout).toContain(
      "Cannot read gone.onnx: expected a readable file, got no such file or folder\n",
    );
    expect(stdout).toContain("\nace is 32,832, 3283100% more than the 1 allowed\n");
    expect(stdout).toMatch(/\nfailed: 1 error, 0 ok in 3 models, 2 not read\n$/);
  });

  it("keeps --update from writing anything", async () => {
    const folder = workIn({
      "net.onnx": NET,
      "bad.onnx": "no model",
      "ace.config.json": JSON.stringify({ models: [{ path: "net.onnx" }, { path: "bad.onnx" }] }),
    });
    expect((await aceCheck(["--update"])).code).toBe(3);
    expect(readdirSync(folder).sort()).toEqual(["ace.config.json", "bad.onnx", "net.onnx"]);
  });
});

describe("the baseline file", () => {
  it("leaves nothing half-written in a folder that cannot be written to", async () => {
    const folder = workIn(files({}));
    mkdirSync("ace.baseline.json");
    const { code, stderr } = await aceCheck(["--update"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "error: Cannot read ace.baseline.json: expected a readable file, got ",
    );
    expect(readdirSync(folder).sort()).toEqual([
      "ace.baseline.json",
      "ace.config.json",
      "net.onnx",
    ]);
  });

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)(
    "is output that cannot be written in a read-only folder",
    async () => {
      const folder = workIn(files({}));
      chmodSync(folder, 0o555);
      try {
        expect(await aceCheck(["--update"])).toEqual({
          code: 74,
          stdout: "",
          stderr: `\
error: Cannot write ace.baseline.json: expected a writable file, got no permission
  at ace.baseline.json
`,
        });
      } finally {
        chmodSync(folder, 0o755);
      }
    },
  );

  it("is output that cannot be written in a folder that is not there", async () => {
    workIn(files({}, { baseline: "gone/base.json" }));
    expect(await aceCheck(["--update"])).toEqual({
      code: 74,
      stdout: "",
      stderr: `\
error: Cannot write gone/base.json: expected a writable file, got no such file or folder
  at gone/base.json
`,
    });
  });

  it("is whole at every moment while it is written", async () => {
    const folder = workIn(files({}));
    await aceCheck(["--update"]);
    const { length } = textOf("ace.baseline.json");
    const writer = new Worker(
      `const { readFileSync } = require("node:fs");
       const sizes = new Set();
       for (let i = 0; i < 3000; i++) sizes.add(readFileSync(${JSON.stringify(`${folder}/ace.baseline.json`)}).length);
       require("node:worker_threads").parentPort.postMessage([...sizes]);`,
      { eval: true },
    );
    const seen = new Promise<number[]>((resolve) => writer.once("message", resolve));
    const wider = smallNetwork({ hidden: 17 });
    for (let i = 0; i < 20; i++) {
      writeFileSync("net.onnx", i % 2 === 0 ? wider : NET);
      await Promise.all([aceCheck(["--update"]), aceCheck(["--update"])]);
    }
    writeFileSync("net.onnx", wider);
    await aceCheck(["--update"]);
    const other = textOf("ace.baseline.json").length;
    expect([length, other]).toEqual(expect.arrayContaining(await seen));
    expect(readdirSync(folder).sort()).toEqual([
      "ace.baseline.json",
      "ace.config.json",
      "net.onnx",
    ]);
  });

  it("has the same bytes when processes write it at once", async () => {
    const folder = workIn(files({}));
    const parameters = ["--import", TSX, MAIN, "check", "--update"];
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) => {
            spawn(process.execPath, parameters, { stdio: "ignore" }).on("close", resolve);
          }),
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect((await aceCheck(["--update"])).stderr).toBe("ace.baseline.json is up to date\n");
    expect(readdirSync(folder).sort()).toEqual([
      "ace.baseline.json",
      "ace.config.json",
      "net.onnx",
    ]);
  });

  it("of another convention does not count", async () => {
    workIn(files({}));
    await aceCheck(["--update"]);
    writeFileSync("ace.config.json", configText({}, { convention: "native" }));
    expect((await aceCheck()).stderr).toBe(`\
error: Cannot read models[0].convention of ace.config.json: expected pokebnn, as in the baseline, got native
  at ace.config.json, line 5, column 7
  hint: ace check --update
`);
  });
});

describe("`ace check --against`", () => {
  const refusal = (ref: string, rest: string) => `error: Cannot compare with ${ref}: ${rest}\n`;

  it("says where there is no repository, no commit, or no baseline in it", async () => {
    workIn(files({}));
    expect((await aceCheck(["--against", "main"])).stderr).toBe(
      refusal("main", "expected a folder that git knows, got ."),
    );
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message", "first");
    expect(await aceCheck(["--against", "origin/main"])).toEqual({
      code: 2,
      stdout: "",
      stderr: `${refusal("origin/main", "expected a commit of this repository, got none of that name")}\
  hint: git fetch --depth=1 origin origin/main, then --against FETCH_HEAD
`,
    });
    expect((await aceCheck(["--against", "main"])).stderr).toBe(
      `${refusal("main", "expected the file ace.baseline.json in that commit, got none")}\
  hint: ace check --update writes it; commit it there first
`,
    );
    expect((await aceCheck(["--against", "--help"])).stderr).toBe(
      refusal("--help", 'expected the name of a commit, got "--help"'),
    );
  });

  it("does not take --update", async () => {
    expect((await aceCheck(["--against", "main", "--update"])).stderr).toBe(
      "error: option '--update' cannot be used with option '--against <REF>'\n(--help lists what there is)\n",
    );
  });

  it("warns of a model that is new", async () => {
    workIn(files({ ace: { growth: "0%" } }));
    git("init", "--quiet");
    await aceCheck(["--update"]);
    git("add", "--all");
    git("commit", "--quiet", "--message", "first");
    writeFileSync("ace.config.json", configText({ ace: { growth: "0%" } }, { name: "other" }));
    const { code, stdout } = await aceCheck(["--against", "HEAD"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "ace has nothing to grow from: the baseline does not have this model\n",
    );
  });
});

describe("`ace check` on changes of a real model", () => {
  const XNOR = readFileSync(new URL("../../fixtures/xnor-net.onnx", import.meta.url));

  it("names the layer whose binarization broke, with both proofs", async () => {
    workIn({ "net.onnx": XNOR, "ace.config.json": configText({ ace: { growth: "2%" } }) });
    await aceCheck(["--update"]);
    const broken = Buffer.from(XNOR);
    // The operator of the node that binarizes the weights: Tanh, which trains the same, and is none.
    const at = broken.indexOf('/conv2/Sign"\u0004Sign') + '/conv2/Sign"\u0004'.length;
    broken.write("Tanh", at);
    writeFileSync("net.onnx", broken);
    const { code, stdout } = await aceCheck();
    expect(code).toBe(1);
    expect(stdout).toContain(`
1 width became wider
  conv2/Conv, right operand
    was  1 bit, proven: sign: -1, 1 at conv2/Sign, scaled along an axis at conv2/Mul, what is added and taken away again cancels, up to its rounding at conv2/Add
    is   a 32-bit float, assumed: `);
    expect(stdout).toContain("\n  conv2/Conv: 4.942M -> 79.07M, wider\n");
  });

  it("says that the batch is another one", async () => {
    const budgets = { macs: { growth: "0%" } };
    workIn({ "net.onnx": XNOR, "ace.config.json": configText(budgets) });
    await aceCheck(["--update"]);
    writeFileSync("ace.config.json", configText(budgets, { dims: { batch: 2 } }));
    const { stdout } = await aceCheck();
    expect(stdout).toContain(
      "macs is 22,765,332, 100% more than the 11,382,666 allowed (0% over the baseline's 11,382,666); batch is 2, was 1\n",
    );
  });

  it("is content where only the names of nodes are others", async () => {
    const budgets = { ace: { growth: "0%" }, layers: { "**/fc2": { macs: { growth: "0%" } } } };
    workIn({ "net.onnx": smallNetwork(), "ace.config.json": configText({}) });
    await aceCheck(["--update"]);
    writeFileSync("net.onnx", smallNetwork({ prefix: "renamed/" }));
    writeFileSync("ace.config.json", configText(budgets));
    expect(await aceCheck(["--quiet"])).toEqual({
      code: 0,
      stdout: "passed: 2 ok in 1 model\n",
      stderr: "",
    });
  });
});

describe("`ace check --history`", () => {
  it("takes the commit from the environment, and replaces its line", async () => {
    workIn(files({}));
    const env = { GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567" };
    await aceCheck(["--history", "h.jsonl"], env);
    await aceCheck(["--history", "h.jsonl"], env);
    const lines = textOf("h.jsonl").trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      schema: "acemeter/history@1",
      commit: env.GITHUB_SHA,
      name: "net.onnx",
    });
  });

  it("wants a commit", async () => {
    workIn(files({}));
    expect(await aceCheck(["--history", "h.jsonl"])).toEqual({
      code: 2,
      stdout: "",
      stderr: `\
error: Cannot add to h.jsonl: expected a commit that git has checked out, or its name in the environment, got none
  hint: GITHUB_SHA or CI_COMMIT_SHA names it
`,
    });
  });

  it("refuses a file that is no history, and leaves it as it is", async () => {
    workIn({ ...files({}), "h.jsonl": "notes\n" });
    const { code, stderr } = await aceCheck(["--history", "h.jsonl"], { CI_COMMIT_SHA: "abc1234" });
    expect([code, textOf("h.jsonl")]).toEqual([2, "notes\n"]);
    expect(stderr).toMatch(
      /^error: Cannot read h\.jsonl: expected JSON, got .*\n {2}at h\.jsonl, line 1\n$/,
    );
  });
});
