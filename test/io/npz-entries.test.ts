import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { AceError } from "../../src/errors.ts";
import { npzEntries } from "../../src/io/npz-entries.ts";
import { zipEntries } from "../../src/io/zip.ts";
import { NUMPY, tensorFileBytes } from "./tensor-files.ts";
import { thrown } from "./thrown.ts";

const FILES = ["stored.npz", "deflated.npz"];
const RAW = { V1: "u1", V2: "u2" } as Record<string, string>;

describe("`npzEntries()`", () => {
  test.each(FILES)("%s has numpy's names, shapes and types", (file) => {
    const entries = npzEntries(tensorFileBytes(file));
    const found = entries.map(({ name, shape, dtype }) => [name, shape, RAW[dtype] ?? dtype]);
    expect(found).toEqual(
      Object.entries(NUMPY).map(([name, { shape, dtype }]) => [name, shape, dtype]),
    );
  });

  test.each([0, 9])(
    "reads the header of a long array alone at level %i, then all of it",
    (level) => {
      const elements = 2 ** 18;
      const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${elements},), }\n`;
      const start = Buffer.from(
        `\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00`,
        "latin1",
      );
      const file = new Uint8Array(start.length + header.length + 4 * elements);
      file.set(start);
      file.set(Buffer.from(header), start.length);
      for (let i = 0; i < 4 * elements; i++) file[start.length + header.length + i] = (i * i) % 251;
      const bytes = zipSync({ "w.npy": [file, { level: level as 0 | 9 }] });
      expect(zipEntries(bytes)[0]?.begin(64).subarray(0, 64)).toEqual(file.subarray(0, 64));
      expect(zipEntries(bytes)[0]?.begin(64).length).toBeLessThan(2 ** 19);
      const [entry] = npzEntries(bytes);
      expect(entry?.shape).toEqual([elements]);
      const data = entry?.read().data as Uint8Array;
      expect(Buffer.compare(data, file.subarray(start.length + header.length))).toBe(0);
    },
  );

  test("names the array that is broken", () => {
    const error = thrown(() => npzEntries(zipSync({ "conv/w.npy": Buffer.from("no npy file") })));
    expect(error.code).toBe("malformed-tensor");
    expect(error.where).toEqual({ tensor: "conv/w" });
  });

  test.each(FILES)("any change of %s is read or refused", (file) => {
    const whole = tensorFileBytes(file);
    const position = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(position, fc.nat(255), fc.option(position), (at, byte, end) => {
        const changed = whole.slice(0, end ?? whole.length);
        if (at < changed.length) changed[at] = byte;
        try {
          for (const entry of npzEntries(changed)) entry.read();
        } catch (error) {
          expect(error).toBeInstanceOf(AceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
