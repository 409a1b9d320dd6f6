import ts from "typescript";
import { declarationOf } from "./lowering-tables.ts";
import { textOf } from "./reached.ts";

/**
 * The element types that an operator's own code asks for, in its words; none where it takes all, or
 * leaves the check to the operators of its body.
 */
export function elementTypes(
  checker: ts.TypeChecker,
  declaration: ts.VariableDeclaration,
): readonly string[] {
  const types = new Set<string>();
  const file = declaration.getSourceFile();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (seen.has(node) || ts.isTypeNode(node)) return;
    seen.add(node);
    if (ts.isIdentifier(node)) {
      const body = declarationOf(checker, node);
      if (body?.getSourceFile() === file && ts.isFunctionDeclaration(body)) visit(body);
    }
    const asked = ts.isCallExpression(node) ? askedBy(node) : undefined;
    if (asked !== undefined) types.add(asked);
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return [...types];
}

/** `expectElement(operator, type, allowed, words)`. */
function askedBy({ expression, arguments: given }: ts.CallExpression): string | undefined {
  const words = given[3];
  if (expression.getText() !== "expectElement" || words === undefined) return undefined;
  const text = textOf(words);
  return text.includes("…") ? undefined : text;
}
