import type { KnownTensor } from "../../results/bits-result.ts";
import { widthCell, widthLabel } from "./bits.ts";
import { PLAIN } from "./style.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** The tensors as a table for documents. */
export function tensorTable(tensors: readonly KnownTensor[]): Table {
  return {
    head: ["Tensor", "Type", "Shape", "Bits", "Values", "Why"],
    aligns: ["left", "left", "left", "left", "left", "left"],
    rows: tensors.map((tensor) => [
      printable(tensor.name),
      tensor.type,
      `[${tensor.shape.join(", ")}]`,
      widthCell(tensor, PLAIN.colors).text,
      printable(tensor.set),
      printable(tensor.proof),
    ]),
  };
}

/** How many tensors have which width: `3 tensors: 1 of 1 bit, 2 of f32`. */
export function widthSummary(tensors: readonly KnownTensor[]): string {
  const counts = new Map<string, number>();
  for (const tensor of tensors.toSorted((a, b) => rank(a) - rank(b))) {
    const label = tensor.float ? widthLabel(tensor) : bitsLabel(tensor.bits);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts].map(([label, count]) => `${count} of ${label}`);
  const count = `${tensors.length} ${tensors.length === 1 ? "tensor" : "tensors"}`;
  return parts.length === 0 ? count : `${count}: ${parts.join(", ")}`;
}

function rank({ bits, float }: KnownTensor): number {
  return (float ? 100 : 0) + bits;
}

function bitsLabel(bits: number): string {
  return bits === 1 ? "1 bit" : `${bits} bits`;
}
