// The course: its seven chapters and the loaders of their stages.

import { html, type TemplateResult } from 'lit';
import { chapter as neuralNetwork } from './01-neural-network/chapter.ts';
import { chapter as gradientDescent } from './02-gradient-descent/chapter.ts';
import { chapter as backpropagation } from './03-backpropagation/chapter.ts';
import { chapter as calculus } from './04-calculus/chapter.ts';
import { chapter as transformers } from './05-transformers/chapter.ts';
import { chapter as attention } from './06-attention/chapter.ts';
import { chapter as facts } from './07-facts/chapter.ts';
import type { Chapter, Moment } from './chapter.ts';

/** The stage of a chapter. Its code is loaded with the chapter, not with the page. */
export interface Stage {
  load(): Promise<unknown>;
  /** Renders the stage's element; call it only after `load`. */
  render(moment: Moment): TemplateResult;
}

export const COURSE: readonly Chapter[] = [
  neuralNetwork,
  gradientDescent,
  backpropagation,
  calculus,
  transformers,
  attention,
  facts,
];

/** Keys are chapter numbers. */
export const STAGES: Readonly<Record<number, Stage>> = {
  1: {
    load: () => import('./01-neural-network/stage.ts'),
    render: (moment) => html`<lab-chapter-1-stage .moment=${moment}></lab-chapter-1-stage>`,
  },
  2: {
    load: () => import('./02-gradient-descent/stage.ts'),
    render: (moment) => html`<lab-chapter-2-stage .moment=${moment}></lab-chapter-2-stage>`,
  },
  3: {
    load: () => import('./03-backpropagation/stage.ts'),
    render: (moment) => html`<lab-chapter-3-stage .moment=${moment}></lab-chapter-3-stage>`,
  },
  4: {
    load: () => import('./04-calculus/stage.ts'),
    render: (moment) => html`<lab-chapter-4-stage .moment=${moment}></lab-chapter-4-stage>`,
  },
  5: {
    load: () => import('./05-transformers/stage.ts'),
    render: (moment) => html`<lab-chapter-5-stage .moment=${moment}></lab-chapter-5-stage>`,
  },
  6: {
    load: () => import('./06-attention/stage.ts'),
    render: (moment) => html`<lab-chapter-6-stage .moment=${moment}></lab-chapter-6-stage>`,
  },
  7: {
    load: () => import('./07-facts/stage.ts'),
    render: (moment) => html`<lab-chapter-7-stage .moment=${moment}></lab-chapter-7-stage>`,
  },
};
