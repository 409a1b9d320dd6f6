import { textWidth } from "./font.ts";
import { hundredths } from "./rounding.ts";

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly unit: "pt" | "px";
  /** What is said to those who do not see the picture. */
  readonly title: string;
  readonly description: string;
}

/** A tag, from `<` to `>`: Vega and resvg escape both inside of values. */
const TAG = /<[^>]+>/g;
const LONG_NUMBER = /-?\d+\.\d{3,}(?:e-?\d+)?/g;
/** Vega's names and roles of groups: the picture is one image to those who do not see it. */
const NEEDLESS = / (?:class|role|aria-\w+|pointer-events)="[^"]*"/g;
const ROOT = /^[\s\S]*?<svg[^>]*>/;
const TEXT = /<text ([^>]*)>([^<]*)<\/text>/g;

/** The picture in a root element of its own, with its size in the unit of paper or screen. */
export function svgDocument(svg: string, frame: Frame): string {
  const { width, height, unit, title, description } = frame;
  const head = [
    `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" role="img" aria-labelledby="ace-title ace-description" width="${width}${unit}" height="${height}${unit}" viewBox="0 0 ${width} ${height}">`,
    `<title id="ace-title">${escaped(title)}</title>`,
    `<desc id="ace-description">${escaped(description)}</desc>`,
  ];
  return `${tidied(svg)
    .replace(ROOT, () => `${head.join("\n")}\n`)
    .trim()}\n`;
}

/**
 * The tags without what nobody needs, and their numbers to a hundredth: no last digits that depend on
 * a machine.
 */
function tidied(svg: string): string {
  return svg.replace(TAG, (tag) =>
    tag.replace(NEEDLESS, "").replace(LONG_NUMBER, (number) => `${hundredths(Number(number))}`),
  );
}

/** Each text with the width that the layout gave it: it fits in whatever font it is drawn. */
export function withTextLengths(svg: string): string {
  return svg.replace(TEXT, (whole, attributes: string, content: string) => {
    const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1]);
    const weight = /font-weight="(700|bold)"/.test(attributes) ? 700 : 400;
    const width = hundredths(textWidth(unescaped(content), size, weight));
    if (!(width > 0)) return whole;
    const length = `textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
    return `<text ${attributes} ${length}>${content}</text>`;
  });
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
