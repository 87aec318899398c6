// A layer's step as a matrix times a vector plus a vector, in TeX, with the numbers that stand there now.

/** A layer's numbers: row j of `weights` into its neuron j. */
export interface LayerNumbers {
  readonly weights: ArrayLike<number>;
  readonly biases: ArrayLike<number>;
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
}

/** The colour that a row and its result share. */
const CHOSEN = '#c9961a';

/** First, chosen, last, in order, each once; `undefined` stands for dots where some between are left out. */
export function shownPlaces(count: number, chosen: number): (number | undefined)[] {
  const places = [...new Set([0, 1, chosen, count - 1])]
    .filter((place) => place < count)
    .sort((a, b) => a - b);
  return places.flatMap((place, i) => (i > 0 && place > places[i - 1] + 1 ? [undefined, place] : [place]));
}

/** `layer` from 1; `input` is the place of an input worth showing, such as the brightest. */
export function matrixTex(
  layer: number,
  neuron: number,
  input: number,
  numbers: LayerNumbers,
  squash: string,
): string {
  const { weights, biases, before, after } = numbers;
  const width = before.length;
  const rows = shownPlaces(after.length, neuron);
  const columns = shownPlaces(width, input);
  const marked = (row: number, tex: string) => (row === neuron ? `\\textcolor{${CHOSEN}}{${tex}}` : tex);
  const matrix = rows.map((row) =>
    columns
      .map((column) => {
        if (row === undefined) return column === undefined ? '\\ddots' : '\\vdots';
        return column === undefined ? '\\cdots' : marked(row, written(weights[row * width + column]));
      })
      .join('&'),
  );
  const column = (places: (number | undefined)[], values: ArrayLike<number>, mark: boolean) =>
    bracketed(
      places.map((place) =>
        place === undefined
          ? '\\vdots'
          : mark
            ? marked(place, written(values[place]))
            : written(values[place]),
      ),
    );
  return (
    `${squash}\\left(${bracketed(matrix)}${column(columns, before, false)}+${column(rows, biases, true)}\\right)` +
    `=${column(rows, after, true)}=a^{(${layer})}`
  );
}

const bracketed = (rows: readonly string[]) => `\\begin{bmatrix}${rows.join('\\\\')}\\end{bmatrix}`;

const written = (value: number) => value.toFixed(2).replace(/^-0\.00$/, '0.00');
