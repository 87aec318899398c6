// A sparse autoencoder on the activations of an MLP, and its features.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lossRecovered } from '../../../../shared/loss-recovered.ts';
import type { DictionaryResult, FactFeaturesResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, percents, scrolling } from '../../../figures/number-table.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../types/task.ts';
import type { ChosenFact } from '../choices.ts';
import { factPicker, layerPicker, lensButton, lensJobStatus, numberInput } from '../controls.ts';
import { QueryEvent } from '../events.ts';
import { gateStyles, gateTable } from '../figures/gate-table.ts';
import { subjectList, topActivationList, unitStyles, wordList } from '../figures/unit-card.ts';
import { dictionaryRequest } from '../measurements.ts';

const MAX_ROWS = 20;

const featuresStyles = css`
  p.grow {
    flex: 1 1 12rem;
    max-width: none;
  }

  /* Contexts of activations are the main content. */
  .found .text {
    width: 70%;
    padding-inline-start: var(--space-xl);
  }
`;

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
  static override styles = [baseStyles, panelStyles, unitStyles, gateStyles, featuresStyles];

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
    const { layer, neurons, k, dictionary } = this;
    const { result } = dictionary;
    const request = dictionaryRequest(layer, neurons, k);
    return html`
      ${card(
        msg('Features found'),
        msg('Features spread over neurons'),
        html`<div class="controls">
          ${layerPicker(layer, this.layers)}
          ${numberInput(msg('maximum active features'), k, [1, 64], (value) => {
            this.k = value;
          })}
          ${lensButton(msg(str`Look for ${formatInteger(request.features)} features`), 'sparse-autoencoder', request, dictionary, 'primary')}
        </div>`,
        lensJobStatus('sparse-autoencoder', dictionary),
        result ? renderDictionary(result, this.feature.result?.feature ?? 0) : nothing,
        note(
          msg(
            'A sparse autoencoder is a small network, trained here on the activations of this model. It reconstructs the activations from a few of many directions, the features. Something spread over several neurons can appear as one feature. The result is not perfect: some features are never active (“dead”), and part of the variance is not explained.',
          ),
        ),
      )}
      ${result ? this.#renderFactSection() : nothing} ${featureCard(this.feature)}
    `;
  }

  /** Looks for a feature of the selected fact. */
  #renderFactSection() {
    const { facts, fact, factFeatures } = this;
    if (!facts.result || !fact) return nothing;
    const request = { subject: fact.subject, relation: fact.relation };
    return card(
      msg('Feature of a fact'),
      msg('Feature of a fact'),
      html`<div class="controls">
        ${factPicker(facts.result, fact)} ${lensButton(msg('Find feature'), 'fact-features', request, factFeatures)}
      </div>`,
      factFeatures.error ? html`<p role="alert">${factFeatures.error}</p>` : nothing,
      factFeatures.result ? renderFactFeatures(factFeatures.result) : nothing,
    );
  }
}

const featureQuery = (feature: number) => new QueryEvent('feature', { feature });

/** @param shown the feature of the card below; 0-based */
function renderDictionary(
  { layer, features, dead, summaries, facts, ...dictionary }: DictionaryResult,
  shown: number,
) {
  const { explainedAtAnswers } = dictionary;
  return html`
    <p>
      ${msg(str`MLP ${layer + 1} at step ${formatInteger(dictionary.step)}: ${formatInteger(features)} features for ${formatInteger(dictionary.neurons)} neurons, learnt from ${formatInteger(dictionary.activations)} activations. They account for ${formatPercent(dictionary.explained)} of the variance with ${formatFixed(dictionary.used, 1)} features at a time, for ${formatPercent(dictionary.explainedBeside)} on held-out rows${explainedAtAnswers === undefined ? '' : msg(str` and ${formatPercent(explainedAtAnswers)} where answers are predicted`)}; ${formatInteger(dead)} are never used. With this sum in place of the neurons, the network recovers ${formatPercent(lossRecovered(dictionary.loss, 'zero'))} of the loss that silencing them costs.`)}
    </p>
    ${
      facts
        ? html`<p>
            ${msg(str`Of ${formatInteger(facts.asked)} people who share both their names with others, ${formatInteger(facts.withFeature)} have a feature that is used for the pair and at least twice as much as for either name with others; ${formatInteger(facts.withNeuron)} have such a neuron. With activations shuffled between people it is ${formatFixed(facts.withFeatureByChance, 1)} and ${formatFixed(facts.withNeuronByChance, 1)}: finding one is no evidence that the network stores a fact there.`)}
          </p>`
        : nothing
    }
    ${scrolling(
      numberTable(summaries.slice(0, MAX_ROWS), {
        names: {
          heading: msg('feature'),
          cell: ({ feature }) => msg(str`feature ${feature + 1}`),
          pick: ({ feature }) => featureQuery(feature),
        },
        columns: [
          percents(msg('of all tokens'), ({ frequency }) => frequency),
          {
            heading: msg('most at the last token of'),
            kind: 'text',
            cell: ({ strongest: { tokens, position } }) =>
              tokens
                .slice(0, position + 1)
                .map(tokenLabel)
                .join(' '),
          },
        ],
      }),
      'found',
    )}
    <div class="controls">
      <p class="explained grow">
        ${msg(str`The ${formatInteger(Math.min(MAX_ROWS, summaries.length))} most frequent of ${formatInteger(summaries.length)} that are used.`)}
      </p>
      ${numberInput(msg(str`look at feature, of ${formatInteger(features)}`), shown + 1, [1, features], (value) => featureQuery(value - 1))}
    </div>
  `;
}

function renderFactFeatures({ subject, answer, features, step, isStale }: FactFeaturesResult) {
  const all = features.filter(({ isAnd }) => isAnd);
  const own = all.find(({ promotes }) => promotes === answer) ?? all[0];
  const promotesText =
    own?.promotes === answer
      ? msg(str`, and it makes “${tokenLabel(answer)}” likelier than any other word`)
      : '';
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
    ${gateTable(
      msg(str`Features used for ${subject}`),
      msg('feature'),
      msg('promotes most'),
      features.map(({ feature, amount, table, isAnd, promotes }) => ({
        ...{ unit: feature, isAnd, both: amount, table, note: tokenLabel(promotes) },
      })),
      featureQuery,
    )}
  `;
}

function featureCard({ result, error }: LensTaskState<'feature'>) {
  if (error) return html`<p role="alert">${error}</p>`;
  if (!result) return nothing;
  const { feature, writes, fires, subjects, step, isStale } = result;
  return card(
    msg('One feature'),
    msg(str`Feature ${feature + 1}`),
    isStale ? staleNote(step) : nothing,
    html`<div class="columns">
      ${wordList(msg('promoted tokens: logits per unit'), writes.promoted)}
      ${wordList(msg('suppressed tokens'), writes.suppressed)}
    </div>`,
    topActivationList(fires),
    subjectList(subjects, msg('people with the largest mean activation at the answer position')),
  );
}

const staleNote = (step: number) =>
  note(
    msg(
      str`Activations are of step ${formatInteger(step)}; the weights have changed since, and promoted tokens are of the changed weights.`,
    ),
  );

declare global {
  interface HTMLElementTagNameMap {
    'lab-features': Features;
  }
}
