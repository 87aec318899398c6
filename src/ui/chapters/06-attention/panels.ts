// What each view of the stage is made of, once the engine has answered what it asks.

import { html, nothing, type TemplateResult } from 'lit';
import type { Evaluation, HabitReading, HeadChainReading, RunState } from '../../../workers/lab-api.ts';
import type { Orientation } from '../../controllers/page-state.ts';
import '../../views/head-gallery/head-gallery.ts';
import { whole } from '../../views/numbers.ts';
import '../../views/prefixes/prefixes.ts';
import { tokenLabel } from '../../views/token-label.ts';
import type { Choices } from './events.ts';
import { rowOf } from './numbers.ts';
import { pairOf } from './pair.ts';
import type { ViewName } from './panel-views.ts';
import { keysTextOf, type Reading } from './reading.ts';
import './views/ablation/ablation.ts';
import './views/attention-lines/attention-lines.ts';
import './views/blocks/blocks.ts';
import './views/change/change.ts';
import './views/column/column.ts';
import './views/context-cost/context-cost.ts';
import './views/counts/counts.ts';
import './views/cross-grid/cross-grid.ts';
import './views/depth/depth.ts';
import './views/factors/factors.ts';
import './views/formula/formula.ts';
import './views/head-grid/head-grid.ts';
import type { GridStep } from './views/head-grid/head-grid.ts';
import './views/head-scores/head-scores.ts';
import './views/head-sum/head-sum.ts';
import './views/leaks/leaks.ts';
import './views/lookers/lookers.ts';
import './views/pair-angle/pair-angle.ts';
import './views/pair-numbers/pair-numbers.ts';
import './views/phrases/phrases.ts';
import './views/products/products.ts';
import './views/projection/projection.ts';
import type { ProjectionKind } from './views/projection/projection.ts';
import './views/question/question.ts';
import './views/refined/refined.ts';
import './views/score-history/score-history.ts';
import './views/tasks/tasks.ts';
import './views/transfer/transfer.ts';
import './views/values/values.ts';
import './views/words/words.ts';

/** A prompt that was read, and everything else the views draw. */
export interface Scene extends Reading {
  readonly chain: HeadChainReading;
  /** Position of the chosen key. */
  readonly key: number;
  readonly choices: Choices;
  /** Whether the stage itself pointed at this head and query. */
  readonly found: boolean;
  readonly orientation: Orientation;
  readonly habits: readonly HabitReading[];
  readonly evaluations: readonly Evaluation[];
  readonly runState: RunState;
}

type Panel = (scene: Scene) => TemplateResult | typeof nothing;

export const labelsOf = ({ tokens }: Pick<HeadChainReading, 'tokens'>): string[] =>
  tokens.map(({ text }) => tokenLabel(text));

const nameOf = ({ question: { layer, head } }: Pick<Reading, 'question'>): string =>
  `head ${layer + 1}.${head + 1}`;

export const PANELS: Readonly<Record<ViewName, Panel>> = {
  words: ({ embedding, neighbours, relations, chain, question }) =>
    embedding && neighbours
      ? html`<lab-attention-words
          .embedding=${embedding}
          .token=${chain.tokens[chain.query]}
          .nearest=${neighbours.nearest}
          .relations=${relations?.relations ?? []}
          .vocabulary=${question.run.vocabulary}
        ></lab-attention-words>`
      : nothing,
  senses: ({ phrases }) =>
    phrases ? html`<lab-phrases .reading=${phrases} by="contexts"></lab-phrases>` : nothing,
  growing: ({ phrases }) =>
    phrases ? html`<lab-phrases .reading=${phrases} by="growing"></lab-phrases>` : nothing,
  blocks: ({ stream, patterns, chain, question }) =>
    stream
      ? html`<lab-blocks .stream=${stream} .patterns=${patterns} .model=${question.run.model} .tokens=${chain.tokens}></lab-blocks>`
      : nothing,
  transfer: ({ chain, patterns, inspection, found }) => html`<lab-transfer
    .tokens=${labelsOf(chain)}
    .patterns=${patterns}
    .token=${found ? chain.tokens.length - 1 : chain.query}
    .next=${inspection.next}
  ></lab-transfer>`,
  prefixes: ({ prefixes, chain, question: { run } }) =>
    prefixes
      ? html`<lab-prefixes
          heading=${`One text, ${prefixes.prefixes.length} guesses, all in one pass`}
          .prefixes=${prefixes.prefixes}
          .token=${chain.query}
          choosable
        >
          While it trains, the network guesses after every beginning of ${whole(run.training.B)} texts of ${whole(run.model.T)}
          tokens at once: ${whole(run.training.B * run.model.T)} examples a step. It would be no guess if a token could look at
          those behind it: that is what the mask is for.
        </lab-prefixes>`
      : nothing,
  depth: ({ stream, patterns, chain }) =>
    stream
      ? html`<lab-depth .stream=${stream} .patterns=${patterns} .token=${labelsOf(chain).at(-1) ?? ''}></lab-depth>`
      : nothing,
  task: ({ habits, patterns, chain, question }) => html`<lab-tasks
    .habits=${habits}
    .patterns=${patterns}
    .tokens=${labelsOf(chain)}
    .token=${chain.query}
    .layer=${question.layer}
    .head=${question.head}
  ></lab-tasks>`,
  refined: ({ chain, question }) =>
    html`<lab-refined .chain=${chain} .layer=${question.layer}></lab-refined>`,
  question: ({ chain, key }) => html`<lab-question .chain=${chain} .key=${key}></lab-question>`,
  query: (scene) => projection(scene, 'query'),
  key: (scene) => html`${projection(scene, 'key')}
    <lab-pair-angle .chain=${scene.chain} .key=${scene.key}></lab-pair-angle>`,
  scores: (scene) =>
    besideGrid(
      scene,
      'products',
      html`<lab-products .pair=${pairOf(scene.chain, scene.key)}></lab-products>`,
    ),
  attends: (scene) => besideGrid(scene, 'products', column(scene, 'products')),
  formula: (scene) =>
    besideGrid(
      scene,
      'scores',
      html`<lab-attention-formula .chain=${scene.chain} .key=${scene.key} .orientation=${scene.orientation}></lab-attention-formula>`,
    ),
  mask: (scene) =>
    besideGrid(
      scene,
      scene.choices.masked ? 'scores' : 'weights',
      html`<lab-leaks .chain=${scene.chain}></lab-leaks>`,
    ),
  softmax: (scene) => besideGrid(scene, 'weights', column(scene, 'softmax')),
  pattern: (scene) => besideGrid(scene, 'weights', html`<lab-lookers .chain=${scene.chain}></lab-lookers>`),
  value: (scene) => html`${projection(scene, 'value')}
    <lab-values .chain=${scene.chain} .key=${scene.key}></lab-values>`,
  change: ({ chain, key, question }) =>
    html`<lab-change .chain=${chain} .head=${question.head} .key=${key}></lab-change>`,
  grid: (scene) => html`
    <div class="halves">
      ${gallery(scene)}
      <lab-ablation
        .layer=${scene.question.layer}
        .head=${scene.question.head}
        .kind=${scene.choices.ablate}
        .seed=${scene.choices.seed}
        .reading=${scene.question.ablate === scene.choices.ablate ? scene.ablation : undefined}
      ></lab-ablation>
    </div>
  `,
  kinds: ({ habits, evaluations, runState, question: { layer, head, run } }) => html`
    <lab-score-history
      .evaluations=${evaluations}
      .steps=${run.training.steps}
      .layer=${layer}
      .head=${head}
      .preset=${run.preset}
      .runState=${runState}
    ></lab-score-history>
    <lab-head-scores .habits=${habits} .layer=${layer} .head=${head}></lab-head-scores>
  `,
  sum: ({ chain, habits, question: { layer, head } }) =>
    html`<lab-head-sum .chain=${chain} .habits=${habits} .layer=${layer} .head=${head}></lab-head-sum>`,
  factors: (scene) => factors(scene, 'factors'),
  output: (scene) => factors(scene, 'output'),
  'count-query-key': (scene) => counts(scene, 'query-key'),
  'count-head': (scene) => counts(scene, 'head'),
  'count-all': (scene) => counts(scene, 'all'),
  context: ({ question, chain }) =>
    html`<lab-context-cost .model=${question.run.model} .tokens=${chain.tokens.length}></lab-context-cost>`,
  cross: ({ cross, question }) =>
    cross
      ? html`<lab-cross-grid
          .reading=${cross}
          .texts=${question.run.prompts}
          .keysText=${keysTextOf(question)}
          .name=${nameOf({ question })}
        ></lab-cross-grid>`
      : nothing,
};

/** The grid on the left; on the right the chosen pair, what the view is about, and all heads to choose from. */
function besideGrid(scene: Scene, step: GridStep, detail: TemplateResult): TemplateResult {
  const { chain, key, choices, orientation, question } = scene;
  return html`<div class="halves">
    <lab-head-grid
      .chain=${chain}
      .step=${step}
      .layer=${question.layer}
      .name=${nameOf(scene)}
      .masked=${choices.masked}
      .orientation=${orientation}
    ></lab-head-grid>
    <div class="stack">
      <section class="card" aria-label="The chosen query and key">
        <lab-pair-numbers .chain=${chain} .key=${key} .masked=${choices.masked}></lab-pair-numbers>
        ${detail}
      </section>
      ${gallery(scene)}
    </div>
  </div>`;
}

const gallery = ({ chain, patterns, question, orientation }: Scene) => html`
  <section class="card" aria-label="Every head">
    <h2>Every head, one colour range: ${question.run.model.H} in each of ${question.run.model.L} layers; GPT-3 has 96 in each of 96</h2>
    <lab-head-gallery
      .tokens=${labelsOf(chain)}
      .patterns=${patterns}
      .chosen=${question}
      .orientation=${orientation}
    ></lab-head-gallery>
  </section>
`;

const column = ({ chain, key, choices }: Scene, show: 'products' | 'softmax') =>
  html`<lab-column .chain=${chain} .show=${show} .key=${key} .masked=${choices.masked}></lab-column>`;

/** A query is made of the query's token, a key and a value of the key's. */
function projection(
  { headMatrices, chain, key }: Scene,
  kind: ProjectionKind,
): TemplateResult | typeof nothing {
  if (!headMatrices) return nothing;
  const [matrix, made] = {
    query: [headMatrices.query, chain.q] as const,
    key: [headMatrices.key, chain.k] as const,
    value: [headMatrices.valueDown, chain.v] as const,
  }[kind];
  const [C, D] = matrix.weight.shape;
  const at = kind === 'query' ? chain.query : key;
  return html`<lab-projection
    .kind=${kind}
    .projection=${matrix}
    .input=${rowOf(chain.input, at, C)}
    .output=${rowOf(made, at, D)}
    .token=${labelsOf(chain)[at]}
  ></lab-projection>`;
}

const factors = ({ headMatrices, question }: Scene, show: 'factors' | 'output') =>
  headMatrices
    ? html`<lab-factors .matrices=${headMatrices} .show=${show} .layer=${question.layer} .head=${question.head}></lab-factors>`
    : nothing;

const counts = ({ parameters, question: { run } }: Scene, show: 'query-key' | 'head' | 'all') =>
  parameters
    ? html`<lab-attention-counts
        .show=${show}
        .model=${run.model}
        .parameters=${parameters}
        .parameterCount=${run.parameterCount}
      ></lab-attention-counts>`
    : nothing;
