// The line that names the current model, the same in every chapter.

import { html, nothing, type TemplateResult } from 'lit';
import { formatInteger } from '../../format/numbers.ts';
import { courseDifferences } from '../../types/course-model.ts';
import { isBundledModel, type LabState } from '../../types/lab.ts';
import { liveRegionMode } from './live-region.ts';
import '../text/term/term.ts';

export const BUNDLED_MODEL_TEXT = 'pretrained';

export interface ModelStatus {
  readonly name: string;
  /** Weights and biases. */
  readonly parameterCount: number;
  /** Training step that the displayed values belong to. */
  readonly step: number;
  readonly isTraining: boolean;
  /** Whether these are the unchanged weights of a bundled model. */
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
    ? 'training'
    : isBundled
      ? BUNDLED_MODEL_TEXT
      : step === 0
        ? 'random weights, untrained'
        : 'your model';
  return html`${name} · ${formatInteger(parameterCount)} <lab-term name="weight">weights</lab-term> · <lab-term name="step">step</lab-term> ${formatInteger(step)}, ${state}`;
}

/**
 * The current language model.
 *
 * @param step training step of the displayed values; undefined while they are loading
 * @param extra appended by a chapter
 */
export function modelStatus(
  lab: LabState,
  step: number | undefined,
  extra: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<p class="model-status">
    <span role="status" aria-live=${liveRegionMode(lab)}>${step === undefined ? 'Loading activations …' : html`${labModelStatusText(lab, step)}${extra}`}</span>
  </p>`;
}

function labModelStatusText(lab: LabState, step: number): TemplateResult | string {
  const { run, runState } = lab;
  if (!run) return '';
  if (run.isReadOnly)
    return `${run.preset} · ${formatInteger(run.parameterCount)} weights, opened from files`;
  const differences = courseDifferences(lab);
  const text = modelStatusText({
    name: run.preset,
    parameterCount: run.parameterCount,
    step,
    isTraining: runState === 'training',
    isBundled: isBundledModel(lab, run.preset),
  });
  return differences ? html`${text}: ${differences}` : text;
}
