/** How often a transfer rule was put to the test. */
export interface RuleCount {
  /** Results of which something was said that the elements could have contradicted. */
  readonly checked: number;
  readonly violated: number;
}

/** Counts by the fixed names of transfer rules. */
export type Tally = Map<string, RuleCount>;

export function count(tally: Tally, rule: string, violated: boolean): void {
  const before = tally.get(rule) ?? { checked: 0, violated: 0 };
  tally.set(rule, {
    checked: before.checked + 1,
    violated: before.violated + (violated ? 1 : 0),
  });
}

/** Rules that were put to the test less often than they should be. */
export function tooFew(tally: Tally, rules: readonly string[], least: number): readonly string[] {
  return rules
    .map((rule) => [rule, tally.get(rule)?.checked ?? 0] as const)
    .filter(([, checked]) => checked < least)
    .map(([rule, checked]) => `${rule}: ${checked}`);
}

/** One line a rule: its name, results checked, violations. */
export function formatTally(tally: Tally, rules: readonly string[]): string {
  const names = [...new Set([...rules, ...tally.keys()])].toSorted();
  const width = Math.max(4, ...names.map((name) => name.length));
  const rows = names.map((name) => {
    const { checked, violated } = tally.get(name) ?? { checked: 0, violated: 0 };
    return `${name.padEnd(width)} ${String(checked).padStart(9)} ${String(violated).padStart(10)}`;
  });
  return [`${"rule".padEnd(width)}   checked violations`, ...rows].join("\n");
}
