// What the docs state beside what was computed.
import { type FigureMap, parseNumber, unitOf, writeNumber } from './figures.ts';
import { type DocStatements, findFigures, isUncomputed, type StatedFigure } from './statements.ts';

/** A figure of a doc that was computed. */
export interface Compared extends StatedFigure {
  readonly doc: string;
  /** From 1. */
  readonly line: number;
  /** The words around it. */
  readonly words: string;
  /** In the unit of the doc. Undefined: the section has no figure of this name. */
  readonly computed?: number;
  readonly allowed: readonly [low: number, high: number];
}

/** The figures of those sections that were computed. */
export function compareDoc(
  { doc, statements }: DocStatements,
  text: string,
  computed: FigureMap,
  sections: readonly string[],
): Compared[] {
  return statements
    .flatMap((statement) => (isUncomputed(statement) ? [] : findFigures(text, statement)))
    .filter(({ figure }) => figure !== undefined && sections.includes(figure.split('.')[0]))
    .map((slot) => {
      const value = computed.get(slot.figure as string);
      const inUnit = value === undefined ? undefined : value * (slot.isPercent ? 100 : 1);
      const { start, stated } = slot;
      return {
        ...slot,
        doc,
        line: text.slice(0, start).split('\n').length,
        words: text.slice(Math.max(0, start - WORDS), start + stated.length + WORDS).replaceAll(/\s+/g, ' '),
        computed: inUnit,
        allowed: allowedOf(slot, inUnit ?? Number.NaN),
      };
    });
}

/** Characters on either side. */
const WORDS = 24;

/** What a doc may state of a computed figure. Half a unit of the last digit is rounding, and the rest how computers write halves. */
function allowedOf({ stated, within, bound }: StatedFigure, value: number): [number, number] {
  const slack = within + unitOf(stated) * 0.5001;
  return [
    bound === '≥' ? Number.NEGATIVE_INFINITY : value - slack,
    bound === '≤' ? Number.POSITIVE_INFINITY : value + slack,
  ];
}

export const agrees = ({ stated, allowed: [low, high] }: Compared): boolean =>
  parseNumber(stated) >= low && parseNumber(stated) <= high;

export function disagreementLine(compared: Compared): string {
  const { doc, line, words, stated, figure, computed, allowed } = compared;
  const place = `${doc}:${line}: “…${words}…”: ${figure} is stated as ${stated}`;
  if (computed === undefined) return `${place}, and its section computes no such figure`;
  const [low, high] = allowed.map((bound) => (Number.isFinite(bound) ? bound.toPrecision(6) : undefined));
  const range =
    low === undefined ? `at most ${high}` : high === undefined ? `at least ${low}` : `${low} to ${high}`;
  return `${place}, computed ${computed.toPrecision(6)}, allowed ${range}`;
}

/** The doc with the computed figures that disagree, in the digits it shows. */
export function withComputed(text: string, compared: readonly Compared[]): string {
  return compared
    .filter((each) => each.computed !== undefined && !agrees(each))
    .sort((a, b) => b.start - a.start)
    .reduce((before, { start, stated, computed }) => {
      const written = writeNumber(computed as number, stated);
      return before.slice(0, start) + written + before.slice(start + stated.length);
    }, text);
}

export const agreementLine = ({ doc, line, words, figure, computed }: Compared): string =>
  `${doc}:${line}: “…${words}…”: ${figure} is ${computed?.toPrecision(6)}`;
