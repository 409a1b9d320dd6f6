import { textBeside } from "./packages.ts";

/** What starts the chart in the page: draws it, and shows a tooltip as text, never as markup. */
const START = `
const spec = JSON.parse(document.getElementById("spec").textContent);
const tip = document.getElementById("tip");
const view = new vega.View(vega.parse(spec, null, { ast: true }), {
  expr: expressionInterpreter,
  renderer: "svg",
  container: document.getElementById("chart"),
  hover: true,
});
function rows(value) {
  const list = document.createElement("dl");
  for (const [key, text] of Object.entries(value)) {
    if (text === "") continue;
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.textContent = key;
    description.textContent = String(text);
    list.append(term, description);
  }
  return list;
}
function place(event) {
  const room = 12;
  const { offsetWidth, offsetHeight } = tip;
  const left = Math.min(event.clientX + room, innerWidth - offsetWidth - room);
  const below = event.clientY + room;
  const fits = below + offsetHeight < innerHeight;
  tip.style.left = Math.max(0, left) + "px";
  tip.style.top = (fits ? below : Math.max(0, event.clientY - room - offsetHeight)) + "px";
}
view.tooltip((handler, event, item, value) => {
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  tip.replaceChildren(rows(value));
  place(event);
});
view.runAsync().then(() => {
  const svg = document.querySelector("#chart svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", document.title);
  document.body.dataset.ready = "yes";
});
`;

/** How the interpreter, a module, takes what it needs from Vega, and gives what it has. */
const IMPORT = /^import \{([^}]*)\} from 'vega-util';/m;
const EXPORT = /^export \{ expression as expressionInterpreter \};/m;
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/gm;

/**
 * One script of Vega, its interpreter of expressions, which needs no \`eval\`, and our start.
 *
 * @throws when Vega's files are not as they were in the version that is pinned
 */
export function pageScript(): string {
  const interpreter = textBeside("vega-interpreter", "vega-interpreter.js");
  if (!IMPORT.test(interpreter) || !EXPORT.test(interpreter)) {
    throw new Error("vega-interpreter is not the module that it was");
  }
  const plain = interpreter
    .replace(IMPORT, "const {$1} = vega;")
    .replace(EXPORT, "return expression;");
  const parts = [
    textBeside("vega", "vega.min.js"),
    `(() => {\n"use strict";\nconst expressionInterpreter = (() => {\n${plain}\n})();\n${START}})();`,
  ];
  return parts
    .join("\n")
    .replace(SOURCE_MAP, "")
    .replace(/<(?=\/script|!--)/gi, "\\x3c");
}
