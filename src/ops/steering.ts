import type { AnyOperator } from "./operator.ts";

/** True for an input that is not computed with, but says where or within which bounds. */
export function steers({ steering }: AnyOperator, input: number): boolean {
  if (steering === undefined) return false;
  return "from" in steering ? input >= steering.from : steering.includes(input);
}
