// Circuit: the edges that the answer depends on most, as a graph over the depth of the network.

import { msg, str } from '@lit/localize';
import { nullSummary } from '../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Picture } from '../../painting/picture.ts';
import type { EdgeSubject, Item, Subject } from '../../scene/items.ts';
import type { Projection } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import { type NetworkValues, problemOf } from '../../values/network-values.ts';
import {
  chosenText,
  edgeTable,
  flatness,
  focusOf,
  isInFocus,
  type OverlayGraph,
  paintEdgeText,
  paintGround,
} from '../graph.ts';
import type { Overlay } from '../overlay.ts';
import { pairsRequest } from '../patching/request.ts';
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

export const circuitOverlay: Overlay<'circuit'> = {
  form: renderCircuitForm,
  label: msg('Circuit'),
  explanation: msg(
    'The edges that the answer depends on most, between embedding, heads, MLPs and logits: what each part reads of another. Click an edge to patch it alone.',
  ),
  valuesAlpha: 0.12,
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
  items: nodeItems,
  paint: paintCircuit,
  describe(subject, values, shot) {
    const edges = circuitEdges(values, shot);
    if (subject.kind !== 'edge') return nodeText(edges, nodeKey(subject));
    const edge = edges.find(({ label }) => label === subject.edge);
    return edge && edgeText(values, edge);
  },
  graph: circuitGraph,
  curves: (view, values, shot) =>
    flatness(view) < 0.5
      ? []
      : circuitEdges(values, shot).map((edge) => ({
          subject: subjectOf(edge),
          curve: edgeCurve(view, edge),
        })),
  summary: circuitSummary,
  table: circuitTable,
};

/** Of a head or an MLP, as the edges name it. */
function nodeKey(subject: Subject | undefined): string | undefined {
  if (subject?.kind === 'pattern') return `head ${subject.layer}.${subject.head}`;
  return subject?.kind === 'neurons' ? `MLP ${subject.layer}` : undefined;
}

const subjectOf = (edge: ScoredEdge): EdgeSubject => ({
  kind: 'edge',
  edge: edge.label,
  name: edgeName(edge),
});

/** Undefined without edges. */
function nodeText(edges: readonly ScoredEdge[], key: string | undefined): string | undefined {
  const own = edges.filter(({ from, to }) => key !== undefined && (from === key || to.includes(key)));
  return own.map((edge) => `${edgeName(edge)} ${formatSigned(edge.score)}`).join(', ') || undefined;
}

/** Its score, and the exact one where the edge was patched alone. */
function edgeText(values: NetworkValues, { label, score }: ScoredEdge): string {
  const exact = exactEffect(values, label);
  if (values.found?.circuit?.isExact) return msg(str`${formatSigned(score)}, patched exactly`);
  return msg(
    str`${formatSigned(score)}, estimated${exact === undefined ? '' : msg(str`; patched ${formatSigned(exact)}`)}`,
  );
}

/** Heads and MLPs with edges, between the embedding and the logits. */
function circuitGraph(values: NetworkValues, shot: Shot): OverlayGraph | undefined {
  const edges = circuitEdges(values, shot);
  if (edges.length === 0) return undefined;
  const nodes = new Map<string, Node>();
  for (const { from, to, sender, receiver } of edges) {
    nodes.set(from, sender);
    if (!nodes.has(to[0])) nodes.set(to[0], receiver);
  }
  return {
    nodes: [...nodes]
      .sort(([, one], [, other]) => depthOf(one) - depthOf(other) || columnOf(one) - columnOf(other))
      .map(([key, node]) => ({
        ...{ key, name: partName(node), text: () => nodeText(edges, key) ?? '' },
        ...(node.kind === 'head' && {
          subject: { kind: 'pattern' as const, layer: node.layer, head: node.head },
        }),
      })),
    edges: edges.map((edge) => ({
      ...{ from: edge.from, to: edge.to, subject: subjectOf(edge) },
      ...{ text: () => edgeText(values, edge), cells: [formatSigned(edge.score)] },
    })),
  };
}

function depthOf(node: Node): number {
  if (node.kind === 'embed') return -1;
  if (node.kind === 'logits') return Number.POSITIVE_INFINITY;
  return node.layer + (node.kind === 'mlp' ? 0.5 : 0);
}

const columnOf = (node: Node): number => (node.kind === 'head' ? node.head : 0);

/** Without what a head reads there. */
const partName = (node: Node): string =>
  node.kind === 'head' ? msg(str`head ${node.layer + 1}.${node.head + 1}`) : nodeName(node);

/** Layers and heads count from 1, as everywhere on the page. */
function nodeName(node: Node): string {
  if (node.kind === 'embed') return msg('embedding');
  if (node.kind === 'logits') return msg('logits');
  if (node.kind === 'mlp') return msg(str`MLP ${node.layer + 1}`);
  const input = 'input' in node ? ` (${INPUTS[node.input]})` : '';
  return `${partName(node)}${input}`;
}

const INPUTS = { q: 'queries', k: 'keys', v: 'values', qkv: msg('queries, keys, values') } as const;

const edgeName = ({ sender, receiver }: Pick<ScoredEdge, 'sender' | 'receiver'>): string =>
  `${nodeName(sender)} → ${nodeName(receiver)}`;

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
  const drawn = circuitGraph(values, shot);
  const chosen = drawn ? chosenText(drawn, shot) : '';
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

function circuitTable({ values }: Words, shot: Shot): TableData | undefined {
  const graph = circuitGraph(values, shot);
  return (
    graph &&
    edgeTable(graph, {
      caption: msg(
        'Edges of the circuit: change of the metric where the edge alone carries the corrupted prompt',
      ),
      columns: [msg('edge'), values.found?.circuit ? msg('score') : msg('estimate')],
    })
  );
}

/** Heads and MLPs as nodes. */
function nodeItems(view: Projection, tokens: number): Item[] {
  const { L, H, M } = view.shape;
  if (flatness(view) < 0.5) return [];
  const item = (subject: Item['subject'], node: Node): Item => {
    const { x, y, radius } = nodePlace(view, node);
    const rect = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
    return { subject, rect, depth: 0, isOfOverlay: true };
  };
  return Array.from({ length: L }, (_, layer) => [
    ...Array.from({ length: H }, (_, head) =>
      item({ kind: 'pattern', layer, head }, { kind: 'head', layer, head }),
    ),
    ...(M > 0 ? [item({ kind: 'neurons', layer, token: tokens - 1 }, { kind: 'mlp', layer })] : []),
  ]).flat();
}

/** Widest edge, in CSS pixels. */
const WIDEST = 9;

function paintCircuit(picture: Picture): void {
  const { view, values, brush, shot, hover } = picture;
  const alpha = flatness(view);
  if (alpha < 0.02 || rankedEdges(values).length === 0) return;
  paintGround(picture, alpha);
  const { palette, context } = brush;
  const edges = circuitEdges(values, shot).map((edge) => ({ ...edge, key: edge.label }));
  const largest = Math.max(...edges.map(({ score }) => Math.abs(score)), 1e-9);
  const focus = focusOf(picture, edges, nodeKey(hover));
  context.lineCap = 'round';
  for (const edge of edges.toReversed()) {
    const isNear = isInFocus(focus, edge);
    const share = Math.abs(edge.score) / largest;
    const curve = edgeCurve(view, edge);
    // A corrupted edge that lowers the metric is one that the answer needs.
    const colour = edge.score < 0 ? palette.positive : palette.negative;
    const opacity = (0.35 + 0.6 * share) * (isNear ? 1 : 0.15);
    brush.curve(curve, colour, 1 + WIDEST * Math.sqrt(share), alpha * opacity);
    paintPort(picture, edge, curve, alpha * (isNear ? 1 : 0.3));
  }
  context.lineCap = 'butt';
  paintNodes(picture, edges, alpha);
  const edge = edges.find(({ label }) => label === focus.edge);
  if (edge) paintEdgeText(picture, edgeCurve(view, edge), scoreText(values, edge), alpha);
}

function scoreText(values: NetworkValues, { label, score }: ScoredEdge): string {
  const exact = exactEffect(values, label);
  return exact === undefined
    ? formatSigned(score)
    : msg(str`${formatSigned(score)} · patched ${formatSigned(exact)}`);
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
  const rect = { x: x - 3, y: y - 3, width: 6, height: 6 };
  brush.fill(rect, 3, { q: query, k: key, v: value }[receiver.input], alpha);
}

function paintNodes(picture: Picture, edges: readonly ScoredEdge[], alpha: number): void {
  const { view, brush } = picture;
  const { palette } = brush;
  const { L, H, M } = view.shape;
  const used = new Set(edges.flatMap(({ from, to }) => [from, ...to]));
  const nodes: {
    readonly node: Node;
    readonly key: string;
    readonly text: string;
    readonly colour: string;
  }[] = [
    { node: { kind: 'embed' }, key: 'embed', text: msg('embedding'), colour: palette.text },
    ...Array.from({ length: L }, (_, layer) => [
      ...Array.from({ length: H }, (_, head) => ({
        node: { kind: 'head' as const, layer, head },
        key: `head ${layer}.${head}`,
        text: `${layer + 1}.${head + 1}`,
        colour: palette.head(head, H),
      })),
      ...(M > 0
        ? [
            {
              node: { kind: 'mlp' as const, layer },
              key: `MLP ${layer}`,
              text: msg(str`MLP ${layer + 1}`),
              colour: palette.text,
            },
          ]
        : []),
    ]).flat(),
    { node: { kind: 'logits' }, key: 'logits', text: msg('logits'), colour: palette.text },
  ];
  for (const { node, key, text, colour } of nodes) {
    const isUsed = used.has(key);
    const { x, y, radius } = nodePlace(view, node);
    const width = node.kind === 'head' ? 2 * radius : Math.max(2 * radius, brush.width(text, 12, true) + 14);
    const rect = { x: x - width / 2, y: y - radius, width, height: 2 * radius };
    brush.fill(rect, radius, isUsed ? palette.raised : palette.background, alpha);
    brush.outline(rect, radius, isUsed ? colour : palette.line, alpha * (isUsed ? 1 : 0.8), isUsed ? 2 : 1);
    if (key === picture.shot.picked?.node) {
      const around = { x: rect.x - 4, y: rect.y - 4, width: rect.width + 8, height: rect.height + 8 };
      brush.outline(around, radius + 4, palette.highlight, alpha, 2);
    }
    if (radius >= 9)
      brush.text(text, x, y, {
        ...{ size: 12, align: 'center', isBold: isUsed, alpha },
        colour: isUsed ? palette.text : palette.faint,
      });
  }
}
