import { AceError } from "../../../errors.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { formatType } from "../../../graph/tensor-type.ts";
import { cond, expectTypes } from "../../../ops/core/cond.ts";
import { macsOf } from "../../../ops/region-macs.ts";
import type { Bound } from "../bound.ts";
import {
  type Body,
  type Draft,
  knownScalar,
  type StructuredLowering,
  type StructuredNode,
  scalarNow,
  tensorInput,
} from "./node.ts";
import {
  asScalar,
  attempt,
  expectOutputs,
  givesTensors,
  outputTypes,
  regionsOf,
  spread,
  type TensorDraft,
} from "./regions.ts";

/**
 * One of two graphs. Where it is known which, that one takes the node's place, unless the other one
 * has weights, which are stored as well.
 *
 * Source: ONNX `If`.
 */
export const lowerIf: StructuredLowering = (node) => {
  const branches = [node.body("then_branch"), node.body("else_branch")];
  const known = knownScalar(node, tensorInput(node, 0));
  const outputs =
    known === undefined ? either(node, branches) : taken(node, branches, known === 0 ? 1 : 0);
  return expectOutputs(node, outputs);
};

function taken(node: StructuredNode, branches: readonly Body[], index: number): readonly Bound[] {
  const chosen = branches[index] as Body;
  if (node.running) return chosen.inline([]);
  const other = attempt(() => draftOf(branches[1 - index] as Body));
  const hasWork = isUsable(other) && macsOf(regionsOf([other]).regions[0] as never) > 0n;
  const own = hasWork ? attempt(() => draftOf(chosen)) : undefined;
  if (!isUsable(other) || !isUsable(own)) return chosen.inline([]);
  return emitted(node, index === 0 ? [own, other] : [other, own], index);
}

function draftOf(body: Body): Draft {
  return body.draft(() => []);
}

function isUsable(draft: Draft | AceError | undefined): draft is TensorDraft {
  return draft !== undefined && !(draft instanceof AceError) && givesTensors(draft);
}

/** Both graphs as branches; where they do not go together, and it will be run, the one it takes. */
function either(node: StructuredNode, branches: readonly Body[]): readonly Bound[] {
  const drafts = branches.map((body) => attempt(() => draftOf(body)));
  const usable = drafts.filter(isUsable);
  if (usable.length === drafts.length && !(node.running && usable.some(lacksSomething))) {
    const equal = giveEqualTypes(usable);
    if (equal || !node.running) return emitted(node, usable, equal ? null : dearest(node, usable));
  }
  if (node.running) {
    const now = scalarNow(node, tensorInput(node, 0));
    if (now !== undefined) return (branches[now === 0 ? 1 : 0] as Body).inline([]);
  }
  return refused(node, drafts);
}

function lacksSomething({ findings }: Draft): boolean {
  return !findings.unsupported.isEmpty;
}

function giveEqualTypes(drafts: readonly TensorDraft[]): boolean {
  const [first, ...others] = drafts.map(outputTypes);
  return others.every(
    (types) => !(attempt(() => expectTypes("outputs", first ?? [], types)) instanceof AceError),
  );
}

/** The branch of the most work: what follows has the types of its outputs. */
function dearest(node: StructuredNode, drafts: readonly TensorDraft[]): number {
  const { regions } = regionsOf(drafts);
  const macs = regions.map(macsOf);
  const index = macs.reduce((best, count, i) => (count > (macs[best] as bigint) ? i : best), 0);
  const types = drafts.map((draft) => outputTypes(draft).map(formatType).join(", "));
  node.findings.missing.push({
    code: "branches-differ",
    where: { node: node.name },
    reason: `the branches of ${node.name} give other types (${types.join("; ")}): what follows is counted with those of the dearest`,
    touches: ["work", "widths", "storage", "memory"],
  });
  return index;
}

function emitted(
  node: StructuredNode,
  drafts: readonly TensorDraft[],
  branch: number | null,
): readonly Bound[] {
  for (const { findings } of drafts) node.findings.absorb(findings);
  if (branch === null) warnOfDearest(node);
  const kept = usedPlaces(node, drafts);
  const { regions, captured } = regionsOf(drafts.map((draft) => keeping(draft, kept)));
  const { target } = node;
  const choice = asScalar(target, tensorInput(node, 0));
  return spread(target.b.emitAll(cond, [choice, ...captured], { branch }, regions), kept);
}

/** Outputs that somebody uses; what only the others need is not work. */
function usedPlaces(node: StructuredNode, drafts: readonly TensorDraft[]): readonly number[] {
  const length = Math.min(...drafts.map(({ outputs }) => outputs.length));
  return Array.from({ length }, (_, i) => i).filter((i) => node.isUsed(i));
}

function keeping(draft: TensorDraft, kept: readonly number[]): TensorDraft {
  return { ...draft, outputs: kept.map((i) => draft.outputs[i] as TensorId) };
}

function warnOfDearest({ name, findings }: StructuredNode): void {
  findings.warnings.push({
    code: "unknown-branch",
    where: { node: name },
    reason: `${name}: which branch is taken depends on the input; the dearest is counted`,
  });
}

/** What is wrong with the branches; of what is only unsupported in them, all is listed. */
function refused(node: StructuredNode, drafts: readonly (Draft | AceError)[]): readonly Bound[] {
  for (const draft of drafts) {
    if (draft instanceof AceError) throw draft;
  }
  const lacking = (drafts as readonly Draft[]).filter(
    (draft) => !draft.findings.unsupported.isEmpty,
  );
  if (lacking.length === 0) {
    return node.context.refuse(
      "unknown-value",
      "a predicate that is known without running the network, or branches that give tensors",
      "sequences from an unknown branch",
    );
  }
  return node.leaveOut(lacking.map(({ findings }) => findings));
}
