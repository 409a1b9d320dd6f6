/** How a width came to be known, strongest authority first. */
export type WidthStatus = "claimed" | "declared" | "proven" | "inspected" | "assumed";

/** A layer, whose name is looked up only when a proof is printed. */
export interface Named {
  readonly name: string;
}

/** One step of the reason for what is known of a tensor; rendered only when somebody asks. */
export interface Proof {
  /** The transfer rule, one of a small number of fixed names. */
  readonly rule: string;
  /** What it says here, without the place: `rounded to 16 codes`. */
  readonly text: string;
  /** Where it holds; absent for what holds everywhere. */
  readonly place?: Named;
  /** The step that it builds on. */
  readonly from?: Proof;
}

/** A proof as one sentence, oldest step first. */
export function formatProof(proof: Proof): string {
  return proof.from === undefined ? stepText(proof) : proofSteps(proof).join(", ");
}

function stepText({ text, place }: Proof): string {
  return place === undefined ? text : `${text} at ${place.name}`;
}

/** The steps of a proof, oldest first; steps that say the same at the same place once. */
export function proofSteps(proof: Proof): readonly string[] {
  const steps: string[] = [];
  for (let step: Proof | undefined = proof; step !== undefined; step = step.from) {
    const text = stepText(step);
    if (steps.at(-1) !== text) steps.push(text);
  }
  return steps.reverse();
}
