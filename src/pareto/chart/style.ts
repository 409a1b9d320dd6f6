/** How a chart looks, as far as it is chosen. */
export interface ChartStyle {
  readonly theme: "light" | "dark";
  /** `column` and `page`: one and two columns of a paper, in points; `screen`: in pixels. */
  readonly size: ChartSize;
  /** Pixels of a PNG for each point or pixel of the chart; by default 300 dpi, or 2 on a screen. */
  readonly scale?: number;
  /**
   * What an SVG holds for its letters. Outlines look the same in every program and survive
   * `\includesvg`; text can be searched and edited. Default: outlines on paper, text on a screen.
   */
  readonly letters?: Letters;
  /** Whether the sentences are drawn below the chart; by default they are. */
  readonly caption?: boolean;
  /** Families that get a colour before others do. */
  readonly families?: readonly string[];
}

/** Area of a grey symbol beside that of a coloured one. */
export const OTHER_AREA = 0.45;

export type ChartSize = "column" | "page" | "screen";
export type Letters = "outlines" | "text";

/** The measures of a size, in its unit. */
export interface Measures {
  readonly unit: "pt" | "px";
  readonly width: number;
  readonly plotHeight: number;
  /** Font sizes. */
  readonly title: number;
  readonly tick: number;
  readonly label: number;
  readonly caption: number;
  /** Side of a symbol's square. */
  readonly symbol: number;
  readonly ownSymbol: number;
  readonly line: number;
  readonly margin: number;
  /** Families that get a colour of their own. */
  readonly families: number;
  /** Most names beside those of the front and of the user. */
  readonly otherLabels: number;
  readonly scale: number;
  readonly letters: Letters;
}

/** 3.3 and 7 inches are the columns of the usual two-column conference paper. */
export const MEASURES: Readonly<Record<ChartSize, Measures>> = {
  column: {
    unit: "pt",
    width: 237.6,
    plotHeight: 172,
    title: 8,
    tick: 7,
    label: 6.5,
    caption: 6.5,
    symbol: 4.4,
    ownSymbol: 9,
    line: 0.9,
    margin: 2,
    families: 7,
    otherLabels: 7,
    scale: 300 / 72,
    letters: "outlines",
  },
  page: {
    unit: "pt",
    width: 504,
    plotHeight: 270,
    title: 8.5,
    tick: 7.5,
    label: 7,
    caption: 7,
    symbol: 5.4,
    ownSymbol: 11,
    line: 1.1,
    margin: 3,
    families: 8,
    otherLabels: 26,
    scale: 300 / 72,
    letters: "outlines",
  },
  screen: {
    unit: "px",
    width: 960,
    plotHeight: 520,
    title: 15,
    tick: 13,
    label: 12,
    caption: 12.5,
    symbol: 9.5,
    ownSymbol: 19,
    line: 1.8,
    margin: 16,
    families: 8,
    otherLabels: 34,
    scale: 2,
    letters: "text",
  },
};

/** What an SVG of a style holds for its letters. */
export function lettersOf({ letters, size }: ChartStyle): Letters {
  return letters ?? MEASURES[size].letters;
}
