// Which part of src/ may import which: the floors of ARCHITECTURE.md as data.
// Imports go down or stay at home; `node tools/check-imports.mjs` checks it.

const groundFloors = ["errors", "graph", "domain"];

/** Floor → the floors that it may import beside itself. */
const floors = {
  errors: [],
  results: ["errors"],
  graph: ["errors"],
  io: ["graph", "errors"],
  domain: ["graph", "errors"],
  ops: groundFloors,
  parsers: [...groundFloors, "io", "ops"],
  writers: [...groundFloors, "io", "ops"],
  bits: [...groundFloors, "ops"],
  metrics: [...groundFloors, "ops", "bits", "results"],
  exec: [...groundFloors, "ops", "bits"],
  "reference-models": [...groundFloors, "ops"],
  pareto: ["results", "errors"],
  compare: ["results", "errors"],
  budget: ["results", "compare", "errors"],
};
const libraryFloors = Object.keys(floors);
const allFloors = {
  ...floors,
  api: libraryFloors,
  index: [...libraryFloors, "api"],
  cli: [...libraryFloors, "api", "index"],
  web: ["index", "results", "errors"],
};

/** A floor is a folder of src/ or a file of that name. */
const pathOf = (names) => `^src/(${names.join("|")})(/|\\.ts$)`;
const packages = (names) => `(^|/)node_modules/(${names.join("|")})(/|$)`;

const floorRules = Object.entries(allFloors).map(([floor, below]) => ({
  name: `floor-${floor}`,
  comment: `src/${floor} may import: ${below.join(", ") || "no other floor"}`,
  severity: "error",
  from: { path: pathOf([floor]) },
  to: { path: "^src/", pathNot: pathOf([floor, ...below]) },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: "known-floor",
      comment: "A new folder of src/ needs a line in this file and in ARCHITECTURE.md",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: pathOf(Object.keys(allFloors)) },
    },
    {
      name: "no-cycles",
      comment: "Types count too: move what both need into a file of its own",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "parsers-apart",
      comment: "What two formats share lives in src/parsers itself, or further down",
      severity: "error",
      from: { path: "^src/parsers/(onnx|stablehlo|hlo)/" },
      to: {
        path: "^src/parsers/(onnx|stablehlo|hlo)/",
        pathNot: ["^src/parsers/$1/", "^src/parsers/stablehlo/"],
      },
    },
    {
      name: "onnx-without-stablehlo",
      comment: "HLO may build on StableHLO's table; ONNX and StableHLO do not know each other",
      severity: "error",
      from: { path: "^src/parsers/onnx/" },
      to: { path: "^src/parsers/(stablehlo|hlo)/" },
    },
    {
      name: "terminal-only-in-cli",
      comment: "Everything else works the same in a browser and in someone else's program",
      severity: "error",
      from: { path: "^src/", pathNot: pathOf(["cli"]) },
      to: {
        path: [
          packages(["commander", "picocolors", "cli-table3"]),
          "^(node:)?(process|console|readline|tty)(/|$)",
        ],
      },
    },
    {
      name: "zod-only-in-results",
      comment: "zod describes the results and makes their JSON Schemas at build time",
      severity: "error",
      from: { path: "^src/", pathNot: pathOf(["results"]) },
      to: { path: packages(["zod"]) },
    },
    {
      name: "no-development-packages",
      comment: "Users do not have devDependencies",
      severity: "error",
      from: { path: "^src/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: [packages(["zod"])],
      },
    },
    {
      name: "only-declared-packages",
      comment: "Name it in package.json, with its exact version",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: false, dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] },
    },
    {
      name: "resolvable",
      comment: "There is no such file or package",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "src-stands-alone",
      comment: "The package holds nothing but what is made of src/",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|tools|bench|fixtures|dist)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
    },
  },
};
