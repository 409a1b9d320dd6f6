import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { CheckOptions } from "../../src/cli/api.ts";
import type { CheckResult } from "../../src/results/check-result.ts";
import { parseResult } from "../../src/results/json.ts";
import { jsonSchemas } from "../../src/results/json-schemas.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { CHECKED, WIDER } from "./check-samples.ts";
import { ace } from "./harness.ts";

const check = (result: CheckResult = CHECKED) => ({ check: () => result });
const print = (...flags: string[]) => ace(["check", ...flags], check());

const TABLE = `\
detector  a/net.onnx, convention pokebnn, against ace.baseline.json of main

1 width became wider
  conv2, right operand
    was  1 bit, proven: sign
    is   a 32-bit float, assumed: f32 <b>
  to take it for the baseline: ace check --update

      Budget               Measured   Allowed  Before
over  ace growth             200.0k    102.0k  100.0k
warn  weightBits  at least 7.000 MB  7.000 MB       -

ace is 200,000, 96.08% more than the 102,000.5 allowed
  by models[0].budgets.ace.growth
  conv2: 1.000k -> 101.0k, wider
  conv3: 0 -> 12, inserted
  2 more
  to allow it, ace.config.json:5: "growth": "100%"
  to take it for the baseline: ace check --update

weightBits is at least 56,000,008 bits, 0.01% more than the 56,000,000 bits allowed
  by models[0].budgets.weightBits.max

b.onnx  convention native

    Budget           Measured  Allowed  Before
ok  head/*: rhsBits     1 bit   8 bits       -

c.onnx  convention pokebnn

Cannot read c.onnx: expected a readable file, got no such file or folder
  at c.onnx
  hint: look again

failed: 2 errors, 1 warning, 1 ok in 3 models, 1 not read
`;

describe("`ace check`", () => {
  it("says what became wider first, then each limit, then why one is not kept", async () => {
    expect(await print()).toEqual({ code: 3, stdout: TABLE, stderr: "" });
  });

  it("writes out what a terminal would act on", async () => {
    const [first, ...rest] = CHECKED.models;
    const models = [{ ...first, name: "\u001b[2J" }, ...rest] as CheckResult["models"];
    const { stdout } = await ace(["check"], check({ ...CHECKED, models }));
    expect(stdout.startsWith("\\u001b[2J  a/net.onnx")).toBe(true);
  });

  it("hands its options to the library, with the commit of the service", async () => {
    let seen: CheckOptions = {};
    const flags = ["--config", "c.json", "--against", "main", "--history", "h.jsonl"];
    await ace(["check", ...flags], {
      env: { GITHUB_SHA: "", CI_COMMIT_SHA: "abc" },
      check: (options) => {
        seen = options;
        return CHECKED;
      },
    });
    expect(seen).toEqual({ config: "c.json", against: "main", history: "h.jsonl", commit: "abc" });
  });

  it("takes no model", async () => {
    const { code, stderr } = await print("model.onnx");
    expect(code).toBe(2);
    expect(stderr).toContain(
      "error: too many arguments for 'check'. Expected 0 arguments but got 1",
    );
  });
});

describe("exit code of `ace check`", () => {
  const [first, second] = CHECKED.models;
  const only = (model: Partial<CheckResult["models"][number]>, ...flags: string[]) =>
    ace(
      ["check", "--quiet", ...flags],
      check({ ...CHECKED, models: [{ ...first, ...model } as CheckResult["models"][number]] }),
    );
  const missing = { ...WIDER, kind: "missing" as const };

  it("is 0 where everything is kept, 1 where a budget is not, 3 where a model is not read", async () => {
    const kept = { ...CHECKED, models: [second as CheckResult["models"][number]] };
    expect((await ace(["check", "--quiet"], check(kept))).code).toBe(0);
    expect((await only({})).code).toBe(1);
    expect((await print("--quiet")).code).toBe(3);
  });

  it("is 1 where something is missing, and 5 under --strict", async () => {
    expect((await only({ verdicts: [missing] })).code).toBe(1);
    expect(await only({ verdicts: [missing] }, "--strict")).toMatchObject({
      code: 5,
      stderr:
        "error: Cannot pass detector: expected a complete cost (--strict), got a lower bound\n",
    });
  });

  it("is 5 under --strict even where that is allowed, and 1 where a budget is not kept either", async () => {
    expect((await only({ verdicts: [{ ...missing, status: "ok" }] })).code).toBe(0);
    expect((await only({ verdicts: [{ ...missing, status: "ok" }] }, "--strict")).code).toBe(5);
    expect((await only({}, "--strict")).code).toBe(1);
  });

  it("is 74 where a report cannot be written", async () => {
    const { code, stderr } = await print("--quiet", "--junit", "gone/report.xml");
    expect(code).toBe(74);
    expect(stderr).toContain("error: Cannot write gone/report.xml: expected a writable file, got ");
  });
});

describe("formats of `ace check`", () => {
  it("are one document with --json, as its schema says", async () => {
    const { stdout, stderr } = await print("--json");
    expect(stderr).toBe("");
    expect(parseResult(stdout)).toEqual(CHECKED);
    const validate = new Ajv2020({ strict: false }).compile(jsonSchemas().check as object);
    expect(validate(JSON.parse(stdout)) || validate.errors).toBe(true);
    expect(stdout).toContain('"allowed": 102000.5,');
  });

  it("are Markdown for a comment or a job summary with --md", async () => {
    const { stdout } = await print("--md");
    expect(stdout).toBe(`\
## ❌ ace check failed: 2 errors, 1 warning, 1 ok in 3 models, 1 not read

### detector

a/net.onnx, convention pokebnn, against ace.baseline.json of main

**Widths that became wider**

- right operand of conv2 was 1 bit (proven: sign), is a 32-bit float (assumed: f32 \\<b\\>)
  - to take it for the baseline: ace check --update

|  | Budget | Measured | Allowed | Before |
| --- | --- | ---: | ---: | ---: |
| over | ace growth | 200.0k | 102.0k | 100.0k |
| warn | weightBits | at least 7.000 MB | 7.000 MB | - |

- ace is 200,000, 96.08% more than the 102,000.5 allowed
  - conv2: 1.000k -\\> 101.0k, wider
  - conv3: 0 -\\> 12, inserted
  - 2 more
  - to allow it, ace.config.json:5: "growth": "100%"
  - to take it for the baseline: ace check --update
- weightBits is at least 56,000,008 bits, 0.01% more than the 56,000,000 bits allowed

### b.onnx

convention native

|  | Budget | Measured | Allowed | Before |
| --- | --- | ---: | ---: | ---: |
| ok | head/\\*: rhsBits | 1 bit | 8 bits | - |

### c.onnx

convention pokebnn

**Cannot read c.onnx: expected a readable file, got no such file or folder**
`);
  });

  it("are a line for each verdict with --csv", async () => {
    const lines = (await print("--csv")).stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("model,status,kind,name,metric,unit,measured,allowed,before,key,reason");
    expect(lines[2]).toBe(
      'detector,error,growth,ace growth,ace,,200000,102000.5,100000,models[0].budgets.ace.growth,"ace is 200,000, 96.08% more than the 102,000.5 allowed"',
    );
    expect(lines[5]).toBe(
      'c.onnx,failed,unreadable-file,,,,,,,,"Cannot read c.onnx: expected a readable file, got no such file or folder"',
    );
    expect(lines).toHaveLength(6);
  });

  it("are a tabular with --latex", async () => {
    expect((await print("--latex")).stdout).toBe(`\
% failed: 2 errors, 1 warning, 1 ok in 3 models, 1 not read
\\begin{tabular}{lllrrr}
  \\toprule
  Model &  & Budget & Measured & Allowed & Before \\\\
  \\midrule
  detector & over & ace growth & 200.0k & 102.0k & 100.0k \\\\
  detector & warn & weightBits & at least 7.000 MB & 7.000 MB & - \\\\
  b.onnx & ok & head/*: rhsBits & 1 bit & 8 bits & - \\\\
  \\bottomrule
\\end{tabular}
`);
  });
});

describe("reports of `ace check`", () => {
  async function report(flag: string): Promise<string> {
    const path = join(temporaryFolder(), "report");
    await print("--quiet", flag, path);
    return readFileSync(path, "utf8");
  }

  it("are JUnit: a suite a model, a case a verdict, counts that add up", async () => {
    expect(await report("--junit")).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ace check" tests="5" failures="2" errors="1">
  <testsuite name="detector" tests="3" failures="2" errors="0" skipped="0">
    <testcase name="conv2 rhs (wider)" classname="detector">
      <failure message="right operand of conv2 was 1 bit (proven: sign), is a 32-bit float (assumed: f32 &lt;b&gt;)" type="wider">right operand of conv2 was 1 bit (proven: sign), is a 32-bit float (assumed: f32 &lt;b&gt;)
to take it for the baseline: ace check --update</failure>
    </testcase>
    <testcase name="ace growth (growth)" classname="detector">
      <failure message="ace is 200,000, 96.08% more than the 102,000.5 allowed" type="growth">ace is 200,000, 96.08% more than the 102,000.5 allowed
conv2: 1.000k -&gt; 101.0k, wider
conv3: 0 -&gt; 12, inserted
2 more
to allow it, ace.config.json:5: &quot;growth&quot;: &quot;100%&quot;
to take it for the baseline: ace check --update</failure>
    </testcase>
    <testcase name="weightBits (max)" classname="detector">
      <system-out>warning: weightBits is at least 56,000,008 bits, 0.01% more than the 56,000,000 bits allowed</system-out>
    </testcase>
  </testsuite>
  <testsuite name="b.onnx" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="head/*: rhsBits (max)" classname="b.onnx"/>
  </testsuite>
  <testsuite name="c.onnx" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="score" classname="c.onnx">
      <error message="Cannot read c.onnx: expected a readable file, got no such file or folder" type="unreadable-file">Cannot read c.onnx: expected a readable file, got no such file or folder</error>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it("are SARIF 2.1.0: what its schema requires, and a rule for every result", async () => {
    const log = JSON.parse(await report("--sarif"));
    expect(log).toMatchObject({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "AceMeter", version: "0.1.0" } } }],
    });
    const [{ results, tool }] = log.runs;
    expect(results).toHaveLength(4);
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(["error", "warning", "note", "none"]).toContain(level);
      expect(message.text).toEqual(expect.any(String));
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[\w./%-]+$/);
      expect(region.startLine).toBeGreaterThanOrEqual(1);
      expect(Object.values(partialFingerprints)).toHaveLength(1);
    }
    expect(new Set(tool.driver.rules.map(({ id }: { id: string }) => id)).size).toBe(7);
    expect(results[1]).toMatchObject({
      ruleId: "growth",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "ace.config.json" },
            region: { startLine: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: "detector", kind: "module" }],
        },
      ],
    });
  });

  it("are GitLab's code quality: its keys, and fingerprints of their own", async () => {
    const issues = JSON.parse(await report("--gitlab"));
    expect(issues.map((one: object) => Object.keys(one))).toEqual(
      Array(4).fill(["description", "check_name", "fingerprint", "severity", "location"]),
    );
    expect(issues.map((one: Record<string, string>) => [one.check_name, one.severity])).toEqual([
      ["ace-wider", "major"],
      ["ace-growth", "major"],
      ["ace-max", "minor"],
      ["ace-unreadable", "major"],
    ]);
    expect(new Set(issues.map((one: Record<string, string>) => one.fingerprint)).size).toBe(4);
    expect(issues[1].location).toEqual({ path: "ace.config.json", lines: { begin: 5 } });
  });

  it("are annotations and a job summary where it runs in GitHub Actions", async () => {
    const summary = join(temporaryFolder(), "summary.md");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    const run = () => ace(["check", "--json"], { ...check(), env });
    const { stdout, stderr } = await run();
    expect(parseResult(stdout)).toEqual(CHECKED);
    expect(stderr.split("\n")).toEqual([
      "::error file=ace.config.json,line=3,title=detector%3A conv2 rhs::right operand of conv2 was 1 bit (proven: sign), is a 32-bit float (assumed: f32 <b>)%0Ato take it for the baseline: ace check --update",
      '::error file=ace.config.json,line=5,title=detector%3A ace growth::ace is 200,000, 96.08%25 more than the 102,000.5 allowed%0Aconv2: 1.000k -> 101.0k, wider%0Aconv3: 0 -> 12, inserted%0A2 more%0Ato allow it, ace.config.json:5: "growth": "100%25"%0Ato take it for the baseline: ace check --update',
      "::warning file=ace.config.json,line=6,title=detector%3A weightBits::weightBits is at least 56,000,008 bits, 0.01%25 more than the 56,000,000 bits allowed",
      "::error file=c.onnx,line=1,title=c.onnx cannot be scored::Cannot read c.onnx: expected a readable file, got no such file or folder%0Ahint: look again",
      "",
    ]);
    const once = readFileSync(summary, "utf8");
    expect(once).toBe((await print("--md")).stdout);
    await run();
    expect(readFileSync(summary, "utf8")).toBe(once + once);
  });

  it("are none where it does not", async () => {
    const env = { GITHUB_STEP_SUMMARY: join(temporaryFolder(), "summary.md") };
    expect((await ace(["check", "--quiet"], { ...check(), env })).stderr).toBe(
      "not checked: c.onnx: Cannot read c.onnx: expected a readable file, got no such file or folder\n",
    );
  });
});
