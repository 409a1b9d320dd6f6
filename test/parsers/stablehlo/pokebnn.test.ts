import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { arrayTensor, readArrayFile } from "../../../src/api/tensor-files.ts";
import { roundToFloat } from "../../../src/graph/small-float.ts";
import type { Carrier } from "../../../src/graph/tensor.ts";
import { bits, run, score } from "../../../src/index.ts";

const FOLDER = fileURLToPath(
  new URL("../../../../shared/corpus/flax/pokebnn_0.25x_64/", import.meta.url),
);
const MODEL = `${FOLDER}model.debug.mlir`;
const WEIGHTS = `${FOLDER}weights.safetensors`;
/** What PokeBNN-0.25x costs at 64 x 64, by its layer table. */
const ACE = 89_625_088n;

function sameBits(a: Carrier, b: Carrier): boolean {
  return a.length === b.length && a.every((x: number | bigint, i: number) => Object.is(x, b[i]));
}

/** One bit an element, the first one highest; 1 for what is not negative. */
function packedSigns(data: Carrier): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(data.length / 8));
  data.forEach((x: number | bigint, i: number) => {
    if (x >= 0) bytes[i >> 3] = (bytes[i >> 3] as number) | (0x80 >> (i & 7));
  });
  return bytes;
}

test.skipIf(!existsSync(FOLDER))(
  "a whole PokeBNN costs what its authors count, by proof alone and by names alone (skipped without the corpus)",
  () => {
    expect(score(`${FOLDER}model.mlir`, { weights: WEIGHTS }).totals.ace).toBe(ACE);
    for (const file of ["model.debug.mlir", "model.export.mlir", "model.hlo.txt", "model.hlo.pb"]) {
      expect(score(`${FOLDER}${file}`).totals.ace, file).toBe(ACE);
    }
  },
  120_000,
);

test.skipIf(!existsSync(FOLDER))(
  "a whole PokeBNN gives the same bits in all 294 modules, 48 signs and the logits (skipped without the corpus)",
  () => {
    const inputs = readArrayFile(`${FOLDER}in.npz`);
    const { outputs, intermediates } = run(MODEL, {
      inputs,
      weights: WEIGHTS,
      intermediates: "all",
    });
    const logits = readArrayFile(`${FOLDER}out.npz`).get("logits");
    const expected = arrayTensor(logits as never, "f32", "logits");
    expect(sameBits(expected.data, outputs.get("out0")?.data as Carrier)).toBe(true);

    // Some modules compute in f32; what rounds their results to bf16 stands outside of them.
    const last = new Map<string, string>();
    for (const { name, layer } of bits(MODEL, { weights: WEIGHTS }).tensors) {
      if (layer !== undefined && intermediates.has(name)) last.set(layer, name);
    }
    const modules = [...readArrayFile(`${FOLDER}modules.npz`)];
    const different = modules.filter(([module, array]) => {
      const got = intermediates.get(last.get(module) ?? "")?.data as Float32Array | undefined;
      const want = arrayTensor(array, "bf16", module).data;
      return (
        got === undefined ||
        !sameBits(
          want,
          got.map((x) => roundToFloat("bf16", x)),
        )
      );
    });
    expect(modules).toHaveLength(294);
    expect(different.map(([module]) => module)).toEqual([]);

    const operands = new Map(
      score(MODEL, { weights: WEIGHTS }).layers.map(({ name, lhs }) => [name, lhs.tensor]),
    );
    const signs = [...readArrayFile(`${FOLDER}signs.npz`)];
    const wrong = signs.filter(([module, array]) => {
      const got = intermediates.get(operands.get(module) ?? "")?.data;
      const want = arrayTensor(array, "u8", module).data;
      return got === undefined || !sameBits(want, packedSigns(got));
    });
    expect(signs).toHaveLength(48);
    expect(wrong.map(([module]) => module)).toEqual([]);
  },
  240_000,
);
