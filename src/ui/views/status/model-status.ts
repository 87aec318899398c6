// Which model a stage looks at, in the same words in every chapter.

import { html, nothing, type TemplateResult } from 'lit';
import { isBundledModel, type LabState } from '../../types/lab.ts';
import type { RecommendedModels } from '../models/recommended-models/recommended-models.ts';
import '../models/recommended-models/recommended-models.ts';
import { formatInteger } from '../../format/numbers.ts';
import { liveRegionMode } from './live-region.ts';
import '../text/term/term.ts';

/** Of a trained model, wherever it is named. */
export const BUNDLED_MODEL_TEXT = 'came trained with the page';

export interface ModelStatus {
  readonly name: string;
  /** How many weights and biases. */
  readonly parameterCount: number;
  /** Of training; what is on stage was read at it. */
  readonly step: number;
  readonly isTraining: boolean;
  /** Whether it came with the page, as it is. */
  readonly isBundled: boolean;
}

export function modelStatusText({
  name,
  parameterCount,
  step,
  isTraining,
  isBundled,
}: ModelStatus): TemplateResult {
  const state = isTraining
    ? 'learning now'
    : isBundled
      ? BUNDLED_MODEL_TEXT
      : step === 0
        ? 'random weights: it has learnt nothing yet'
        : 'your own';
  return html`${name} · ${formatInteger(parameterCount)} <lab-term name="weight">weights</lab-term> · <lab-term name="step">step</lab-term> ${formatInteger(step)}, ${state}`;
}

/**
 * Of the language model in the tab, and the ways to another.
 *
 * @param step when what is on stage was read; nothing while it still is
 * @param more what a chapter adds
 */
export function modelStatus(
  lab: LabState,
  { models }: { readonly models?: RecommendedModels['models'] },
  step: number | undefined,
  extra: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<p class="place">
    <span role="status" aria-live=${liveRegionMode(lab)}>${step === undefined ? 'Looking inside the model …' : html`${labModelStatusText(lab, step)}${extra}`}</span>
    ${models ? html`<lab-recommended-models .lab=${lab} .models=${models}></lab-recommended-models>` : nothing}
  </p>`;
}

function labModelStatusText(lab: LabState, step: number): TemplateResult | string {
  const { run, runState } = lab;
  if (!run) return '';
  if (run.isReadOnly)
    return `${run.preset} · ${formatInteger(run.parameterCount)} weights, opened from files`;
  return modelStatusText({
    name: run.preset,
    parameterCount: run.parameterCount,
    step,
    isTraining: runState === 'training',
    isBundled: isBundledModel(lab, run.preset),
  });
}
