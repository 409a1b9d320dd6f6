/** One network as it is drawn. */
export interface ChartPoint {
  /** As its authors call it, or as the user calls theirs; may hold any characters. */
  readonly name: string;
  /** The authors' name for the line of networks that it belongs to. */
  readonly family: string;
  /** Percent. */
  readonly accuracy: number;
  /** In the metric of the chart; 0 or more. */
  readonly cost: number;
  /** One of the user's: drawn on top and always labelled. */
  readonly own: boolean;
  /** No other point is at least as good in both and better in one. */
  readonly onFront: boolean;
  /** One that others are compared with: labelled before the rest. */
  readonly landmark?: true;
  /** How the cost was counted, where it differs from the chart's convention. */
  readonly otherConvention?: string;
  /** Where accuracy and cost come from, for tooltips. */
  readonly source: string;
  readonly year?: number;
}

/** All that a chart shows: plain data, without a choice of size or colour. */
export interface ChartInput {
  /** In the order in which equal points are drawn. */
  readonly points: readonly ChartPoint[];
  readonly cost: { readonly id: string; readonly label: string; readonly unit: string };
  readonly accuracy: { readonly label: string; readonly unit: string };
  /** Sentences below the chart: convention, data set, what is not counted. */
  readonly caption: readonly string[];
}
