// Features: the attribution graph behind the answer, through transcoders of the MLPs.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { memoize } from '../../../../../shared/memoize.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { Shot } from '../../camera/shot.ts';
import { withEdge } from '../../interaction/selection.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Projection } from '../../scene/projection.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { overlayForm, rangeField, wordField } from '../form.ts';
import type { Disc, GraphEdge, GraphNode, NodeLook, OverlayGraph } from '../graph.ts';
import { chosenText, flatness, graphHooks } from '../graph-hooks.ts';
import type { Overlay, OverlayForm } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { discRect } from '../stream.ts';
import {
  checkedEdge,
  edgeFlows,
  type FeatureNode,
  type Graph,
  graphEdgeKey,
  graphNodeKey,
  nodeDiscs,
} from './graph.ts';
import {
  type FeatureEdge,
  type FeaturesState,
  NODE_SHARE,
  type NodeSubject,
  withFeature,
} from './request.ts';

/** Widest edge beyond the least, in CSS pixels. */
const WIDEST = 9;

const graphIn = ({ found }: NetworkValues): Graph | undefined => found?.features?.graph;

const GRAPH: OverlayGraph = {
  edges: memoize((values: NetworkValues) => {
    const graph = graphIn(values);
    return graph ? graphEdges(values, graph) : [];
  }),
  nodes(values) {
    const graph = graphIn(values);
    return graph ? graphNodes(graph) : [];
  },
  nodeText(values, _, key) {
    const node = graphIn(values)?.nodes.find((each) => graphNodeKey(each) === key);
    return node && nodeText(node);
  },
  keyOf: (subject) =>
    subject.kind === 'feature' || subject.kind === 'error'
      ? graphNodeKey({ ...subject, position: subject.token })
      : undefined,
  reach: 8,
  chosen(shot) {
    const { chosen } = stateOf(shot, 'features');
    return chosen && graphNodeKey({ kind: 'feature', ...chosen, position: chosen.token });
  },
  head(values) {
    const graph = graphIn(values);
    return {
      caption: msg(
        str`Edges of the attribution graph of ${graph ? answerText(graph) : ''}: what the source adds to the target, and the influence that passes`,
      ),
      columns: [msg('edge'), msg('effect'), msg('influence')],
    };
  },
};

function graphEdges(values: NetworkValues, graph: Graph): GraphEdge[] {
  const { nodes, edges } = graph;
  const flows = edgeFlows(graph);
  const largest = Math.max(...flows, 1e-9);
  return [...edges.keys()]
    .sort((a, b) => flows[b] - flows[a])
    .map((e) => {
      const edge = edges[e];
      const [from, to] = [nodes[edge.from], nodes[edge.to]];
      const share = Math.sqrt(flows[e] / largest);
      const [effect, flow] = [formatSigned(edge.effect), formatPercent(flows[e])];
      const checked = checkedEdge(values, edge);
      const [measured, predicted] = checked ? [checked.measured, checked.predicted].map(formatSigned) : [];
      const check = checked ? msg(str`; its source ablated: ${measured}, predicted ${predicted}`) : '';
      return {
        ...{ from: graphNodeKey(from), to: [graphNodeKey(to)], subject: edgeSubject(graph, edge) },
        // What raises a node that lowers the answer is drawn by what it does to its target.
        ...{ isPositive: edge.effect > 0, width: 0.8 + WIDEST * share, cells: [effect, flow] },
        ...{ alpha: 0.12 + 0.75 * share, faint: 0.05 },
        text: () => msg(str`adds ${effect}, ${flow} of the influence passes${check}`),
        label: () => (checked ? msg(str`${effect} · ablated ${measured}`) : effect),
        curve(view) {
          const discs = discsOf(graph)(view);
          return edgeCurve(discs[edge.from], discs[edge.to]);
        },
      };
    });
}

const discsOf = memoize((graph: Graph) => memoize((view: Projection) => nodeDiscs(view, graph)));

const graphNodes = memoize((graph: Graph): readonly GraphNode[] =>
  [...graph.nodes.entries()]
    .sort(([, one], [, other]) => one.layer - other.layer || one.position - other.position)
    .map(([n, node]) => {
      const subject = nodeSubject(node);
      const label =
        node.kind === 'feature' && node.strongest !== undefined ? `“${node.strongest}”` : undefined;
      return {
        ...{ key: graphNodeKey(node), name: graphNodeName(graph, node) },
        ...(subject && { subject }),
        ...(label && { label }),
        disc: (view) => discsOf(graph)(view)[n],
        paint: (picture, disc, how) => paintNode(picture, graph, node, disc, how),
      };
    }),
);

function nodeSubject({ kind, layer, position: token, feature = 0 }: FeatureNode): NodeSubject | undefined {
  if (kind === 'feature') return { kind, layer, token, feature };
  return kind === 'error' ? { kind, layer, token } : undefined;
}

const renderFeaturesForm: OverlayForm = (shot, words, emit) => {
  const graph = words && graphIn(words.values);
  if (!graph) return nothing;
  const { prompt: _, ...state } = stateOf(shot, 'features');
  const share = state.share ?? NODE_SHARE;
  const set = (changes: FeaturesState) => emit(withState(shot, 'features', { ...state, ...changes }));
  const answer = (label: string, key: 'answer' | 'other', placeholder = '') =>
    wordField(label, {
      value: state[key] ?? (graph[key] ? tokenLabel(graph[key].text).replace(/^␣/, '') : ''),
      placeholder,
      set: (typed) => set({ [key]: answerOf(key, typed) }),
    });
  return overlayForm(
    msg('Attribution graph'),
    html`
      ${answer(msg('Answer'), 'answer')} ${answer(msg('Less'), 'other', msg('mean of all'))}
      ${rangeField(msg(str`Influence kept: ${Math.round(100 * share)} %`), {
        ...{ min: 0.4, max: 0.95, step: 0.05, value: share, isSlow: true },
        text: msg(str`${Math.round(100 * share)} % of the influence, ${graph.nodes.length} nodes`),
        set: (each) => set({ share: each }),
      })}
    `,
  );
};

export const featuresOverlay: Overlay<'features'> = {
  form: renderFeaturesForm,
  label: msg('Features'),
  explanation: msg(
    'Each MLP as a sum of features: which of them led to the answer, with attention patterns frozen. Click a feature to see where it is active, and to change it; an edge, to check it.',
  ),
  legend: [
    { sign: 'positive', text: msg('raises its target; nodes: the answer') },
    { sign: 'negative', text: msg('lowers it') },
    { sign: 'hollow', text: msg('what a transcoder misses') },
  ],
  isOfPrompt: () => true,
  ...graphHooks(GRAPH),
  subjectName(subject, { labels }) {
    if (subject.kind !== 'feature' && subject.kind !== 'error') return undefined;
    const at = `“${labels[subject.token] ?? ''}”`;
    return subject.kind === 'feature'
      ? msg(str`feature ${subject.feature} of MLP ${subject.layer + 1} at ${at}`)
      : msg(str`what the transcoder of MLP ${subject.layer + 1} misses at ${at}`);
  },
  click(shot, subject) {
    if (subject.kind === 'feature') return withFeature(shot, subject);
    if (subject.kind !== 'edge') return undefined;
    const next = withEdge(shot, subject);
    const source = 'source' in subject && next.picked?.edge === subject.edge ? subject.source : undefined;
    if (!source) return next;
    const { prompt: _, ...state } = stateOf(next, 'features');
    return withState({ ...next, token: source.token }, 'features', { ...state, chosen: source });
  },
  summary(values, shot) {
    const graph = graphIn(values);
    return graph ? graphSummary(values, graph, shot) : msg(' Train transcoders to see the graph.');
  },
};

/** What is known of a node. */
function nodeText({ kind, activation, influence, direct, total, strongest, promotes }: FeatureNode): string {
  const feature =
    kind === 'feature'
      ? msg(
          str`activation ${formatFixed(activation, 2)}; strongest at “${strongest ?? ''}”, raises “${tokenLabel(promotes ?? '')}”; `,
        )
      : '';
  return msg(
    str`${feature}${formatPercent(influence)} of the influence, adds ${formatSigned(direct)} to the answer directly, ${formatSigned(total)} over all paths`,
  );
}

/** Layers and tokens count from 1, as everywhere on the page. */
function graphNodeName({ tokens }: Graph, { kind, layer, position, feature }: FeatureNode): string {
  const at = `“${tokenLabel(tokens[position].text)}”`;
  if (kind === 'embed') return msg(str`embedding of ${at}`);
  if (kind === 'answer') return 'answer';
  return kind === 'error'
    ? msg(str`error of MLP ${layer + 1} at ${at}`)
    : msg(str`feature ${feature} of MLP ${layer + 1} at ${at}`);
}

const answerText = ({ answer, other }: Graph): string =>
  msg(
    str`“${tokenLabel(answer.text)}” less ${other ? `“${tokenLabel(other.text)}”` : msg('the mean of all')}`,
  );

function edgeSubject(graph: Graph, edge: Graph['edges'][number]): FeatureEdge {
  const [from, to] = [graph.nodes[edge.from], graph.nodes[edge.to]];
  const name = `${graphNodeName(graph, from)} → ${graphNodeName(graph, to)}`;
  const { layer, position: token, feature } = from;
  return {
    ...{ kind: 'edge', edge: graphEdgeKey(graph, edge), name },
    ...(from.kind === 'feature' && feature !== undefined && { source: { layer, token, feature } }),
  };
}

function graphSummary(values: NetworkValues, graph: Graph, shot: Shot): string {
  const chosen = chosenText(GRAPH.edges(values, shot), shot);
  const { nodes, edges, counts, scores, value } = graph;
  return msg(
    str`${chosen} Logit of ${answerText(graph)}: ${formatSigned(value)}. ${nodes.length} nodes and ${edges.length} edges of ${formatInteger(counts.features)} active features${counts.expanded < counts.features ? msg(str` (inputs of ${formatInteger(counts.expanded)} computed)`) : ''} and ${formatInteger(counts.edges)} edges; ${formatPercent(scores.replacement)} of the influence begins at embeddings, not at errors.`,
  );
}

/** An emptied answer is the prediction, an emptied contrast the mean of all. */
const answerOf = (key: 'answer' | 'other', typed: string): string | undefined =>
  typed === '' && key === 'answer' ? undefined : typed;

/** From below its source to above its target. */
function edgeCurve(from: Disc, to: Disc): number[] {
  const [y0, y1] = [from.y + from.radius, to.y - to.radius];
  const bend = Math.max(10, 0.5 * Math.abs(y1 - y0));
  return [from.x, y0, from.x, y0 + bend, to.x, y1 - bend, to.x, y1];
}

function paintNode(
  { brush, view }: Picture,
  graph: Graph,
  node: FeatureNode,
  { x, y, radius }: Disc,
  { alpha, isChosen }: NodeLook,
): void {
  const { palette } = brush;
  if (node.kind === 'answer') {
    const text = tokenLabel(graph.answer.text);
    const width = brush.width(text, 13, true) + 18;
    const right = view.frame.width - width / 2 - 4;
    const rect = { x: Math.min(x, right) - width / 2, y: y - radius, width, height: 2 * radius };
    brush.fill(rect, radius, palette.raised, alpha);
    brush.outline(rect, radius, palette.text, alpha, 2);
    brush.text(text, rect.x + width / 2, y, {
      ...{ size: 13, align: 'center', isBold: true, colour: palette.text, alpha },
    });
  } else {
    const rect = discRect(x, y, radius);
    const colour = node.total > 0 ? palette.positive : palette.negative;
    const corner = node.kind === 'embed' ? 2 : radius;
    const isHollow = node.kind === 'error';
    brush.fill(rect, corner, palette.background, alpha);
    if (!isHollow) brush.fill(rect, corner, colour, 0.85 * alpha);
    brush.outline(rect, corner, isHollow ? colour : palette.background, alpha, isHollow ? 2 : 1);
  }
  if (isChosen) brush.outline(discRect(x, y, radius + 4), radius + 4, palette.highlight, flatness(view), 2);
}
