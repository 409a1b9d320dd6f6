import type { ResultModel } from "../../results/bits-result.ts";
import type { Convention } from "../../results/score-result.ts";
import type { Style } from "./style.ts";
import { printable } from "./text.ts";

/** What a result says of its model. */
export interface About {
  readonly model: ResultModel;
  readonly convention?: Convention;
  readonly dims: Readonly<Record<string, number>>;
}

/** What was read and how it is counted: `onnx, pytorch 2.13.0, convention pokebnn, batch = 1`. */
export function contextOf({ model, convention, dims }: About): string {
  const sizes = Object.entries(dims).map(([name, size]) => `${name} = ${size}`);
  const rule = convention === undefined ? "" : `convention ${convention}`;
  return [model.format, model.producer, rule, ...sizes]
    .filter((part) => part !== "")
    .map(printable)
    .join(", ");
}

/** The first line of a table for people. */
export function headLine(about: About, { colors }: Style): string {
  return `${colors.bold(printable(about.model.name))}  ${contextOf(about)}`;
}
