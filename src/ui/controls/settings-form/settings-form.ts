// Every setting of the next model, with what it does and how far it goes.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  MemoryEstimate,
  ModelConfig,
  PresetInfo,
  SettingLimit,
  TrainingConfig,
} from '../../../workers/rpc/api/lab-api.ts';
import { SettingsChangeEvent } from '../../events.ts';
import { formatInteger } from '../../format/numbers.ts';
import { formatBytes } from '../../format/quantities.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { INITIAL_PAGE, type Settings } from '../../types/page.ts';
import {
  MODEL_FIELDS,
  type ModelField,
  TRAINING_FIELDS,
  type TrainingField,
  withModel,
  withTraining,
} from './fields.ts';
import { checkboxInput, limitText, numberInput } from './inputs.ts';
import { settingsFormStyles } from './settings-form.styles.ts';

/**
 * A summary in a line, and under it a form with all of it.
 *
 * @property preset - whose settings hold where none is chosen
 * @property settings - what was chosen
 * @property limits - what each can be, by name
 * @property problems - what is wrong with the choice, a sentence each
 * @property memory - what training the choice takes, where it is possible
 * @fires lab-settings - a value was changed
 */
@customElement('lab-settings-form')
export class SettingsForm extends LitElement {
  static override styles = [baseStyles, settingsFormStyles];

  @property({ attribute: false }) preset?: PresetInfo;
  @property({ attribute: false }) settings: Settings = INITIAL_PAGE.settings;
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly string[] = [];
  @property({ attribute: false }) memory?: MemoryEstimate;

  protected override render() {
    if (!this.preset) return nothing;
    const model = { ...this.preset.model, ...this.settings.model };
    const training = { ...this.preset.training, ...this.settings.training };
    return html`<details class="card">
      <summary><h2>Settings</h2> <span class="summary">${summary(model, training, this.memory)}</span></summary>
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        <fieldset>
          <legend>The network</legend>
          ${MODEL_FIELDS.map((field) => this.#modelField(field, model))}
        </fieldset>
        <fieldset>
          <legend>The training</legend>
          ${TRAINING_FIELDS.map((field) => this.#trainingField(field, training))}
        </fieldset>
        ${this.memory ? memoryBreakdown(this.memory) : nothing}
        <button type="button" @click=${this.#resetToPreset} ?disabled=${!this.#isChanged}>Back to the preset’s settings</button>
      </form>
    </details>`;
  }

  get #isChanged(): boolean {
    return Object.keys({ ...this.settings.model, ...this.settings.training }).length > 0;
  }

  #modelField(field: ModelField, model: ModelConfig): TemplateResult {
    const onChange = (value: unknown) => this.#emitChange(withModel(this.settings, field.key, value));
    const differs = this.settings.model?.[field.key] !== undefined;
    switch (field.kind) {
      case 'number':
        return this.#field(
          field,
          differs,
          numberInput(field.key, model[field.key] as number, this.limits[field.key], onChange),
        );
      case 'boolean':
        return this.#field(field, differs, checkboxInput(field.key, model.tied, onChange));
      case 'activation':
        return this.#field(field, differs, activationSelect(model.activation, onChange));
      default:
        return field.kind satisfies never;
    }
  }

  #trainingField(field: TrainingField, training: TrainingConfig): TemplateResult {
    const onChange = (value: unknown) => this.#emitChange(withTraining(this.settings, field.key, value));
    const differs = this.settings.training?.[field.key] !== undefined;
    return this.#field(
      field,
      differs,
      numberInput(field.key, training[field.key], this.limits[field.key], onChange),
    );
  }

  #field(
    { key, label, help }: ModelField | TrainingField,
    differs: boolean,
    control: TemplateResult,
  ): TemplateResult {
    const problem = this.problems.find((sentence) => sentence.startsWith(`${key} is `));
    return html`<div class="field ${problem ? 'wrong' : differs ? 'differs' : ''}">
      <label for=${key}>${label}</label>
      ${control}
      <p id="${key}-help">
        ${problem ?? html`${help}${limitText(this.limits[key])}`}
      </p>
    </div>`;
  }

  #emitChange(settings: Settings): void {
    this.dispatchEvent(new SettingsChangeEvent(settings));
  }

  #resetToPreset(): void {
    this.#emitChange({ ...this.settings, model: {}, training: {} });
  }
}

function activationSelect(value: string, onChange: (value: string) => void): TemplateResult {
  return html`<select
    id="activation"
    aria-describedby="activation-help"
    @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value)}
  >
    <option value="gelu" ?selected=${value === 'gelu'}>GELU</option>
    <option value="relu" ?selected=${value === 'relu'}>ReLU</option>
  </select>`;
}

/** What the memory is for, largest first, so that one sees which setting to turn. */
function memoryBreakdown(memory: MemoryEstimate): TemplateResult {
  const parts: [string, number, string][] = [
    [
      'activations',
      memory.activations,
      'everything the network computes on its way to a guess, for a whole batch',
    ],
    ['gradients of activations', memory.activationGradients, 'which way each of those should have gone'],
    ['weights', memory.weights, 'what is learnt'],
    ['gradients of weights', memory.weightGradients, 'which way each weight is to be nudged'],
    ['optimiser', memory.moments, 'AdamW’s two running means, of each weight’s gradient and of its square'],
    ['working memory', memory.scratch, 'partial sums within single kernels'],
  ];
  return html`<section class="memory" aria-labelledby="memory">
    <h3 id="memory">Memory it takes to train: <b>${formatBytes(memory.total)}</b></h3>
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
  { L, H, C, T, mlpWidth }: ModelConfig,
  { B, steps, learningRate, seed }: TrainingConfig,
  memory: MemoryEstimate | undefined,
): string {
  const mlp = mlpWidth === 0 ? 'attention only' : `${formatInteger(mlpWidth)} neurons in each MLP`;
  return [
    `${L} ${L === 1 ? 'layer' : 'layers'} of ${H} ${H === 1 ? 'head' : 'heads'}`,
    `width ${formatInteger(C)}`,
    mlp,
    `${formatInteger(steps)} steps of ${B} × ${T} tokens`,
    `learning rate ${learningRate}`,
    `seed ${seed}`,
    ...(memory ? [`${formatBytes(memory.total)} of memory`] : []),
  ].join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-settings-form': SettingsForm;
  }
}
