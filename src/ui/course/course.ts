// The course: its seven chapters and the loaders of their stages.

import { html, type TemplateResult } from 'lit';
import type { LazyPart } from '../state/lazy-part.ts';
import { chapter as neuralNetwork } from './01-neural-network/chapter.ts';
import { chapter as gradientDescent } from './02-gradient-descent/chapter.ts';
import { chapter as backpropagation } from './03-backpropagation/chapter.ts';
import { chapter as calculus } from './04-calculus/chapter.ts';
import { chapter as transformers } from './05-transformers/chapter.ts';
import { chapter as attention } from './06-attention/chapter.ts';
import { chapter as facts } from './07-facts/chapter.ts';
import type { Chapter, Moment } from './chapter.ts';

export const COURSE: readonly Chapter[] = [
  neuralNetwork,
  gradientDescent,
  backpropagation,
  calculus,
  transformers,
  attention,
  facts,
];

/** Chapters whose stage computes with networks of its own, instead of the digit network that the dock trains. */
export const CHAPTERS_WITH_OWN_NETWORKS: readonly number[] = [4];

/** The stage of each chapter, by number, at a moment of its video. */
export const STAGES: Readonly<Record<number, (moment: Moment) => LazyPart>> = {
  1: stage(
    () => import('./01-neural-network/stage.ts'),
    (moment) => html`<lab-chapter-1-stage .moment=${moment}></lab-chapter-1-stage>`,
  ),
  2: stage(
    () => import('./02-gradient-descent/stage.ts'),
    (moment) => html`<lab-chapter-2-stage .moment=${moment}></lab-chapter-2-stage>`,
  ),
  3: stage(
    () => import('./03-backpropagation/stage.ts'),
    (moment) => html`<lab-chapter-3-stage .moment=${moment}></lab-chapter-3-stage>`,
  ),
  4: stage(
    () => import('./04-calculus/stage.ts'),
    (moment) => html`<lab-chapter-4-stage .moment=${moment}></lab-chapter-4-stage>`,
  ),
  5: stage(
    () => import('./05-transformers/stage.ts'),
    (moment) => html`<lab-chapter-5-stage .moment=${moment}></lab-chapter-5-stage>`,
  ),
  6: stage(
    () => import('./06-attention/stage.ts'),
    (moment) => html`<lab-chapter-6-stage .moment=${moment}></lab-chapter-6-stage>`,
  ),
  7: stage(
    () => import('./07-facts/stage.ts'),
    (moment) => html`<lab-chapter-7-stage .moment=${moment}></lab-chapter-7-stage>`,
  ),
};

function stage(load: LazyPart['load'], render: (moment: Moment) => TemplateResult) {
  return (moment: Moment): LazyPart => ({ load, render: () => render(moment) });
}
