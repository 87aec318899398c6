// Renders each view of the stage from the fetched data.

import { html, nothing, type TemplateResult } from 'lit';
import type {
  Evaluation,
  HeadPatternResult,
  HeadTraceResult,
  RunState,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Orientation } from '../../types/page.ts';
import '../../views/attention/head-gallery/head-gallery.ts';
import { formatInteger } from '../../format/numbers.ts';
import '../../views/text/prefixes/prefixes.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import type { Choices } from './events.ts';
import type { Panel } from './panels.ts';
import { queryKeyPair } from './query-key-pair.ts';
import { crossAttentionKeysText, type StageData } from './stage-data.ts';
import { rowOf } from './vector-math.ts';
import './views/ablation/ablation.ts';
import './views/attention-lines/attention-lines.ts';
import './views/block-diagram/block-diagram.ts';
import './views/head-output/head-output.ts';
import './views/attention-column/attention-column.ts';
import './views/context-cost/context-cost.ts';
import './views/attention-counts/attention-counts.ts';
import './views/cross-attention-grid/cross-attention-grid.ts';
import './views/stream-by-layer/stream-by-layer.ts';
import './views/value-matrix-factors/value-matrix-factors.ts';
import './views/attention-formula/attention-formula.ts';
import './views/head-grid/head-grid.ts';
import type { GridStep } from './views/head-grid/head-grid.ts';
import './views/head-scores/head-scores.ts';
import './views/head-sum/head-sum.ts';
import './views/mask-leakage/mask-leakage.ts';
import './views/attention-summary/attention-summary.ts';
import './views/pair-angle/pair-angle.ts';
import './views/pair-numbers/pair-numbers.ts';
import './views/phrases/phrases.ts';
import './views/dot-product-terms/dot-product-terms.ts';
import './views/projection/projection.ts';
import type { ProjectionKind } from './views/projection/projection.ts';
import './views/query-matches/query-matches.ts';
import './views/updated-embedding/updated-embedding.ts';
import './views/score-history/score-history.ts';
import './views/head-patterns/head-patterns.ts';
import './views/information-flow/information-flow.ts';
import './views/value-vectors/value-vectors.ts';
import './views/attention-words/attention-words.ts';

/** The data of a prompt and the settings of the views. */
export interface PanelContext extends StageData {
  readonly headTrace: HeadTraceResult;
  /** Position of the selected key. */
  readonly key: number;
  readonly choices: Choices;
  readonly orientation: Orientation;
  readonly headPatterns: readonly HeadPatternResult[];
  readonly evaluations: readonly Evaluation[];
  readonly runState: RunState;
}

type PanelView = (scene: PanelContext) => TemplateResult | typeof nothing;

const tokenLabels = ({ tokens }: Pick<HeadTraceResult, 'tokens'>): string[] =>
  tokens.map(({ text }) => tokenLabel(text));

const headLabel = ({ request: { layer, head } }: Pick<StageData, 'request'>): string =>
  `head ${layer + 1}.${head + 1}`;

export const PANEL_VIEWS: Readonly<Record<Panel, PanelView>> = {
  words: ({ embedding, neighbours, relations, headTrace, request }) =>
    embedding && neighbours
      ? html`<lab-attention-words
          .embedding=${embedding}
          .token=${headTrace.tokens[headTrace.query]}
          .nearest=${neighbours.nearest}
          .relations=${relations?.relations ?? []}
          .vocabulary=${request.run.vocabulary}
        ></lab-attention-words>`
      : nothing,
  senses: ({ phrases }) =>
    phrases ? html`<lab-phrases .result=${phrases} by="contexts"></lab-phrases>` : nothing,
  growing: ({ phrases }) =>
    phrases ? html`<lab-phrases .result=${phrases} by="growing"></lab-phrases>` : nothing,
  blocks: ({ stream, patterns, headTrace, request }) =>
    stream
      ? html`<lab-block-diagram .stream=${stream} .patterns=${patterns} .model=${request.run.model} .tokens=${headTrace.tokens}></lab-block-diagram>`
      : nothing,
  transfer: ({ headTrace, patterns, inspection }) => html`<lab-information-flow
    .tokens=${tokenLabels(headTrace)}
    .patterns=${patterns}
    .token=${headTrace.query}
    .next=${inspection.next}
  ></lab-information-flow>`,
  prefixes: ({ prefixes, headTrace, request: { run } }) =>
    prefixes
      ? html`<lab-prefixes
          heading=${`${prefixes.prefixes.length} predictions in one forward pass`}
          .prefixes=${prefixes.prefixes}
          .token=${headTrace.query}
          choosable
        >
          In training the network predicts the next token after every prefix of ${formatInteger(run.training.B)}
          texts of ${formatInteger(run.model.T)}
          tokens at once: ${formatInteger(run.training.B * run.model.T)} examples per step. The mask prevents a token from
          attending to later tokens, which would reveal the answer.
        </lab-prefixes>`
      : nothing,
  depth: ({ stream, patterns, headTrace, request }) =>
    stream
      ? html`<lab-stream-by-layer .stream=${stream} .patterns=${patterns} .model=${request.run.model} .token=${tokenLabels(headTrace).at(-1) ?? ''}></lab-stream-by-layer>`
      : nothing,
  task: ({ headPatterns, patterns, headTrace, request }) => html`<lab-head-patterns
    .headPatterns=${headPatterns}
    .patterns=${patterns}
    .tokens=${tokenLabels(headTrace)}
    .token=${headTrace.query}
    .layer=${request.layer}
    .head=${request.head}
  ></lab-head-patterns>`,
  refined: ({ headTrace, request }) =>
    html`<lab-updated-embedding .headTrace=${headTrace} .layer=${request.layer}></lab-updated-embedding>`,
  question: ({ headTrace, key }) =>
    html`<lab-query-matches .headTrace=${headTrace} .key=${key}></lab-query-matches>`,
  query: (context) => renderProjection(context, 'query'),
  key: (context) => html`${renderProjection(context, 'key')}
    <lab-pair-angle .headTrace=${context.headTrace} .key=${context.key}></lab-pair-angle>`,
  scores: (context) =>
    renderBesideGrid(
      context,
      'products',
      html`<lab-dot-product-terms .pair=${queryKeyPair(context.headTrace, context.key)}></lab-dot-product-terms>`,
    ),
  attends: (context) => renderBesideGrid(context, 'products', renderColumn(context, 'products')),
  formula: (context) =>
    renderBesideGrid(
      context,
      'scores',
      html`<lab-attention-formula .headTrace=${context.headTrace} .key=${context.key} .orientation=${context.orientation}></lab-attention-formula>`,
    ),
  mask: (context) =>
    renderBesideGrid(
      context,
      context.choices.masked ? 'scores' : 'weights',
      html`<lab-mask-leakage .headTrace=${context.headTrace}></lab-mask-leakage>`,
    ),
  softmax: (context) => renderBesideGrid(context, 'weights', renderColumn(context, 'softmax')),
  pattern: (context) =>
    renderBesideGrid(
      context,
      'weights',
      html`<lab-attention-summary .headTrace=${context.headTrace}></lab-attention-summary>`,
    ),
  value: (context) => html`${renderProjection(context, 'value')}
    <lab-value-vectors .headTrace=${context.headTrace} .key=${context.key}></lab-value-vectors>`,
  change: ({ headTrace, key, request }) =>
    html`<lab-head-output .headTrace=${headTrace} .head=${request.head} .key=${key}></lab-head-output>`,
  grid: (context) => html`
    <div class="halves">
      ${renderGallery(context)}
      <lab-ablation
        .layer=${context.request.layer}
        .head=${context.request.head}
        .kind=${context.choices.ablate}
        .seed=${context.choices.seed}
        .result=${context.request.ablate === context.choices.ablate ? context.ablation : undefined}
      ></lab-ablation>
    </div>
  `,
  kinds: ({ headPatterns, evaluations, runState, request: { layer, head, run } }) => html`
    <lab-score-history
      .evaluations=${evaluations}
      .steps=${run.training.steps}
      .layer=${layer}
      .head=${head}
      .preset=${run.preset}
      .runState=${runState}
    ></lab-score-history>
    <lab-head-scores .headPatterns=${headPatterns} .layer=${layer} .head=${head}></lab-head-scores>
  `,
  sum: ({ headTrace, headPatterns, request: { layer, head } }) =>
    html`<lab-head-sum .headTrace=${headTrace} .headPatterns=${headPatterns} .layer=${layer} .head=${head}></lab-head-sum>`,
  factors: (context) => renderFactors(context, 'factors'),
  output: (context) => renderFactors(context, 'output'),
  'count-query-key': (context) => renderCounts(context, 'query-key'),
  'count-head': (context) => renderCounts(context, 'head'),
  'count-all': (context) => renderCounts(context, 'all'),
  context: ({ request, headTrace }) =>
    html`<lab-context-cost .model=${request.run.model} .tokens=${headTrace.tokens.length}></lab-context-cost>`,
  cross: ({ cross, request }) =>
    cross
      ? html`<lab-cross-attention-grid
          .result=${cross}
          .texts=${request.run.prompts}
          .keysText=${crossAttentionKeysText(request)}
          .name=${headLabel({ request })}
        ></lab-cross-attention-grid>`
      : nothing,
};

/** The grid on the left; the selected pair, the view's detail and the gallery of heads on the right. */
function renderBesideGrid(context: PanelContext, step: GridStep, detail: TemplateResult): TemplateResult {
  const { headTrace, key, choices, orientation } = context;
  return html`<div class="halves">
    <lab-head-grid
      .headTrace=${headTrace}
      .step=${step}
      .name=${headLabel(context)}
      .masked=${choices.masked}
      .orientation=${orientation}
      .live=${liveRegionMode(context)}
    ></lab-head-grid>
    <div class="stack">
      <section class="card" aria-label="Selected query and key">
        <lab-pair-numbers .headTrace=${headTrace} .key=${key} .masked=${choices.masked}></lab-pair-numbers>
        ${detail}
      </section>
      ${renderGallery(context)}
    </div>
  </div>`;
}

const renderGallery = ({ headTrace, patterns, request, orientation }: PanelContext) => html`
  <section class="card" aria-label="All heads">
    <h2>All heads on one colour scale: ${request.run.model.H} in each of ${request.run.model.L} layers; GPT-3 has 96 in each of 96 layers</h2>
    <lab-head-gallery
      .tokens=${tokenLabels(headTrace)}
      .patterns=${patterns}
      .chosen=${request}
      .orientation=${orientation}
    ></lab-head-gallery>
  </section>
`;

const renderColumn = ({ headTrace, key, choices }: PanelContext, show: 'products' | 'softmax') =>
  html`<lab-attention-column .headTrace=${headTrace} .show=${show} .key=${key} .masked=${choices.masked}></lab-attention-column>`;

/** Queries come from the query's token, keys and values from the key's. */
function renderProjection(
  { headMatrices, headTrace, key, request }: PanelContext,
  kind: ProjectionKind,
): TemplateResult | typeof nothing {
  if (!headMatrices) return nothing;
  const [matrix, output] = {
    query: [headMatrices.query, headTrace.projectedQ] as const,
    key: [headMatrices.key, headTrace.projectedK] as const,
    value: [headMatrices.valueDown, headTrace.v] as const,
  }[kind];
  const [C, D] = matrix.weight.shape;
  const at = kind === 'query' ? headTrace.query : key;
  return html`<lab-projection
    .kind=${kind}
    .projection=${matrix}
    .input=${rowOf(headTrace.input, at, C)}
    .output=${rowOf(output, at, D)}
    .token=${tokenLabels(headTrace)[at]}
    .model=${request.run.model}
  ></lab-projection>`;
}

const renderFactors = ({ headMatrices, request }: PanelContext, show: 'factors' | 'output') =>
  headMatrices
    ? html`<lab-value-matrix-factors .matrices=${headMatrices} .show=${show} .layer=${request.layer} .head=${request.head}></lab-value-matrix-factors>`
    : nothing;

const renderCounts = ({ parameters, request: { run } }: PanelContext, show: 'query-key' | 'head' | 'all') =>
  parameters
    ? html`<lab-attention-counts
        .show=${show}
        .model=${run.model}
        .parameters=${parameters}
        .parameterCount=${run.parameterCount}
      ></lab-attention-counts>`
    : nothing;
