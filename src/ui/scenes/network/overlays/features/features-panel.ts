// Beside the map: transcoders and what they lose, the attribution graph's nodes, and one feature in full with causal checks.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lossRecovered } from '../../../../../shared/loss-recovered.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { numberTable, percents, signedNumbers } from '../../../../figures/number-table.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { changeBarStyles, mapPanelStyles } from '../../../../styles/map-panel.styles.ts';
import type { TaskState } from '../../../../types/task.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { type FeatureChange, FeatureChoiceEvent, type FeaturesRun, FeaturesRunEvent } from './events.ts';
import { featuresPanelStyles } from './features-panel.styles.ts';
import type { FeaturePlace } from './request.ts';

type Transcoders = LensResult<'transcoders'>;
type Graph = LensResult<'attribution-graph'>;
type Node = Graph['nodes'][number];
type Page = LensResult<'feature'>;
type Change = LensResult<'feature-intervention'>;
type Activation = Transcoders['settings']['activation'];

const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  topk: 'TopK',
  'batch-topk': 'BatchTopK',
  jumprelu: 'JumpReLU',
};

const LISTED_NODES = 12;
const LISTED_EDGES = 8;
const CONTEXT = 9;

/**
 * @summary Trains transcoders, says what they lose, and shows a feature of the attribution graph: where it is active, what it writes, and what
 *   changes in the model where it is changed, beside what the graph predicts.
 *
 * @property training - The training of transcoders, and its last result.
 * @property graphTask - The computation of the graph.
 * @property graph - The graph of the prompt.
 * @property chosen - The feature whose page is open. Layer, token and feature count from 0.
 * @property page - Its contexts and what it writes.
 * @property change - What was changed of it.
 * @property step - Step of the weights that the map shows.
 * @attribute has-other-edits - The graph is of weights with other edits than the map’s.
 * @slot along - The features along the checkpoints of the training.
 * @fires lab-features-run - A computation is started or stopped.
 * @fires lab-feature-choice - The page of a feature is opened.
 */
@customElement('lab-features-panel')
export class FeaturesPanel extends LitElement {
  static override styles = [baseStyles, mapPanelStyles, changeBarStyles, featuresPanelStyles];

  @property({ attribute: false }) training: TaskState<unknown, Transcoders> = {};
  @property({ attribute: false }) graphTask: TaskState = {};
  @property({ attribute: false }) graph?: Graph;
  @property({ attribute: false }) chosen?: FeaturePlace;
  @property({ attribute: false }) page?: Page;
  @property({ attribute: false }) change: TaskState<unknown, Change> = {};
  @property({ type: Number }) step = 0;
  @property({ type: Boolean, attribute: 'has-other-edits' }) hasOtherEdits = false;

  @state() private activation: Activation = 'topk';
  @state() private hasSecondSeed = false;

  override render() {
    const { result } = this.training;
    return html`
      ${result ? qualityLine(result) : nothing}
      ${this.chosen && this.graph ? this.#featurePage(this.graph, this.chosen) : nothing}
      <slot name="along"></slot>
      ${this.graph ? this.#nodes(this.graph) : nothing}
      ${result ? quality(result, this.step) : introduction}
      ${this.#trainingPart()}
      <p>
        ${msg('The graph explains one prompt, with attention patterns and norms’ divisors frozen: not why a head attends where it does, nor what the errors compute (Dunefsky et al. 2024; Ameisen et al. 2025). Another training finds other features.')}
      </p>
    `;
  }

  get #isBusy(): boolean {
    return [this.training, this.graphTask, this.change].some(({ progress }) => progress !== undefined);
  }

  #run(run: FeaturesRun) {
    this.dispatchEvent(new FeaturesRunEvent(run));
  }

  #status(task: TaskState) {
    return jobStatus(task, () => this.#run('stop'));
  }

  #trainingPart() {
    const { activation, hasSecondSeed } = this;
    return html`
      <div class="settings">
        <label>
          <span>${msg('Features used')}</span>
          <select
            @change=${(event: Event) => {
              this.activation = (event.target as HTMLSelectElement).value as Activation;
            }}
          >
            ${Object.entries(ACTIVATIONS).map(
              ([value, text]) =>
                html`<option value=${value} .selected=${value === activation}>${text}</option>`,
            )}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox" .checked=${hasSecondSeed}
            @change=${() => {
              this.hasSecondSeed = !hasSecondSeed;
            }}
          />
          ${msg('and a second seed, to compare')}
        </label>
        <button
          class=${this.training.result ? '' : 'primary'}
          ?disabled=${this.#isBusy}
          @click=${() => this.#run({ train: { activation, seeds: hasSecondSeed ? 2 : 1 } })}
        >${this.training.result ? msg('Train again') : msg('Train transcoders')}</button>
      </div>
      ${this.#status(this.training)} ${this.#status(this.graphTask)}
    `;
  }

  #nodes(graph: Graph) {
    const { scores, counts, nodes, isStale, step, transcoders } = graph;
    const listed = nodes
      .filter(({ kind }) => kind !== 'answer')
      .toSorted((a, b) => b.influence - a.influence)
      .slice(0, LISTED_NODES);
    return html`
      <h2>${msg(str`What led to “${tokenLabel(graph.answer.text)}”`)}</h2>
      <p>
        ${msg(html`Logit less ${graph.other ? html`${msg(html`that of <b>${tokenLabel(graph.other.text)}</b>`)}` : msg('the mean of all')}: ${formatSigned(graph.value)}. ${formatPercent(scores.replacement)} of the influence begins at embeddings and not at errors (replacement score); ${formatPercent(scores.completeness)} of what nodes receive is no error’s (completeness). ${counts.expanded < counts.features ? msg(str`The inputs of ${formatInteger(counts.expanded)} of ${formatInteger(counts.features)} active features are computed; these figures leave out what reaches the others.`) : ''}`)}
      </p>
      ${
        isStale
          ? html`<p class="warning">${msg(str`The transcoders are of step ${formatInteger(transcoders.step)}, the weights have changed since: errors are larger. Train again.`)}</p>`
          : step !== this.step
            ? html`<p class="warning">${msg(str`The graph is of step ${formatInteger(step)}.`)}</p>`
            : this.hasOtherEdits
              ? html`<p class="warning">${msg('The graph is of the weights with other edits.')}</p>`
              : nothing
      }
      <div class="nodes">
        ${numberTable(listed, {
          caption: msg('The most influential nodes'),
          isCaptionHidden: true,
          names: { heading: msg('node'), cell: (node) => this.#nodeCell(graph, node) },
          columns: [
            percents(msg('influence'), ({ influence }) => influence),
            signedNumbers(msg('on the answer'), ({ total }) => total),
          ],
        })}
      </div>
    `;
  }

  #nodeCell(graph: Graph, { kind, layer, position: token, feature, strongest }: Node) {
    const at = html`<b>${tokenLabel(graph.tokens[token].text)}</b>`;
    if (kind === 'embed') return html`${msg(html`embedding ${at}`)}`;
    if (kind === 'error' || feature === undefined)
      return html`${msg(html`error of MLP ${layer + 1} at ${at}`)}`;
    const { chosen } = this;
    const isChosen = chosen?.layer === layer && chosen.token === token && chosen.feature === feature;
    return html`<button
      class="link" aria-pressed=${isChosen}
      @click=${() => this.dispatchEvent(new FeatureChoiceEvent({ layer, token, feature }))}
    >${msg(str`feature ${feature} of MLP ${layer + 1}`)}</button> ${msg(html`at ${at}`)}
      ${strongest === undefined ? nothing : html`<br /><small>${msg(str`strongest at “${strongest}”`)}</small>`}`;
  }

  #featurePage(graph: Graph, { layer, token, feature }: FeaturePlace) {
    const node = graph.nodes.find(
      (each) => each.feature === feature && each.layer === layer && each.position === token,
    );
    const { page } = this;
    return html`
      <section aria-label=${msg(str`Feature ${feature} of MLP ${layer + 1}`)}>
        <h2>${msg(str`Feature ${feature} of MLP ${layer + 1} at “${tokenLabel(graph.tokens[token]?.text ?? '')}”`)}</h2>
        ${
          node
            ? html`<p>
                ${msg(str`Activation ${formatFixed(node.activation, 2)}, ${formatPercent(node.influence)} of the influence. It adds ${formatSigned(node.direct)} to the answer directly, ${formatSigned(node.total)} over all paths.`)}
              </p>`
            : html`<p>${msg('It is not in this graph.')}</p>`
        }
        ${this.#checks(node)}
        ${page ? pageOf(page, this.step) : html`<p role="status">${msg('Reading the data …')}</p>`}
      </section>
    `;
  }

  #checks(node: Node | undefined) {
    const { result } = this.change;
    const button = (text: string, change: FeatureChange) => html`<button
      ?disabled=${this.#isBusy}
      @click=${() => this.#run({ change })}
    >${text}</button>`;
    const strength = Math.max(1, node?.activation ?? 1);
    return html`
      <div class="actions">
        ${button(msg('Ablate'), { kind: 'ablate' })}
        ${button(msg('Clamp to twice'), { kind: 'clamp', value: 2 * (node?.activation ?? 1) })}
        ${button(msg(str`Steer all tokens by +${formatFixed(strength, 1)}`), { kind: 'steer', value: strength })}
      </div>
      ${this.#status(this.change)}
      ${result ? changeTable(result, this.graph, this.step) : nothing}
    `;
  }
}

const introduction = html`
  <h2>${msg('Features of the MLPs')}</h2>
  <p>
    ${msg('A transcoder writes an MLP’s output as a sum of a few features, each of which reads the MLP’s input. One is trained for each layer of this model as it is now, on its data set, 64 MiB of activations at a time. Training of the model goes on meanwhile.')}
  </p>
`;

/** What all transcoders together lose, in one line over everything that is read off them. */
function qualityLine({ layers, loss, settings }: Transcoders) {
  const used = layers.reduce((sum, layer) => sum + layer.used, 0) / layers.length;
  const dead = layers.reduce((sum, layer) => sum + layer.dead, 0);
  return html`<p class="quality">
    ${msg(html`Transcoders: <b>${formatPercent(lossRecovered(loss, 'mean'))}</b> of the loss recovered, L0 <b>${formatFixed(used, 1)}</b>, <b>${formatInteger(dead)}</b> of ${formatInteger(settings.features * layers.length)} features dead`)}
  </p>`;
}

function quality({ layers, loss, settings, step, activations }: Transcoders, shownStep: number) {
  const hasStability = layers.some(({ stability }) => stability);
  return html`
    <h2>${msg('What the transcoders miss')}</h2>
    ${numberTable(layers, {
      caption: msg(
        str`${formatInteger(settings.features)} features a layer, ${ACTIVATIONS[settings.activation]} ${settings.k}, trained on ${formatInteger(activations)} tokens${step === shownStep ? '' : msg(str` at step ${formatInteger(step)}`)}`,
      ),
      names: { heading: msg('MLP'), cell: ({ layer }) => layer + 1, sum: msg('all') },
      columns: [
        {
          ...percents(msg('loss recovered'), ({ loss }) => lossRecovered(loss, 'mean')),
          sum: formatPercent(lossRecovered(loss, 'mean')),
        },
        {
          heading: html`<abbr title=${msg('mean number of features used at a token')}>L0</abbr>`,
          cell: ({ used }) => formatFixed(used, 1),
        },
        { heading: msg('dead'), cell: ({ dead }) => formatInteger(dead) },
        hasStability
          ? {
              heading: html`<abbr title=${msg('mean largest cosine with a feature of another seed, and with random directions')}>${msg('other seed')}</abbr>`,
              cell: ({ stability }) =>
                stability
                  ? msg(str`${formatFixed(stability.cosine, 2)} (chance ${formatFixed(stability.chance, 2)})`)
                  : '–',
            }
          : undefined,
      ],
    })}
    <p>
      ${msg(str`Loss recovered: of what ablating the MLP to its mean costs on held-out text. With all MLPs replaced the loss is ${formatFixed(loss.spliced, 2)} instead of ${formatFixed(loss.clean, 2)}.`)}
    </p>
  `;
}

function pageOf({ fires, writes, step, isStale }: Page, shownStep: number) {
  const tokens = (list: Page['writes']['promoted']) =>
    list.slice(0, 6).map(({ text }, i) => html`${i > 0 ? ', ' : ''}<b>${tokenLabel(text)}</b>`);
  const of = msg(str`Activations are of step ${formatInteger(step)}`);
  return html`
    ${
      isStale
        ? html`<p class="warning">${msg(str`${of}; the weights have changed since, and what the feature raises is of the changed weights. Train again.`)}</p>`
        : step === shownStep
          ? nothing
          : html`<p class="warning">${of}.</p>`
    }
    <h3>${msg('Where it is active')}</h3>
    <p>${msg(str`At ${formatPercent(fires.active / Math.max(1, fires.places))} of ${formatInteger(fires.places)} tokens ${fires.whole ? msg('of the training data') : msg('sampled from the training data')}; highest:`)}</p>
    <ul class="contexts">
      ${fires.most.slice(0, 6).map(({ tokens: row, position, value, times }) => {
        const start = Math.max(0, position + 1 - CONTEXT);
        const label = (text: string) => `${tokenLabel(text)} `;
        return html`<li>
          <span>${start > 0 ? '… ' : ''}${row.slice(start, position).map(label)}<mark>${tokenLabel(row[position])}</mark> ${row.slice(position + 1, position + 4).map(label)}</span>
          <small>${formatFixed(value, 1)}${times > 1 ? ` × ${formatInteger(times)}` : ''}</small>
        </li>`;
      })}
    </ul>
    <h3>${msg('What it writes')}</h3>
    <p>${msg(html`Raises ${tokens(writes.promoted)} and lowers ${tokens(writes.suppressed)}, directly.`)}</p>
  `;
}

/** Predicted and measured changes, and the prediction before and after. */
function changeTable(
  { before, after, answer, change, predictions, features, step, isStale }: Change,
  graph: Graph | undefined,
  shownStep: number,
) {
  const probability = (list: Change['predictions']['before'], id: number) =>
    list.find((each) => each.id === id)?.probability;
  const shown = [
    ...new Set([...predictions.before.slice(0, 3), ...predictions.after.slice(0, 3)].map(({ id }) => id)),
  ];
  const textOf = (id: number) =>
    [...predictions.before, ...predictions.after].find((each) => each.id === id)?.text ?? '';
  const share = (value: number | undefined) => (value === undefined ? '–' : formatPercent(value));
  const bar = (value: number | undefined) => `inline-size: ${(100 * (value ?? 0)).toFixed(2)}%`;
  const label = ({ layer, position, feature }: Change['features'][number]) =>
    msg(
      str`MLP ${layer + 1}, feature ${feature} at ${tokenLabel(graph?.tokens[position]?.text ?? String(position + 1))}`,
    );
  return html`
    ${isStale ? html`<p class="warning">${msg('The weights have changed since the transcoders were trained: the feature is that of other weights.')}</p>` : nothing}
    ${numberTable(shown, {
      caption: msg(
        str`Next token with the activation at ${formatFixed(after, 2)} instead of ${formatFixed(before, 2)}${step === shownStep ? '' : msg(str`, at step ${formatInteger(step)}`)}`,
      ),
      names: { heading: msg('token'), cell: (id) => tokenLabel(textOf(id)) },
      columns: [
        {
          heading: html`<span class="visually-hidden">${msg('bars')}</span>`,
          kind: 'wide',
          cell: (id) => html`
            <i class="before" style=${bar(probability(predictions.before, id))}></i>
            <i class="after" style=${bar(probability(predictions.after, id))}></i>
          `,
        },
        { heading: msg('before'), cell: (id) => share(probability(predictions.before, id)) },
        { heading: msg('after'), cell: (id) => share(probability(predictions.after, id)) },
      ],
    })}
    ${numberTable(
      [
        { name: msg('answer, all paths'), ...change.total },
        { name: msg('answer, this edge alone'), ...change.direct },
        ...features.slice(0, LISTED_EDGES).map((each) => ({ name: label(each), ...each.direct })),
      ],
      {
        caption: msg(
          str`Change of the logit of “${tokenLabel(answer.text)}”, and of the inputs of later features`,
        ),
        names: { heading: '', cell: ({ name }) => name },
        columns: [
          signedNumbers(msg('predicted'), ({ predicted }) => predicted),
          signedNumbers(msg('measured'), ({ measured }) => measured),
        ],
      },
    )}
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-features-panel': FeaturesPanel;
  }
}
