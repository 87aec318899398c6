// The attribution graph behind an answer: which features led to which, pruned to what matters.

import { argmax } from '../../../model/generation/sampler.ts';
import { fingerprintOf } from '../../../model/training/dictionary/fingerprint.ts';
import {
  requireTranscoders,
  type TranscoderSet,
  trainTranscoders,
} from '../../../model/training/dictionary/transcoder-set.ts';
import {
  describeTranscoders,
  TRANSCODERS_REQUEST,
  type TranscodersResult,
  transcoderSettings,
} from '../../../model/training/dictionary/transcoder-settings.ts';
import type { FrozenModel, Run } from '../../../model/training/run.ts';
import { correlation } from '../../../shared/correlation.ts';
import type { Job } from '../../../shared/job.ts';
import { ANSWER, answerId } from '../../patching/patching-request.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { withFrozenModel } from '../../shared/frozen-model.ts';
import { type LensOptions, type LensOutput, type LensQuery, tokenId } from '../../shared/lens-table.ts';
import { assertTokenIds, encodePrompt, toToken, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, formatPercent, formatSigned, percents, signed } from '../../shared/text-table.ts';
import { transcoderLines } from '../dictionary-lines.ts';
import type { CheckedChange } from '../feature-intervention/check-feature.ts';
import { type FeatureInterventionResult, featureInterventionLens } from '../feature-intervention/lens.ts';
import { featureActivations, featureLogitEffect } from '../feature-lenses.ts';
import {
  type AttributionGraph,
  attributionGraph,
  type GraphCounts,
  graphCounts,
  type Node,
  totalEffects,
} from './graph.ts';
import { linearModel } from './linear-model.ts';
import { type GraphScores, graphScores, prune } from './prune.ts';

export type { GraphScores } from './prune.ts';

/** Layers and positions count from 0; an embedding has layer −1, the answer L. */
export interface GraphNode extends Node {
  /** Share of the answer's inputs that reaches it from here, in absolute effects over all paths. */
  influence: number;
  /** The answer's loss without its effects: directly, and over all features on the way. */
  direct: number;
  total: number;
  /** A feature has the end of the text where it is highest, and the token whose logit it raises most. */
  strongest?: string;
  promotes?: string;
}

export interface GraphEdge {
  /** Indices of `nodes`. */
  from: number;
  to: number;
  /** Part of the target's activation; of the answer in logits. */
  effect: number;
}

export interface AttributionGraphResult {
  step: number;
  transcoders: TranscodersResult;
  /** Whether the weights have changed since the transcoders were trained: the errors are larger. */
  isStale: boolean;
  text: string;
  tokens: Token[];
  answer: Token;
  /** Absent: the answer's logit is compared with the mean of all. */
  other?: Token;
  /** The logit difference, and the part of it that biases add. */
  value: number;
  constant: number;
  scores: GraphScores;
  /** Before pruning. */
  counts: GraphCounts;
  /** After pruning, in the order of computation. */
  nodes: GraphNode[];
  edges: GraphEdge[];
}

// `answer`, `other`: tokens or their ids; the prediction by default, and the mean of all logits. `train`: transcoders to train where there are none of the present
// weights. `nodeShare`, `edgeShare`: shares of the influence that pruning keeps.
const REQUEST = v.strictObject({
  text: v.TEXT,
  answer: v.optional(ANSWER),
  other: v.optional(ANSWER),
  train: v.optional(TRANSCODERS_REQUEST),
  nodeShare: v.optional(v.numberBetween(0.05, 1)),
  edgeShare: v.optional(v.numberBetween(0.05, 1)),
});
type Request = v.InferOutput<typeof REQUEST>;

/** Ameisen et al. choose these. */
const SHARES = { nodeShare: 0.8, edgeShare: 0.98 };

export const attributionGraphLens = defineLens({
  name: 'attribution-graph',
  request: REQUEST,
  compute: drawGraph,
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt = '', answer, contrast, seed }, model) => ({
      text: prompt,
      answer: tokenId(model, answer),
      other: tokenId(model, contrast),
      train: { seed },
    }),
    format: formatGraph,
  },
});

function drawGraph(run: Run, request: Request): Job<AttributionGraphResult> {
  return withFrozenModel(run, async function* (frozen) {
    const { train } = request;
    const set = train
      ? yield* trainTranscoders(run, frozen, transcoderSettings(frozen.plan.config, train))
      : requireTranscoders(run);
    return yield* graphOf(run, frozen, set, request);
  });
}

async function* graphOf(
  run: Run,
  frozen: FrozenModel,
  set: TranscoderSet,
  { text, answer, other: contrast, nodeShare = SHARES.nodeShare, edgeShare = SHARES.edgeShare }: Request,
): Job<AttributionGraphResult> {
  const ids = encodePrompt(frozen, text);
  const { inspector, weights, plan } = frozen;
  const model = await linearModel({ inspector, weights, config: plan.config }, ids);
  const { V } = model.config;
  const logits = model.at('logits').slice((ids.length - 1) * V, ids.length * V);
  const other = contrast === undefined ? undefined : answerId(frozen, contrast);
  const asked = { answer: answer === undefined ? argmax(logits) : answerId(frozen, answer), other };
  assertTokenIds(frozen, [asked.answer, other]);
  if (asked.answer === other)
    throw new Error('Both answers are the same token; name another one to compare.');
  const dictionaries = set.layers.map(({ dictionary }) => dictionary);
  const graph = yield* attributionGraph(model, dictionaries, asked);
  const last = graph.nodes.length - 1;
  const pruned = prune(graph, { nodeShare, edgeShare });
  const index = new Map(pruned.nodes.map((n, i) => [n, i]));
  return {
    step: frozen.step,
    transcoders: describeTranscoders(set),
    isStale: (await fingerprintOf(frozen.weights)) !== set.fingerprint,
    text,
    tokens: toTokens(frozen, ids),
    answer: toToken(frozen, asked.answer),
    ...(other !== undefined && { other: toToken(frozen, other) }),
    value: graph.nodes[last].activation,
    constant: graph.constants[last],
    scores: graphScores(graph),
    counts: graphCounts(graph),
    nodes: describeNodes(run, set, model.weights, graph, pruned.nodes),
    edges: pruned.edges.map(({ from, to, effect }) => ({
      ...{ from: index.get(from) as number, to: index.get(to) as number, effect },
    })),
  };
}

function describeNodes(
  run: Run,
  { layers, corpus, positions }: TranscoderSet,
  weights: Parameters<typeof featureLogitEffect>[1],
  graph: AttributionGraph,
  kept: readonly number[],
): GraphNode[] {
  const totals = totalEffects(graph);
  const direct = graph.effects[graph.nodes.length - 1] as Float64Array;
  return kept.map((n): GraphNode => {
    const node = graph.nodes[n];
    const { layer, feature } = node;
    const scores = { influence: graph.influence[n], direct: direct[n] ?? 0, total: totals[n] };
    if (feature === undefined) return { ...node, ...scores };
    const { dictionary, code } = layers[layer];
    const [[promoted]] = featureLogitEffect(
      run,
      weights,
      { site: 'hook_mlp_out', layer, dictionary },
      feature,
    );
    const [top] = featureActivations(run, { corpus, positions, code }, feature).most;
    return { ...node, ...scores, promotes: promoted.text, ...(top && { strongest: endOf(top) }) };
  });
}

const ENDING = 4;

/** The last tokens up to a place. */
const endOf = ({ tokens, position }: { tokens: readonly string[]; position: number }): string =>
  tokens
    .slice(Math.max(0, position + 1 - ENDING), position + 1)
    .join(' ')
    .replaceAll('\n', '⏎');

function nodeName({ kind, layer, position, feature }: GraphNode, tokens: readonly Token[]): string {
  const at = `at ${position} ${tokens[position].text}`;
  if (kind === 'embed') return `embedding ${at}`;
  if (kind === 'answer') return 'answer';
  return kind === 'error' ? `error of MLP ${layer} ${at}` : `feature ${layer}.${feature} ${at}`;
}

const expandedPart = ({ features, expanded }: AttributionGraphResult['counts']): string =>
  expanded < features ? ` (inputs of ${expanded} computed; scores and totals leave out the others)` : '';

const LISTED_EDGES = 30;

/** With `--count`, so many features are ablated in the model, the most influential first. */
async function formatGraph(
  result: AttributionGraphResult,
  { count = 0 }: LensOptions,
  query: LensQuery,
): Promise<LensOutput> {
  const { text, tokens, answer, other, nodes } = result;
  const features = nodes
    .filter(({ kind }) => kind === 'feature')
    .toSorted((a, b) => b.influence - a.influence)
    .slice(0, count);
  const checks: FeatureInterventionResult[] = [];
  for (const { layer, position, feature = 0 } of features) {
    const request = { text, layer, position, feature, kind: 'ablate' as const };
    checks.push(await query(featureInterventionLens, { ...request, answer: answer.id, other: other?.id }));
  }
  const names = features.map((node) => nodeName(node, tokens));
  return {
    result: { ...result, ...(count > 0 && { checks }) },
    lines: [...graphLines(result), ...(count > 0 ? checkLines(names, checks) : [])],
  };
}

/** Changes of the answer where one feature is ablated, and how well all later features' changes are predicted. */
function checkLines(names: readonly string[], checks: readonly FeatureInterventionResult[]): string[] {
  const pairs = checks.flatMap(({ features }) => features.map(({ direct }) => direct));
  const agreement = (changes: readonly CheckedChange['direct'][]) =>
    correlation(
      changes.map(({ predicted }) => predicted),
      changes.map(({ measured }) => measured),
    ).toFixed(2);
  const ofAnswer = (side: 'direct' | 'total') => agreement(checks.map(({ change }) => change[side]));
  return [
    '',
    `correlation of predicted and measured changes, ${checks.length} features ablated: of the answer, directly ${ofAnswer('direct')}, over all paths ${ofAnswer('total')}; of the inputs of later features ${agreement(pairs)} (${pairs.length} edges)`,
    ...columnTable(checks, [
      ['ablated', (_, i) => names[i]],
      signed('directly: predicted', ({ change }) => change.direct.predicted),
      signed('measured', ({ change }) => change.direct.measured),
      signed('over all paths: predicted', ({ change }) => change.total.predicted),
      signed('measured', ({ change }) => change.total.measured),
    ]),
  ];
}

function graphLines(result: AttributionGraphResult): string[] {
  const { transcoders, tokens, answer, other, value, constant, scores, counts, nodes, edges } = result;
  const named = nodes.map((node) => nodeName(node, tokens));
  const listed = nodes.filter(({ kind }) => kind !== 'answer').toSorted((a, b) => b.influence - a.influence);
  const strongest = edges.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, LISTED_EDGES);
  return [
    ...transcoderLines(transcoders),
    '',
    `logit of ${answer.text} less ${other ? `that of ${other.text}` : 'the mean of all'}: ${formatSigned(value)}, of it biases ${formatSigned(constant)}`,
    `replacement score ${formatPercent(scores.replacement)}, completeness ${formatPercent(scores.completeness)}; ${nodes.length} nodes and ${edges.length} edges of ${counts.features} active features${expandedPart(counts)} and ${counts.edges} edges`,
    '',
    ...columnTable(listed, [
      ['node', (node) => nodeName(node, tokens)],
      ['activation', (node) => (node.kind === 'feature' ? formatSigned(node.activation) : '')],
      percents('influence', ({ influence }) => influence),
      signed('direct', ({ direct }) => direct),
      signed('total', ({ total }) => total),
      ['strongest at', (node) => node.strongest ?? ''],
      ['promotes', ({ promotes }) => promotes ?? ''],
    ]),
    '',
    ...columnTable(strongest, [
      ['edge', ({ from, to }) => `${named[from]} → ${named[to]}`],
      signed('effect', ({ effect }) => effect),
    ]),
  ];
}
