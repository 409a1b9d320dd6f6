import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { drawChart } from "../../../src/pareto/chart/index.ts";
import type { ChartStyle } from "../../../src/pareto/chart/style.ts";
import { randomChart, SMALL } from "./charts.ts";

const COLUMN: ChartStyle = { size: "column", theme: "light" };
const golden = new URL("golden/small-column.svg", import.meta.url);

async function svg(style: ChartStyle, input = SMALL): Promise<string> {
  return (await drawChart(input, "svg", style)) as string;
}

async function png(style: ChartStyle, input = SMALL): Promise<Picture> {
  return decoded((await drawChart(input, "png", style)) as Uint8Array);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The pixels of a PNG of four bytes each, without interlacing. Source: PNG, filter types 0 to 4. */
function decoded(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  expect([...bytes.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const lines = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const raw = lines[y * (stride + 1) + 1 + x] as number;
      const left = x < 4 ? 0 : (pixels[y * stride + x - 4] as number);
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + x] as number);
      const corner = x < 4 || y === 0 ? 0 : (pixels[(y - 1) * stride + x - 4] as number);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] as number;
      pixels[y * stride + x] = raw + guess;
    }
  }
  return { width, height, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function colorAt({ width, pixels }: Picture, x: number, y: number): string {
  return Buffer.from(pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)).toString("hex");
}

/** Share of the pixels of some rows that are not of the background. */
function ink(picture: Picture, from: number, to: number): number {
  const background = colorAt(picture, 0, 0);
  let count = 0;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (colorAt(picture, x, y) !== background) count++;
    }
  }
  return count / ((to - from) * picture.width);
}

describe("the chart as SVG", () => {
  it("is the same bytes as ever: text", async () => {
    const text = await svg({ ...COLUMN, letters: "text" });
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("is the same bytes as ever: outlines, dark", async () => {
    const text = await svg({ ...COLUMN, theme: "dark" });
    expect(createHash("sha256").update(text).digest("hex")).toBe(
      "975b7a0e822c728219398a22db553b76c602a0af5d9589dd41ff74996ed4c907",
    );
    expect(await svg({ ...COLUMN, theme: "dark" })).toBe(text);
  });

  it("has its size in points, and numbers of at most two decimals", async () => {
    const text = await svg({ ...COLUMN, letters: "text" });
    expect(text).toMatch(/^<svg [^>]*width="237\.6pt" height="[\d.]+pt" viewBox="0 0 237\.6 /);
    expect(text.match(/\d\.\d{3,}/g)).toBeNull();
  });

  it("holds every text as text, with its width, and names escaped", async () => {
    const text = await svg({ ...COLUMN, letters: "text" });
    const texts = [...text.matchAll(/<text [^>]*textLength="[\d.]+"[^>]*>([^<]+)<\/text>/g)];
    const found = texts.map((match) => match[1]);
    for (const one of ["mine &amp; &lt;yours&gt;", "Poke-0.5x", "10 G", "70", "ACE (bit² MACs)"]) {
      expect(found).toContain(one);
    }
    expect(text).not.toContain("<yours");
  });

  it("holds no text at all as outlines, but says what it shows", async () => {
    const text = await svg(COLUMN);
    expect(text).not.toContain("<text");
    expect(text).toContain("<desc");
    expect(text).toContain("Yours: mine &amp; &lt;yours&gt;.");
  });
});

describe("the chart as PNG", () => {
  it("has the pixels of its scale, and ink where the texts are", async () => {
    const picture = await png({ ...COLUMN, scale: 2 });
    expect(picture.width).toBe(475);
    expect(colorAt(picture, 0, 0)).toBe("ffffff");
    const caption = ink(picture, picture.height - 22, picture.height - 4);
    expect(caption).toBeGreaterThan(0.05);
    const without = await png({ ...COLUMN, scale: 2 }, withoutCaption());
    expect(without.height).toBeLessThan(picture.height - 10);
  });

  it("leaves its edge free: nothing is cut off", async () => {
    for (const theme of ["light", "dark"] as const) {
      const picture = await png({ size: "column", theme, scale: 2 }, randomChart("long", 60, 9));
      expect(ink(picture, 0, 1)).toBe(0);
      expect(ink(picture, picture.height - 1, picture.height)).toBe(0);
    }
  });

  it("writes ? for letters of other fonts, and says so", async () => {
    const input = { ...SMALL, caption: ["日本"] };
    const known = {
      ...SMALL,
      caption: ["??", "? stands for a letter that the chart's font does not have."],
    };
    const [picture, expected] = [await png(COLUMN, input), await png(COLUMN, known)];
    expect(Buffer.compare(picture.pixels, expected.pixels)).toBe(0);
  });

  it("refuses a scale that gives no pixels, or too many", async () => {
    for (const scale of [0, -1, Number.NaN, 1000]) {
      await expect(drawChart(SMALL, "png", { ...COLUMN, scale })).rejects.toThrow(
        `Cannot draw the chart as PNG: expected a scale above 0, up to 68, got ${scale}`,
      );
    }
  });
});

function withoutCaption() {
  return {
    ...SMALL,
    points: SMALL.points.map(({ otherConvention: _, ...point }) => point),
    caption: [],
  };
}
