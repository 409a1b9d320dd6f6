import { createHash } from "node:crypto";
import type { ChartInput } from "../chart-input.ts";
import { compiled } from "./compiled.ts";
import { fontFaceRules } from "./font-face.ts";
import { layOut } from "./layout.ts";
import { pageLicences } from "./page-licences.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { chartSpec, describe, titleOf } from "./spec.ts";
import type { ChartStyle } from "./style.ts";
import { escaped } from "./svg-document.ts";

/**
 * The chart as one page that loads nothing: point at a network for its source, click on a family.
 *
 * Names reach the page as JSON and as text of elements, never as markup. Its policy allows this one
 * script, by its hash, and no evaluation of text as code.
 */
export async function toHtml(input: ChartInput, style: ChartStyle): Promise<string> {
  const layout = layOut(input, style);
  const spec = JSON.stringify(await compiled(chartSpec(layout, input, true)));
  const script = pageScript();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(describe(layout))}">
<title>${escaped(titleOf(layout))}</title>
<style>
${fontFaceRules(spec)}
${pageStyle(layout.inks, layout.size.width)}
</style>
</head>
<body>
<div id="chart"></div>
<p id="hint">Point at a network for its figures and their source. Click on families to see only these, again to take one back.</p>
<div id="tip" role="status" hidden></div>
<noscript>This page draws its chart with a script that it contains.</noscript>
<script type="application/json" id="spec">${spec.replaceAll("<", "\\u003c")}</script>
<!--
${pageLicences()}
-->
<script>${script}</script>
</body>
</html>
`;
}

function policy(script: string): string {
  const hash = createHash("sha256").update(script, "utf8").digest("base64");
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
