import { describe, expect, it } from "vitest";
import type { VerifyOptions } from "../../src/cli/api.ts";
import { AceError } from "../../src/errors.ts";
import type { VerifyCase, VerifyResult } from "../../src/results/verify-result.ts";
import { ace } from "./harness.ts";

function verified(...cases: readonly VerifyCase[]): VerifyResult {
  const count = (status: VerifyCase["status"]) =>
    cases.filter((one) => one.status === status).length;
  const wrong = count("different") + count("failed");
  return {
    schema: "acemeter/verify@1",
    equal: count("equal") + count("close") > 0 && wrong === 0,
    counts: {
      equal: count("equal"),
      close: count("close"),
      different: count("different"),
      explained: cases.filter(({ explained }) => explained === true).length,
      unsupported: count("unsupported"),
      failed: count("failed"),
    },
    cases,
  };
}

const EQUAL: VerifyCase = {
  name: "test_conv",
  status: "equal",
  maxUlps: 2,
  maxAbs: 2.384e-7,
  tolerance: "rtol 0.001 and atol 1e-7 (default)",
};
const DIFFERENT: VerifyCase = {
  name: "test_sign",
  status: "different",
  maxUlps: null,
  maxAbs: 2,
  explained: true,
  tolerance: "rtol 0.001 and atol 1e-7 (default)",
  first: { tensor: "y", index: [0, 3], expected: "1", got: "-1" },
};
const UNSUPPORTED: VerifyCase = {
  name: "test_strings",
  status: "unsupported",
  reason: "x: expected a numeric tensor, got STRING",
};
const FAILED: VerifyCase = { name: "test_bad", status: "failed", reason: "Cannot read it" };

const ALL = verified(EQUAL, DIFFERENT, UNSUPPORTED, FAILED);
const verify = (result: VerifyResult) => () => result;

describe("`ace verify`, the table for people", () => {
  it("has a row for each case, says what equal means, and ends with the counts", async () => {
    expect(await ace(["verify", "tests"], { verify: verify(ALL) })).toEqual({
      code: 4,
      stdout: `\
             Case          ULPs  Difference
equal        test_conv        2     2.38e-7
different    test_sign      inf           2  y[0, 3]: expected 1, got -1; explained by rounding
unsupported  test_strings     -           -  x: expected a numeric tensor, got STRING
failed       test_bad         -           -  Cannot read it

Equal means: rtol 0.001 and atol 1e-7 (default)

4 cases: 1 equal, 1 different (1 explained), 1 failed, 1 unsupported
`,
      stderr: "",
    });
  });

  it("paints what is right green and what is wrong red on a terminal", async () => {
    const { stdout } = await ace(["verify", "tests"], { verify: verify(ALL), terminal: 100 });
    expect(stdout).toContain("\u001b[32mequal\u001b[39m        test_conv");
    expect(stdout).toContain("\u001b[31mdifferent\u001b[39m    test_sign");
    expect(stdout).toContain("\u001b[33munsupported\u001b[39m  test_strings");
  });

  it("leaves out equal cases on a terminal where there are many", async () => {
    const many = verified(...Array.from({ length: 41 }, () => EQUAL), UNSUPPORTED);
    const { stdout } = await ace(["verify", "tests", "--no-color"], {
      verify: verify(many),
      terminal: 100,
    });
    expect(stdout).toBe(`\
             Case          ULPs  Difference
unsupported  test_strings     -           -  x: expected a numeric tensor, got STRING
41 equal cases are not listed

Equal means: rtol 0.001 and atol 1e-7 (default)

42 cases: 41 equal, 1 unsupported
`);
  });
});

/** 50 equal cases of Add, and one that stops at two operators. */
const MANY: VerifyResult = {
  ...verified(...Array.from({ length: 50 }, () => EQUAL), UNSUPPORTED),
  operators: [
    { operator: "Add", equal: 50, close: 0, different: 0, unsupported: 0, failed: 0 },
    { operator: "If", equal: 0, close: 0, different: 0, unsupported: 1, failed: 0 },
  ],
  unsupported: [
    { operator: "com.x.Frob", types: "STRING f32", cases: 1 },
    { operator: "If", types: "STRING f32", cases: 1 },
  ],
};

describe("`ace verify` of many cases", () => {
  it("sums up by operator, and says what is not supported, the most frequent first", async () => {
    const { stdout } = await ace(["verify", "tests"], { verify: verify(MANY) });
    expect(stdout.slice(stdout.indexOf("Equal means"))).toBe(`\
Equal means: rtol 0.001 and atol 1e-7 (default)

Operator  Equal  Close  Different  Unsupported  Failed
Add          50      0          0            0       0
If            0      0          0            1       0

Not supported  Types       Cases
com.x.Frob     STRING f32      1
If             STRING f32      1

51 cases: 50 equal, 1 unsupported
`);
  });

  it("leaves out operators that are all equal on a terminal", async () => {
    const flags = ["--no-color"];
    const { stdout, stderr } = await ace(["verify", "tests", ...flags], {
      verify: verify(MANY),
      terminal: 100,
    });
    expect(stdout).toContain("operators with nothing but equal cases that are not listed: 1\n");
    expect(stdout).not.toContain("Add ");
    expect(stdout).toContain("If            0      0          0            1       0\n");
    expect(stderr).toBe("");
  });

  it("has both tables with --md", async () => {
    const { stdout } = await ace(["verify", "tests", "--md"], { verify: verify(MANY) });
    expect(stdout).toContain("| If | 0 | 0 | 0 | 1 | 0 |\n");
    expect(stdout).toContain("| com.x.Frob | STRING f32 | 1 |\n");
  });

  it("asks for news of each case on a terminal alone", async () => {
    const asked: boolean[] = [];
    const api = {
      verify: (_: readonly string[], { onCase }: VerifyOptions) => {
        asked.push(onCase !== undefined);
        return MANY;
      },
    };
    await ace(["verify", "t"], { ...api, terminal: 80 });
    await ace(["verify", "t"], api);
    await ace(["verify", "t", "--quiet"], { ...api, terminal: 80 });
    await ace(["verify", "t"], { ...api, terminal: 80, env: { TERM: "dumb" } });
    expect(asked).toEqual([true, false, false, false]);
  });
});

describe("`ace verify` in other forms", () => {
  it("is one document with --json", async () => {
    const { stdout } = await ace(["verify", "t", "--json"], { verify: verify(ALL) });
    expect(JSON.parse(stdout)).toEqual(ALL);
  });

  it("is a table with --csv", async () => {
    const { stdout } = await ace(["verify", "t", "--csv"], { verify: verify(ALL) });
    expect(stdout).toBe(`\
name,status,maxUlps,maxAbs,tensor,index,expected,got,explained,reason,tolerance
test_conv,equal,2,2.384e-7,,,,,false,,rtol 0.001 and atol 1e-7 (default)
test_sign,different,,2,y,0 3,1,-1,true,,rtol 0.001 and atol 1e-7 (default)
test_strings,unsupported,,,,,,,false,"x: expected a numeric tensor, got STRING",
test_bad,failed,,,,,,,false,Cannot read it,
`);
  });

  it("is a table with --md", async () => {
    const { stdout } = await ace(["verify", "t", "--md"], { verify: verify(ALL) });
    expect(stdout).toBe(`\
| Case | Status | ULPs | Difference | First |
| --- | --- | ---: | ---: | --- |
| test\\_conv | equal | 2 | 2.384e-7 |  |
| test\\_sign | different |  | 2 | y\\[0, 3\\]: expected 1, got -1; explained by rounding |
| test\\_strings | unsupported |  |  | x: expected a numeric tensor, got STRING |
| test\\_bad | failed |  |  | Cannot read it |

4 cases: 1 equal, 1 different (1 explained), 1 failed, 1 unsupported
`);
  });

  it("is a tabular with --latex", async () => {
    const { stdout } = await ace(["verify", "t", "--latex"], { verify: verify(verified(EQUAL)) });
    expect(stdout).toBe(`\
% 1 case: 1 equal
\\begin{tabular}{llrrl}
  \\toprule
  Case & Status & ULPs & Difference & First \\\\
  \\midrule
  test\\_conv & equal & 2 & 2.384e-7 &  \\\\
  \\bottomrule
\\end{tabular}
`);
  });
});

describe("exit code of `ace verify`", () => {
  it.each([
    ["0 where all are equal", [EQUAL], [], 0, "1 case: 1 equal\n", ""],
    [
      "0 where some are not supported",
      [EQUAL, UNSUPPORTED],
      [],
      0,
      "2 cases: 1 equal, 1 unsupported\n",
      "",
    ],
    [
      "5 where some are not supported under --strict",
      [EQUAL, UNSUPPORTED],
      ["--strict"],
      5,
      "2 cases: 1 equal, 1 unsupported\n",
      "error: Cannot pass: expected every case to be supported (--strict), got 1 that are not\n",
    ],
    [
      "4 where one is different",
      [EQUAL, DIFFERENT],
      ["--strict"],
      4,
      "2 cases: 1 equal, 1 different (1 explained)\n",
      "",
    ],
    ["4 where one failed", [EQUAL, FAILED], [], 4, "2 cases: 1 equal, 1 failed\n", ""],
    [
      "3 where none ran",
      [UNSUPPORTED],
      [],
      3,
      "1 case: 0 equal, 1 unsupported\n",
      "error: Cannot verify anything: expected at least one case that runs, got none\n",
    ],
  ] as const)("is %s", async (_, cases, flags, code, stdout, stderr) => {
    const result = verified(...cases);
    const ended = await ace(["verify", "t", "--quiet", ...flags], { verify: verify(result) });
    expect(ended).toEqual({ code, stdout, stderr });
  });

  it("is 3 where the models cannot be read at all", async () => {
    const ended = await ace(["verify", "t"], {
      verify: () => {
        throw new AceError("unreadable-file", {
          action: "read",
          subject: "t",
          expected: "a folder",
          got: "nothing",
        });
      },
    });
    expect(ended).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: Cannot read t: expected a folder, got nothing\n",
    });
  });
});

describe("options of `ace verify`", () => {
  it("reach the library by name", async () => {
    const seen: (readonly string[] | VerifyOptions)[] = [];
    const limits = ["--rtol", "1e-3", "--atol", "0", "--ulps", "4", "--peak", "1e-5"];
    const files = ["--inputs", "a.pb", "--inputs", "b.pb", "--expect", "y.npz"];
    await ace(["verify", "m.onnx", "n.onnx", ...limits, ...files], {
      verify: (...received) => {
        seen.push(...received);
        return verified(EQUAL);
      },
    });
    expect(seen).toEqual([
      ["m.onnx", "n.onnx"],
      {
        inputs: ["a.pb", "b.pb"],
        expect: ["y.npz"],
        rtol: 0.001,
        atol: 0,
        ulps: 4,
        peak: 1e-5,
      },
    ]);
  });

  it("are left out where they are not given", async () => {
    const seen: unknown[] = [];
    await ace(["verify", "folder"], {
      verify: (...received) => {
        seen.push(...received);
        return verified(EQUAL);
      },
    });
    expect(seen).toEqual([["folder"], {}]);
  });
});
