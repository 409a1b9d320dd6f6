import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { AceError } from "../../src/errors.ts";
import { unpackElements } from "../../src/graph/packed.ts";
import { tensorOf } from "../../src/graph/tensor.ts";
import { elementCount, TypeTable } from "../../src/graph/tensor-type.ts";
import { elementOf } from "../../src/io/npy-tensor.ts";
import { readNpz, writeNpz } from "../../src/io/npz.ts";
import { NUMPY, tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

const types = new TypeTable();
const RAW = { V1: "u1", V2: "u2" } as Record<string, string>;

describe("`readNpz()`", () => {
  describe.each(["stored.npz", "deflated.npz"])("%s by numpy", (file) => {
    const arrays = readNpz(tensorFileBytes(file));

    test("has the names", () => {
      expect([...arrays.keys()]).toEqual(Object.keys(NUMPY));
    });

    test.each(Object.entries(NUMPY))("%s has numpy's elements", (name, expected) => {
      const { shape, dtype, data } = arrays.get(name) as NonNullable<ReturnType<typeof arrays.get>>;
      expect({ shape, dtype: RAW[dtype] ?? dtype }).toEqual({
        shape: expected.shape,
        dtype: expected.dtype,
      });
      const element = elementOf(expected.dtype) as NonNullable<ReturnType<typeof elementOf>>;
      const values = unpackElements(element, data, elementCount(shape));
      expect(Array.from(values as ArrayLike<number | bigint>, Number)).toEqual(
        expected.values.map(Number),
      );
    });
  });

  test("ignores what is no npy file", () => {
    const bytes = zipSync({ "readme.txt": strToU8("x"), folder: {} });
    expect(readNpz(bytes).size).toBe(0);
  });

  test("names the array that is broken", () => {
    const error = thrown(() => readNpz(zipSync({ "conv/w.npy": strToU8("no npy file") })));
    expect(error.code).toBe("malformed-tensor");
    expect(error.where).toEqual({ tensor: "conv/w" });
  });

  test.each(["stored.npz", "deflated.npz"])("any change of %s is read or refused", (file) => {
    const whole = tensorFileBytes(file);
    const position = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(position, fc.nat(255), fc.option(position), (at, byte, end) => {
        const changed = whole.slice(0, end ?? whole.length);
        if (at < changed.length) changed[at] = byte;
        try {
          readNpz(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("`writeNpz()`", () => {
  const tensors = new Map([
    ["b/x", tensorOf(types.intern("f32", [2]), Float32Array.of(1, -2))],
    ["1", tensorOf(types.intern("bf16", []), Float32Array.of(1.5))],
    ["größe", tensorOf(types.intern("i4", [2]), Int8Array.of(-8, 7))],
  ]);

  test("is read back in the same order", () => {
    const arrays = readNpz(writeNpz(tensors));
    expect(
      Array.from(arrays, ([name, { dtype, shape, data }]) => [name, dtype, shape, data]),
    ).toEqual([
      ["b/x", "f4", [2], Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0)],
      ["1", "u2", [], Uint8Array.of(0xc0, 0x3f)],
      ["größe", "i1", [2], Uint8Array.of(0xf8, 0x07)],
    ]);
  });

  test("gives the same bytes in another time zone and at another time", () => {
    const file = new URL("../../src/io/npz.ts", import.meta.url).href;
    const program = `import { writeNpz } from ${JSON.stringify(file)};
      const type = { element: "f32", shape: [2] };
      const bytes = writeNpz(new Map([["x", { type, data: Float32Array.of(1, -2) }]]));
      console.log(Buffer.from(bytes).toString("hex"));`;
    const args = ["--import", "tsx", "--input-type=module", "-e", program];
    const inZone = (TZ: string) =>
      execFileSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, TZ } });
    expect(inZone("Pacific/Kiritimati")).toBe(inZone("America/Anchorage"));
  });

  test("an archive of nothing is one", () => {
    expect(readNpz(writeNpz(new Map())).size).toBe(0);
  });
});
