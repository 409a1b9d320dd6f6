// Builds the package: `dist/index.js` with its type declarations, `dist/cli.js` with its chunks, `schemas/`.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeDeclarations } from "./declarations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** @satisfies {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  outdir: "dist",
  metafile: true,
  logLevel: "warning",
};

// Packages of which the command takes files as they are, beside their code: never bundled.
const whole = ["@resvg/resvg-wasm"];

// For bundled CommonJS packages that require a module of Node; esbuild's shim throws without it.
const requireBanner =
  'import { createRequire as $createRequire } from "node:module";\n' +
  "const require = $createRequire(import.meta.url);\n";

try {
  rmSync("dist", { recursive: true, force: true });
  await buildLibrary();
  await buildCommand();
  buildDeclarations();
  buildSchemas();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The library keeps its imports of packages: who installs it, installs them. */
async function buildLibrary() {
  const { metafile } = await build({
    ...common,
    entryPoints: { index: "src/index.ts" },
    chunkNames: "chunks/library-[name]-[hash]",
    packages: "external",
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const packages = imports
    .filter(({ external, path }) => external && !isBuiltin(path))
    .map(({ path }) => packageName(path));
  const undeclared = packages.filter((name) => !(name in manifest.dependencies));
  refuse('dist/index.js to import only "dependencies"', [...new Set(undeclared)]);
}

/** The command holds its packages: one small file starts, `import()` loads the rest when needed. */
async function buildCommand() {
  const { metafile } = await build({
    ...common,
    entryPoints: { cli: "src/cli/main.ts" },
    chunkNames: "chunks/command-[name]-[hash]",
    external: whole,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
  });
  const folders = new Set(Object.keys(metafile.inputs).flatMap(packageFolder));
  const packages = [...folders].map((folder) => packageName(afterModules(folder)));
  const foreign = packages.filter((name) => name in manifest.devDependencies);
  refuse('dist/cli.js to bundle no "devDependencies"', foreign);
  for (const file of Object.keys(metafile.outputs)) {
    finishCommandFile(file);
  }
  chmodSync("dist/cli.js", 0o755);
  writeFileSync("dist/third-party-licenses.txt", licences(folders));
}

/** @param {string} file - one written by esbuild */
function finishCommandFile(file) {
  const text = readFileSync(file, "utf8").replace(/^#!.*\n/, "");
  const start = file === "dist/cli.js" ? "#!/usr/bin/env node\n" : "";
  const banner = text.includes("Dynamic require of") ? requireBanner : "";
  writeFileSync(file, start + banner + text);
}

function buildDeclarations() {
  refuse("type declarations", writeDeclarations("tsconfig.build.json"));
}

function buildSchemas() {
  if (!existsSync("tools/schemas.ts")) {
    console.log("schemas/ is not built: there is no tools/schemas.ts");
    return;
  }
  rmSync("schemas", { recursive: true, force: true });
  const parameters = ["--import", "tsx", "tools/schemas.ts"];
  const { status } = spawnSync(process.execPath, parameters, { stdio: "inherit" });
  refuse("tools/schemas.ts to end with 0", status === 0 ? [] : [`${status}`]);
}

/**
 * @param {string} expected
 * @param {string[]} got - what is wrong
 */
function refuse(expected, got) {
  if (got.length > 0) {
    throw new Error(`Cannot build the package: expected ${expected}, got ${got.join("\n")}`);
  }
}

/**
 * The licence texts of the packages that the command contains, as they ask for.
 *
 * @param {Set<string>} folders
 */
function licences(folders) {
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? "" : readFileSync(`${folder}/${file}`, "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * `node_modules/a/node_modules/@b/c/lib/x.js` → [`node_modules/a/node_modules/@b/c`]; none for our own files.
 *
 * @param {string} path
 */
function packageFolder(path) {
  const name = path.includes("node_modules/") ? packageName(afterModules(path)) : undefined;
  if (name === undefined) return [];
  return [path.slice(0, path.length - afterModules(path).length) + name];
}

/** @param {string} path */
function afterModules(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** @param {string} specifier - `@scope/name/sub/path` or `name/sub/path` */
function packageName(specifier) {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
