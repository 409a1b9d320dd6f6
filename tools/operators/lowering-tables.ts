import { join } from "node:path";
import ts from "typescript";
import { PROJECT } from "../corpus/corpus-folder.ts";

/** An operator of a source, and the expression that says how it becomes a graph. */
export interface TableEntry {
  /** As the source spells it, with its domain but for the default one. */
  readonly operator: string;
  readonly lowering: ts.Node;
}

/** The program that the importer's tables are read from. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  readonly entries: readonly TableEntry[];
}

const PLAIN = "src/parsers/onnx/operators/index.ts";
const STRUCTURED = "src/parsers/onnx/structure/index.ts";

/** Every operator in the tables of the ONNX importer, in the order of their names. */
export function loweringTables(): Sources {
  const paths = [PLAIN, STRUCTURED].map((path) => join(PROJECT, path));
  const program = ts.createProgram(paths, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const [plain, structured] = paths.map((path) => program.getSourceFile(path) as ts.SourceFile);
  const entries = [
    ...domainEntries(checker, initializerOf(plain as ts.SourceFile, "DOMAINS")),
    ...entriesOf(checker, "", initializerOf(structured as ts.SourceFile, "OPERATORS")),
    ...conditionalEntries(structured as ts.SourceFile),
  ];
  return { checker, entries: entries.toSorted((a, b) => (a.operator < b.operator ? -1 : 1)) };
}

/** What a name stands for, also where it is imported. */
export function declarationOf(checker: ts.TypeChecker, node: ts.Node): ts.Declaration | undefined {
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  if (ts.isShorthandPropertyAssignment(node.parent)) {
    symbol = checker.getShorthandAssignmentValueSymbol(node.parent) ?? symbol;
  }
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return symbol.valueDeclaration;
}

function initializerOf(file: ts.SourceFile, name: string): ts.Expression {
  for (const statement of file.statements.filter(ts.isVariableStatement)) {
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (declared.getText(file) === name && initializer !== undefined) return initializer;
    }
  }
  throw new Error(`${file.fileName} has no table ${name}`);
}

/** Entries of `new Map([[domain, table], ...])`. */
function domainEntries(checker: ts.TypeChecker, map: ts.Expression): readonly TableEntry[] {
  const list = ts.isNewExpression(map) ? map.arguments?.[0] : undefined;
  if (list === undefined || !ts.isArrayLiteralExpression(list))
    throw new Error("no list of domains");
  return list.elements.flatMap((pair) => {
    const [domain, table] = ts.isArrayLiteralExpression(pair) ? pair.elements : [];
    if (domain === undefined || table === undefined || !ts.isStringLiteral(domain)) {
      throw new Error(`no domain with its table: ${pair.getText()}`);
    }
    return entriesOf(checker, domain.text, table);
  });
}

/** Entries of an object, those of the objects that are spread into it included. */
function entriesOf(
  checker: ts.TypeChecker,
  domain: string,
  table: ts.Expression,
): readonly TableEntry[] {
  if (!ts.isObjectLiteralExpression(table)) {
    const declaration = declarationOf(checker, table);
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) {
      throw new Error(`no table of operators: ${table.getText()}`);
    }
    return entriesOf(checker, domain, declaration.initializer as ts.Expression);
  }
  return table.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return entriesOf(checker, domain, property.expression);
    const operator = qualified(domain, (property.name as ts.Identifier).text);
    const lowering = ts.isPropertyAssignment(property) ? property.initializer : property;
    return [{ operator, lowering }];
  });
}

/** `if (domain === "..." && operator === "...") return lowering;` */
function conditionalEntries(file: ts.SourceFile): readonly TableEntry[] {
  const entries: TableEntry[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIfStatement(node) && ts.isReturnStatement(node.thenStatement)) {
      const named = comparedWith(node.expression);
      const { expression } = node.thenStatement;
      const [domain, operator] = [named.get("domain"), named.get("operator")];
      if (domain !== undefined && operator !== undefined && expression !== undefined) {
        entries.push({ operator: qualified(domain, operator), lowering: expression });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return entries;
}

/** Strings that names are compared with in a condition, by name. */
function comparedWith(condition: ts.Expression): ReadonlyMap<string, string> {
  if (!ts.isBinaryExpression(condition)) return new Map();
  const { left, right, operatorToken } = condition;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    return new Map([...comparedWith(left), ...comparedWith(right)]);
  }
  const isEqual = operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  return isEqual && ts.isStringLiteral(right) ? new Map([[left.getText(), right.text]]) : new Map();
}

function qualified(domain: string, operator: string): string {
  return domain === "" ? operator : `${domain}.${operator}`;
}
