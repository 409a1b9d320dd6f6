import { AceError } from "../../errors.ts";
import { oneOf } from "../../results/names.ts";
import type { PublishedNetwork } from "../../results/published.ts";
import type { Placing } from "../metric.ts";
import type { Absent, AbsentCode, Placed } from "../placed.ts";
import { type Figure, figureOf } from "./figure.ts";

/** Which published networks are placed. */
export interface Selection {
  /** Families by name; all where absent. */
  readonly families?: readonly string[];
  /** Only networks of 1-bit weights and activations. */
  readonly binary?: boolean;
  /** Also figures that nobody has checked. */
  readonly recollection?: boolean;
  /** Also rows whose source is an unpublished manuscript. */
  readonly drafts?: boolean;
  /** Also costs that are counted by another rule. */
  readonly mixed?: boolean;
}

/**
 * The published networks that are placed, and those that are not; what a filter leaves out is in
 * neither.
 *
 * @throws {AceError} `wrong-usage` for a family that there is none of
 */
export function selectPublished(
  networks: readonly PublishedNetwork[],
  placing: Placing,
  selection: Selection,
): { readonly placed: readonly Placed[]; readonly absent: readonly Absent[] } {
  const placed: Placed[] = [];
  const absent: Absent[] = [];
  for (const network of filtered(networks, selection)) {
    const point = place(network, placing, selection);
    if (typeof point === "string") absent.push({ name: network.name, own: false, code: point });
    else placed.push(point);
  }
  return { placed, absent };
}

function filtered(
  networks: readonly PublishedNetwork[],
  { families, binary }: Selection,
): readonly PublishedNetwork[] {
  const known = [...new Set(networks.map(({ family }) => family))];
  for (const family of families ?? []) {
    if (!known.includes(family)) {
      const reason = { action: "select", subject: "a family", got: family };
      throw new AceError("wrong-usage", { ...reason, expected: oneOf(known, family) });
    }
  }
  return networks.filter(
    (network) =>
      (families === undefined || families.includes(network.family)) &&
      (binary !== true || isBinary(network)),
  );
}

/** Several bases of one bit are several bits, a fraction of a second bit is not one. */
function isBinary({ weights = "", activations = "" }: PublishedNetwork): boolean {
  return /^1( |$)/.test(weights) && /^1( |$)/.test(activations);
}

function place(
  network: PublishedNetwork,
  placing: Placing,
  { recollection, drafts, mixed }: Selection,
): Placed | AbsentCode {
  const { accuracy, accuracyStatus } = network;
  if (accuracy === undefined) return "no-accuracy";
  if (network.tier === "draft" && drafts !== true) return "draft";
  const figure = figureOf(network, placing);
  if (typeof figure === "string") return figure;
  const remembered = accuracyStatus === "recollection" || figure.status === "recollection";
  if (remembered && recollection !== true) return "recollection";
  if (figure.otherConvention !== undefined && mixed !== true) return "other-convention";
  return point(network, accuracy, figure, remembered);
}

function point(
  network: PublishedNetwork,
  accuracy: number,
  figure: Figure,
  remembered: boolean,
): Placed {
  const { name, family, year, tier } = network;
  const { cost, exact, status, otherConvention } = figure;
  return {
    name,
    family,
    year,
    own: false,
    accuracy,
    cost,
    exact,
    accuracyStatus: network.accuracyStatus === "recollection" ? "recollection" : "verified",
    costStatus: status,
    ...(remembered ? { recollection: true } : {}),
    ...(tier === "draft" ? { draft: true } : {}),
    ...(otherConvention === undefined ? {} : { otherConvention }),
    source: sourceOf(network),
  };
}

/** Paper, then where the accuracy was read, then where the cost is from. */
function sourceOf({ paper, arxiv, source, costSource }: PublishedNetwork): string {
  const article = [paper, arxiv === undefined ? undefined : `arXiv ${arxiv}`];
  const parts = [
    article.filter((part) => part !== undefined).join(", "),
    source === undefined ? "" : `accuracy: ${source}`,
    costSource === undefined ? "" : `cost: ${costSource}`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}
