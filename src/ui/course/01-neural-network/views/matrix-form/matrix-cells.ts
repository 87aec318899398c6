// Selects and formats the cells shown of a layer's matrix, inputs, biases and activations.

import { formatReal } from '../../../../format/numbers.ts';

/** Row j of `weights` belongs to neuron j of the layer. */
export interface LayerValues {
  readonly weights: ArrayLike<number>;
  readonly biases: ArrayLike<number>;
  readonly inputs: ArrayLike<number>;
  readonly outputs: ArrayLike<number>;
}

/** A number, or dots for omitted cells. */
export interface Cell {
  readonly text: string;
  /** Whether the cell belongs to the highlighted row. */
  readonly chosen: boolean;
}

/** Rows of cells of the matrix and the three columns. */
export type Cells = Readonly<Record<'weights' | 'before' | 'biases' | 'after', readonly (readonly Cell[])[]>>;

/** These of so many indices, in order; `undefined` marks a gap. */
function withGaps(places: readonly number[], count: number): (number | undefined)[] {
  const indices = [...new Set(places)].filter((place) => place < count).sort((a, b) => a - b);
  return indices.flatMap((place, i) => (i > 0 && place > indices[i - 1] + 1 ? [undefined, place] : [place]));
}

/** `neuron` is the highlighted row, `input` an additional column, such as that of the brightest input. */
export function matrixCells(
  { weights, biases, inputs, outputs }: LayerValues,
  neuron: number,
  input: number,
): Cells {
  const rows = withGaps([0, 1, neuron, outputs.length - 1], outputs.length);
  // The equation fits into a line of the panel.
  const columns = withGaps([0, input, inputs.length - 1], inputs.length);
  const cell = (row: number | undefined, value: () => number, dots: string): Cell => ({
    text: row === undefined || dots === '⋯' ? dots : formatReal(value(), 2),
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
