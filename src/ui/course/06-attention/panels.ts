// The panels of chapter 6: what each reads and shows. Each moment of the video names one of them.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  Evaluation,
  HeadPatternResult,
  HeadTraceResult,
  RunState,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { Orientation } from '../../types/page.ts';
import { liveRegionMode } from '../../views/status/live-region.ts';
import type { PanelTable, Reading, Reads, ResolvedRequest } from '../chapter-stage/panel.ts';
import type { Choices } from './choices.ts';
import { queryKeyPair } from './query-key-pair.ts';
import { rowOf } from './vector-math.ts';
import { type GridStep, isMaskedByDefault } from './views/head-grid/head-grid.ts';
import type { ProjectionKind } from './views/projection/projection.ts';
import '../../views/attention/head-gallery/head-gallery.ts';
import '../../views/text/prefixes/prefixes.ts';
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
import './views/head-scores/head-scores.ts';
import './views/head-sum/head-sum.ts';
import './views/mask-leakage/mask-leakage.ts';
import './views/attention-summary/attention-summary.ts';
import './views/pair-angle/pair-angle.ts';
import './views/pair-numbers/pair-numbers.ts';
import './views/phrases/phrases.ts';
import './views/dot-product-terms/dot-product-terms.ts';
import './views/projection/projection.ts';
import './views/query-matches/query-matches.ts';
import './views/updated-embedding/updated-embedding.ts';
import './views/score-history/score-history.ts';
import './views/head-patterns/head-patterns.ts';
import './views/information-flow/information-flow.ts';
import './views/value-vectors/value-vectors.ts';
import './views/attention-words/attention-words.ts';

export interface Options extends Pick<Choices, 'ablate' | 'seed' | 'keysText'> {
  /** Whether to score heads; false while training provides the scores. */
  readonly needsHeadScores: boolean;
  /** The moment's own texts with its word in other senses. */
  readonly contexts: readonly string[] | undefined;
}

type Request = ResolvedRequest<Options>;

/** The data of a prompt and the settings of the views. */
export interface Context extends Reading<Options> {
  readonly headTrace: HeadTraceResult;
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns: readonly Tensor[];
  /** Position of the selected key. */
  readonly key: number;
  readonly choices: Choices;
  readonly orientation: Orientation;
  readonly headPatterns: readonly HeadPatternResult[];
  readonly evaluations: readonly Evaluation[];
  readonly runState: RunState;
}

export const patternNames = (layers: number) =>
  Array.from({ length: layers }, (_, l) => `blocks.${l}.attn.hook_pattern` as const);

/** What every panel reads: all patterns, and the selected head in full. */
export const READS: Reads<Options> = {
  activations: ({ panel, run }) => (panel ? patternNames(run.model.L) : []),
  lenses: (r) =>
    r.panel ? { 'head-trace': { text: r.prompt, layer: r.layer, head: r.head, query: queryOf(r) } } : {},
};

/** Number of nearest neighbours of the selected token. */
const NEIGHBOUR_COUNT = 6;

/** The selected position; default: the last. */
const queryOf = ({ token, tokens }: Request): number => {
  const last = Math.max(0, tokens.length - 1);
  return Math.min(token ?? last, last);
};

const phrases = (by: 'contexts' | 'growing') => (r: Request) => ({
  'context-comparison': { text: r.prompt, token: queryOf(r), by, others: [...(r.options.contexts ?? [])] },
});
const stream = ({ prompt: text }: Request) => ({ 'residual-stream': { text } });
const parameters = () => ({ parameters: {} });
const matrices = ({ layer, head }: Request) => ({ 'head-matrices': { layer, head } });
const headScores = ({ options }: Request) => (options.needsHeadScores ? { 'head-patterns': {} } : {});

const wordCount = (text: string) => text.split(' ').length;

/** Text of the keys in cross-attention: the selected one, or a prompt of the data set with another number of tokens. */
const crossAttentionKeysText = ({ run, prompt, options: { keysText } }: Request): string =>
  keysText ?? run.prompts.find((text) => wordCount(text) !== wordCount(prompt)) ?? run.prompts[0] ?? prompt;

const tokenLabels = ({ tokens }: Pick<HeadTraceResult, 'tokens'>): string[] =>
  tokens.map(({ text }) => tokenLabel(text));

const headLabel = ({ request: { layer, head } }: Pick<Context, 'request'>): string =>
  msg(str`head ${layer + 1}.${head + 1}`);

export const PANELS = {
  Words: {
    words: {
      label: msg('Directions'),
      lenses: (r) => ({
        embedding: {},
        relations: {},
        'nearest-tokens': { id: r.tokens[queryOf(r)]?.id ?? 0, by: 'cosine', count: NEIGHBOUR_COUNT },
      }),
      render: ({ lenses: { embedding, relations, 'nearest-tokens': neighbours }, headTrace, request }) =>
        embedding && neighbours
          ? html`<lab-attention-words
          .embedding=${embedding}
          .token=${headTrace.tokens[headTrace.query]}
          .nearest=${neighbours.nearest}
          .relations=${relations?.relations ?? []}
          .vocabulary=${request.run.vocabulary}
        ></lab-attention-words>`
          : nothing,
    },
    senses: {
      label: msg('In three contexts'),
      lenses: phrases('contexts'),
      render: ({ lenses: { 'context-comparison': phrases } }) =>
        phrases ? html`<lab-phrases .result=${phrases} by="contexts"></lab-phrases>` : nothing,
    },
    growing: {
      label: msg('Word by word'),
      lenses: phrases('growing'),
      render: ({ lenses: { 'context-comparison': phrases } }) =>
        phrases ? html`<lab-phrases .result=${phrases} by="growing"></lab-phrases>` : nothing,
    },
  },
  'Whole network': {
    blocks: {
      label: msg('Where attention sits'),
      lenses: stream,
      render: ({ lenses: { 'residual-stream': stream }, patterns, headTrace, request }) =>
        stream
          ? html`<lab-block-diagram .stream=${stream} .patterns=${patterns} .model=${request.run.model} .tokens=${headTrace.tokens}></lab-block-diagram>`
          : nothing,
    },
    transfer: {
      label: msg('Into the last vector'),
      render: ({ headTrace, patterns, inspection }) => html`<lab-information-flow
    .tokens=${tokenLabels(headTrace)}
    .patterns=${patterns}
    .token=${headTrace.query}
    .next=${inspection.next}
  ></lab-information-flow>`,
    },
    prefixes: {
      label: msg('Every prefix'),
      lenses: (r) => ({ 'next-token': { text: r.prompt } }),
      render: ({ lenses: { 'next-token': prefixes }, headTrace, request: { run } }) =>
        prefixes
          ? html`<lab-prefixes
          heading=${msg(str`${prefixes.prefixes.length} predictions in one forward pass`)}
          .prefixes=${prefixes.prefixes}
          .token=${headTrace.query}
          choosable
        >
          ${msg(str`In training the network predicts the next token after every prefix of ${formatInteger(run.training.B)} texts of ${formatInteger(run.model.T)} tokens at once: ${formatInteger(run.training.B * run.model.T)} examples per step. The mask prevents a token from attending to later tokens, which would reveal the answer.`)}
        </lab-prefixes>`
          : nothing,
    },
    depth: {
      label: msg('Many layers'),
      lenses: stream,
      render: ({ lenses: { 'residual-stream': stream }, patterns, headTrace, request }) =>
        stream
          ? html`<lab-stream-by-layer .stream=${stream} .patterns=${patterns} .model=${request.run.model} .token=${tokenLabels(headTrace).at(-1) ?? ''}></lab-stream-by-layer>`
          : nothing,
    },
  },
  'One head': {
    task: {
      label: msg('Task'),
      lenses: headScores,
      render: ({ headPatterns, patterns, headTrace, request }) => html`<lab-head-patterns
    .headPatterns=${headPatterns}
    .patterns=${patterns}
    .tokens=${tokenLabels(headTrace)}
    .token=${headTrace.query}
    .layer=${request.layer}
    .head=${request.head}
  ></lab-head-patterns>`,
    },
    refined: {
      label: 'E → E′',
      render: ({ headTrace, request }) =>
        html`<lab-updated-embedding .headTrace=${headTrace} .layer=${request.layer}></lab-updated-embedding>`,
    },
    question: {
      label: msg('Question'),
      render: ({ headTrace, key }) =>
        html`<lab-query-matches .headTrace=${headTrace} .key=${key}></lab-query-matches>`,
    },
    query: {
      label: msg('Query'),
      lenses: matrices,
      render: (context) => renderProjection(context, 'query'),
    },
    key: {
      label: msg('Key'),
      lenses: matrices,
      render: (context) => html`${renderProjection(context, 'key')}
    <lab-pair-angle .headTrace=${context.headTrace} .key=${context.key}></lab-pair-angle>`,
    },
    scores: {
      label: 'q · k',
      render: (context) =>
        renderBesideGrid(
          context,
          'products',
          html`<lab-dot-product-terms .pair=${queryKeyPair(context.headTrace, context.key)}></lab-dot-product-terms>`,
        ),
    },
    attends: {
      label: msg('Attending words'),
      render: (context) => renderBesideGrid(context, 'products', renderColumn(context, 'products')),
    },
    formula: {
      label: '÷ √D',
      render: (context) =>
        renderBesideGrid(
          context,
          'scores',
          html`<lab-attention-formula .headTrace=${context.headTrace} .key=${context.key} .orientation=${context.orientation}></lab-attention-formula>`,
        ),
    },
    mask: {
      label: msg('Mask'),
      render: (context) =>
        renderBesideGrid(
          context,
          (context.choices.masked ?? true) ? 'scores' : 'weights',
          html`<lab-mask-leakage .headTrace=${context.headTrace}></lab-mask-leakage>`,
        ),
    },
    softmax: {
      label: msg('Softmax'),
      render: (context) => renderBesideGrid(context, 'weights', renderColumn(context, 'softmax')),
    },
    pattern: {
      label: msg('Pattern'),
      render: (context) =>
        renderBesideGrid(
          context,
          'weights',
          html`<lab-attention-summary .headTrace=${context.headTrace}></lab-attention-summary>`,
        ),
    },
    value: {
      label: msg('Value'),
      lenses: matrices,
      render: (context) => html`${renderProjection(context, 'value')}
    <lab-value-vectors .headTrace=${context.headTrace} .key=${context.key}></lab-value-vectors>`,
    },
    change: {
      label: msg('E + ΔE'),
      render: ({ headTrace, key, request }) =>
        html`<lab-head-output .headTrace=${headTrace} .head=${request.head} .key=${key}></lab-head-output>`,
    },
  },
  'All heads': {
    grid: {
      label: msg('Gallery'),
      lenses: ({ prompt: text, layer, head, options: { ablate: kind, seed = 1 } }) =>
        kind ? { 'head-ablation': { text, layer, head, kind, seed } } : {},
      render: (context) => html`
    <div class="halves">
      ${renderGallery(context)}
      <lab-ablation
        .layer=${context.request.layer}
        .head=${context.request.head}
        .kind=${context.choices.ablate}
        .seed=${context.choices.seed ?? 1}
        .result=${context.request.options.ablate === context.choices.ablate ? context.lenses['head-ablation'] : undefined}
      ></lab-ablation>
    </div>
  `,
    },
    kinds: {
      label: msg('Head patterns'),
      lenses: headScores,
      render: ({ headPatterns, evaluations, runState, request: { layer, head, run } }) => html`
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
    },
    sum: {
      label: msg('Sum'),
      lenses: headScores,
      render: ({ headTrace, headPatterns, request: { layer, head } }) =>
        html`<lab-head-sum .headTrace=${headTrace} .headPatterns=${headPatterns} .layer=${layer} .head=${head}></lab-head-sum>`,
    },
  },
  'Value matrices': {
    factors: {
      label: msg('Value down, value up'),
      lenses: matrices,
      render: (context) => renderFactors(context, 'factors'),
    },
    output: {
      label: msg('Output matrix'),
      lenses: matrices,
      render: (context) => renderFactors(context, 'output'),
    },
  },
  Counting: {
    'count-query-key': {
      label: msg('Query and key'),
      lenses: parameters,
      render: (context) => renderCounts(context, 'query-key'),
    },
    'count-head': {
      label: msg('One head'),
      lenses: parameters,
      render: (context) => renderCounts(context, 'head'),
    },
    'count-all': {
      label: msg('All attention'),
      lenses: parameters,
      render: (context) => renderCounts(context, 'all'),
    },
    context: {
      label: msg('Context, n²'),
      render: ({ request, headTrace }) =>
        html`<lab-context-cost .model=${request.run.model} .tokens=${headTrace.tokens.length}></lab-context-cost>`,
    },
  },
  'Cross-attention': {
    cross: {
      label: msg('Two texts'),
      lenses: (r) => ({
        'cross-attention': {
          text: r.prompt,
          keysText: crossAttentionKeysText(r),
          layer: r.layer,
          head: r.head,
        },
      }),
      render: ({ lenses: { 'cross-attention': cross }, request }) =>
        cross
          ? html`<lab-cross-attention-grid
          .result=${cross}
          .texts=${request.run.prompts}
          .keysText=${crossAttentionKeysText(request)}
          .name=${headLabel({ request })}
        ></lab-cross-attention-grid>`
          : nothing,
    },
  },
} as const satisfies PanelTable<Options, Context>;

/** The grid on the left; the selected pair, the view's detail and the gallery of heads on the right. */
function renderBesideGrid(context: Context, step: GridStep, detail: TemplateResult): TemplateResult {
  const { headTrace, key, choices, orientation } = context;
  return html`<div class="halves">
    <lab-head-grid
      .headTrace=${headTrace}
      .step=${step}
      .name=${headLabel(context)}
      .masked=${choices.masked ?? isMaskedByDefault(step)}
      .orientation=${orientation}
      .live=${liveRegionMode(context)}
    ></lab-head-grid>
    <div class="stack">
      <section class="card" aria-label=${msg('Selected query and key')}>
        <lab-pair-numbers .headTrace=${headTrace} .key=${key} .masked=${choices.masked ?? true}></lab-pair-numbers>
        ${detail}
      </section>
      ${renderGallery(context)}
    </div>
  </div>`;
}

const renderGallery = ({ headTrace, patterns, request, orientation }: Context) => html`
  <section class="card" aria-label=${msg('All heads')}>
    <h2>${msg(str`All heads on one colour scale: ${request.run.model.H} in each of ${request.run.model.L} layers; GPT-3 has 96 in each of 96 layers`)}</h2>
    <lab-head-gallery
      .tokens=${tokenLabels(headTrace)}
      .patterns=${patterns}
      .chosen=${request}
      .orientation=${orientation}
    ></lab-head-gallery>
  </section>
`;

const renderColumn = ({ headTrace, key, choices }: Context, show: 'products' | 'softmax') =>
  html`<lab-attention-column .headTrace=${headTrace} .show=${show} .key=${key} .masked=${choices.masked ?? show === 'softmax'}></lab-attention-column>`;

/** Queries come from the query's token, keys and values from the key's. */
function renderProjection(
  { lenses: { 'head-matrices': headMatrices }, headTrace, key, request }: Context,
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

const renderFactors = (
  { lenses: { 'head-matrices': headMatrices }, request }: Context,
  show: 'factors' | 'output',
) =>
  headMatrices
    ? html`<lab-value-matrix-factors .matrices=${headMatrices} .show=${show} .layer=${request.layer} .head=${request.head}></lab-value-matrix-factors>`
    : nothing;

const renderCounts = (
  { lenses: { parameters }, request: { run } }: Context,
  show: 'query-key' | 'head' | 'all',
) =>
  parameters
    ? html`<lab-attention-counts
        .show=${show}
        .model=${run.model}
        .parameters=${parameters}
        .parameterCount=${run.parameterCount}
      ></lab-attention-counts>`
    : nothing;
