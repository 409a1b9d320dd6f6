import { AceError } from "../../errors.ts";
import type { TensorId } from "../../graph/graph.ts";
import { formatType } from "../../graph/tensor-type.ts";
import { branchOf, cond, expectTypes } from "../../ops/core/cond.ts";
import { macsOf } from "../../ops/region-macs.ts";
import type { Bound } from "./bound.ts";
import {
  attempt,
  givesTensors,
  outputTypes,
  regionsOf,
  spread,
  type TensorDraft,
} from "./regions.ts";
import type { Draft, InnerBody, StructureSite } from "./site.ts";

/**
 * One of several graphs, as a scalar chooses: see `cond`. Where it is known which, that one takes the
 * node's place, unless another one has weights, which are stored as well.
 */
export function lowerBranches(
  node: StructureSite,
  choice: TensorId,
  branches: readonly InnerBody[],
): readonly Bound[] {
  const known = node.target.deciding(choice);
  return known === undefined
    ? either(node, choice, branches)
    : taken(node, choice, branches, branchOf(known, branches.length));
}

/**
 * The branch that is taken, in the node's place; where others have weights, which are stored as well,
 * all of them as regions.
 */
function taken(
  node: StructureSite,
  choice: TensorId,
  branches: readonly InnerBody[],
  index: number,
): readonly Bound[] {
  const chosen = branches[index] as InnerBody;
  if (node.running) return chosen.inline([]);
  const others = branches.map((body, i) =>
    i === index ? undefined : attempt(() => draftOf(body)),
  );
  if (!others.some((draft) => draft !== undefined && isUsable(draft) && hasWork(draft))) {
    return chosen.inline([]);
  }
  const own = attempt(() => draftOf(chosen));
  const drafts = others.map((draft) => draft ?? own);
  if (!drafts.every(isUsable)) return chosen.inline([]);
  return emitted(node, choice, drafts, index);
}

function hasWork(draft: TensorDraft): boolean {
  return regionsOf([draft]).regions.some((region) => macsOf(region) > 0n);
}

function draftOf(body: InnerBody): Draft {
  return body.draft(() => []);
}

function isUsable(draft: Draft | AceError | undefined): draft is TensorDraft {
  return draft !== undefined && !(draft instanceof AceError) && givesTensors(draft);
}

/** Both graphs as branches; where they do not go together, and it will be run, the one it takes. */
function either(
  node: StructureSite,
  choice: TensorId,
  branches: readonly InnerBody[],
): readonly Bound[] {
  const drafts = branches.map((body) => attempt(() => draftOf(body)));
  const usable = drafts.filter(isUsable);
  if (usable.length === drafts.length && !(node.running && usable.some(lacksSomething))) {
    const equal = giveEqualTypes(usable);
    if (equal || !node.running) {
      return emitted(node, choice, usable, equal ? null : dearest(node, usable));
    }
  }
  if (node.running) {
    const now = node.target.valueNow(choice);
    if (now !== undefined) {
      return (branches[branchOf(now, branches.length)] as InnerBody).inline([]);
    }
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
function dearest(node: StructureSite, drafts: readonly TensorDraft[]): number {
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
  node: StructureSite,
  choice: TensorId,
  drafts: readonly TensorDraft[],
  branch: number | null,
): readonly Bound[] {
  for (const { findings } of drafts) node.findings.absorb(findings);
  if (branch === null) warnOfDearest(node);
  const kept = usedPlaces(node, drafts);
  const { regions, captured } = regionsOf(drafts.map((draft) => keeping(draft, kept)));
  const { b } = node.target;
  return spread(b.emitAll(cond, [choice, ...captured], { branch }, regions), kept);
}

/** Outputs that somebody uses; what only the others need is not work. */
function usedPlaces(node: StructureSite, drafts: readonly TensorDraft[]): readonly number[] {
  const length = Math.min(...drafts.map(({ outputs }) => outputs.length));
  return Array.from({ length }, (_, i) => i).filter((i) => node.isUsed(i));
}

function keeping(draft: TensorDraft, kept: readonly number[]): TensorDraft {
  return { ...draft, outputs: kept.map((i) => draft.outputs[i] as TensorId) };
}

function warnOfDearest({ name, findings }: StructureSite): void {
  findings.warnings.push({
    code: "unknown-branch",
    where: { node: name },
    reason: `${name}: which branch is taken depends on the input; the dearest is counted`,
  });
}

/** What is wrong with the branches; of what is only unsupported in them, all is listed. */
function refused(node: StructureSite, drafts: readonly (Draft | AceError)[]): readonly Bound[] {
  for (const draft of drafts) {
    if (draft instanceof AceError) throw draft;
  }
  const lacking = (drafts as readonly Draft[]).filter(
    (draft) => !draft.findings.unsupported.isEmpty,
  );
  if (lacking.length === 0) {
    return node.refuse(
      "unknown-value",
      "a predicate that is known without running the network, or branches that give tensors",
      "sequences from an unknown branch",
    );
  }
  return node.leaveOut(lacking.map(({ findings }) => findings));
}
