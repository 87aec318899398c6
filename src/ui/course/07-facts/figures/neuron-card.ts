// One neuron of the current model: input, output, top activations, and predictions with the neuron clamped.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { NeuronResult, TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { LensTaskState } from '../../../types/task.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import '../../../views/text/next-token/next-token.ts';
import { neuronChoice } from '../choices.ts';
import { layerPicker, lensJobStatus, numberInput } from '../controls.ts';
import { ClampEvent } from '../events.ts';
import { pairList, subjectList, topActivationList, wordList } from './unit-card.ts';

/** Range of the slider in both directions. */
const MAX_CLAMP = 6;

interface Place {
  /** 0-based, as the layer. */
  readonly neuron: number;
  /** Number of neurons in the MLP. */
  readonly neurons: number;
  readonly layer: number;
  readonly layers: number;
}

/** @param live `aria-live` of the status text: `off` while the network trains */
export function neuronCard(
  { neuron, neurons, layer, layers }: Place,
  task: LensTaskState<'neuron'>,
  live: LiveMode,
): TemplateResult {
  const { request, result } = task;
  const isCurrent = request?.neuron === neuron && request.layer === layer;
  return card(
    msg('One neuron'),
    msg(str`Neuron ${formatInteger(neuron + 1)} of MLP ${layer + 1}`),
    html`<div class="controls">
      ${numberInput(msg(str`neuron, of ${formatInteger(neurons)}`), neuron + 1, [1, neurons], (value) => neuronChoice(value - 1))}
      ${layerPicker(layer, layers)}
    </div>`,
    lensJobStatus('neuron', task, live),
    isCurrent && result ? details(result) : nothing,
  );
}

const details = ({ inText, asks, subjects, writes, fires }: NeuronResult) => html`
  ${inText ? activationsIn(inText) : nothing}
  <div class="columns">
    ${wordList(msg('tokens with the largest input'), asks.most)}
    ${wordList(msg('tokens with the smallest input'), asks.least)}
    ${pairList(msg('pairs of tokens with the largest input'), asks.pairs)}
    ${subjectList(subjects, msg('people with the largest mean activation at the answer position'))}
    ${wordList(msg('promoted tokens'), writes.promoted)}
    ${wordList(msg('suppressed tokens'), writes.suppressed)}
  </div>
  ${note(
    msg(
      'The input of a token is the neuron’s preactivation if the vector were that token’s embedding, or the sum of two embeddings for a pair: (M + J) · E in the video. The effect on tokens is given in logits (scores before softmax) per unit of activation. A neuron that promotes one answer usually promotes others too.',
    ),
  )}
  ${topActivationList(fires)}
`;

const activationsIn = ({ tokens, pre, post }: NonNullable<NeuronResult['inText']>) =>
  scrolling(
    numberTable(
      [
        { name: msg('sum of row and bias'), values: pre },
        { name: msg('activation'), values: post },
      ],
      {
        names: { heading: msg('in the prompt'), cell: ({ name }) => name },
        columns: tokens.map(({ text }, t) => ({
          heading: tokenLabel(text),
          cell: ({ values }) => formatSigned(values[t]),
        })),
      },
    ),
    'sentence',
  );

/**
 * @param value the clamped activation at every token; none if the neuron is free
 * @param clampedNext predictions with the neuron clamped
 */
export function neuronClamp(
  neuron: number,
  value: number | undefined,
  next: readonly TokenProbability[],
  clampedNext: readonly TokenProbability[] | undefined,
): TemplateResult {
  const isFree = value === undefined;
  return card(
    msg('Clamp the neuron'),
    msg('Clamp the activation'),
    html`<div class="controls">
      <label class="grow">
        ${isFree ? msg('as the network computes it') : msg(str`held at ${formatSigned(value)} at every token`)}
        <input
          type="range" min=${-MAX_CLAMP} max=${MAX_CLAMP} step="0.1" .value=${String(value ?? 0)}
          @input=${emit((slider: HTMLInputElement) => new ClampEvent({ neuron, value: slider.valueAsNumber }))}
        />
      </label>
      <button aria-pressed=${value === 0} @click=${emit(() => new ClampEvent({ neuron, value: 0 }))}>${msg('Ablate')}</button>
      <button ?disabled=${isFree} @click=${emit(() => new ClampEvent())}>${msg('Release')}</button>
    </div>
    <lab-next-token .next=${next} .changed=${isFree ? undefined : clampedNext} .change=${value === 0 ? 'ablated' : 'clamped'}></lab-next-token>
    ${note(msg('The prediction for the prompt with this neuron clamped at every token. If it hardly changes, other neurons have the same effect.'))}`,
  );
}
