import { closeSync, ftruncateSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs/minimal.js";
import { describe, expect, test } from "vitest";
import { node, value, writeModel } from "../../../bench/onnx-file.ts";
import { AceError, run, score } from "../../../src/index.ts";
import { modelBytes } from "../../support/onnx.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const MIB = 2 ** 20;
const PATIENCE_MS = 240_000;
const FLOAT = 1;

/** What a call gives, and the memory that the process needed more than ever before, in bytes. */
function measured<T>(body: () => T): { readonly result: T; readonly memory: number } {
  const before = process.resourceUsage().maxRSS;
  const result = body();
  return { result, memory: (process.resourceUsage().maxRSS - before) * 1024 };
}

function refusal(body: () => unknown): readonly [string, string] {
  try {
    body();
  } catch (error) {
    if (error instanceof AceError) return [error.code, error.message];
    throw error;
  }
  throw new Error("it was not refused");
}

/** 550 million floats: more bytes than a signed number of 32 bits counts. */
const DIMS = [25_000, 22_000] as const;
const BYTES = 2_200_000_000;

/** A dense layer whose weights are zeros that take no place on the disk, at the end of the file. */
function writeSparseModel(path: string): void {
  const tensor = new protobuf.Writer();
  for (const dim of DIMS) tensor.uint32(8).int64(dim);
  const head = tensor.uint32(16).int32(FLOAT).uint32(66).string("w").uint32(74).uint64(BYTES);
  const tensorHead = head.finish();
  const before = [
    node("MatMul", "dense", ["x", "w"], "y"),
    value(11, "x", [1, DIMS[0]]),
    value(12, "y", [1, DIMS[1]]),
    new protobuf.Writer()
      .uint32(42)
      .uint64(tensorHead.length + BYTES)
      .finish(),
    tensorHead,
  ];
  const length = before.reduce((sum, part) => sum + part.length, BYTES);
  const model = new protobuf.Writer().uint32(8).int64(8);
  model.uint32(66).bytes(new protobuf.Writer().uint32(16).int64(17).finish());
  model.uint32(58).uint64(length);
  const file = openSync(path, "w");
  const start = Buffer.concat([model.finish(), ...before]);
  writeSync(file, start);
  ftruncateSync(file, start.length + BYTES);
  closeSync(file);
}

/** The same layer with its weights in another file. */
function writeExternalModel(folder: string): string {
  const data = openSync(join(folder, "w.bin"), "w");
  ftruncateSync(data, BYTES);
  closeSync(data);
  const externalData = [
    { key: "location", value: "w.bin" },
    { key: "length", value: `${BYTES}` },
  ];
  const path = join(folder, "model.onnx");
  const weights = { name: "w", dims: [...DIMS], dataType: FLOAT, dataLocation: 1, externalData };
  writeFileSync(
    path,
    modelBytes({
      nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"], name: "dense" }],
      inputs: [{ name: "x", shape: [1, DIMS[0]] }],
      outputs: [{ name: "y", shape: [1, DIMS[1]] }],
      initializers: [weights],
    }),
  );
  return path;
}

describe("a model of 2.2 GB", { timeout: PATIENCE_MS }, () => {
  test.each([
    [
      "in one file",
      (folder: string) => {
        const path = join(folder, "model.onnx");
        writeSparseModel(path);
        return path;
      },
    ],
    ["with its weights beside it", writeExternalModel],
  ])("%s is scored without being held, and not run", (_, write) => {
    const path = write(temporaryFolder());
    const { result, memory } = measured(() => score(path));
    expect(result.totals).toMatchObject({ macs: 550_000_000n, weightCount: 550_000_000n });
    expect(result.layers[0]?.rhs).toMatchObject({ shape: [25_000, 22_000], status: "assumed" });
    expect(result.missing).toMatchObject([
      {
        code: "not-inspected",
        reason:
          "its elements could not be looked at: Cannot hold a tensor of 550000000 elements: " +
          "expected at most 536870912, got 550000000",
      },
    ]);
    expect(memory).toBeLessThan(256 * MIB);
    const x = { shape: [1, DIMS[0]], dtype: "f4", data: new Uint8Array(4 * DIMS[0]) } as const;
    expect(refusal(() => run(path, { inputs: new Map([["x", x]]) }))).toEqual([
      "too-large",
      "Cannot execute MatMul: expected tensors of at most 536870912 elements, got f32 25000x22000",
    ]);
  });

  test("takes no place on the disk", () => {
    const path = join(temporaryFolder(), "model.onnx");
    writeSparseModel(path);
    expect(statSync(path).size).toBeGreaterThan(2 ** 31);
    expect(statSync(path).blocks * 512).toBeLessThan(MIB);
  });
});

describe("a chain of a million nodes", { timeout: PATIENCE_MS }, () => {
  const COUNT = 10 ** 6;

  function chain(): string {
    const path = join(temporaryFolder(), "chain.onnx");
    writeModel(path, function* () {
      yield value(11, "x", [2]);
      for (let i = 0; i < COUNT; i++) {
        yield node("Neg", "", [i === 0 ? "x" : `t${i - 1}`], `t${i}`);
      }
      yield value(12, `t${COUNT - 1}`, [2]);
    });
    return path;
  }

  test("is scored and run, in memory that a node takes little of", () => {
    const path = chain();
    const scored = measured(() => score(path));
    expect(scored.result.complete).toBe(true);
    expect(scored.result.totals.macs).toBe(0n);
    expect(scored.memory).toBeLessThan(1024 * MIB);
    const data = new Uint8Array(Float32Array.from([1, -2]).buffer);
    const ran = measured(() =>
      run(path, { inputs: new Map([["x", { shape: [2], dtype: "f4", data }]]) }),
    );
    const y = ran.result.outputs.get(`t${COUNT - 1}`);
    expect([...(y?.data ?? [])]).toEqual([1, -2]);
    expect(ran.memory).toBeLessThan(1024 * MIB);
  });
});
