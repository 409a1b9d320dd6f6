import { LosslessNumber } from "lossless-json";
import type { CheckResult, Verdict } from "../../src/results/check-result.ts";

const amount = (text: string) => new LosslessNumber(text);
const nothing = { contributors: [], others: 0 } as const;

export const WIDER: Verdict = {
  kind: "wider",
  status: "error",
  key: "models[0].wider",
  line: 3,
  name: "conv2 rhs",
  metric: "rhsBits",
  reason: "right operand of conv2 was 1 bit (proven: sign), is a 32-bit float (assumed: f32 <b>)",
  widened: {
    layer: "conv2",
    operand: "rhs",
    before: { bits: 1, float: false, type: "f32", proof: "sign", status: "proven", tensor: "w" },
    after: {
      bits: 32,
      float: true,
      type: "f32",
      proof: "f32 <b>",
      status: "assumed",
      tensor: "w",
    },
  },
  fix: { command: "ace check --update" },
  ...nothing,
};

const OVER: Verdict = {
  kind: "growth",
  status: "error",
  key: "models[0].budgets.ace.growth",
  line: 5,
  name: "ace growth",
  metric: "ace",
  unit: "",
  measured: amount("200000"),
  allowed: amount("102000.5"),
  before: amount("100000"),
  reason: "ace is 200,000, 96.08% more than the 102,000.5 allowed",
  contributors: [
    { name: "conv2", how: "wider", before: amount("1000"), after: amount("101000") },
    { name: "conv3", how: "inserted", before: amount("0"), after: amount("12") },
  ],
  others: 2,
  fix: {
    file: "ace.config.json",
    line: 5,
    text: '"growth": "100%"',
    command: "ace check --update",
  },
};

const WARNED: Verdict = {
  kind: "max",
  status: "warn",
  key: "models[0].budgets.weightBits.max",
  line: 6,
  name: "weightBits",
  metric: "weightBits",
  unit: "bit",
  measured: amount("56000008"),
  allowed: amount("56000000"),
  atLeast: true,
  reason: "weightBits is at least 56,000,008 bits, 0.01% more than the 56,000,000 bits allowed",
  ...nothing,
};

const KEPT: Verdict = {
  kind: "max",
  status: "ok",
  key: "models[1].budgets.energyPj.45nm",
  name: "head/*: rhsBits",
  metric: "rhsBits",
  unit: "bit",
  measured: amount("1"),
  allowed: amount("8"),
  reason: "rhsBits of head/* is 1 bit, of 8 bits allowed",
  ...nothing,
};

/** Everything that a check can say, by hand. */
export const CHECKED: CheckResult = {
  schema: "acemeter/check@1",
  passed: false,
  config: "ace.config.json",
  against: "main",
  counts: { ok: 1, warn: 1, error: 2, failed: 1 },
  models: [
    {
      name: "detector",
      path: "a/net.onnx",
      convention: "pokebnn",
      baseline: "ace.baseline.json",
      status: "error",
      complete: false,
      verdicts: [WIDER, OVER, WARNED],
    },
    {
      name: "b.onnx",
      path: "b.onnx",
      convention: "native",
      baseline: null,
      status: "ok",
      complete: true,
      verdicts: [KEPT],
    },
    {
      name: "c.onnx",
      path: "c.onnx",
      convention: "pokebnn",
      baseline: null,
      status: "failed",
      complete: false,
      verdicts: [],
      failure: {
        code: "unreadable-file",
        message: "Cannot read c.onnx: expected a readable file, got no such file or folder",
        where: "c.onnx",
        hint: "look again",
      },
    },
  ],
};
