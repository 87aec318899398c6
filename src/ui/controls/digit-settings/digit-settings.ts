// Every setting of the next digit network: its layers, its neurons and cost, and how it is trained.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type {
  DigitPresetInfo,
  DigitRequest,
  DigitTraining,
  SettingLimit,
} from '../../../workers/rpc/api/lab-api.ts';
import { DigitNetworkEvent, DigitSettingsEvent } from '../../events.ts';
import { formatInteger } from '../../format/numbers.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { resolveDigitSettings } from '../../types/digits.ts';
import { checkboxInput, limitText, numberInput } from '../settings-form/inputs.ts';
import { settingsFormStyles } from '../settings-form/settings-form.styles.ts';
import {
  INIT_LABELS,
  NETWORK_KIND_LABELS,
  NUMBER_FIELDS,
  OPTIMIZER_LABELS,
  parseHiddenSizes,
} from './fields.ts';

/**
 * A summary in a line, and under it a form with all of it.
 *
 * @property request - what is asked for so far
 * @property presets - whose settings hold where none is chosen
 * @property limits - what each can be, by name
 * @property problems - what is wrong with the choice, a sentence each
 * @property made - whether the network on the page is the one asked for
 * @property waiting - whether one is being made
 * @fires lab-digit-settings - a value was changed; nothing is made yet
 * @fires lab-digit-network - the network is to be made
 */
@customElement('lab-digit-settings')
export class DigitSettings extends LitElement {
  static override styles = [
    baseStyles,
    settingsFormStyles,
    css`
      .field select,
      .field input[type='text'] {
        grid-column: 1 / -1;
        width: 100%;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-s);
      }
    `,
  ];

  @property({ attribute: false }) request: DigitRequest = { preset: 'digits' };
  @property({ attribute: false }) presets: readonly DigitPresetInfo[] = [];
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly string[] = [];
  @property({ type: Boolean }) made = false;
  @property({ type: Boolean }) waiting = false;

  protected override render() {
    const all = resolveDigitSettings(this.request, this.presets);
    if (!all) return nothing;
    const { request } = this;
    return html`<details class="card" ?open=${!this.made}>
      <summary><h2>Settings</h2> <span class="summary">${summary(all)}</span></summary>
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        ${this.#network(all)} ${this.#training(all.training)} ${this.#problemSummary()}
        <div class="buttons">
          <button type="button" class="primary" ?disabled=${this.made || this.waiting || this.problems.length > 0}
            @click=${() => this.dispatchEvent(new DigitNetworkEvent(request))}>Make this network</button>
          <button type="button" ?disabled=${!this.#isChanged} @click=${() => this.#emitChange({ preset: request.preset })}>Back to the preset’s settings</button>
        </div>
      </form>
    </details>`;
  }

  #network({ hidden, kind, training }: ResolvedSettings) {
    const { request } = this;
    return html`<fieldset>
      <legend>The network</legend>
      ${this.#field('hidden', 'Hidden layers', 'neurons of each, as 16, 16', request.hidden !== undefined, this.#hiddenSizesInput(hidden))}
      ${this.#field(
        'kind',
        'Neurons and cost',
        'the videos’ first, or what is usual today',
        request.kind !== undefined,
        selectInput('kind', NETWORK_KIND_LABELS, kind, (value) =>
          this.#emitChange({ ...request, kind: value }),
        ),
      )}
      ${this.#field(
        'start',
        'Random weights',
        'how large they are at the start',
        this.#isChangedField('start'),
        selectInput('start', INIT_LABELS, training.start, (start) => this.#set({ start })),
      )}
    </fieldset>`;
  }

  #training(training: ResolvedSettings['training']) {
    const { limits } = this;
    return html`<fieldset>
      <legend>The training</legend>
      ${this.#field(
        'optimizer',
        'Each step',
        'plain, or with the sizes of past gradients in view (Adam)',
        this.#isChangedField('optimizer'),
        selectInput('optimizer', OPTIMIZER_LABELS, training.optimizer, (optimizer) =>
          this.#set({ optimizer }),
        ),
      )}
      ${NUMBER_FIELDS.map(({ key, label, help }) =>
        this.#field(
          key,
          label,
          `${help}${limitText(limits[key])}`,
          this.#isChangedField(key),
          numberInput(key, training[key], limits[key], (value) => this.#set({ [key]: value })),
        ),
      )}
      ${this.#field(
        'shuffledLabels',
        'Shuffled labels',
        'dealt out at random, once: nothing can be learnt but by heart',
        this.#isChangedField('shuffledLabels'),
        checkboxInput('shuffledLabels', training.shuffledLabels, (shuffledLabels) =>
          this.#set({ shuffledLabels }),
        ),
      )}
    </fieldset>`;
  }

  #isChangedField(key: keyof DigitTraining): boolean {
    return this.request.training?.[key] !== undefined;
  }

  #set(change: Partial<DigitTraining>): void {
    const { request } = this;
    this.#emitChange({ ...request, training: omitUndefined({ ...request.training, ...change }) });
  }

  get #isChanged(): boolean {
    const { hidden, kind, training = {} } = this.request;
    return hidden !== undefined || kind !== undefined || Object.keys(training).length > 0;
  }

  #hiddenSizesInput(hidden: readonly number[]): TemplateResult {
    const handleChange = ({ target }: Event) => {
      const sizes = parseHiddenSizes((target as HTMLInputElement).value);
      this.#emitChange({ ...this.request, hidden: sizes.length > 0 ? sizes : undefined });
    };
    return html`<input id="hidden" type="text" inputmode="numeric" aria-describedby="hidden-help" .value=${live(hidden.join(', '))} @change=${handleChange} />`;
  }

  #field(
    key: string,
    label: string,
    help: string,
    differs: boolean,
    control: TemplateResult,
  ): TemplateResult {
    const names = key === 'hidden' ? ['hiddenLayers', 'neurons'] : [key];
    const problem = this.problems.find((sentence) =>
      names.some((name) => sentence.startsWith(`${name} is `)),
    );
    return html`<div class="field ${problem ? 'wrong' : differs ? 'differs' : ''}">
      <label for=${key}>${label}</label>
      ${control}
      <p id="${key}-help">${problem ?? help}</p>
    </div>`;
  }

  /** For who does not see the field that is wrong. */
  #problemSummary() {
    return html`<p class="visually-hidden" role="status">${this.problems.join(' ')}</p>`;
  }

  #emitChange(request: DigitRequest): void {
    this.dispatchEvent(new DigitSettingsEvent(request));
  }
}

function selectInput<Name extends string>(
  id: string,
  labels: Readonly<Record<Name, string>>,
  selected: Name,
  onChange: (name: Name) => void,
): TemplateResult {
  return html`<select id=${id} aria-describedby="${id}-help" @change=${({ target }: Event) => onChange((target as HTMLSelectElement).value as Name)}>
    ${(Object.keys(labels) as Name[]).map((name) => html`<option value=${name} ?selected=${name === selected}>${labels[name]}</option>`)}
  </select>`;
}

type ResolvedSettings = NonNullable<ReturnType<typeof resolveDigitSettings>>;

/** An empty field means the preset's own value. */
const omitUndefined = (training: Partial<DigitTraining>): Partial<DigitTraining> =>
  Object.fromEntries(Object.entries(training).filter(([, value]) => value !== undefined));

function summary({ hidden, kind, training }: ResolvedSettings): string {
  const { steps, B, optimizer, learningRate, minLearningRate, seed } = training;
  const rate = learningRate === minLearningRate ? `${learningRate}` : `${learningRate} to ${minLearningRate}`;
  return [
    ['784', ...hidden, '10'].join('-'),
    NETWORK_KIND_LABELS[kind],
    `${formatInteger(steps)} steps of ${formatInteger(B)} images`,
    `${OPTIMIZER_LABELS[optimizer]}, η ${rate}`,
    `seed ${seed}`,
  ].join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-settings': DigitSettings;
  }
}
