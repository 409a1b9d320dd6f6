import type { ScoreResult } from "../../results/score-result.ts";
import { printable } from "./text.ts";

/** What was read and how it is counted: `onnx, pytorch 2.13.0, convention pokebnn, batch = 1`. */
export function contextOf({ model, convention, dims }: ScoreResult): string {
  const sizes = Object.entries(dims).map(([name, size]) => `${name} = ${size}`);
  return [model.format, model.producer, `convention ${convention}`, ...sizes]
    .filter((part) => part !== "")
    .map(printable)
    .join(", ");
}
