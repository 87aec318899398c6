// Figures: what a section of the claims computes, by name, and numbers as the docs write them.

/** Numbers by name; `features.graph.edges` is `edges` in `graph` of the section `features`. */
export interface Figures {
  readonly [name: string]: FigureValue;
}
type FigureValue = number | Figures | readonly FigureValue[];

export type FigureMap = ReadonlyMap<string, number>;

/** By their whole names. */
export function flatten(figures: Figures | readonly FigureValue[], prefix: string): [string, number][] {
  return Object.entries(figures).flatMap(([key, value]): [string, number][] =>
    typeof value === 'number' ? [[`${prefix}.${key}`, value]] : flatten(value, `${prefix}.${key}`),
  );
}

/** A number of the docs: `1,120`, `−0.9`, `+8.07`, `.95`. */
export const NUMBER = String.raw`(?<!\d)[+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?!\d|\.\d|,\d{3})`;

export const parseNumber = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));

/** What the last digit shown counts. */
export const unitOf = (text: string): number => 10 ** -(text.split('.')[1]?.length ?? 0);

/** A number with the digits, the sign and the leading zero of `like`. */
export function writeNumber(value: number, like: string): string {
  const rounded = Math.abs(value).toFixed(like.split('.')[1]?.length ?? 0);
  const [whole, decimals] = rounded.split('.');
  const isZero = Number(rounded) === 0;
  const sign = value < 0 && !isZero ? '−' : like.startsWith('+') ? '+' : '';
  const digits = whole === '0' && /^[+−]?\./.test(like) ? '' : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return sign + digits + (decimals ? `.${decimals}` : '');
}
