import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Tensor, tensorOf, toNumbers } from "../../../src/graph/tensor.ts";
import { TypeTable } from "../../../src/graph/tensor-type.ts";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { writeNpz } from "../../../src/io/npz.ts";
import { writeSafetensors } from "../../../src/io/safetensors.ts";
import { readWeights } from "../../../src/parsers/weights/read-weights.ts";
import { tensorFileBytes } from "../../io/tensor-files.ts";
import { thrown } from "../../io/thrown.ts";

const types = new TypeTable();
const F32 = types.intern("f32", [2]);

function weightsIn(bytes: Uint8Array) {
  return readWeights(bufferSource("w.bin", bytes));
}

const tensors = (...names: readonly string[]): Map<string, Tensor> =>
  new Map(names.map((name, i) => [name, tensorOf(F32, Float32Array.of(i, i + 0.5))]));

describe("`readWeights()`", () => {
  test.each([
    ["safetensors", writeSafetensors],
    ["npz", writeNpz],
  ])("knows %s by content, and reads names with either separator", (_, write) => {
    const slashes = weightsIn(write(tensors("params/a.1/kernel", "params/b")));
    expect([...slashes.values()].map(({ path }) => path)).toEqual([
      ["params", "a.1", "kernel"],
      ["params", "b"],
    ]);
    const dots = weightsIn(write(tensors("params.a.kernel", "x")));
    expect([...dots.keys()]).toEqual(["params/a/kernel", "x"]);
    expect(dots.get("x")?.fitTo(F32)?.read().data).toEqual(Float32Array.of(1, 1.5));
  });

  test("knows Flax's msgpack by content", () => {
    expect(weightsIn(tensorFileBytes("flax.msgpack")).has("params/dense/kernel")).toBe(true);
  });

  test.each(["stored.npz", "deflated.npz"])("%s by numpy, array by array", (file) => {
    const weights = weightsIn(tensorFileBytes(file));
    const read = (name: string, element: "f32" | "bf16" | "i4" | "i32", shape: number[]) => {
      const tensor = weights.get(name)?.fitTo(types.intern(element, shape))?.read();
      return tensor && toNumbers(tensor);
    };
    expect(read("f32", "f32", [2, 3])).toEqual([0, 0.125, 0.25, 0.375, 0.5, 12.5]);
    expect(read("bf16", "bf16", [3])).toEqual([1, -1.5, 3]);
    expect(read("i4", "i4", [3])).toEqual([-8, -1, 7]);
    expect(read("fortran", "i32", [2, 3, 4])).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect(read("big_i4", "i32", [2, 3])).toEqual([0, 1, 2, 3, 4, 100]);
  });

  test("finds a damaged array when its elements are asked for, not before", () => {
    const bytes = writeNpz(tensors("a"));
    const at = bytes.length - 60;
    const damaged = bytes.slice();
    const place = Buffer.from(bytes).indexOf(Buffer.from(Float32Array.of(0, 0.5).buffer));
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThan(at);
    damaged[place] = 1;
    const weight = weightsIn(damaged).get("a");
    expect(weight?.shape).toEqual([2]);
    expect(thrown(() => weight?.fitTo(F32)?.read()).message).toBe(
      "Cannot read a.npy: expected its own checksum, got another",
    );
  });

  test("leaves arrays of text in an npz out", () => {
    const header = "{'descr': '<U3', 'fortran_order': False, 'shape': (), }\n";
    const npy = [...Buffer.from("\x93NUMPY\x01\x00", "latin1"), header.length, 0];
    const file = Uint8Array.from([...npy, ...strToU8(header), ...new Uint8Array(12)]);
    expect(weightsIn(zipSync({ "version.npy": file })).size).toBe(0);
  });

  test("refuses two names that are one path", () => {
    expect(
      thrown(() => weightsIn(Uint8Array.from(Buffer.from("82a3612f62c3a16181a162c2", "hex"))))
        .message,
    ).toBe("Cannot read the weights: expected different names, got a/b twice");
  });

  test.each([
    ["", "an empty file"],
    ["\x93NUMPY\x01\x00", "one numpy array; save all of them by name with numpy.savez"],
    ["\x80\x04\x95", "a Python pickle"],
    ["\x89HDF\r\n", "an HDF5 file"],
    ["version https://git-lfs", "a Git LFS pointer; the weights themselves were not fetched"],
    ['{"a": 1}', "JSON"],
    ["hello", "another format"],
  ])("refuses %j", (text, got) => {
    const error = thrown(() => weightsIn(Uint8Array.from(Buffer.from(text, "latin1"))));
    expect(error.code).toBe("unsupported-format");
    expect(error.message).toBe(
      `Cannot read weights from w.bin: expected Flax's msgpack, safetensors or npz, got ${got}`,
    );
  });
});
