// Statements: which places of the docs state which figures. The docs stay prose, and the number in the doc is the only one.
import { truncate } from '../../src/shared/truncate.ts';
import { NUMBER } from './figures.ts';

/**
 * A part of a doc, with a slot for each figure. White space is any white space, `...` is any text of up to 400 characters.
 *
 * `{facts.right}` is a figure, equal to the computed one after rounding to the digits shown; `{facts.share%}` a share in per cent.
 * `{… ± 2}` may differ by as much more, in the unit of the doc; `{… ≥}` is at least what is stated, `{… ≤}` at most. `{}` is not computed.
 */
export interface Statement {
  readonly text: string;
  /** Before the names of figures that begin with a dot. */
  readonly of?: string;
  /** Instead of `±` in each slot. */
  readonly within?: number;
  /** Why figures may differ or are not computed; with `±`, `within` and `{}`. */
  readonly because?: string;
}

/** A part of a doc whose figures are not computed. */
export interface Uncomputed {
  /** Its heading, without `#`. It ends at the next heading of any level. */
  readonly section: string;
  readonly because: string;
}

export interface DocStatements {
  readonly doc: string;
  readonly statements: readonly (Statement | Uncomputed)[];
}

export interface Slot {
  /** Undefined: not computed. */
  readonly figure?: string;
  readonly isPercent: boolean;
  readonly within: number;
  readonly bound?: '≥' | '≤';
}

/** A number where a statement has a slot. */
export interface StatedFigure extends Slot {
  readonly stated: string;
  readonly start: number;
}

const PIECES = /(\{[^{}]*\}| ?\.\.\. ?)/;
const SLOT = /^\{(?:(?<figure>[\w.-]+)(?<percent>%)?(?: (?:± (?<within>[\d.]+)|(?<bound>[≥≤])))?)?\}$/;
const GAP = String.raw`[\s\S]{0,400}?`;

export const isUncomputed = (entry: Statement | Uncomputed): entry is Uncomputed => 'section' in entry;

export const slotsOf = (statement: Statement): Slot[] =>
  statement.text
    .split(PIECES)
    .flatMap((piece, i) => (i % 2 === 1 && !isGap(piece) ? [parseSlot(piece, statement)] : []));

function parseSlot(piece: string, { of = '', within: ofAll = 0 }: Statement): Slot {
  const slot = SLOT.exec(piece);
  if (!slot?.groups) throw new Error(`claims: ${piece} is no slot`);
  const { figure, percent, within = ofAll, bound } = slot.groups;
  return {
    figure: figure?.startsWith('.') ? of + figure : figure,
    isPercent: percent === '%',
    within: Number(within),
    bound: bound as Slot['bound'],
  };
}

/** @throws Error unless the doc has the statement exactly once */
export function findFigures(text: string, statement: Statement): StatedFigure[] {
  const pieces = statement.text.split(PIECES);
  const found = [...text.matchAll(patternOf(pieces))];
  if (found.length !== 1) {
    const ends = pieces.findIndex((_, i) => !patternOf(pieces.slice(0, i + 1)).test(text));
    const where =
      ends < 0 ? '' : `; it has no “${pieces.slice(Math.max(0, ends - 1), ends + 1).join('')}” there`;
    const shown = truncate(statement.text, SHOWN);
    throw new Error(`claims: “${shown}” stands ${found.length} times in the doc, not once${where}`);
  }
  const [match] = found;
  return slotsOf(statement).map((slot, i) => {
    const [start] = match.indices?.[i + 1] ?? [];
    return { ...slot, stated: match[i + 1], start: start as number };
  });
}

/** Characters of a statement in an error. */
const SHOWN = 100;

const isGap = (piece: string) => piece.trim() === '...';

const patternOf = (pieces: readonly string[]) =>
  new RegExp(
    pieces.map((piece, i) => (i % 2 === 0 ? literally(piece) : isGap(piece) ? GAP : `(${NUMBER})`)).join(''),
    'dg',
  );

const literally = (text: string) =>
  text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
