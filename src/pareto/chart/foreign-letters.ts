import type { ChartInput } from "../chart-input.ts";
import { hasLetter } from "./font.ts";
import { plainLine } from "./plain-line.ts";

/**
 * The input with `?` for letters that the bundled font does not have, and a sentence that says so:
 * for formats that no other font will draw, where such letters would be missing without a word.
 */
export function withoutForeignLetters(input: ChartInput): ChartInput {
  let foreign = false;
  const known = (text: string): string => {
    const line = plainLine(text);
    const drawn = [...line].map((letter) => (hasLetter(letter) ? letter : "?")).join("");
    if (drawn !== line) foreign = true;
    return drawn;
  };
  const points = input.points.map((point) => ({
    ...point,
    name: known(point.name),
    family: known(point.family),
    ...(point.otherConvention === undefined
      ? {}
      : { otherConvention: known(point.otherConvention) }),
  }));
  const cost = { ...input.cost, label: known(input.cost.label), unit: known(input.cost.unit) };
  const accuracy = { label: known(input.accuracy.label), unit: known(input.accuracy.unit) };
  const caption = input.caption.map(known);
  const note = "? stands for a letter that the chart's font does not have.";
  return { points, cost, accuracy, caption: foreign ? [...caption, note] : caption };
}
