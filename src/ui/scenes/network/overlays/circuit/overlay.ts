// Circuit: the edges that the answer depends on most, as a graph over the depth of the network.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import { nullSummary } from '../../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Subject } from '../../scene/items.ts';
import type { NetworkShape } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import { type NetworkValues, problemOf } from '../../values/network-values.ts';
import type { Disc, GraphEdge, GraphNode, NodeLook, OverlayGraph } from '../graph.ts';
import { chosenText, flatness, graphHooks } from '../graph-hooks.ts';
import type { Overlay } from '../overlay.ts';
import { pairsRequest } from '../patching/request.ts';
import { discRect, widened } from '../stream.ts';
import { renderCircuitForm } from './form.ts';
import {
  circuitEdges,
  exactEffect,
  measuredCircuit,
  type Node,
  nodePlace,
  rankedEdges,
  type ScoredEdge,
  takenEdges,
} from './graph.ts';

/** As the lens `circuit` takes them by default. */
const INTEGRATION_STEPS = 5;

/** Widest edge beyond the least, in CSS pixels. */
const WIDEST = 9;

/** By how many of the largest edges are taken. */
const drawnEdges = memoize((_: NetworkValues) => new Map<number, readonly GraphEdge[]>());

const GRAPH: OverlayGraph = {
  edges(values, shot) {
    const drawn = drawnEdges(values);
    const taken = takenEdges(values, shot);
    const edges = drawn.get(taken) ?? graphEdges(values, circuitEdges(values, shot));
    drawn.set(taken, edges);
    return edges;
  },
  nodes: (values, shape) => graphNodes(shape, values.tokens.length - 1),
  nodeText(values, shot, key) {
    const own = GRAPH.edges(values, shot).filter(({ from, to }) => from === key || to.includes(key));
    return own.map(({ subject: { name }, cells: [score] }) => `${name} ${score}`).join(', ') || undefined;
  },
  keyOf(subject) {
    if (subject.kind === 'pattern') return headKey(subject);
    return subject.kind === 'neurons' ? mlpKey(subject) : undefined;
  },
  head: ({ found }) => ({
    caption: msg(
      'Edges of the circuit: change of the metric where the edge alone carries the corrupted prompt',
    ),
    columns: [msg('edge'), found?.circuit ? msg('score') : msg('estimate')],
  }),
};

/** As the edges name them. */
const headKey = ({ layer, head }: { readonly layer: number; readonly head: number }) =>
  `head ${layer}.${head}`;
const mlpKey = ({ layer }: { readonly layer: number }) => `MLP ${layer}`;

function graphEdges(values: NetworkValues, edges: readonly ScoredEdge[]): GraphEdge[] {
  const largest = Math.max(...edges.map(({ score }) => Math.abs(score)), 1e-9);
  return edges.map((edge) => {
    const { label, from, to, score, sender, receiver } = edge;
    const share = Math.abs(score) / largest;
    const alpha = 0.35 + 0.6 * share;
    const exact = exactEffect(values, label);
    const [shown, name] = [formatSigned(score), `${nodeName(sender)} → ${nodeName(receiver)}`];
    return {
      ...{ from, to, subject: { kind: 'edge', edge: label, name }, cells: [shown] },
      // A corrupted edge that lowers the metric is one that the answer needs.
      ...{ isPositive: score < 0, width: 1 + WIDEST * Math.sqrt(share), alpha, faint: 0.15 * alpha },
      text: () => edgeText(values, edge),
      label: () => (exact === undefined ? shown : msg(str`${shown} · patched ${formatSigned(exact)}`)),
      curve: (view) => edgeCurve(view, edge),
      paintEnd: (picture, curve, opacity) => paintPort(picture, edge, curve, opacity),
    };
  });
}

/** Its score, and the exact one where the edge was patched alone. */
function edgeText(values: NetworkValues, { label, score }: ScoredEdge): string {
  const exact = exactEffect(values, label);
  if (values.found?.circuit?.isExact) return msg(str`${formatSigned(score)}, patched exactly`);
  return msg(
    str`${formatSigned(score)}, estimated${exact === undefined ? '' : msg(str`; patched ${formatSigned(exact)}`)}`,
  );
}

/** From below a sender to above its receiver; queries, keys and values end side by side. */
function edgeCurve(view: Projection, { sender, receiver }: ScoredEdge): number[] {
  const [from, to] = [nodePlace(view, sender), nodePlace(view, receiver)];
  const port = receiver.kind === 'head' && receiver.input !== 'qkv' ? 'qkv'.indexOf(receiver.input) - 1 : 0;
  const [x0, y0] = [from.x, from.y + from.radius];
  const [x1, y1] = [to.x + port * to.radius * 0.75, to.y - to.radius - 2];
  const bend = Math.max(14, 0.5 * (y1 - y0));
  return [x0, y0, x0, y0 + bend, x1, y1 - bend, x1, y1];
}

function paintPort(
  { brush }: Picture,
  { receiver }: ScoredEdge,
  curve: readonly number[],
  alpha: number,
): void {
  if (receiver.kind !== 'head' || receiver.input === 'qkv') return;
  const { query, key, value } = brush.palette;
  const [x, y] = curve.slice(-2);
  brush.fill(discRect(x, y, 3), 3, { q: query, k: key, v: value }[receiver.input], alpha);
}

/** Heads and MLPs between the embedding and the logits, also those without edges. */
function graphNodes({ L, H, M }: NetworkShape, token: number): GraphNode[] {
  const node = (of: Node, key: string, rest: { text?: string; subject?: Subject } = {}): GraphNode => {
    const name = nodeName(of);
    const { text = name, subject } = rest;
    return {
      ...{ key, name, ...(subject && { subject }), disc: (view) => nodePlace(view, of) },
      paint: (picture, disc, how) => paintNode(picture, of, text, disc, how),
    };
  };
  const blocks = Array.from({ length: L }, (_, layer) => [
    ...Array.from({ length: H }, (_, head) =>
      node({ kind: 'head', layer, head }, headKey({ layer, head }), {
        ...{ text: `${layer + 1}.${head + 1}`, subject: { kind: 'pattern', layer, head } },
      }),
    ),
    ...(M > 0
      ? [node({ kind: 'mlp', layer }, mlpKey({ layer }), { subject: { kind: 'neurons', layer, token } })]
      : []),
  ]);
  return [node({ kind: 'embed' }, 'embed'), ...blocks.flat(), node({ kind: 'logits' }, 'logits')];
}

function paintNode(
  { brush, view }: Picture,
  node: Node,
  text: string,
  { x, y, radius }: Disc,
  { hasEdges, isChosen }: NodeLook,
): void {
  const { palette } = brush;
  const alpha = flatness(view);
  const width = node.kind === 'head' ? 2 * radius : Math.max(2 * radius, brush.width(text, 12, true) + 14);
  const rect = { x: x - width / 2, y: y - radius, width, height: 2 * radius };
  const colour = node.kind === 'head' ? palette.head(node.head, view.shape.H) : palette.text;
  brush.fill(rect, radius, hasEdges ? palette.raised : palette.background, alpha);
  brush.outline(
    rect,
    radius,
    hasEdges ? colour : palette.line,
    alpha * (hasEdges ? 1 : 0.8),
    hasEdges ? 2 : 1,
  );
  if (isChosen) brush.outline(widened(rect, 4), radius + 4, palette.highlight, alpha, 2);
  if (radius >= 9)
    brush.text(text, x, y, {
      ...{ size: 12, align: 'center', isBold: hasEdges, alpha },
      colour: hasEdges ? palette.text : palette.faint,
    });
}

export const circuitOverlay: Overlay<'circuit'> = {
  form: renderCircuitForm,
  label: msg('Circuit'),
  explanation: msg(
    'The edges that the answer depends on most, between embedding, heads, MLPs and logits: what each part reads of another. Click an edge to patch it alone.',
  ),
  legend: [
    { sign: 'positive', text: msg('the answer needs it: wide much') },
    { sign: 'negative', text: msg('works against it') },
    { sign: 'query-end', text: msg('ends at queries') },
    { sign: 'key-end', text: msg('keys') },
    { sign: 'value-end', text: msg('values') },
  ],
  lenses: (prompt, shot) => {
    const { method: _, ...pairs } = pairsRequest(prompt, shot);
    const { edge } = shot.picked ?? {};
    return {
      'path-patching': {
        ...{ ...pairs, method: 'noise', integrationSteps: INTEGRATION_STEPS, count: 0 },
        ...(edge !== undefined && { edge }),
      },
    };
  },
  ...graphHooks(GRAPH),
  summary: circuitSummary,
};

/** Layers and heads count from 1, as everywhere on the page. */
function nodeName(node: Node): string {
  if (node.kind === 'embed') return msg('embedding');
  if (node.kind === 'logits') return msg('logits');
  if (node.kind === 'mlp') return msg(str`MLP ${node.layer + 1}`);
  const input = 'input' in node ? ` (${INPUTS[node.input]})` : '';
  return `${msg(str`head ${node.layer + 1}.${node.head + 1}`)}${input}`;
}

const INPUTS = { q: 'queries', k: 'keys', v: 'values', qkv: msg('queries, keys, values') } as const;

function circuitSummary(values: NetworkValues, shot: Shot): string {
  const edges = circuitEdges(values, shot);
  const total = rankedEdges(values).length;
  if (total === 0) return problemOf(values, 'path-patching');
  const senders = new Set(edges.map(({ from }) => from)).size;
  const taken = Math.min(total, takenEdges(values, shot));
  const others =
    taken > edges.length ? msg(str`; ${taken - edges.length} of the ${taken} largest on no path`) : '';
  const graph = msg(
    str` ${edges.length} of ${formatInteger(total)} edges, from ${senders} senders${others}.`,
  );
  const chosen = chosenText(GRAPH.edges(values, shot), shot);
  const measured = measuredCircuit(values, shot);
  return measured
    ? `${chosen}${graph} ${scoresText(measured)}`
    : msg(str`${chosen}${graph} By estimates: whether they alone keep the answer is not measured yet.`);
}

/** Faithfulness and completeness beside those of random circuits. */
function scoresText({ scores, random }: LensResult<'circuit'>): string {
  const range = (key: 'faithfulness' | 'completeness') => {
    if (random.length === 0) return '';
    const { mean, high } = nullSummary(random.map((each) => each[key]));
    return msg(
      str` (${random.length} connected random circuits: ${formatPercent(mean)}, 95 % of them at most ${formatPercent(high)})`,
    );
  };
  return msg(
    str`They alone keep ${formatPercent(scores.faithfulness)} of the answer${range('faithfulness')}; without them ${formatPercent(scores.completeness)} is lost${range('completeness')}.`,
  );
}
