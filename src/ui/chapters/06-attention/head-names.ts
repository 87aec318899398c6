// What heads are called by what they do: each by the habit it follows most, where that is far from chance.

import type { HabitReading } from '../../../workers/lab-api.ts';

/** Where each habit looks; links that a data set knows of have their own name. */
const MEANINGS: Readonly<Record<string, string>> = {
  'previous token': 'at the token just before',
  'same token': 'at places with its own token, its own place included',
  'first token': 'at the first token of the text',
  induction: 'at what followed the last times its token appeared',
};

export const meaningOf = (habit: string): string => MEANINGS[habit] ?? habit.replace(' to ', ' back to ');

/** As a label: `noun → adjective`. */
export const labelOf = (habit: string): string => habit.replace(' to ', ' → ');

export interface Found {
  readonly habit: HabitReading;
  readonly layer: number;
  readonly head: number;
  readonly score: number;
  /** Whether it is so far above chance that the head may be called after it. */
  readonly clear: boolean;
}

/** A habit names a head from this share on, if chance would give half of it at most. */
const CLEAR = 0.4;

/** The best head for each habit that had an occasion to show. */
export function bestHeads(habits: readonly HabitReading[]): Found[] {
  return habits
    .filter(({ queries }) => queries > 0)
    .map((habit) => {
      const heads = habit.scores.flatMap((scores, layer) =>
        scores.map((score, head) => ({ layer, head, score })),
      );
      const best = heads.reduce((a, b) => (b.score > a.score ? b : a));
      return { habit, ...best, clear: isClear(best.score, habit) };
    });
}

/** What a head is called; undefined where no habit stands out. */
export function nameOfHead(habits: readonly HabitReading[], layer: number, head: number): string | undefined {
  const clear = habits.filter((habit) => isClear(habit.scores[layer]?.[head] ?? 0, habit));
  const [first] = clear.sort((a, b) => b.scores[layer][head] - b.chance - (a.scores[layer][head] - a.chance));
  return first && labelOf(first.habit);
}

const isClear = (score: number, { chance }: HabitReading) => score >= CLEAR && score >= 2 * chance;
