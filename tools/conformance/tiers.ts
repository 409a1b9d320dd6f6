import tiers from "./tiers.json" with { type: "json" };

/** How much an operator matters: 0 must be there, 2 is wanted. */
export type Tier = keyof typeof tiers;

/** Operators that must work, with their domain but for the default one, by tier. */
export const TIERS: Readonly<Record<Tier, readonly string[]>> = tiers;

/** The tier of an operator; undefined for those in none. */
export function tierOf(operator: string): Tier | undefined {
  return (Object.keys(TIERS) as Tier[]).find((tier) => TIERS[tier].includes(operator));
}
