// The line that names the current model, the same in every chapter.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { RunInfo, RunSummary } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../format/numbers.ts';
import { courseDifferences } from '../../types/course-model.ts';
import { isBundledModel, type LabState } from '../../types/lab.ts';
import '../models/model-menu/model-menu.ts';
import { liveRegionMode } from './live-region.ts';
import { BUNDLED_MODEL_TEXT } from './run-text.ts';
import '../text/term/term.ts';

/** The part of the run library that the menu of models shows. */
export interface ModelSwitcher {
  readonly runs?: readonly RunSummary[];
  readonly current: { readonly model: { readonly id?: string } };
}

export interface ModelStatus {
  readonly name: string;
  /** Weights and biases. */
  readonly parameterCount: number;
  /** Training step that the displayed values belong to. */
  readonly step: number;
  readonly isTraining: boolean;
  /** Whether these are the unchanged weights of a bundled model. */
  readonly isBundled: boolean;
  /** Whether these are the weights of a checkpoint that is viewed. */
  readonly isPreview?: boolean;
}

export function modelStatusText({
  name,
  parameterCount,
  step,
  isTraining,
  isBundled,
  isPreview,
}: ModelStatus): TemplateResult {
  const state = isPreview
    ? msg('a checkpoint')
    : isTraining
      ? msg('training')
      : isBundled
        ? BUNDLED_MODEL_TEXT
        : step === 0
          ? msg('random weights, untrained')
          : msg('your model');
  return html`${name} · ${formatInteger(parameterCount)} <lab-term name="weight">${msg('weights')}</lab-term> · <lab-term name="step">${msg('step')}</lab-term> ${formatInteger(step)}, ${state}`;
}

/**
 * The current language model.
 *
 * @param step training step of the displayed values; undefined while they are loading
 * @param extra appended by a chapter
 * @param switcher the saved runs, and the open one among them: with them the line begins with the menu of models
 */
export function modelStatus(
  lab: LabState,
  step: number | undefined,
  extra: TemplateResult | typeof nothing = nothing,
  switcher?: ModelSwitcher,
): TemplateResult {
  return html`<p class="model-status">
    ${switcher ? html`<lab-model-menu brief .lab=${lab} .saved=${switcher.runs ?? []} .openRun=${switcher.current.model.id}></lab-model-menu>` : nothing}
    <span role="status" aria-live=${liveRegionMode(lab)}>${step === undefined ? msg('Loading activations …') : html`${labModelStatusText(lab, step)}${extra}`}</span>
  </p>`;
}

/** Of weights in fewer bits: the type, and what it changes. */
function heldAs({ weightType, logitChange }: RunInfo): string {
  if (weightType === undefined || weightType === 'float32') return '';
  if (!logitChange) return msg(str` as ${weightType}`);
  const { relativeL2, sameToken, promptCount } = logitChange;
  const others =
    sameToken < promptCount ? msg(str`, ${promptCount - sameToken} of ${promptCount} predictions`) : '';
  return msg(str` as ${weightType}: logits change by ${formatPercent(relativeL2)}${others}`);
}

function labModelStatusText(lab: LabState, step: number): TemplateResult | string {
  const { run, runState } = lab;
  if (!run) return '';
  if (run.isReadOnly)
    return msg(
      str`${run.preset} · ${formatInteger(run.parameterCount)} weights, opened from files${heldAs(run)}`,
    );
  const differences = lab.previewStep === undefined && courseDifferences(lab);
  const text = modelStatusText({
    name: run.preset,
    parameterCount: run.parameterCount,
    step,
    isTraining: runState === 'training',
    isBundled: isBundledModel(lab, run.preset),
    isPreview: lab.previewStep !== undefined,
  });
  return differences ? html`${text}: ${differences}` : text;
}
