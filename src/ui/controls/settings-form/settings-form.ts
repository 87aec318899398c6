// Settings form of the transformer.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FieldError } from '../../../shared/field-error.ts';
import { ACTIVATION_CHOICES } from '../../../shared/settings/model-settings.ts';
import type { SettingInfo } from '../../../shared/settings/setting-info.ts';
import {
  OPTIMIZER_CHOICES,
  TRAINING_CHOICES,
  withTrainingDefaults,
} from '../../../shared/settings/training-settings.ts';
import type {
  MemoryEstimate,
  ModelConfig,
  PresetInfo,
  RunCosts,
  SettingLimit,
} from '../../../workers/rpc/api/lab-api.ts';
import { SettingsChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import { formatBytes } from '../../format/quantities.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { INITIAL_PAGE, type Settings } from '../../types/page.ts';
import { formField } from '../form/field.ts';
import { formStyles } from '../form/form.styles.ts';
import { checkboxInput, limitText, numberInput, selectInput } from '../form/inputs.ts';
import { partsSummary } from './parts-summary.ts';
import {
  MODEL_FIELDS,
  type ModelField,
  type TrainingField,
  trainingFields,
  withModel,
  withTraining,
} from './settings-fields.ts';

type Training = ReturnType<typeof withTrainingDefaults<PresetInfo['training']>>;

/**
 * Settings of the next transformer: a summary line that expands to a form.
 *
 * @property preset - default values
 * @property settings - values that differ from the preset
 * @property limits - range of each setting, by name
 * @property problems - errors of the settings
 * @property costs - weights, memory and operations of the training; absent while the settings are invalid
 * @fires lab-settings - on every change of a value; creates no model
 */
@customElement('lab-settings-form')
export class SettingsForm extends LitElement {
  static override styles = [baseStyles, formStyles];

  @property({ attribute: false }) preset?: PresetInfo;
  @property({ attribute: false }) settings: Settings = INITIAL_PAGE.settings;
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly FieldError[] = [];
  @property({ attribute: false }) costs?: RunCosts;

  protected override render() {
    if (!this.preset) return nothing;
    const model = { ...this.preset.model, ...this.settings.model };
    const training = withTrainingDefaults({ ...this.preset.training, ...this.settings.training });
    return html`<details class="card">
      <summary><h2>Settings</h2> <span class="summary">${summary(model, training, this.costs?.memory)}</span></summary>
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        <fieldset>
          <legend>Model</legend>
          ${MODEL_FIELDS.map((field) => this.#modelField(field, model))}
        </fieldset>
        <fieldset>
          <legend>Training</legend>
          ${trainingFields(training).map((field) => this.#trainingField(field, training))}
        </fieldset>
        ${this.costs ? memoryBreakdown(this.costs.memory) : nothing}
        <button type="button" @click=${this.#resetToPreset} ?disabled=${!this.#isChanged}>Reset to preset</button>
      </form>
    </details>`;
  }

  get #isChanged(): boolean {
    return Object.keys({ ...this.settings.model, ...this.settings.training }).length > 0;
  }

  #modelField(field: ModelField, model: ModelConfig): TemplateResult {
    const { key: id, kind } = field;
    const onChange = (value: unknown) => this.#emitChange(withModel(this.settings, id, value));
    const isChanged = this.settings.model?.[id] !== undefined;
    if (kind === 'activation')
      return this.#choiceField(field, ACTIVATION_CHOICES, model.activation, isChanged, onChange);
    const input = (isInvalid: boolean): TemplateResult => {
      switch (kind) {
        case 'number':
          return numberInput({ id, value: model[id] as number, limit: this.limits[id], isInvalid, onChange });
        case 'boolean':
          return checkboxInput({ id, value: model.tied, onChange });
        default:
          return kind satisfies never;
      }
    };
    return this.#field(field, isChanged, input);
  }

  #trainingField(field: TrainingField, training: Training): TemplateResult {
    const { key: id } = field;
    const onChange = (value: unknown) => this.#emitChange(withTraining(this.settings, id, value));
    const isChanged = this.settings.training?.[id] !== undefined;
    if (id === 'optimizer' || id === 'schedule')
      return this.#choiceField(field, TRAINING_CHOICES[id], training[id], isChanged, onChange);
    return this.#field(field, isChanged, (isInvalid) =>
      numberInput({ id, value: training[id], limit: this.limits[id], isInvalid, onChange }),
    );
  }

  /** A setting with a few values, with the explanation of the chosen one. */
  #choiceField(
    field: ModelField | TrainingField,
    choices: Readonly<Record<string, SettingInfo>>,
    value: string,
    isChanged: boolean,
    onChange: (value: string) => void,
  ): TemplateResult {
    const labels = Object.fromEntries(Object.entries(choices).map(([name, { label }]) => [name, label]));
    const help = `${choices[value]?.help ?? field.help}.`;
    return this.#field({ ...field, help }, isChanged, (isInvalid) =>
      selectInput({ id: field.key, value, labels, isInvalid, onChange }),
    );
  }

  #field(
    { key, label, help }: ModelField | TrainingField,
    isChanged: boolean,
    input: (isInvalid: boolean) => TemplateResult,
  ): TemplateResult {
    const helpText = `${help}${limitText(this.limits[key])}`;
    return formField({ id: key, label, help: helpText, isChanged, errors: this.problems, input });
  }

  #emitChange(settings: Settings): void {
    this.dispatchEvent(new SettingsChangeEvent(settings));
  }

  #resetToPreset(): void {
    this.#emitChange({ ...this.settings, model: {}, training: {} });
  }
}

/** Memory by purpose, largest first. */
function memoryBreakdown(memory: MemoryEstimate): TemplateResult {
  const parts: [string, number, string][] = [
    ['activations', memory.activations, 'outputs of all layers for one batch, stored for the backward pass'],
    ['activation gradients', memory.activationGradients, 'gradients with respect to the activations'],
    ['weights', memory.weights, 'trainable parameters'],
    ['weight gradients', memory.weightGradients, 'gradients with respect to the weights'],
    ['optimizer state', memory.moments, 'what the optimizer keeps of earlier gradients'],
    ['scratch memory', memory.scratch, 'partial sums inside kernels'],
  ];
  return html`<section class="memory" aria-labelledby="memory">
    <h3 id="memory">Training memory: <b>${formatBytes(memory.total)}</b></h3>
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

function summary(
  model: ModelConfig,
  { B, steps, learningRate, seed, optimizer }: Training,
  memory: MemoryEstimate | undefined,
): string {
  const { L, H, C, T, mlpWidth } = model;
  const mlp = mlpWidth === 0 ? 'attention only' : `MLP width ${formatInteger(mlpWidth)}`;
  return [
    `${L} ${L === 1 ? 'layer' : 'layers'} of ${H} ${H === 1 ? 'head' : 'heads'}`,
    `width ${formatInteger(C)}`,
    mlp,
    ...partsSummary(model),
    `${formatInteger(steps)} steps of ${B} × ${T} tokens`,
    `${OPTIMIZER_CHOICES[optimizer]?.label ?? optimizer}, learning rate ${learningRate}`,
    `seed ${seed}`,
    ...(memory ? [`${formatBytes(memory.total)} of memory`] : []),
  ].join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-settings-form': SettingsForm;
  }
}
