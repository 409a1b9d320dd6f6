import type { PublishedNetwork } from "../../results/published.ts";
import table from "./table.json" with { type: "json" };

type Row = (typeof table)[number];
type CountKey =
  | "binaryMacs"
  | "int4Macs"
  | "int8Macs"
  | "floatMacs"
  | "statedAce"
  | "statedOps"
  | "weightBits";

const COUNTS: ReadonlySet<string> = new Set<CountKey>([
  ...(["binaryMacs", "int4Macs", "int8Macs", "floatMacs"] as const),
  ...(["statedAce", "statedOps", "weightBits"] as const),
]);

/** Every network of the table that the package ships as `data/published-networks.csv`. */
export const PUBLISHED_NETWORKS: readonly PublishedNetwork[] = table.map(network);

function network(row: Row): PublishedNetwork {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    COUNTS.has(key) ? BigInt(value) : value,
  ]);
  return Object.fromEntries(entries) as PublishedNetwork;
}
