// What the chapter's scenes show.

import type { DescentInput, DescentPart } from '../../scenes/descent/descent-scene.ts';
import type { Moment } from '../chapter.ts';
import { type Choices, choice } from './choices.ts';
import { CURVE } from './descent.ts';

interface SceneContext {
  readonly choices: Choices;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
}

const chooseStart = (from: number) => choice({ from });
const RATE = 0.1;

/** For the curve. */
export const descentInput = ({ choices, settings }: SceneContext): DescentInput => ({
  ...{ curve: CURVE, rate: RATE, fromEvent: chooseStart },
  shows: (settings.shows ?? 'slope') as DescentPart,
  from: choices.from ?? Number(settings.from ?? 4.4),
});
