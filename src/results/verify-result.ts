// Types only: zod makes them and the JSON Schemas at build time and is never loaded with the rest.
export type { VerifyCase, VerifyResult } from "./verify-schema.ts";
