// Types only: zod makes them and the JSON Schemas at build time and is never loaded with the rest.
export type {
  BitsRow,
  Convention,
  Layer,
  Operand,
  ResultMissing,
  ScoreResult,
  TotalKey,
  Totals,
} from "./score-schema.ts";
