// Types only: zod makes them and the JSON Schemas at build time and is never loaded with the rest.
export type { TrendPoint, TrendResult } from "./trend-schema.ts";
