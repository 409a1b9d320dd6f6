// Installs the packed package in an empty folder, as a user would, and uses it there.
// Needs a built package: `npm run build` first.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = fileURLToPath(new URL("..", import.meta.url));
const model = join(root, "fixtures", "digits-bnn.onnx");
const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
const work = mkdtempSync(join(tmpdir(), "acemeter-package-"));
const home = join(work, "home");
const installed = join(home, "node_modules", "acemeter");

try {
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "private": true, "type": "module" }\n');
  await checkManifest();
  install(pack());
  checkFiles();
  checkDependencies();
  checkCommand();
  checkImport();
  checkTypes();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function checkManifest() {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true, pack: "npm" });
  const lines = messages.map((message) => formatMessage(message, pkg) ?? message.code);
  expectNone(lines, "accept package.json", "no message of publint");
  console.log("publint: no message");
}

function pack() {
  const parameters = ["pack", "--ignore-scripts", "--json", "--pack-destination", work];
  const [packed] = JSON.parse(run("npm", parameters, root));
  console.log(`packed: ${packed.entryCount} files, ${packed.size} bytes`);
  return join(work, packed.filename);
}

/** @param {string} tarball */
function install(tarball) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  run("npm", ["install", ...quiet, tarball], home);
}

/** Nothing but what a user needs. */
function checkFiles() {
  const wrong = filesOf(installed).filter((path) =>
    /(^|\/)(src|test|fixtures|tools|bench)\/|\.test\./.test(path),
  );
  expectNone(wrong, "accept the packed files", "no sources, tests or fixtures");
}

/** Plain JavaScript: no install script, no native code, in no package. */
function checkDependencies() {
  const lock = JSON.parse(readFileSync(join(home, "node_modules", ".package-lock.json"), "utf8"));
  const scripted = Object.keys(lock.packages).filter((key) => lock.packages[key].hasInstallScript);
  const files = filesOf(join(home, "node_modules"));
  const native = files.filter((path) => /\.node$|binding\.gyp$/.test(path));
  expectNone(scripted, "accept the dependencies", "no install script");
  expectNone(native, "accept the dependencies", "no native code");
  console.log(`installed: ${Object.keys(lock.packages).length} packages`);
}

function checkCommand() {
  const output = run("npx", ["--no-install", "ace", "score", model], home);
  expect(output.includes("ACE"), "run the installed command", "ACE in its output", output);
  console.log("ace score: fine");
}

function checkImport() {
  const program = 'console.log(Object.keys(await import("acemeter")).length)';
  const count = run(process.execPath, ["--input-type=module", "--eval", program], home).trim();
  expect(Number(count) > 0, "import the installed package", "exported names", count);
  console.log(`import("acemeter"): ${count} names`);
}

/** The declarations must stand on their own: without our development packages, and with every check on. */
function checkTypes() {
  const options = { strict: true, noEmit: true, skipLibCheck: false, types: [] };
  const target = { module: "nodenext", target: "es2022", lib: ["es2022", "dom"] };
  const settings = { compilerOptions: { ...options, ...target }, files: ["user.ts"] };
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify(settings));
  writeFileSync(join(home, "user.ts"), 'export * from "acemeter";\n');
  run(process.execPath, [typescript], home);
  console.log("type declarations: fine");
}

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} cwd
 * @returns {string} what it printed to standard output
 */
function run(command, parameters, cwd) {
  const ended = spawnSync(command, parameters, { cwd, encoding: "utf8" });
  const line = [command, ...parameters].join(" ");
  const got = [ended.error?.message ?? ended.status, ended.stdout, ended.stderr].join("\n");
  expect(ended.status === 0, `run ${line}`, "exit code 0", got);
  return ended.stdout;
}

/**
 * @param {boolean} holds
 * @param {string} action
 * @param {string} expected
 * @param {string} got
 */
function expect(holds, action, expected, got) {
  if (!holds) {
    throw new Error(`Cannot ${action}: expected ${expected}, got ${got}`);
  }
}

/**
 * @param {string[]} wrong
 * @param {string} action
 * @param {string} expected
 */
function expectNone(wrong, action, expected) {
  expect(wrong.length === 0, action, expected, wrong.join("\n"));
}

/**
 * @param {string} folder
 * @returns {string[]} relative paths with forward slashes
 */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
