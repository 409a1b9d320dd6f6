/** Lines of CSV as RFC 4180 has it, with bare line feeds. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

/** A shape as CSV has it: `1x3x8x8`. */
export function sizes(shape: readonly number[] = []): string {
  return shape.join("x");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
