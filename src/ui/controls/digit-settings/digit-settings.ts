// Settings form of the digit network.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type FieldError, joinMessages } from '../../../shared/field-error.ts';
import type {
  DigitPresetInfo,
  DigitRequest,
  DigitTraining,
  SettingLimit,
} from '../../../workers/rpc/api/lab-api.ts';
import { DigitNetworkEvent, DigitSettingsEvent } from '../../events/index.ts';
import { formatInterval } from '../../format/lists.ts';
import { formatInteger, tickOf } from '../../format/numbers.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { resolveDigitSettings } from '../../types/digits.ts';
import { formField } from '../form/field.ts';
import { formStyles } from '../form/form.styles.ts';
import { checkboxInput, limitText, numberInput, selectInput, textInput } from '../form/inputs.ts';
import {
  INIT_LABELS,
  NETWORK_KIND_LABELS,
  NUMBER_FIELDS,
  OPTIMIZER_LABELS,
  parseHiddenSizes,
} from './digit-settings-fields.ts';

/**
 * Settings of the next digit network: a summary line that expands to a form.
 *
 * @property request - preset, and values that differ from it
 * @property presets - default values
 * @property limits - range of each setting, by name
 * @property problems - errors of the settings
 * @property isApplied - whether the current network has these settings
 * @property isPending - whether a network is being created
 * @fires lab-digit-settings - on every change of a value; creates no network
 * @fires lab-digit-network - the button that creates the network
 */
@customElement('lab-digit-settings')
export class DigitSettings extends LitElement {
  static override styles = [
    baseStyles,
    formStyles,
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
  @property({ attribute: false }) problems: readonly FieldError[] = [];
  @property({ type: Boolean, attribute: 'applied' }) isApplied = false;
  @property({ type: Boolean, attribute: 'pending' }) isPending = false;

  protected override render() {
    const settings = resolveDigitSettings(this.request, this.presets);
    if (!settings) return nothing;
    const { request, isApplied, isPending, problems } = this;
    return html`<details class="card" ?open=${!isApplied}>
      <summary><h2>${msg('Settings')}</h2> <span class="summary">${summary(settings)}</span></summary>
      <form novalidate @submit=${(event: Event) => event.preventDefault()}>
        ${this.#network(settings)} ${this.#training(settings.training)}
        <p class="visually-hidden" role="status">${joinMessages(problems)}</p>
        <div class="buttons">
          <button type="button" class="primary" ?disabled=${isApplied || isPending || problems.length > 0}
            @click=${() => this.dispatchEvent(new DigitNetworkEvent(request))}>${msg('Create network')}</button>
          <button type="button" ?disabled=${!this.#isChanged} @click=${() => this.#emitChange({ preset: request.preset })}>${msg('Reset to preset')}</button>
        </div>
      </form>
    </details>`;
  }

  #network({ hidden, kind, training }: ResolvedSettings) {
    const { request } = this;
    const changeHidden = (text: string) => {
      const sizes = parseHiddenSizes(text);
      this.#emitChange({ ...request, hidden: sizes.length > 0 ? sizes : undefined });
    };
    return html`<fieldset>
      <legend>${msg('Model')}</legend>
      ${this.#field(
        'hidden',
        msg('Hidden layers'),
        msg('neurons per layer, such as 16, 16'),
        request.hidden !== undefined,
        (isInvalid) =>
          textInput({ id: 'hidden', value: hidden.join(', '), isInvalid, onChange: changeHidden }),
      )}
      ${this.#field(
        'kind',
        msg('Activation and cost'),
        msg('as in the videos, or as usual today'),
        request.kind !== undefined,
        (isInvalid) =>
          selectInput({
            id: 'kind',
            value: kind,
            labels: NETWORK_KIND_LABELS,
            isInvalid,
            onChange: (kind) => this.#emitChange({ ...request, kind }),
          }),
      )}
      ${this.#field(
        'start',
        msg('Initialization'),
        msg('variance of the initial weights'),
        this.#isTrainingChanged('start'),
        (isInvalid) =>
          selectInput({
            id: 'start',
            value: training.start,
            labels: INIT_LABELS,
            isInvalid,
            onChange: (start) => this.#changeTraining({ start }),
          }),
      )}
    </fieldset>`;
  }

  #training(training: ResolvedSettings['training']) {
    const { limits } = this;
    return html`<fieldset>
      <legend>${msg('Training')}</legend>
      ${this.#field(
        'optimizer',
        msg('Optimizer'),
        msg('stochastic gradient descent or Adam'),
        this.#isTrainingChanged('optimizer'),
        (isInvalid) =>
          selectInput({
            id: 'optimizer',
            value: training.optimizer,
            labels: OPTIMIZER_LABELS,
            isInvalid,
            onChange: (optimizer) => this.#changeTraining({ optimizer }),
          }),
      )}
      ${NUMBER_FIELDS.map(({ key, label, help }) =>
        this.#field(
          key,
          label,
          `${help}${limitText(limits[key])}`,
          this.#isTrainingChanged(key),
          (isInvalid) =>
            numberInput({
              id: key,
              value: training[key],
              limit: limits[key],
              isInvalid,
              onChange: (value) => this.#changeTraining({ [key]: value }),
            }),
        ),
      )}
      ${this.#field(
        'shuffledLabels',
        msg('Shuffled labels'),
        msg('labels in random order: the network can only memorize'),
        this.#isTrainingChanged('shuffledLabels'),
        () =>
          checkboxInput({
            id: 'shuffledLabels',
            value: training.shuffledLabels,
            onChange: (shuffledLabels) => this.#changeTraining({ shuffledLabels }),
          }),
      )}
    </fieldset>`;
  }

  #field(
    id: string,
    label: string,
    help: string,
    isChanged: boolean,
    input: (isInvalid: boolean) => TemplateResult,
  ): TemplateResult {
    return formField({ id, label, help, isChanged, errors: this.problems, input });
  }

  #isTrainingChanged(key: keyof DigitTraining): boolean {
    return this.request.training?.[key] !== undefined;
  }

  #changeTraining(change: Partial<DigitTraining>): void {
    const { request } = this;
    this.#emitChange({ ...request, training: omitUndefined({ ...request.training, ...change }) });
  }

  get #isChanged(): boolean {
    const { hidden, kind, training = {} } = this.request;
    return hidden !== undefined || kind !== undefined || Object.keys(training).length > 0;
  }

  #emitChange(request: DigitRequest): void {
    this.dispatchEvent(new DigitSettingsEvent(request));
  }
}

type ResolvedSettings = NonNullable<ReturnType<typeof resolveDigitSettings>>;

const omitUndefined = (training: Partial<DigitTraining>): Partial<DigitTraining> =>
  Object.fromEntries(Object.entries(training).filter(([, value]) => value !== undefined));

function summary({ hidden, kind, training }: ResolvedSettings): string {
  const { steps, B, optimizer, learningRate, minLearningRate, seed } = training;
  const rates =
    learningRate === minLearningRate
      ? tickOf(learningRate)
      : formatInterval([learningRate, minLearningRate], tickOf);
  return [
    ['784', ...hidden, '10'].join('-'),
    NETWORK_KIND_LABELS[kind],
    msg(str`${formatInteger(steps)} steps of ${formatInteger(B)} images`),
    `${OPTIMIZER_LABELS[optimizer]}, η ${rates}`,
    msg(str`seed ${seed}`),
  ].join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-settings': DigitSettings;
  }
}
