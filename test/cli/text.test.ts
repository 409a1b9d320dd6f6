import { describe, expect, it } from "vitest";
import {
  bar,
  displayWidth,
  printable,
  shortenMiddle,
  wrapWords,
} from "../../src/cli/render/text.ts";

describe("`displayWidth()`", () => {
  it.each([
    ["conv1", 5],
    ["日本語", 6],
    ["한국", 4],
    ["e\u0301", 1],
    ["…█", 2],
    ["🚀", 2],
  ])("%s takes %i columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("`printable()`", () => {
  it.each([
    ["a\u001b[31mb", "a\\u001b[31mb"],
    ["a\nb\tc", "a\\u000ab\\u0009c"],
    ["abc\u202e.onnx", "abc\\u202e.onnx"],
    ["größe/日本", "größe/日本"],
  ])("%j is %j", (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe("`shortenMiddle()`", () => {
  it.each([
    ["encoder/attention/key", 30, "encoder/attention/key"],
    ["encoder/attention/key", 21, "encoder/attention/key"],
    ["encoder/attention/key", 11, "encod…n/key"],
    ["日本語の層/conv", 9, "日本…conv"],
    ["abc", 1, "…"],
  ])("%s in %i columns is %s", (text, width, expected) => {
    expect(shortenMiddle(text, width, true)).toBe(expected);
    expect(displayWidth(shortenMiddle(text, width, true))).toBeLessThanOrEqual(width);
  });

  it("has three dots where there is only ASCII", () => {
    expect(shortenMiddle("encoder/attention/key", 11, false)).toBe("enco.../key");
  });
});

describe("`bar()`", () => {
  it.each([
    [0, ""],
    [0.0001, "▏"],
    [0.5, "████"],
    [0.55, "████▍"],
    [1, "████████"],
  ])("of %s is %s", (share, expected) => {
    expect(bar(share, 8, true)).toBe(expected);
  });

  it("is made of # in ASCII", () => {
    expect(bar(0.5, 8, false)).toBe("####");
  });
});

describe("`wrapWords()`", () => {
  it("breaks at spaces and shortens words that do not fit", () => {
    expect(wrapWords("add 4.618k, multiply 4.608k, compare/all/of/it", 14, true)).toEqual([
      "add 4.618k,",
      "multiply",
      "4.608k,",
      "compar…l/of/it",
    ]);
    expect(wrapWords("", 14, true)).toEqual([""]);
  });
});
