export { type CheckedFunction, checkedFunctions, operationsOf } from "./checked-functions.ts";
export { type ResultCheck, specialiseChecks } from "./specialise-checks.ts";
