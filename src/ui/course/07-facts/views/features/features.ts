// A sparse autoencoder on the activations of an MLP, and its features.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lossRecovered } from '../../../../../shared/loss-recovered.ts';
import type { DictionaryResult, FactFeaturesResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import type { ChosenFact } from '../../choices.ts';
import { factPicker, layerPicker, lensJobStatus, numberInput } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';
import { dictionaryRequest } from '../../measurements.ts';
import { gateStyles, gateTable } from '../gate-table.ts';
import { subjectList, topActivationList, unitStyles, wordList } from '../unit-card.ts';

const MAX_ROWS = 20;

/**
 * Trains a sparse autoencoder and shows its features.
 *
 * @property layer - Layer of the MLP, 0-based.
 * @property layers - Number of layers.
 * @property neurons - Number of neurons in one MLP.
 * @property facts - Facts of the data set with the model's answers.
 * @property fact - The selected fact.
 * @property dictionary - Training of the autoencoder.
 * @property feature - The selected feature.
 * @property factFeatures - Features of the selected fact.
 * @fires lab-choice - The visitor selects a fact.
 * @fires lab-query - The visitor starts or stops a lens.
 */
@customElement('lab-features')
export class Features extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    unitStyles,
    gateStyles,
    css`
      p.grow {
        flex: 1 1 12rem;
        max-width: none;
      }

      /* Contexts of activations are the main content. */
      .found .text {
        width: 70%;
        padding-inline-start: var(--space-xl);
      }
    `,
  ];

  @property({ type: Number }) layer = 0;
  @property({ type: Number }) layers = 1;
  @property({ type: Number }) neurons = 1;
  @property({ attribute: false }) facts: LensTaskState<'facts'> = {};
  @property({ attribute: false }) fact?: ChosenFact;
  @property({ attribute: false }) dictionary: LensTaskState<'sparse-autoencoder'> = {};
  @property({ attribute: false }) feature: LensTaskState<'feature'> = {};
  @property({ attribute: false }) factFeatures: LensTaskState<'fact-features'> = {};

  @state() private k = 8;

  override render() {
    const { result, progress } = this.dictionary;
    return html`
      <section class="card" aria-label=${msg('Features found')}>
        <h2>${msg('Features spread over neurons')}</h2>
        <div class="controls">
          ${layerPicker(this, this.layer, this.layers)}
          ${numberInput(msg('maximum active features'), this.k, 1, 64, (value) => {
            this.k = value;
          })}
          <button class="primary" ?disabled=${progress !== undefined} @click=${this.#train}>
            ${msg(str`Look for ${formatInteger(2 * this.neurons)} features`)}
          </button>
        </div>
        ${lensJobStatus(this, 'sparse-autoencoder', this.dictionary)} ${result ? this.#renderDictionary(result) : nothing}
        <p class="explained">
          ${msg('A sparse autoencoder is a small network, trained here on the activations of this model. It reconstructs the activations from a few of many directions, the features. Something spread over several neurons can appear as one feature. The result is not perfect: some features are never active (“dead”), and part of the variance is not explained.')}
        </p>
      </section>
      ${result ? this.#renderFactSection() : nothing} ${this.#renderFeatureCard()}
    `;
  }

  readonly #train = () => {
    const { layer, k } = this;
    this.dispatchEvent(new QueryEvent('sparse-autoencoder', dictionaryRequest(layer, this.neurons, k)));
  };

  #renderDictionary(reading: DictionaryResult) {
    const {
      step,
      layer,
      features,
      neurons,
      activations,
      explained,
      explainedBeside,
      explainedAtAnswers,
      used,
      dead,
      summaries,
      facts,
      loss,
    } = reading;
    return html`
      <p>
        ${msg(str`MLP ${layer + 1} at step ${formatInteger(step)}: ${formatInteger(features)} features for ${formatInteger(neurons)} neurons, learnt from ${formatInteger(activations)} activations. They account for ${formatPercent(explained)} of the variance with ${formatFixed(used, 1)} features at a time, for ${formatPercent(explainedBeside)} on held-out rows${explainedAtAnswers === undefined ? '' : msg(str` and ${formatPercent(explainedAtAnswers)} where answers are predicted`)}; ${formatInteger(dead)} are never used. With this sum in place of the neurons, the network recovers ${formatPercent(lossRecovered(loss, 'zero'))} of the loss that silencing them costs.`)}
      </p>
      ${
        facts
          ? html`<p>
              ${msg(str`Of ${formatInteger(facts.asked)} people who share both their names with others, ${formatInteger(facts.withFeature)} have a feature that is used for the pair and at least twice as much as for either name with others; ${formatInteger(facts.withNeuron)} have such a neuron. With activations shuffled between people it is ${formatFixed(facts.withFeatureByChance, 1)} and ${formatFixed(facts.withNeuronByChance, 1)}: finding one is no evidence that the network stores a fact there.`)}
            </p>`
          : nothing
      }
      ${this.#table(summaries)}
      <div class="controls">
        <p class="explained grow">
          ${msg(str`The ${formatInteger(Math.min(MAX_ROWS, summaries.length))} most frequent of ${formatInteger(summaries.length)} that are used.`)}
        </p>
        ${numberInput(
          msg(str`look at feature, of ${formatInteger(features)}`),
          (this.feature.result?.feature ?? 0) + 1,
          1,
          features,
          (value) => this.#show(value - 1),
        )}
      </div>
    `;
  }

  #table(summaries: DictionaryResult['summaries']) {
    return html`
      <div class="scroll" tabindex="0">
        <table class="found">
          <thead>
            <tr>
              <th scope="col">${msg('feature')}</th>
              <th scope="col">${msg('of all tokens')}</th>
              <th scope="col" class="text">${msg('most at the last token of')}</th>
            </tr>
          </thead>
          <tbody>
            ${summaries.slice(0, MAX_ROWS).map(({ feature, frequency, strongest }) => {
              const { tokens, position } = strongest;
              const show = () => this.#show(feature);
              return html`
                <tr>
                  <th scope="row"><button class="plain" @click=${show}>${msg(str`feature ${feature + 1}`)}</button></th>
                  <td>${formatPercent(frequency)}</td>
                  <td class="text">${tokens
                    .slice(0, position + 1)
                    .map(tokenLabel)
                    .join(' ')}</td>
                </tr>
              `;
            })}
          </tbody>
        </table>
      </div>
    `;
  }

  #show(feature: number): void {
    this.dispatchEvent(new QueryEvent('feature', { feature }));
  }

  /** Looks for a feature of the selected fact. */
  #renderFactSection() {
    const { facts, fact, factFeatures } = this;
    const ask = () => {
      if (!fact) return;
      const { subject, relation } = fact;
      this.dispatchEvent(new QueryEvent('fact-features', { subject, relation }));
    };
    if (!facts.result || !fact) return nothing;
    return html`
      <section class="card" aria-label=${msg('Feature of a fact')}>
        <h2>${msg('Feature of a fact')}</h2>
        <div class="controls">
          ${factPicker(this, facts.result, fact)}
          <button ?disabled=${factFeatures.progress !== undefined} @click=${ask}>${msg('Find feature')}</button>
        </div>
        ${factFeatures.error ? html`<p role="alert">${factFeatures.error}</p>` : nothing}
        ${factFeatures.result ? this.#renderFactFeatures(factFeatures.result) : nothing}
      </section>
    `;
  }

  #renderFactFeatures({ subject, answer, features, step, isStale }: FactFeaturesResult) {
    const all = features.filter(({ isAnd }) => isAnd);
    const own = all.find(({ promotes }) => promotes === answer) ?? all[0];
    const promotesText =
      own?.promotes === answer
        ? msg(str`, and it makes “${tokenLabel(answer)}” likelier than any other word`)
        : '';
    const rows = features.map(({ feature, amount, table, isAnd, promotes }) => ({
      unit: feature,
      isAnd,
      both: amount,
      table,
      note: tokenLabel(promotes),
      select: () => this.#show(feature),
    }));
    return html`
      ${isStale ? staleNote(step) : nothing}
      <p>
        ${
          own
            ? msg(
                str`Yes: feature ${own.feature + 1} is used at least twice as much for ${subject} as for either name with others${promotesText}.`,
              )
            : msg(
                str`No: none of the features used for ${subject} is used twice as much as for either name with others.`,
              )
        }
      </p>
      ${gateTable(msg(str`Features used for ${subject}`), msg('feature'), msg('promotes most'), rows)}
    `;
  }

  #renderFeatureCard() {
    const { result, error } = this.feature;
    if (error) return html`<p role="alert">${error}</p>`;
    if (!result) return nothing;
    const { feature, writes, fires, subjects, step, isStale } = result;
    return html`
      <section class="card" aria-label=${msg('One feature')}>
        <h2>${msg(str`Feature ${feature + 1}`)}</h2>
        ${isStale ? staleNote(step) : nothing}
        <div class="columns">
          ${wordList(msg('promoted tokens: logits per unit'), writes.promoted)}
          ${wordList(msg('suppressed tokens'), writes.suppressed)}
        </div>
        ${topActivationList(fires)} ${subjectList(subjects, msg('people with the largest mean activation at the answer position'))}
      </section>
    `;
  }
}

const staleNote = (step: number) => html`<p class="explained">
  ${msg(str`Activations are of step ${formatInteger(step)}; the weights have changed since, and promoted tokens are of the changed weights.`)}
</p>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-features': Features;
  }
}
