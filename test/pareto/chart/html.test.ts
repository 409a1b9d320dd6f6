import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { drawChart } from "../../../src/pareto/chart/index.ts";
import { chartOf, SMALL } from "./charts.ts";

const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<!--",
  "]]>",
  `"'&`,
  "<img src=x onerror=a>",
];

async function page(input = SMALL): Promise<string> {
  return (await drawChart(input, "html", { size: "screen", theme: "light" })) as string;
}

const scripts = (html: string) => [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];

describe("the chart as a page", () => {
  it("allows its one script by hash, and nothing else", async () => {
    const html = await page();
    const [, code] = scripts(html).map((match) => match[2] as string);
    const hash = createHash("sha256")
      .update(code as string)
      .digest("base64");
    expect(html).toContain(`default-src 'none'; script-src 'sha256-${hash}'; style-src`);
    expect(scripts(html)).toHaveLength(2);
    expect(html).not.toContain("unsafe-eval");
  });

  it("loads nothing", async () => {
    const [head] = (await page()).split('<script type="application/json"');
    expect((head as string).match(/(src|href)=|url\((?!data:)|@import/g)).toBeNull();
  });

  it("has no markup of names, families and sources", async () => {
    const points = HOSTILE.map((name, i) => ({
      ...{ name, family: name, source: name, otherConvention: name },
      ...{ cost: 10 ** (i + 1), accuracy: 60 + i, own: i === 0 },
    }));
    const html = await page(chartOf(points, HOSTILE));
    expect(scripts(html)).toHaveLength(2);
    expect(html).not.toContain("<img");
    expect(html.match(/<!--/g)).toHaveLength(1);
    const { data } = JSON.parse(scripts(html)[0]?.[2] as string) as {
      readonly data: readonly {
        readonly name: string;
        readonly values?: readonly { readonly name: string }[];
      }[];
    };
    const drawn = data.find(({ name }) => name === "points")?.values?.map(({ name }) => name);
    expect(new Set(drawn)).toEqual(new Set(HOSTILE));
  });

  it("takes clicks on families, and has tooltips with the source", async () => {
    const spec = scripts(await page())[0]?.[2] as string;
    expect(spec).toContain("shown_store");
    expect(spec).toContain('\\"source\\": ');
  });

  it("passes on the licences of Vega and D3", async () => {
    const html = await page();
    expect(html).toContain("Redistributions of source code must retain");
    expect(html).toContain("Mike Bostock");
  });

  it("is the same bytes every time", async () => {
    expect(await page()).toBe(await page());
  });
});
