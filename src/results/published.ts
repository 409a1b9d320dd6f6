// Types only: zod makes them and the JSON Schemas at build time and is never loaded with the rest.
export type { PublishedNetwork } from "./published-schema.ts";
