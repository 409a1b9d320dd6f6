import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bits, score, type Widths } from "../../src/index.ts";
import { ace } from "../cli/harness.ts";

const MODEL = "fixtures/digits-bnn.onnx";
const WIDTHS: Widths = {
  schema: "acemeter/widths@1",
  rules: [{ match: "fc/**", rhsBits: 4, why: "planned" }],
};

describe("claimed widths beside a model", () => {
  let folder = "";
  const file = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "acemeter-widths-"));
    writeFileSync(file("w.json"), JSON.stringify(WIDTHS));
    writeFileSync(file("bad.json"), '{"schema": "acemeter/widths@1", "rules": [{"bits": 3}]}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("are an object, or a file that messages call by its name", () => {
    const proofs = [WIDTHS, file("w.json")].map(
      (claims) => score(MODEL, { bits: claims }).layers.at(-1)?.rhs,
    );
    expect(proofs).toMatchObject([
      { bits: 4, proof: "claimed by rule 1 of the bit widths (planned)" },
      { bits: 4, proof: "claimed by rule 1 of w.json (planned)" },
    ]);
  });

  test("warn in `ace bits`, too", () => {
    expect(bits(MODEL, { bits: WIDTHS }).warnings).toMatchObject([
      { code: "claim-differs", where: "node fc/Gemm (Gemm)" },
    ]);
  });

  test("end with 2 where they are wrong, and name file and key", async () => {
    expect(await ace(["score", MODEL, "--bits", file("bad.json")], { score })).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: Cannot read rules[0] of the bit widths: expected either match or tensor, got {"bits":3}
  at ${file("bad.json")}
`,
    });
  });

  test("end with 2 where the model has nothing of the name, and name the model", async () => {
    const rules = [{ tensor: "conv1.wight", bits: 4 }];
    writeFileSync(file("typo.json"), JSON.stringify({ ...WIDTHS, rules }));
    const { code, stderr } = await ace(["bits", MODEL, "--bits", file("typo.json")], { bits });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: Cannot apply rule 1 of typo\.json: expected one of conv1\.weight, .*, 43 more, got conv1\.wight\n {2}at fixtures\/digits-bnn\.onnx\n$/,
    );
  });

  test("may stand in a request, as an object or a path", async () => {
    const requests = [WIDTHS, file("w.json")].map((claims) =>
      JSON.stringify({ model: MODEL, bits: claims }),
    );
    const { code, stdout } = await ace(["score", "--jsonl"], { score, stdin: requests.join("\n") });
    expect(code).toBe(0);
    expect(stdout.match(/"proof":"claimed by rule 1 of [^"]*"/g)).toEqual([
      '"proof":"claimed by rule 1 of the bit widths (planned)"',
      '"proof":"claimed by rule 1 of w.json (planned)"',
    ]);
  });
});
