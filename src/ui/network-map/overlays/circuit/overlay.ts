// Circuit: the edges that the answer depends on most, as a graph over the depth of the network.

import { msg, str } from '@lit/localize';
import { nullSummary } from '../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { pointOfCurve } from '../../../map-core/curves.ts';
import { clamp, smoothstep } from '../../../map-core/geometry.ts';
import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Item, Subject } from '../../scene/items.ts';
import { zoneIndex } from '../../scene/network-shape.ts';
import type { Projection } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import {
  circuitEdges,
  exactEffect,
  measuredCircuit,
  nodePlace,
  rankedEdges,
  takenEdges,
} from './graph.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { moveInGraph, withEdge } from '../graph-keys.ts';
import type { EdgeSubject, Overlay, OverlayGraph } from '../overlay.ts';
import { renderPatchingForm } from '../patching/form.ts';
import { pairsRequest } from '../patching/request.ts';

type Edge = ReturnType<typeof circuitEdges>[number];
type Node = Edge['sender'] | Edge['receiver'];

/** As the lens `circuit` takes them by default. */
const INTEGRATION_STEPS = 5;

export const circuitOverlay: Overlay = {
  form: renderPatchingForm,
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
  describe: (subject, values, shot) => {
    if (subject.kind === 'edge') {
      const edge = circuitEdges(values, shot).find(({ label }) => label === subject.edge);
      return edge && edgeText(values, edge);
    }
    const name = nodeKey(subject);
    return name === undefined ? undefined : nodeText(circuitEdges(values, shot), name);
  },
  click: withEdge,
  keys(key, shot, { values }) {
    const graph = circuitGraph(values, shot);
    return graph && moveInGraph(key, shot, graph);
  },
  curves: (view, values, shot) =>
    isFlat(view) < 0.5
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
  if (subject?.kind === 'pattern') return msg(str`head ${subject.layer}.${subject.head}`);
  return subject?.kind === 'neurons' ? msg(str`MLP ${subject.layer}`) : undefined;
}

const subjectOf = (edge: Edge): EdgeSubject => ({ kind: 'edge', edge: edge.label, name: edgeName(edge) });

function nodeText(edges: readonly Edge[], key: string): string | undefined {
  const own = edges.filter(({ from, to }) => from === key || to.includes(key));
  return own.length > 0
    ? own.map((edge) => `${edgeName(edge)} ${formatSigned(edge.score)}`).join(', ')
    : undefined;
}

/** Its score, and the exact one where the edge was patched alone. */
function edgeText(values: NetworkValues, { label, score }: Edge): string {
  const exact = exactEffect(values, label);
  const isExact = values.circuit?.isExact === true;
  if (isExact) return msg(str`${formatSigned(score)}, patched exactly`);
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
    // Shared keys and values are read by several heads; they are drawn at the first.
    if (!nodes.has(to[0])) nodes.set(to[0], receiver);
  }
  const depth = (node: Node) =>
    node.kind === 'embed'
      ? -1
      : node.kind === 'logits'
        ? Number.POSITIVE_INFINITY
        : node.layer + (node.kind === 'mlp' ? 0.5 : 0);
  const across = (node: Node) => (node.kind === 'head' ? node.head : 0);
  return {
    nodes: [...nodes]
      .sort(([, one], [, other]) => depth(one) - depth(other) || across(one) - across(other))
      .map(([key, node]) => ({
        ...{ key, name: partName(node), text: nodeText(edges, key) ?? '' },
        ...(node.kind === 'head' && {
          subject: { kind: 'pattern' as const, layer: node.layer, head: node.head },
        }),
      })),
    edges: edges.map((edge) => ({
      ...{ from: edge.from, to: edge.to[0], text: edgeText(values, edge), subject: subjectOf(edge) },
    })),
  };
}

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

const edgeName = ({ sender, receiver }: Pick<Edge, 'sender' | 'receiver'>): string =>
  `${nodeName(sender)} → ${nodeName(receiver)}`;

function circuitSummary(values: NetworkValues, shot: Shot): string {
  const edges = circuitEdges(values, shot);
  const total = rankedEdges(values).length;
  if (total === 0) return values.problem ? ` ${values.problem}` : '';
  const senders = new Set(edges.map(({ from }) => from)).size;
  const taken = Math.min(total, takenEdges(values, shot));
  const others =
    taken > edges.length ? msg(str`; ${taken - edges.length} of the ${taken} largest on no path`) : '';
  const graph = msg(
    str` ${edges.length} of ${formatInteger(total)} edges, from ${senders} senders${others}.`,
  );
  const picked = edges.find(({ label }) => label === shot.picked?.edge);
  const chosen = picked ? ` ${edgeName(picked)}: ${edgeText(values, picked)}.` : '';
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
  const edges = circuitEdges(values, shot);
  if (edges.length === 0) return undefined;
  return {
    caption: msg(
      'Edges of the circuit: change of the metric where the edge alone carries the corrupted prompt',
    ),
    columns: [msg('edge'), values.circuit ? msg('score') : msg('estimate')],
    rows: edges.map((edge) => ({ name: edgeName(edge), cells: [formatSigned(edge.score)] })),
  };
}

const isFlat = ({ dive, pose }: Projection) =>
  (1 - dive) * (1 - pose.digits) * (1 - smoothstep(0, 0.6, pose.head));

/** Heads and MLPs as nodes. */
function nodeItems(view: Projection, tokens: number): Item[] {
  const { L, H, M } = view.shape;
  if (isFlat(view) < 0.5) return [];
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
  const alpha = isFlat(view);
  if (alpha < 0.02 || rankedEdges(values).length === 0) return;
  const { palette, context } = brush;
  context.globalAlpha = alpha * 0.86;
  context.fillStyle = palette.background;
  const { frame, tops, shape } = view;
  const right = frame.isNarrow ? frame.width : frame.width - frame.gutter;
  const bottom = tops[zoneIndex(shape, 'prediction')];
  context.fillRect(frame.rail, frame.header, right - frame.rail, bottom - frame.header);
  context.globalAlpha = 1;
  const edges = circuitEdges(values, shot);
  const largest = Math.max(...edges.map(({ score }) => Math.abs(score)), 1e-9);
  const { picked = {} } = shot;
  const node = nodeKey(hover);
  const edgeInFocus = hover?.kind === 'edge' ? hover.edge : node === undefined ? picked.edge : undefined;
  const nodeInFocus = node ?? (edgeInFocus === undefined ? picked.node : undefined);
  context.lineCap = 'round';
  for (const edge of edges.toReversed()) {
    const isNear =
      edgeInFocus !== undefined
        ? edge.label === edgeInFocus
        : nodeInFocus === undefined || edge.from === nodeInFocus || edge.to.includes(nodeInFocus);
    const share = Math.abs(edge.score) / largest;
    const curve = edgeCurve(view, edge);
    // A corrupted edge that lowers the metric is one that the answer needs.
    const colour = edge.score < 0 ? palette.positive : palette.negative;
    brush.curve(
      curve,
      colour,
      1 + WIDEST * Math.sqrt(share),
      alpha * (0.35 + 0.6 * share) * (isNear ? 1 : 0.15),
    );
    paintPort(picture, edge, curve, alpha * (isNear ? 1 : 0.3));
  }
  context.lineCap = 'butt';
  paintNodes(picture, edges, alpha);
  const edge = edges.find(({ label }) => label === edgeInFocus);
  if (edge) paintScore(picture, edge, alpha);
}

/** In the middle of the edge in focus. */
function paintScore({ view, brush, values }: Picture, edge: Edge, alpha: number): void {
  const [x, y] = pointOfCurve(edgeCurve(view, edge), 0.5);
  const exact = exactEffect(values, edge.label);
  const text =
    exact === undefined
      ? formatSigned(edge.score)
      : msg(str`${formatSigned(edge.score)} · patched ${formatSigned(exact)}`);
  brush.text(text, clamp(x, 80, view.frame.width - 80), y, {
    ...{ size: 13, isBold: true, align: 'center', hasHalo: true, alpha },
    colour: brush.palette.text,
  });
}

/** From below a sender to above its receiver; queries, keys and values end side by side. */
function edgeCurve(view: Projection, { sender, receiver }: Edge): number[] {
  const [from, to] = [nodePlace(view, sender), nodePlace(view, receiver)];
  const port = receiver.kind === 'head' && receiver.input !== 'qkv' ? 'qkv'.indexOf(receiver.input) - 1 : 0;
  const [x0, y0] = [from.x, from.y + from.radius];
  const [x1, y1] = [to.x + port * to.radius * 0.75, to.y - to.radius - 2];
  const bend = Math.max(14, 0.5 * (y1 - y0));
  return [x0, y0, x0, y0 + bend, x1, y1 - bend, x1, y1];
}

function paintPort({ brush }: Picture, { receiver }: Edge, curve: readonly number[], alpha: number): void {
  if (receiver.kind !== 'head' || receiver.input === 'qkv') return;
  const { query, key, value } = brush.palette;
  const [x, y] = curve.slice(-2);
  const rect = { x: x - 3, y: y - 3, width: 6, height: 6 };
  brush.fill(rect, 3, { q: query, k: key, v: value }[receiver.input], alpha);
}

function paintNodes(picture: Picture, edges: readonly Edge[], alpha: number): void {
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
