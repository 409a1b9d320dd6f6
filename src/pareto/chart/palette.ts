import { AceError } from "../../errors.ts";
import { oneOf } from "../../results/names.ts";
import type { ChartPoint } from "../chart-input.ts";
import { notableFamilies } from "./notable-families.ts";
import type { ChartStyle } from "./style.ts";

/** Colours of everything that is not a point. */
export interface Inks {
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  readonly front: string;
  readonly reached: string;
  readonly own: string;
  readonly other: string;
  /** How much of a dominated point is seen. */
  readonly dominated: number;
  /** For families, in order; more families begin again, with other symbols. */
  readonly families: readonly string[];
}

/**
 * Source: Okabe and Ito, "Color Universal Design" (2008): told apart under all common forms of colour
 * blindness. Vermilion is kept for the user; yellow is too pale for paper, black too dark for night.
 * Two more for wide charts are of Tol, "Colour schemes" (2021), "muted" and its pale neighbours.
 */
const OKABE_ITO = {
  black: "#000000",
  orange: "#e69f00",
  sky: "#56b4e9",
  green: "#009e73",
  yellow: "#f0e442",
  blue: "#0072b2",
  vermilion: "#d55e00",
  purple: "#cc79a7",
} as const;

export const INKS: Readonly<Record<ChartStyle["theme"], Inks>> = {
  light: {
    background: "#ffffff",
    text: "#1a1a1a",
    faint: "#5c5c5c",
    grid: "#e9e9e9",
    front: "#3d3d3d",
    reached: "#f6f7f8",
    own: OKABE_ITO.vermilion,
    other: "#9a9a9a",
    dominated: 0.5,
    families: [
      ...[OKABE_ITO.blue, OKABE_ITO.orange, OKABE_ITO.green],
      ...[OKABE_ITO.purple, OKABE_ITO.sky, OKABE_ITO.black],
      ...["#882255", "#999933"],
    ],
  },
  dark: {
    background: "#15181d",
    text: "#e8e8e8",
    faint: "#a9adb3",
    grid: "#2a2e35",
    front: "#c4c8ce",
    reached: "#1a1e24",
    own: OKABE_ITO.vermilion,
    other: "#8b919a",
    dominated: 0.62,
    families: [
      ...[OKABE_ITO.sky, OKABE_ITO.orange, OKABE_ITO.green],
      ...[OKABE_ITO.purple, OKABE_ITO.yellow, OKABE_ITO.blue],
      ...["#ddddbb", "#aa4499"],
    ],
  },
};

const HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z";
const BOW_TIE = "M-0.9,-0.8L0.9,0.8L0.9,-0.8L-0.9,0.8Z";
const STAR =
  "M0,-1L0.235,-0.324L0.951,-0.309L0.38,0.124L0.588,0.809L0,0.4L-0.588,0.809L-0.38,0.124L-0.951,-0.309L-0.235,-0.324Z";
/** No two families of a chart share one. */
const SHAPES = [
  ...["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"],
  ...[HEXAGON, "triangle-right", BOW_TIE, "triangle-left"],
] as const;

/** Families that are drawn alike: one line of the legend. */
export interface Group {
  readonly name: string;
  readonly kind: "own" | "family" | "other";
  readonly color: string;
  readonly shape: string;
}

export interface Grouping {
  readonly groups: readonly Group[];
  readonly groupOf: (point: ChartPoint) => Group;
}

/**
 * Which families get a colour and a symbol of their own: the user's, all alike, then the `most`
 * notable of the published; the others are grey.
 *
 * @param wanted - families that count as notable before any others
 * @throws {AceError} `wrong-usage` for a wanted one that has no point
 */
export function groupPoints(
  points: readonly ChartPoint[],
  inks: Inks,
  most: number,
  wanted: readonly string[] = [],
): Grouping {
  const published = new Set(points.filter((point) => !point.own).map(({ family }) => family));
  for (const family of wanted) if (!published.has(family)) throw unknown(family, [...published]);
  const own: Group = {
    ...{ name: ownName(points, published), kind: "own" },
    ...{ color: inks.own, shape: STAR },
  };
  const families = notableFamilies(
    points.filter((point) => !point.own),
    most,
    wanted,
  );
  const coloured = families.map((name, i) => familyGroup(name, i, inks));
  const rest = published.has("other") ? "all others" : "other";
  const other: Group = { name: rest, kind: "other", color: inks.other, shape: "circle" };
  const byFamily = new Map(coloured.map((group) => [group.name, group]));
  const groupOf = (point: ChartPoint): Group =>
    point.own ? own : (byFamily.get(point.family) ?? other);
  const used = new Set(points.map(groupOf));
  return { groups: [own, ...coloured, other].filter((group) => used.has(group)), groupOf };
}

function unknown(family: string, known: readonly string[]): AceError {
  const expected = known.length === 0 ? "a published network" : oneOf(known, family);
  const reason = { action: "highlight", subject: "a family", expected, got: family };
  return new AceError("wrong-usage", reason);
}

function familyGroup(name: string, i: number, { families }: Inks): Group {
  const color = families[i % families.length] as string;
  return { name, kind: "family", color, shape: SHAPES[i % SHAPES.length] as string };
}

/** The user's family by its name, where there is one that is not a published one too. */
function ownName(points: readonly ChartPoint[], published: ReadonlySet<string>): string {
  const names = new Set(points.filter(({ own }) => own).map(({ family }) => family));
  const [first] = names;
  const name = names.size === 1 && first !== undefined && first !== "" ? first : "yours";
  return published.has(name) ? `${name} (yours)` : name;
}
