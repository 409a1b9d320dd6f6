import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBeside, noFiles } from "../../../src/parsers/onnx/external-files.ts";
import { folderOf } from "../../support/temporary-folder.ts";

/** `model/` with weights inside and a secret beside it. */
function modelFolder(): string {
  const folder = folderOf({
    "model/weights.bin": Uint8Array.of(1, 2, 3, 4, 5),
    "model/inner/more.bin": Uint8Array.of(9),
    "secret.bin": Uint8Array.of(7),
  });
  return join(folder, "model");
}

const at = (location: string, offset = 0, length?: number) => ({ location, offset, length });

describe("filesBeside()", () => {
  test("reads a range, or all from an offset on", () => {
    const read = filesBeside(modelFolder());
    expect([...read(at("weights.bin", 1, 3), "w")]).toEqual([2, 3, 4]);
    expect([...read(at("weights.bin", 3), "w")]).toEqual([4, 5]);
    expect([...read(at("inner/more.bin"), "w")]).toEqual([9]);
    expect([...read(at("./inner/../weights.bin", 0, 1), "w")]).toEqual([1]);
  });

  test.each(["../secret.bin", "inner/../../secret.bin", "..", "/etc/hostname"])(
    "refuses %s, which is outside",
    (location) => {
      expect(() => filesBeside(modelFolder())(at(location), "w")).toThrow(
        `Cannot read tensor w: expected external data inside the model's folder, got ${location}`,
      );
    },
  );

  test("refuses links that lead outside", () => {
    const folder = modelFolder();
    symlinkSync(join(folder, "..", "secret.bin"), join(folder, "link.bin"));
    symlinkSync(join(folder, ".."), join(folder, "up"));
    for (const location of ["link.bin", "up/secret.bin"]) {
      expect(() => filesBeside(folder)(at(location), "w")).toThrow(
        `Cannot read tensor w: expected external data inside the model's folder, got ${location}`,
      );
    }
  });

  test("follows links that stay inside, and a folder that is itself a link", () => {
    const folder = modelFolder();
    symlinkSync(join(folder, "weights.bin"), join(folder, "alias.bin"));
    symlinkSync(folder, join(folder, "..", "linked"));
    const read = filesBeside(join(folder, "..", "linked"));
    expect([...read(at("alias.bin", 0, 2), "w")]).toEqual([1, 2]);
  });

  test("says what is missing: the file, or bytes of it", () => {
    const read = filesBeside(modelFolder());
    expect(() => read(at("none.bin", 0, 4), "w")).toThrow(
      expect.objectContaining({
        code: "missing-data",
        message:
          "Cannot read tensor w: expected bytes 0 to 4 of none.bin beside the model, got no such file",
      }),
    );
    expect(() => read(at("weights.bin", 4, 4), "w")).toThrow(
      "Cannot read tensor w: expected bytes 4 to 8 of weights.bin beside the model, got 5 bytes",
    );
    expect(() => read(at("weights.bin", 9), "w")).toThrow(
      "Cannot read tensor w: expected bytes 9 to the end of weights.bin beside the model, got 5 bytes",
    );
  });

  test("a folder in the place of a file is an error of ours", () => {
    const folder = modelFolder();
    mkdirSync(join(folder, "folder.bin"));
    writeFileSync(join(folder, "x"), "");
    expect(() => filesBeside(folder)(at("folder.bin"), "w")).toThrow(
      expect.objectContaining({ name: "AceError" }),
    );
  });

  test("a name with a zero byte is an error of ours", () => {
    expect(() => filesBeside(modelFolder())(at("weights.bin\0"), "w")).toThrow(
      expect.objectContaining({ name: "AceError" }),
    );
  });
});

test("`noFiles()` says that there is no folder", () => {
  expect(() => noFiles(at("w.bin", 0, 4), "w")).toThrow(
    "Cannot read tensor w: expected bytes 0 to 4 of w.bin beside the model, " +
      "got a model that was given as bytes",
  );
});
