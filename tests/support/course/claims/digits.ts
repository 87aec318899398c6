// Claims that several chapters of the digit network have.

import { expect } from 'vitest';
import type { Claim } from '../claims.ts';
import type { DigitStage } from '../digit-stage.ts';

/** The sentence of the picture says it. */
export const says = (shows: string, pattern: RegExp): Claim<DigitStage> => ({
  shows,
  holds: (stage) => stage.says(pattern),
});

/** An element is in the open panel. */
export const sees = (shows: string, selector: string): Claim<DigitStage> => ({
  shows,
  holds: (stage) => stage.sees(selector),
});

/** Digits run through the network by themselves; their answers differ. */
export async function answersInTurn({ tours }: DigitStage) {
  expect(new Set(await tours(2)).size).toBe(2);
}

/** A number of a mark of the scene that takes the map's place. */
export const numberOf = async ({ marks }: Pick<DigitStage, 'marks'>, scene: string, key: string) =>
  (await marks(scene)).find((mark) => mark.key === key)?.value ?? Number.NaN;
