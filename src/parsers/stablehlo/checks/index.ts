export { checkedFunctions, operationsOf } from "./checked-functions.ts";
export { specialiseChecks } from "./specialise-checks.ts";
