// The panels of chapter 6: what each reads and shows. Each moment of the video names one of them.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { FOCUS } from '../../../shared/focus.ts';
import type { LensResult, QueryResult } from '../../../workers/rpc/api/lab-api.ts';
import { segmentedControlStyles } from '../../controls/segmented-control/segmented-control.ts';
import { card } from '../../figures/card.ts';
import { ContextScene } from '../../scenes/context/context-scene.ts';
import { CrossScene } from '../../scenes/cross/cross-scene.ts';
import { DeltaScene } from '../../scenes/delta/delta-scene.ts';
import { FactorsScene } from '../../scenes/factors/factors-scene.ts';
import { FormulaScene } from '../../scenes/formula/formula-scene.ts';
import { HeadsScene } from '../../scenes/heads/heads-scene.ts';
import { PrefixesScene } from '../../scenes/prefixes/prefixes-scene.ts';
import { SensesScene } from '../../scenes/senses/senses-scene.ts';
import type { KeptController } from '../../state/kept.ts';
import { countingPanel } from '../chapter-stage/counting-panel.ts';
import type { PanelTable, Reads, StageRequest } from '../chapter-stage/panel.ts';
import { type Context, type Options, tokenLabels } from './context.ts';
import { crossAttentionKeysText } from './cross-attention.ts';
import { ablation, ablationStyles } from './figures/ablation.ts';
import { attendedKeys, softmaxColumn } from './figures/attention-column.ts';
import { attentionLinesStyles } from './figures/attention-lines.ts';
import { attentionSummary } from './figures/attention-summary.ts';
import { blocks, blocksStyles } from './figures/blocks.ts';
import { dotProductTerms, dotProductTermsStyles } from './figures/dot-product-terms.ts';
import { halves, halvesStyles } from './figures/halves.ts';
import { headEffects, headEffectsStyles } from './figures/head-effects.ts';
import { type GridStep, headGrid, headGridStyles } from './figures/head-grid.ts';
import { bestOfPatterns } from './figures/head-patterns.ts';
import { headScores, headScoresStyles } from './figures/head-scores.ts';
import { informationFlow, informationFlowStyles } from './figures/information-flow.ts';
import { maskLeakage } from './figures/mask-leakage.ts';
import { angle, queryAndKey, queryAndKeyStyles } from './figures/query-and-key.ts';
import { queryMatches, queryMatchesStyles } from './figures/query-matches.ts';
import { streamByLayer } from './figures/stream-by-layer.ts';
import { updatedEmbedding } from './figures/updated-embedding.ts';
import { outputMatrix, valueMatricesStyles, valueRank } from './figures/value-matrices.ts';
import { valueVectors } from './figures/value-vectors.ts';
import { words } from './figures/words.ts';
import {
  contextInput,
  crossInput,
  deltaInput,
  factorsInput,
  formulaInput,
  headsInput,
  prefixesInput,
  sensesInput,
} from './scene-inputs.ts';
import { rowOf } from './vector-math.ts';
import type { ProjectionKind } from './views/projection/projection.ts';
import '../../views/attention/head-gallery/head-gallery.ts';
import './views/projection/projection.ts';
import './views/score-history/score-history.ts';

type Request = StageRequest<Options>;
type Content = TemplateResult | typeof nothing;

export const patternNames = (layers: number) =>
  Array.from({ length: layers }, (_, l) => `blocks.${l}.attn.hook_pattern` as const);

/** What every panel reads: all patterns, and the selected head in full. */
export const READS: Reads<Options> = {
  activations: ({ panel, run }) => (panel ? patternNames(run.model.L) : []),
  lenses: ({ panel, prompt: text }) =>
    panel ? { 'head-trace': { text, layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token } } : {},
};

/** Number of nearest neighbours of the selected token. */
const NEIGHBOUR_COUNT = 6;

const inPhrases = (by: 'contexts' | 'growing') => ({
  lenses: (r: Request) => ({
    'context-comparison': { text: r.prompt, token: FOCUS.token, by, others: [...(r.options.contexts ?? [])] },
  }),
  scene: (kept: KeptController, { lenses: { 'context-comparison': result } }: Context) => {
    const scene = kept.get(SensesScene);
    return result ? scene.show(sensesInput(result)) : scene;
  },
});
const stream = ({ prompt: text }: Request) => ({ 'residual-stream': { text } });
const matrices = () => ({ 'head-matrices': { layer: FOCUS.layer, head: FOCUS.head } });
const scoredHeads = ({ options }: Request) => (options.needsHeadScores ? { 'head-patterns': {} } : {});

/** A figure of a lens's result; nothing without one. */
function whenRead<TName extends keyof QueryResult['lenses']>(
  name: TName,
  figure: (result: NonNullable<QueryResult['lenses'][TName]>, context: Context) => Content,
) {
  return (context: Context): Content => {
    const result = context.lenses[name];
    return result ? figure(result, context) : nothing;
  };
}

export const FIGURE_STYLES = [
  ...[ablationStyles, attentionLinesStyles, blocksStyles],
  ...[dotProductTermsStyles, halvesStyles, headEffectsStyles, headGridStyles],
  ...[headScoresStyles, informationFlowStyles, queryAndKeyStyles, queryMatchesStyles],
  ...[segmentedControlStyles, valueMatricesStyles],
];

export const PANELS = {
  Words: {
    words: {
      label: msg('Directions'),
      lenses: () => ({
        embedding: {},
        relations: {},
        'nearest-tokens': { id: FOCUS.id, by: 'cosine', count: NEIGHBOUR_COUNT },
      }),
      render: whenRead('embedding', words),
    },
    senses: { label: msg('In three contexts'), ...inPhrases('contexts') },
    growing: { label: msg('Word by word'), ...inPhrases('growing') },
  },
  'Whole network': {
    blocks: {
      label: msg('Where attention sits'),
      lenses: stream,
      render: whenRead('residual-stream', blocks),
    },
    transfer: { label: msg('Into the last vector'), render: informationFlow },
    prefixes: {
      label: msg('Every prefix'),
      lenses: (r) => ({ 'next-token': { text: r.prompt } }),
      scene: (kept, { lenses: { 'next-token': read }, headTrace }) => {
        const scene = kept.get(PrefixesScene);
        return read ? scene.show(prefixesInput(read, headTrace)) : scene;
      },
    },
    depth: { label: msg('Many layers'), lenses: stream, render: whenRead('residual-stream', streamByLayer) },
  },
  'One head': {
    task: { label: msg('Task'), lenses: scoredHeads, render: bestOfPatterns },
    refined: { label: 'E → E′', render: updatedEmbedding },
    question: { label: msg('Question'), render: queryMatches },
    query: { label: msg('Query'), lenses: matrices, render: projected('query') },
    key: { label: msg('Key'), lenses: matrices, render: projected('key', angle) },
    scores: { label: 'q · k', render: besideGrid('products', dotProductTerms) },
    attends: { label: msg('Attending words'), render: besideGrid('products', attendedKeys) },
    formula: {
      label: '÷ √D',
      scene: (kept, { headTrace }) => kept.get(FormulaScene).show(formulaInput(headTrace)),
    },
    mask: {
      label: msg('Mask'),
      render: (context) => besideGrid((context.masked ?? true) ? 'scores' : 'weights', maskLeakage)(context),
    },
    softmax: { label: msg('Softmax'), render: besideGrid('weights', softmaxColumn) },
    pattern: { label: msg('Pattern'), render: besideGrid('weights', attentionSummary) },
    value: { label: msg('Value'), lenses: matrices, render: projected('value', valueVectors) },
    change: {
      label: msg('E + ΔE'),
      lenses: () => ({ weights: { view: 'unembedding' } }),
      scene: (kept, context) => kept.get(DeltaScene).show(deltaInput(context)),
    },
  },
  'All heads': {
    grid: {
      label: msg('Gallery'),
      lenses: ({ prompt: text, options: { ablate: kind, seed = 1 } }) =>
        kind ? { 'head-ablation': { text, layer: FOCUS.layer, head: FOCUS.head, kind, seed } } : {},
      render: (context) => halves(gallery(context), ablation(context), 1.15),
    },
    kinds: {
      label: msg('Head patterns'),
      lenses: scoredHeads,
      render(context) {
        const { evaluations, runState, request } = context;
        return html`
          <lab-score-history
            .evaluations=${evaluations}
            .steps=${request.run.training.steps}
            .layer=${request.layer}
            .head=${request.head}
            .preset=${request.run.preset}
            .runState=${runState}
          ></lab-score-history>
          <div data-figure>${headScores(context)}</div>
        `;
      },
    },
    sum: {
      label: msg('Sum'),
      lenses: scoredHeads,
      scene: (kept, context) => kept.get(HeadsScene).show(headsInput(context)),
    },
  },
  'Value matrices': {
    factors: {
      label: msg('Value down, value up'),
      lenses: matrices,
      scene: (kept, { lenses: { 'head-matrices': read } }) => {
        const scene = kept.get(FactorsScene);
        return read ? scene.show(factorsInput(read)) : scene;
      },
    },
    output: {
      label: msg('Output matrix'),
      lenses: matrices,
      render: whenRead('head-matrices', outputMatrix),
    },
  },
  Counting: {
    'count-query-key': countingPanel(msg('Query and key')),
    'count-head': countingPanel(msg('One head')),
    'count-all': countingPanel(msg('All attention')),
    context: {
      label: msg('Context, n²'),
      scene: (kept, context) => kept.get(ContextScene).show(contextInput(context)),
    },
  },
  'Cross-attention': {
    cross: {
      label: msg('Two texts'),
      lenses: (r) => ({
        'cross-attention': {
          text: r.prompt,
          keysText: crossAttentionKeysText(r),
          layer: FOCUS.layer,
          head: FOCUS.head,
        },
      }),
      scene: (kept, context) => {
        const scene = kept.get(CrossScene);
        const { 'cross-attention': read } = context.lenses;
        return read ? scene.show(crossInput(read, context)) : scene;
      },
    },
  },
  Tools: {
    effects: { label: msg('Direct effect on logits'), render: headEffects },
    rank: {
      label: msg('Rank of the value matrix'),
      lenses: matrices,
      render: whenRead('head-matrices', valueRank),
    },
  },
} as const satisfies PanelTable<Options, Context>;

/** The grid on the left; the selected pair, the figure and the gallery of heads on the right. */
function besideGrid(step: GridStep, figure: (context: Context) => TemplateResult) {
  return (context: Context): TemplateResult =>
    halves(
      headGrid(context, step),
      html`<div class="stack">
        ${card(msg('Selected query and key'), nothing, queryAndKey(context), html`<div class="stack">${figure(context)}</div>`)}
        ${gallery(context)}
      </div>`,
      1.15,
    );
}

const gallery = ({ headTrace, patterns, request, orientation }: Context) =>
  card(
    msg('All heads'),
    msg(
      str`All heads on one colour scale: ${request.run.model.H} in each of ${request.run.model.L} layers; GPT-3 has 96 in each of 96 layers`,
    ),
    html`<lab-head-gallery
      .tokens=${tokenLabels(headTrace)}
      .patterns=${patterns}
      .chosen=${request}
      .orientation=${orientation}
    ></lab-head-gallery>`,
  );

/** Queries come from the query's token, keys and values from the key's. */
function projected(kind: ProjectionKind, figure: (context: Context) => Content = () => nothing) {
  return (context: Context): TemplateResult => html`
    ${whenRead('head-matrices', (matrices) => projection(kind, matrices, context))(context)} ${figure(context)}
  `;
}

function projection(
  kind: ProjectionKind,
  { query, key, valueDown }: LensResult<'head-matrices'>,
  { headTrace, key: selected, request }: Context,
): TemplateResult {
  const [matrix, output] = {
    query: [query, headTrace.projectedQ] as const,
    key: [key, headTrace.projectedK] as const,
    value: [valueDown, headTrace.v] as const,
  }[kind];
  const [C, D] = matrix.weight.shape;
  const at = kind === 'query' ? headTrace.query : selected;
  return html`<lab-projection
    .kind=${kind}
    .projection=${matrix}
    .input=${rowOf(headTrace.input, at, C)}
    .output=${rowOf(output, at, D)}
    .token=${tokenLabels(headTrace)[at]}
    .model=${request.run.model}
  ></lab-projection>`;
}
