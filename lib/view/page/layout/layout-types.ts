/** A box that is to be placed: its column and its lane are given. */
export interface LayoutItem {
  readonly id: string;
  /** From 0 on, from left to right. */
  readonly column: number;
  /** The namespace, whose boxes stay together. */
  readonly lane: string;
  readonly height: number;
}

export interface LayoutLink {
  readonly from: string;
  readonly to: string;
}

/** Where a column stands. Between two columns the links turn. */
export interface LayoutColumn {
  readonly x: number;
  readonly width: number;
}

export interface LayoutOptions {
  /** From left to right. */
  readonly columns: readonly LayoutColumn[];
  /** Between two boxes of a column. */
  readonly rowGap: number;
  /** Above the first box of a lane, for its name. */
  readonly laneHead: number;
  /** Beside and below the boxes of a lane. */
  readonly lanePadding: number;
  readonly laneGap: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LanePlace {
  readonly name: string;
  readonly y: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lanes: readonly LanePlace[];
  /** Where links that pass columns by cross them, by {@link linkKey}: two points for each column. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

export function linkKey({ from, to }: LayoutLink): string {
  return `${from}>${to}`;
}
