// Events of panels, whose computations the visitor starts and stops.

import { defineEvent } from './element-event.ts';

/** The visitor starts a lens on every checkpoint, or stops it. */
export class AlongRunEvent extends defineEvent('lab-along-run', 'run')<['compute' | 'stop']> {}
/** The visitor takes the next step on a copy, or measures the influence of its rows; or stops the computation. */
export class LessonsRunEvent extends defineEvent('lab-lessons-run', 'run')<['step' | 'influence' | 'stop']> {}
