// Writes the library's type declarations. What is derived from a zod schema is written out in full,
// so that the declarations need no package that users do not have.
import ts from "typescript";

const printer = ts.createPrinter();
const flags =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.InTypeAlias |
  ts.NodeBuilderFlags.MultilineObjectLiterals |
  ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

/**
 * @param {string} project - path of a tsconfig.json that names the entry files and the output folder
 * @returns {string[]} messages of what went wrong
 */
export function writeDeclarations(project) {
  const { config, error } = ts.readConfigFile(project, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd(), undefined, project);
  const program = ts.createProgram(parsed.fileNames, parsed.options);
  const { diagnostics } = program.emit(undefined, (path, text, _mark, _onError, sources) => {
    const source = program.getSourceFile(sources?.[0]?.fileName ?? "");
    const needsZod = source !== undefined && text.includes('"zod"');
    ts.sys.writeFile(path, needsZod ? withoutSchemas(source, program.getTypeChecker()) : text);
  });
  return [...(error ? [error] : []), ...parsed.errors, ...diagnostics].map((diagnostic) =>
    ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  );
}

/**
 * The types that a file exports, each in full; its schemas, which are values, are left out.
 *
 * @param {ts.SourceFile} source
 * @param {ts.TypeChecker} checker
 */
function withoutSchemas(source, checker) {
  const lines = source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return typeImport(statement);
    if (ts.isTypeAliasDeclaration(statement)) return typeInFull(statement, checker);
    if (ts.isInterfaceDeclaration(statement) || isTypeExport(statement)) {
      return documented(statement, statement.getText());
    }
    return [];
  });
  const text = `${[...lines, "export {};"].join("\n")}\n`;
  const lacksDecimal = /\bLosslessNumber\b/.test(text) && !text.includes('"lossless-json"');
  return lacksDecimal ? `import type { LosslessNumber } from "lossless-json";\n${text}` : text;
}

/**
 * @param {ts.TypeAliasDeclaration} statement
 * @param {ts.TypeChecker} checker
 */
function typeInFull(statement, checker) {
  const text = statement.getText();
  if (statement.typeParameters !== undefined) return documented(statement, text);
  const type = checker.typeToTypeNode(checker.getTypeAtLocation(statement), statement, flags);
  if (type === undefined) return documented(statement, text);
  const full = printer.printNode(ts.EmitHint.Unspecified, type, statement.getSourceFile());
  return documented(statement, `${text.slice(0, text.indexOf("="))}= ${full};`);
}

/**
 * @param {ts.Statement} statement
 * @param {string} text
 */
function documented(statement, text) {
  const docs = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  return [...docs.map((doc) => doc.getText()), text].join("\n");
}

/** @param {ts.ImportDeclaration} statement */
function typeImport({ importClause, moduleSpecifier }) {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const names = bindings.elements.filter((element) => isType || element.isTypeOnly);
  const list = names.map((name) => name.getText().replace(/^type /, "")).join(", ");
  return list === "" ? [] : `import type { ${list} } from ${moduleSpecifier.getText()};`;
}

/** @param {ts.Statement} statement */
function isTypeExport(statement) {
  return ts.isExportDeclaration(statement) && statement.isTypeOnly;
}
