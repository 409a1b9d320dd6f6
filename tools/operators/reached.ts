import { relative } from "node:path";
import ts from "typescript";
import { PROJECT } from "../corpus/corpus-folder.ts";
import { declarationOf } from "./lowering-tables.ts";

/** What the code of one lowering, and of the functions that it calls, can come to. */
export interface Reached {
  /** Constants of `src/ops` that may be operators. */
  readonly constants: readonly ReachedConstant[];
  /** Versions of the operator set at which it changes. */
  readonly versions: readonly number[];
  /** What it expects where it refuses something that is valid. */
  readonly refusals: readonly string[];
}

export interface ReachedConstant {
  /** From the root of the project. */
  readonly file: string;
  readonly name: string;
  readonly declaration: ts.VariableDeclaration;
}

const LOWERINGS = /^src\/parsers\/(?:onnx|lowering)\//;
/** What every lowering is handed. */
const CONTEXT = "src/parsers/onnx/node-context.ts";
const OPERATORS = /^src\/ops\/(core|composite|leaf)\//;
const REFUSED: ReadonlySet<string> = new Set([
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

/** Follows names from a lowering through the importer, up to the operators. */
export function reachedFrom(checker: ts.TypeChecker, lowering: ts.Node): Reached {
  const constants = new Map<ts.Node, ReachedConstant>();
  const versions = new Set<number>();
  const refusals = new Set<string>();
  const pending: ts.Node[] = [lowering];
  const seen = new Set<ts.Node>(pending);
  const follow = (node: ts.Identifier): void => {
    const declaration = declarationOf(checker, node);
    if (declaration === undefined) return;
    const file = relative(PROJECT, declaration.getSourceFile().fileName).replaceAll("\\", "/");
    if (OPERATORS.test(file) && ts.isVariableDeclaration(declaration)) {
      constants.set(declaration, { file, name: declaration.name.getText(), declaration });
    }
    const isBody = ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration);
    if (!LOWERINGS.test(file) || file === CONTEXT || !isBody || seen.has(declaration)) return;
    seen.add(declaration);
    pending.push(declaration);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) follow(node);
    if (ts.isBinaryExpression(node)) addVersion(node, versions);
    if (ts.isCallExpression(node)) addRefusal(node, refusals);
    ts.forEachChild(node, visit);
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) visit(next);
  return {
    constants: [...constants.values()],
    versions: [...versions].toSorted((a, b) => a - b),
    refusals: [...refusals].toSorted(),
  };
}

/** `node.version < 13` and its like. */
function addVersion({ left, right, operatorToken }: ts.BinaryExpression, to: Set<number>): void {
  if (!ts.isPropertyAccessExpression(left) || left.name.text !== "version") return;
  if (!ts.isNumericLiteral(right)) return;
  const isAfter =
    operatorToken.kind === ts.SyntaxKind.LessThanEqualsToken ||
    operatorToken.kind === ts.SyntaxKind.GreaterThanToken;
  to.add(Number(right.text) + (isAfter ? 1 : 0));
}

/** `refuse("unsupported-operator", expected, got)`. */
function addRefusal({ expression, arguments: given }: ts.CallExpression, to: Set<string>): void {
  const [code, expected] = given;
  const isRefusal = ts.isPropertyAccessExpression(expression) && expression.name.text === "refuse";
  if (!isRefusal || code === undefined || expected === undefined) return;
  if (!ts.isStringLiteral(code) || !REFUSED.has(code.text)) return;
  to.add(textOf(expected));
}

/** A text as far as it is known; what is put in at run time is `…`. */
export function textOf(expression: ts.Expression): string {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (!ts.isTemplateExpression(expression)) return "…";
  const spans = expression.templateSpans.map(({ literal }) => `…${literal.text}`);
  return expression.head.text + spans.join("");
}
