import type { Layer, Operand } from "../../results/score-result.ts";
import { widthText } from "../../results/width-text.ts";
import { bitsCell } from "./bits.ts";
import type { Style } from "./style.ts";
import { printable } from "./text.ts";

/** Why the operands of a layer have the widths that they have. */
export function renderWhy(layer: Layer, style: Style): string {
  const { colors } = style;
  const head = `${colors.bold(printable(layer.name))}  ${printable(layer.operator)}`;
  return [
    `${head}, ${bitsCell(layer, colors).painted} bits`,
    operandLines("left", layer.lhs, style),
    operandLines("right", layer.rhs, style),
    "",
  ].join("\n");
}

function operandLines(side: string, operand: Operand, { colors }: Style): string {
  const { type, shape, role, status, tensor, proof } = operand;
  const stored = `stored as ${type} [${shape.join(", ")}]`;
  return [
    `  ${side.padEnd(5)}  ${colors.bold(widthText(operand))}, ${status}: ${printable(proof)}`,
    colors.dim(`         ${role} ${printable(tensor)}, ${stored}`),
  ].join("\n");
}
