import type { Table } from "./table.ts";

/** A table as GitHub shows it; its cells must be escaped. */
export function toMarkdown({ head, aligns, rows }: Table): string {
  const rule = aligns.map((align) => (align === "left" ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Text that GitHub shows as it is, in one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#&]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
