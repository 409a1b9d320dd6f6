import { describe, expect, it } from "vitest";
import type { ScoreOptions } from "../../src/cli/api.ts";
import { AceError } from "../../src/errors.ts";
import { ace } from "./harness.ts";
import { DIGITS, INCOMPLETE } from "./samples.ts";

function score(model: string | Uint8Array, { dims }: ScoreOptions) {
  if (model === "bug") throw new TypeError("x is not a function");
  if (model === "none.onnx") {
    throw new AceError(
      "unreadable-file",
      { action: "read", subject: "none.onnx", expected: "a file", got: "nothing" },
      { where: { file: "none.onnx" } },
    );
  }
  const result = model === "incomplete" ? INCOMPLETE : DIGITS;
  return { ...result, dims: dims ?? {}, model: { ...result.model, name: String(model) } };
}

async function answers(stdin: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = await ace(["score", "--jsonl", ...flags], { stdin, score });
  expect(stdout === "" || stdout.endsWith("\n")).toBe(true);
  const lines = stdout.split("\n").slice(0, -1);
  return { code, stderr, lines: lines.map((line) => JSON.parse(line) as typeof DIGITS) };
}

describe("`ace score --jsonl`", () => {
  it("answers each line, path or request, with one line, in order", async () => {
    const { code, lines, stderr } = await answers(
      'a.onnx\r\n{"model": "b.onnx", "dims": {"batch": 4}}\nc d.onnx',
      "--dim",
      "batch=2",
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(lines.map(({ model, dims }) => [model.name, dims])).toEqual([
      ["a.onnx", { batch: 2 }],
      ["b.onnx", { batch: 4 }],
      ["c d.onnx", { batch: 2 }],
    ]);
  });

  it("prints nothing for nothing", async () => {
    expect(await answers("")).toEqual({ code: 0, stderr: "", lines: [] });
  });

  it.each([
    [
      "none.onnx",
      {
        code: "unreadable-file",
        message: "Cannot read none.onnx: expected a file, got nothing",
        where: "none.onnx",
      },
    ],
    [
      "",
      {
        code: "wrong-usage",
        message: "Cannot read a request: expected a path or a JSON object, got an empty line",
      },
    ],
    [
      '{"model": 3}',
      { code: "wrong-usage", message: "Cannot read a request: expected a path as model, got 3" },
    ],
    [
      '{"dims": {}}',
      { code: "wrong-usage", message: "Cannot read a request: expected a path as model, got none" },
    ],
    [
      '{"model": "a", "weight": "b.json"}',
      {
        code: "wrong-usage",
        message:
          "Cannot read a request: expected the keys model, dims, inputs, values, trips, weights, bits, convention, got weight",
      },
    ],
    [
      '{"model": "a", "dims": {"batch": -1}}',
      {
        code: "wrong-usage",
        message: 'Cannot read a request: expected whole numbers by name as dims, got {"batch":-1}',
      },
    ],
    [
      '{"model": "a", "inputs": {"x": 3}}',
      {
        code: "wrong-usage",
        message:
          'Cannot read a request: expected arrays of whole numbers by name as inputs, got {"x":3}',
      },
    ],
    [
      '{"model": "a", "values": [1]}',
      {
        code: "wrong-usage",
        message: "Cannot read a request: expected numbers by name as values, got [1]",
      },
    ],
    [
      '{"model": "a", "bits": ["b.json"]}',
      {
        code: "wrong-usage",
        message: 'Cannot read a request: expected a path or an object as bits, got ["b.json"]',
      },
    ],
    [
      '{"model": "a", "convention": "mine"}',
      {
        code: "wrong-usage",
        message: 'Cannot read a request: expected pokebnn or native as convention, got "mine"',
      },
    ],
  ])("answers %j with its error, goes on, and ends with 3", async (line, error) => {
    const { code, lines, stderr } = await answers(`${line}\na.onnx\n`);
    expect([code, stderr]).toEqual([3, ""]);
    expect(lines[0]).toEqual({ error });
    expect(lines[1]?.model.name).toBe("a.onnx");
  });

  it("says what is wrong with JSON that is none", async () => {
    const { lines } = await answers('{"model": \n');
    expect(lines).toEqual([
      {
        error: {
          code: "wrong-usage",
          message: expect.stringMatching(
            /^Cannot read a request: expected a path or a JSON object, got /,
          ) as string,
        },
      },
    ]);
  });

  it("ends with 5 where a result is incomplete under --strict", async () => {
    expect((await answers("incomplete\n", "--strict")).code).toBe(5);
    expect((await answers("incomplete\n")).code).toBe(0);
  });

  it("tells of a bug on standard error, and goes on", async () => {
    const { code, lines, stderr } = await answers("bug\na.onnx\n");
    expect(code).toBe(70);
    expect(lines[0]).toEqual({
      error: { code: "internal", message: "TypeError: x is not a function" },
    });
    expect(lines[1]?.model.name).toBe("a.onnx");
    expect(stderr).toContain("  at ace score --jsonl, bug\n");
  });
});
