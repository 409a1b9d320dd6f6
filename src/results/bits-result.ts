// Types only: zod makes them and the JSON Schemas at build time and is never loaded with the rest.
export type { BitsResult, KnownTensor } from "./bits-schema.ts";
export type { Known, ResultModel, ResultUnknown, ResultWarning } from "./model-schema.ts";
