import { textBeside } from "./packages.ts";

/** Vega's script contains D3, whose licence wants to be passed on with it. */
const D3 = `
Vega contains D3: Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`;
const FONT = "The font is Source Sans 3, under the SIL Open Font License 1.1.";

/** The licences of what a page contains, as text for a comment. */
export function pageLicences(): string {
  const vega = textBeside("vega", "../LICENSE").trim();
  const parts = ["This page contains Vega and its interpreter of expressions.", vega, D3, FONT];
  return parts.join("\n\n").replaceAll("--", "- -");
}
