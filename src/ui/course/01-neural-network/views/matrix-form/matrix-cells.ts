// A layer's step as a matrix times a vector plus a vector: which of its numbers are shown, and how.

/** A layer's numbers: row j of `weights` into its neuron j. */
export interface LayerValues {
  readonly weights: ArrayLike<number>;
  readonly biases: ArrayLike<number>;
  readonly inputs: ArrayLike<number>;
  readonly outputs: ArrayLike<number>;
}

/** A number, or dots for those left out. */
export interface Cell {
  readonly text: string;
  /** Whether it belongs to the row that stands out. */
  readonly chosen: boolean;
}

/** Rows of cells: the matrix, and three columns. */
export type Cells = Readonly<Record<'weights' | 'before' | 'biases' | 'after', readonly (readonly Cell[])[]>>;

/** The first two, one chosen and the last, in order; `undefined` where some between are left out. */
function visibleIndices(count: number, chosen: number): (number | undefined)[] {
  const indices = [...new Set([0, 1, chosen, count - 1])]
    .filter((place) => place < count)
    .sort((a, b) => a - b);
  return indices.flatMap((place, i) => (i > 0 && place > indices[i - 1] + 1 ? [undefined, place] : [place]));
}

/** `neuron` is the row that stands out, `input` the place of an input worth showing, such as the brightest. */
export function matrixCells(
  { weights, biases, inputs, outputs }: LayerValues,
  neuron: number,
  input: number,
): Cells {
  const rows = visibleIndices(outputs.length, neuron);
  const columns = visibleIndices(inputs.length, input);
  const cell = (row: number | undefined, value: () => number, dots: string): Cell => ({
    text:
      row === undefined || dots === '⋯'
        ? dots
        : value()
            .toFixed(2)
            .replace(/^-0\.00$/, '0.00')
            .replace('-', '−'),
    chosen: row === neuron,
  });
  const column = (places: readonly (number | undefined)[], values: ArrayLike<number>, isRow: boolean) =>
    places.map((place) => {
      const entry = cell(place, () => values[place as number], place === undefined ? '⋮' : '');
      return [isRow ? entry : { ...entry, chosen: false }];
    });
  return {
    weights: rows.map((row) =>
      columns.map((at) =>
        cell(
          row,
          () => weights[(row as number) * inputs.length + (at as number)],
          at === undefined ? (row === undefined ? '⋱' : '⋯') : row === undefined ? '⋮' : '',
        ),
      ),
    ),
    before: column(columns, inputs, false),
    biases: column(rows, biases, true),
    after: column(rows, outputs, true),
  };
}
