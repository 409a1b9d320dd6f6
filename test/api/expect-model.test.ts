import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AceError, score } from "../../src/index.ts";
import { folderOf } from "../support/temporary-folder.ts";

/** How JAX 0.10.2 begins what it serializes, and what stands before the bytecode in a container. */
const BYTECODE = Buffer.from("ML\u00efR\rStableHLO_v1.15.0\0", "latin1");
const CONTAINER = Buffer.concat([
  Buffer.from("3c000000380060005e00580054005000", "hex"),
  Buffer.alloc(2000),
  BYTECODE,
]);

function refusal(model: string | Uint8Array, weights?: string) {
  try {
    score(model, weights === undefined ? {} : { weights });
  } catch (error) {
    if (error instanceof AceError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a file that no importer reads", () => {
  test("bytecode is refused with a way to print it", () => {
    expect(refusal(BYTECODE)).toEqual({
      message: "Cannot read model: expected an ONNX, StableHLO or HLO model, got MLIR bytecode",
      hint: "print it as text: exported.mlir_module() in JAX, or stablehlo-translate --deserialize on its bytecode",
    });
  });

  test("a container of jax.export is known by the bytecode in it", () => {
    expect(refusal(CONTAINER)).toEqual({
      message:
        "Cannot read model: expected an ONNX, StableHLO or HLO model, got a jax.export container",
      hint: "print it as text: jax.export.deserialize(data).mlir_module(), or stablehlo-translate --deserialize on its bytecode",
    });
  });

  test("its format is said before that of weights", () => {
    const weights = join(folderOf({}), "w.npz");
    writeFileSync(weights, "");
    expect(refusal(BYTECODE, weights).message).toBe(
      "Cannot read model: expected an ONNX, StableHLO or HLO model, got MLIR bytecode",
    );
  });
});
