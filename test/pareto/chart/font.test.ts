import { describe, expect, it } from "vitest";
import { fontFilesFor, hasLetter, textWidth } from "../../../src/pareto/chart/font.ts";
import { shortened, wrapped } from "../../../src/pareto/chart/text-fitting.ts";

// Sums of the advances that fontTools 4.68.0 reads from the same files (1000 units per em).
describe("`textWidth()`", () => {
  it.each([
    ["PokeBNN-1.0x", 400, 5981],
    ["AVATAR To", 700, 4755],
    ["", 400, 0],
  ] as const)("of %j at weight %i is %i thousandths of its size", (text, weight, width) => {
    expect(textWidth(text, 1000, weight)).toBeCloseTo(width, 6);
  });

  it("takes a letter that no face has as wide as its size", () => {
    expect(textWidth("汉字", 10)).toBe(20);
    expect([..."aéłβЖ†汉"].map(hasLetter)).toEqual([true, true, true, true, true, true, false]);
  });
});

describe("`fontFilesFor()`", () => {
  it("brings the subsets that a text needs, in both weights", () => {
    expect(fontFilesFor("plain").map(({ weight }) => weight)).toEqual([400, 700]);
    expect(fontFilesFor("plain, β and ł")).toHaveLength(6);
  });
});

describe("`shortened()`", () => {
  it("keeps what fits", () => {
    expect(shortened("net", 100, 10, 400)).toBe("net");
  });

  it("cuts where the ellipsis still fits, not inside of a pair of code units", () => {
    // "a lon…" is 2996 thousandths wide, "a long…" 3500.
    expect(shortened("a long name", 30, 10, 400)).toBe("a lon…");
    expect(shortened("😀😀😀😀", 25, 10, 400)).toBe("😀…");
  });
});

describe("`wrapped()`", () => {
  it("breaks between words, and shortens words that are longer than a line", () => {
    expect(wrapped("one two three", 40, 10)).toEqual(["one two", "three"]);
    expect(wrapped("a incomprehensibilities", 40, 10)).toEqual(["a", "incom…"]);
  });
});
