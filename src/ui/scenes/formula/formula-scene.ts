// The attention formula (chapter 6, 10:18): each letter of softmax(QKᵀ/√d)V lights what it is in a head.

import { msg, str } from '@lit/localize';
import { formatPercent, formatSigned } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Text } from '../../stage/marks/shape.ts';
import { vectorCells } from '../../stage/marks/vector.ts';
import type { Viewport } from '../../stage/scene.ts';
import { COLOURS, formulaMarks } from './formula-marks.ts';
import { type Frame, frameOf } from './frame.ts';
import { type Come, comeBy, type Letter, lightOf, litAt, TIMES } from './letters.ts';

export interface FormulaInput {
  readonly tokens: readonly string[];
  /** Position of the word whose column has numbers. */
  readonly query: number;
  /** (D) each, one a token: queries, keys, values, and the weighted sums of values. */
  readonly queries: readonly Float32Array[];
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  readonly outputs: readonly Float32Array[];
  /** (T, T), a row a query: q · k / √D, unmasked; and softmax of the masked ones. */
  readonly scores: Float32Array;
  readonly pattern: Float32Array;
  /** Of the visitor. */
  readonly lit?: Letter | undefined;
}

export class FormulaScene extends MarkScene<FormulaInput> {
  readonly name = 'formula';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('The attention formula'), msg('what'), msg('number')] as const;

  protected override isAnother(input: Partial<FormulaInput>, before: Partial<FormulaInput>): boolean {
    return input.tokens !== before.tokens;
  }

  override summary({ tokens }: Partial<FormulaInput>): string {
    if (!tokens) return msg('Loading …');
    return msg('Papers have a row for each query: QKᵀ. With a column for each, as here, it is KᵀQ.');
  }

  override layout(input: Partial<FormulaInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { tokens, query, queries, lit: chosen } = input;
    if (!tokens || query === undefined || !queries) return undefined;
    const shown = input as FormulaInput;
    const frame = frameOf(viewport, tokens.length, query);
    const lit = t < TIMES.end ? litAt(t) : chosen;
    const come = comeBy(t, chosen);
    const press = (letter: Letter) => () =>
      this.show({ lit: this.input.lit === letter ? undefined : letter });
    return [
      ...lines(frame),
      ...vectors(frame, shown, come, lit),
      ...dots(frame, shown, come, lit),
      ...words(frame, shown, come.V, lit),
      ...formulaMarks(frame, lit, namesOf(shown), press),
      ...meaning(frame, shown, lit),
    ];
  }
}

/** Of the products or scores that the mask lets through. */
function deviation(scores: Float32Array, T: number): number {
  const seen = scores.filter((_, i) => i % T <= Math.floor(i / T));
  const mean = seen.reduce((sum, each) => sum + each, 0) / seen.length;
  return Math.sqrt(seen.reduce((sum, each) => sum + (each - mean) ** 2, 0) / seen.length);
}

/** The key with the largest weight in the word's column. */
function strongestOf({ pattern, query, tokens }: FormulaInput): number {
  const weights = pattern.subarray(query * tokens.length, (query + 1) * tokens.length);
  return weights.indexOf(Math.max(...weights));
}

function namesOf(input: FormulaInput): Readonly<Record<Letter, string>> {
  const { tokens, queries, query, scores, pattern } = input;
  const [D, T] = [queries[0].length, tokens.length];
  const key = strongestOf(input);
  const [word, other] = [tokens[query], tokens[key]];
  const score = scores[query * T + key];
  const root = Math.sqrt(D);
  const weight = formatPercent(pattern[query * T + key]);
  const [product, scaled] = [formatSigned(score * root), formatSigned(score)];
  const spread = deviation(scores, T);
  const [before, after] = [spread * root, spread].map(formatSignificant);
  return {
    Q: msg(str`a query for each word: ${D} numbers`),
    K: msg(str`a key for each word: ${D} numbers`),
    product: msg(str`each query · each key: ${word} · ${other} = ${product}`),
    root: msg(str`÷ √${D}: ${product} → ${scaled}, standard deviation ${before} → ${after}`),
    softmax: msg(str`each column adds up to 1: ${word} takes ${other} at ${weight}`),
    V: msg(str`a value for each word; each column adds them up by weight`),
  };
}

/** What the letter is, in a sentence. */
function meaning(
  { meaning: y, formula, size, em }: Frame,
  input: FormulaInput,
  lit: Letter | undefined,
): Mark[] {
  const shape: Text = {
    ...{ kind: 'text', x: formula.x, y, size: size + 1, align: 'center', maxWidth: 2 * formula.x - em },
    ...(lit
      ? { text: namesOf(input)[lit], fill: COLOURS[lit], isBold: true }
      : { text: msg('press a letter'), fill: 'muted' }),
  };
  return [{ key: 'meaning', shape }];
}

const places = ({ count }: Frame) => Array.from({ length: count }, (_, i) => i);

/** From each query down, from each key across. */
function lines(frame: Frame): Mark[] {
  const { count, em } = frame;
  const line = (key: string, points: readonly number[]): Mark => ({
    key,
    shape: { kind: 'line', points, stroke: 'line', lineWidth: 1 },
  });
  return places(frame).flatMap((i) => {
    const [query, output, key, value] = [frame.query(i), frame.output(i), frame.key(i), frame.value(i)];
    const [x, y] = frame.at(i, i);
    return [
      line(`down-${i}`, [x, query.y + query.height + 0.2 * em, x, output.y - 0.2 * em]),
      line(`across-${i}`, [key.x + key.width + 0.2 * em, y, i < count ? value.x - 0.2 * em : x, y]),
    ];
  });
}

const largest = (vectors: readonly Float32Array[]): number =>
  Math.max(...vectors.flatMap((vector) => Array.from(vector, Math.abs)), Number.MIN_VALUE) / 1.5;

/** Queries above, keys on the left, values on the right, their sums below. */
function vectors(frame: Frame, input: FormulaInput, come: Come, lit: Letter | undefined): Mark[] {
  const kinds = [
    { key: 'query', part: 'Q', of: input.queries, place: frame.query, name: msg('query') },
    { key: 'key', part: 'K', of: input.keys, place: frame.key, name: msg('key') },
    { key: 'value', part: 'V', of: input.values, place: frame.value, name: msg('value') },
    { key: 'output', part: 'V', of: input.outputs, place: frame.output, name: msg('sum of values') },
  ] as const;
  return kinds.flatMap(({ key, part, of, place, name }) => {
    const most = largest(of);
    return places(frame).map((i): Mark => {
      const at = frame.from + i;
      return {
        ...{ key: `${key}-${i}`, name: `${name}, ${input.tokens[at]}`, value: Math.hypot(...of[at]) },
        format: (length) => msg(str`length ${formatSignificant(length)}`),
        shape: {
          ...vectorCells(place(i), of[at], most),
          ...{ stroke: COLOURS[part], alpha: come[part] * lightOf(part, lit) },
        },
      };
    });
  });
}

/** Products, then scores, then weights: as areas, and as numbers in the word's column. */
function dots(frame: Frame, input: FormulaInput, come: Come, lit: Letter | undefined): Mark[] {
  const { tokens, query, queries, scores, pattern } = input;
  const [T, root] = [tokens.length, Math.sqrt(queries[0].length)];
  const most = Math.max(...scores.map(Math.abs)) * root;
  const { cell, from, em, size, isWide } = frame;
  const hasNumbers = isWide && cell.height > 2.2 * em && cell.width > 3 * em;
  const radius = (hasNumbers ? 0.34 : 0.42) * Math.min(cell.width, cell.height);
  const part = (['softmax', 'root', 'product'] as const).find((each) => come[each] > 0.5) ?? 'product';
  const light = ['product', 'root', 'softmax'].includes(lit ?? 'softmax') ? 1 : lightOf('softmax', lit);
  return places(frame).flatMap((column) =>
    places(frame).flatMap((row): Mark[] => {
      const [at, key] = [from + column, from + row];
      const [score, weight] = [scores[at * T + key], pattern[at * T + key]];
      const scaled = mix(Math.abs(score) * root, Math.abs(score), come.root) / most;
      const area = mix(scaled, weight, come.softmax);
      const reach = radius * Math.sqrt(area);
      const isHidden = key > at;
      const [x, y] = frame.at(column, row);
      const alpha = come.product * (isHidden ? 0.3 * (1 - come.softmax) : light);
      const value = { softmax: weight, root: score, product: score * root }[part];
      const format = part === 'softmax' ? formatPercent : formatSigned;
      const isAsked = at === query && !isHidden;
      return [
        {
          ...{ key: `dot-${column}-${row}`, value, format },
          ...(alpha > 0 && { name: `${tokens[at]} · ${tokens[key]}` }),
          shape: {
            ...{ kind: 'dot', x, y, radius: reach, alpha },
            ...{ fill: part !== 'softmax' && score < 0 ? 'negative' : 'positive' },
          },
        },
        ...(isAsked && hasNumbers
          ? [
              {
                key: `number-${row}`,
                shape: {
                  ...{ kind: 'text' as const, x, y: y + reach + 0.65 * em, text: format(value), size },
                  align: 'center' as const,
                  ...{ hasHalo: true, isBold: true, alpha },
                },
              },
            ]
          : []),
      ];
    }),
  );
}

/** Over their columns, beside their rows, and beside what becomes of them. */
function words(frame: Frame, { tokens, query }: FormulaInput, come: number, lit: Letter | undefined): Mark[] {
  const { from, size, em, cell, words: y } = frame;
  const [key, output] = [frame.key(0), frame.output(0)];
  const sum: Text = {
    ...{ kind: 'text', x: key.x + key.width, y: output.y + output.height / 2, text: msg('sums by weight') },
    ...{ size, align: 'right', fill: 'value', maxWidth: key.x + key.width, alpha: come * lightOf('V', lit) },
  };
  const named = places(frame).flatMap((i): Mark[] => {
    const text = tokens[from + i];
    const isAsked = from + i === query;
    const key = frame.key(i);
    const look = { kind: 'text', text, size, isBold: isAsked } as const;
    return [
      {
        key: `column-${i}`,
        shape: {
          ...{ ...look, x: frame.at(i, i)[0], y, align: 'center', maxWidth: cell.width - 0.3 * em },
          ...{ fill: isAsked ? 'highlight' : 'text', alpha: Math.max(0.5, lightOf('Q', lit)) },
        },
      },
      {
        key: `row-${i}`,
        shape: {
          ...{ ...look, x: key.x - 0.5 * em, y: key.y + key.height / 2, align: 'right' },
          ...{ maxWidth: key.x - 0.9 * em, fill: 'muted', alpha: Math.max(0.5, lightOf('K', lit)) },
        },
      },
    ];
  });
  return [...named, { key: 'sum', shape: sum }];
}
