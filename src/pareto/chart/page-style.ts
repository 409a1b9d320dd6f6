import type { Inks } from "./palette.ts";

/** Charts for paper are small: a screen has more room, in pixels. */
const LEAST_WIDTH = 760;

/** The style sheet of the page around an interactive chart. */
export function pageStyle({ background, text, faint, grid }: Inks, width: number): string {
  return `
html{background:${background};color:${text};font-family:"Source Sans 3","Source Sans Pro",Helvetica,Arial,sans-serif}
body{margin:0 auto;padding:8px;max-width:${Math.max(width, LEAST_WIDTH)}px}
#chart svg{display:block;width:100%;height:auto}
#hint{margin:4px 16px;color:${faint};font-size:14px}
#tip{position:fixed;z-index:1;max-width:360px;padding:8px 10px;border:1px solid ${faint};border-radius:4px;background:${background};font-size:14px;line-height:1.35;pointer-events:none;overflow-wrap:anywhere}
#tip[hidden]{display:none}
#tip dl{display:grid;grid-template-columns:fit-content(9em) 1fr;gap:0 8px;margin:0}
#tip dt{color:${faint}}
#tip dd{margin:0}
#tip dl>:nth-child(-n+2){padding-bottom:3px;margin-bottom:3px;border-bottom:1px solid ${grid}}
`.trim();
}
