import type { Outcomes } from "./child.ts";

/** Names of the cases that do not come out alike, bit by bit. */
export function differences(a: Outcomes, b: Outcomes): readonly string[] {
  const bits = new Map(b.outcomes.map((outcome) => [outcome.name, outcome.bits]));
  const names = new Set(a.outcomes.map(({ name }) => name));
  return [
    ...a.outcomes.filter((outcome) => bits.get(outcome.name) !== outcome.bits),
    ...b.outcomes.filter(({ name }) => !names.has(name)),
  ].map(({ name }) => name);
}

/** `v20.20.2: 1917 cases, 1880 run with 2400 outputs, 37 refused`. */
export function outcomeLine({ version, outcomes }: Outcomes): string {
  const ran = outcomes.filter(({ outputs }) => outputs > 0);
  const outputs = ran.reduce((sum, one) => sum + one.outputs, 0);
  const refused = outcomes.length - ran.length;
  return `${version}: ${outcomes.length} cases, ${ran.length} run with ${outputs} outputs, ${refused} without`;
}
