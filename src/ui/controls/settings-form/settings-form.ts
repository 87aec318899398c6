// Settings form of the transformer: its model, and its training.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FieldError } from '../../../shared/field-error.ts';
import { BLOCK_CHOICES, blockOf } from '../../../shared/settings/blocks.ts';
import type { ModelSettingName } from '../../../shared/settings/model-settings.ts';
import {
  changedTraining,
  OPTIMIZER_CHOICES,
  withTrainingDefaults,
} from '../../../shared/settings/training-settings.ts';
import type {
  MemoryEstimate,
  ModelConfig,
  PresetInfo,
  RunCosts,
  SettingLimit,
} from '../../../workers/rpc/api/lab-api.ts';
import { SettingFocusEvent, SettingsChangeEvent } from '../../events/index.ts';
import { formatInteger, tickOf } from '../../format/numbers.ts';
import { formatBytes } from '../../format/quantities.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { INITIAL_PAGE, type Settings } from '../../types/page.ts';
import { formStyles } from '../form/form.styles.ts';
import { settingField } from '../form/setting-field.ts';
import { blockPicker } from './block-picker.ts';
import { partsSummary } from './parts-summary.ts';
import {
  type Field,
  partGroups,
  resolveModel,
  SIZE_FIELDS,
  type TrainingSetting,
  trainingFields,
  withBlock,
  withModel,
  withTraining,
} from './settings-fields.ts';
import { settingsFormStyles } from './settings-form.styles.ts';

type Model = ReturnType<typeof resolveModel>;
type Training = ReturnType<typeof withTrainingDefaults<PresetInfo['training']>>;

/**
 * Settings of the next transformer in two cards, model and training: a summary line each that expands to a form.
 *
 * @slot diagram - a picture of the model, beside its settings
 * @property preset - default values
 * @property settings - values that differ from the preset
 * @property limits - range of each setting, by name
 * @property problems - errors of the settings
 * @property costs - weights, memory and operations of the training; absent while the settings are invalid
 * @property isModelOpen - whether the settings of the model are expanded, until the visitor expands or collapses them
 * @fires lab-settings - on every change of a value; creates no model
 * @fires lab-setting-focus - when the field of a setting of the model gets or loses the focus
 */
@customElement('lab-settings-form')
export class SettingsForm extends LitElement {
  static override styles = [baseStyles, formStyles, settingsFormStyles];

  @property({ attribute: false }) preset?: PresetInfo;
  @property({ attribute: false }) settings: Settings = INITIAL_PAGE.settings;
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly FieldError[] = [];
  @property({ attribute: false }) costs?: RunCosts;
  @property({ type: Boolean, attribute: 'model-open' }) isModelOpen = false;

  protected override render() {
    if (!this.preset) return nothing;
    return html`${this.#modelCard(this.preset)} ${this.#trainingCard(this.preset)}`;
  }

  /** Errors are never collapsed. */
  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has('problems')) return;
    for (const field of this.renderRoot.querySelectorAll('.invalid'))
      for (let each = field.closest('details'); each; each = each.parentElement?.closest('details') ?? null)
        each.open = true;
  }

  #modelCard(preset: PresetInfo): TemplateResult {
    const model = resolveModel(preset, this.settings);
    return html`<details class="card" ?open=${this.isModelOpen}>
      <summary><h2>${msg('Model')}</h2> <span class="summary">${modelSummary(model, { ...preset.model, ...this.settings.model })}</span></summary>
      <form class="model" novalidate @submit=${preventSubmit} @focusin=${this.#reportFocus} @focusout=${this.#reportFocus}>
        ${blockPicker(blockOf(model), (name) => this.#emitChange(withBlock(preset, this.settings, name)))}
        <div class="diagram"><slot name="diagram"></slot></div>
        <div class="fields">
          <fieldset>
            <legend>${msg('Sizes')}</legend>
            ${SIZE_FIELDS.map((field) => this.#modelField(field, model))}
          </fieldset>
          <details class="parts">
            <summary>${msg('All parts of the block')}</summary>
            ${partGroups(model).map(
              ({ legend, fields }) => html`<fieldset>
                <legend>${legend}</legend>
                ${fields.map((field) => this.#modelField(field, model))}
              </fieldset>`,
            )}
          </details>
          ${this.#resetButton('model')}
        </div>
      </form>
    </details>`;
  }

  #trainingCard(preset: PresetInfo): TemplateResult {
    const training = withTrainingDefaults(changedTraining(preset.training, this.settings.training));
    const { memory } = this.costs ?? {};
    return html`<details class="card">
      <summary><h2>${msg('Training')}</h2> <span class="summary">${trainingSummary(training, preset, this.settings, memory)}</span></summary>
      <form novalidate @submit=${preventSubmit}>
        <fieldset>
          <legend class="visually-hidden">${msg('Training')}</legend>
          ${trainingFields(training).map((field) => this.#trainingField(field, training))}
        </fieldset>
        ${memory ? memoryBreakdown(memory) : nothing}
        ${this.#resetButton('training')}
      </form>
    </details>`;
  }

  #modelField(field: Field<ModelSettingName>, model: Model): TemplateResult {
    const { key } = field;
    return settingField(field, {
      value: model[key],
      limit: this.limits[key],
      isChanged: this.settings.model?.[key] !== undefined,
      errors: this.problems,
      onChange: (value) => this.#emitChange(withModel(this.settings, { [key]: value })),
    });
  }

  #trainingField(field: Field<TrainingSetting>, training: Training): TemplateResult {
    const { key } = field;
    return settingField(field, {
      value: training[key],
      limit: this.limits[key],
      isChanged: this.settings.training?.[key] !== undefined,
      errors: this.problems,
      onChange: (value) => this.#emitChange(withTraining(this.settings, key, value)),
    });
  }

  #resetButton(section: 'model' | 'training'): TemplateResult {
    const isChanged = Object.keys(this.settings[section] ?? {}).length > 0;
    const reset = () => this.#emitChange({ ...this.settings, [section]: {} });
    return html`<button type="button" @click=${reset} ?disabled=${!isChanged}>${section === 'model' ? msg('Reset model to preset') : msg('Reset training to preset')}</button>`;
  }

  readonly #reportFocus = ({ type, target }: FocusEvent): void => {
    this.dispatchEvent(new SettingFocusEvent(type === 'focusin' ? (target as Element).id : ''));
  };

  #emitChange(settings: Settings): void {
    this.dispatchEvent(new SettingsChangeEvent(settings));
  }
}

const preventSubmit = (event: Event) => event.preventDefault();

/** Memory by purpose, largest first. */
function memoryBreakdown(memory: MemoryEstimate): TemplateResult {
  const parts: [string, number, string][] = [
    [
      msg('activations'),
      memory.activations,
      msg('outputs of all layers for one batch, stored for the backward pass'),
    ],
    [
      msg('activation gradients'),
      memory.activationGradients,
      msg('gradients with respect to the activations'),
    ],
    [msg('weights'), memory.weights, msg('trainable parameters')],
    [msg('weight gradients'), memory.weightGradients, msg('gradients with respect to the weights')],
    [msg('optimizer state'), memory.moments, msg('what the optimizer keeps of earlier gradients')],
    [msg('scratch memory'), memory.scratch, msg('partial sums inside kernels')],
  ];
  return html`<section class="memory" aria-labelledby="memory">
    <h3 id="memory">${msg(html`Training memory: <b>${formatBytes(memory.total)}</b>`)}</h3>
    <dl class="numbers">
      ${parts
        .sort(([, a], [, b]) => b - a)
        .map(
          ([label, size, help]) =>
            html`<div title=${help}><dt>${label}</dt><dd>${formatBytes(size)}</dd></div>`,
        )}
    </dl>
  </section>`;
}

function modelSummary(model: Model, given: ModelConfig): string {
  const { L, H, C, T, mlpWidth } = model;
  const block = blockOf(model);
  const { init, embeddingDropout, attentionDropout, residualDropout } = given;
  const parts = block ? { init, embeddingDropout, attentionDropout, residualDropout } : given;
  return [
    L === 1 ? msg('1 layer') : msg(str`${formatInteger(L)} layers`),
    H === 1 ? msg('1 head') : msg(str`${formatInteger(H)} heads`),
    msg(str`width ${formatInteger(C)}`),
    mlpWidth === 0 ? msg('attention only') : msg(str`MLP width ${formatInteger(mlpWidth)}`),
    msg(str`context ${formatInteger(T)}`),
    ...(block ? [msg(str`${BLOCK_CHOICES[block].label} block`)] : []),
    ...partsSummary(parts),
  ].join(' · ');
}

function trainingSummary(
  { B, steps, learningRate, seed, optimizer }: Training,
  preset: PresetInfo,
  settings: Settings,
  memory: MemoryEstimate | undefined,
): string {
  return [
    msg(str`${formatInteger(steps)} steps of ${B} × ${resolveModel(preset, settings).T} tokens`),
    msg(str`${OPTIMIZER_CHOICES[optimizer]?.label ?? optimizer}, learning rate ${tickOf(learningRate)}`),
    msg(str`seed ${seed}`),
    ...(memory ? [msg(str`${formatBytes(memory.total)} of memory`)] : []),
  ].join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-settings-form': SettingsForm;
  }
}
