// Which model a stage looks at, in the same words in every chapter.

import { html, nothing, type TemplateResult } from 'lit';
import type { Chapter } from '../chapters/chapter.ts';
import { isShipped, type LabState } from '../controllers/lab-state.ts';
import './model-offer/model-offer.ts';
import { heardOf } from './heard.ts';
import { whole } from './numbers.ts';
import './term/term.ts';

/** Of a trained model, wherever it is named. */
export const CAME_WITH_PAGE = 'came trained with the page';

export interface Place {
  readonly name: string;
  /** How many weights and biases. */
  readonly weights: number;
  /** Of training; what is on stage was read at it. */
  readonly step: number;
  readonly live: boolean;
  /** Whether it came with the page, as it is. */
  readonly shipped: boolean;
}

export function placeWords({ name, weights, step, live, shipped }: Place): TemplateResult {
  const state = live
    ? 'learning now'
    : shipped
      ? CAME_WITH_PAGE
      : step === 0
        ? 'random weights: it has learnt nothing yet'
        : 'your own';
  return html`${name} · ${whole(weights)} <lab-term name="weight">weights</lab-term> · <lab-term name="step">step</lab-term> ${whole(step)}, ${state}`;
}

/**
 * Of the language model in the tab, and the ways to another.
 *
 * @param step when what is on stage was read; nothing while it still is
 * @param more what a chapter adds
 */
export function modelPlace(
  lab: LabState,
  { models }: Chapter,
  step: number | undefined,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<p class="place">
    <span role="status" aria-live=${heardOf(lab)}>${step === undefined ? 'Looking inside the model …' : html`${modelWords(lab, step)}${more}`}</span>
    ${models ? html`<lab-model-offer .lab=${lab} .models=${models}></lab-model-offer>` : nothing}
  </p>`;
}

function modelWords(lab: LabState, step: number): TemplateResult | string {
  const { run, runState } = lab;
  if (!run) return '';
  if (run.onlyLookedAt) return `${run.preset} · ${whole(run.parameterCount)} weights, opened from files`;
  return placeWords({
    name: run.preset,
    weights: run.parameterCount,
    step,
    live: runState === 'training',
    shipped: isShipped(lab, run.preset),
  });
}
