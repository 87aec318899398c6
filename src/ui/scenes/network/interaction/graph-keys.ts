// Keys on the graph of an overlay: every move is announced.

import { msg } from '@lit/localize';
import type { Shot } from '../camera/shot.ts';
import type { OverlayGraph } from '../overlays/graph.ts';
import type { Words } from '../text/describe.ts';
import { MOVES } from './arrow-moves.ts';
import type { KeyAction } from './key-action.ts';
import { shotAfterClick } from './selection.ts';

/** Up and down step from node to node of a graph, right and left through the edges of a node; Enter does what a click does. */
export function moveInGraph(
  key: string,
  shot: Shot,
  { values, shape }: Words,
  graph: OverlayGraph,
): KeyAction | undefined {
  const edges = graph.edges(values, shot);
  if (shot.target.at !== 'network' || edges.length === 0) return undefined;
  const textOf = (node: string) => graph.nodeText(values, shot, node);
  const nodes = graph.nodes(values, shape).filter((node) => textOf(node.key) !== undefined);
  const { picked = {} } = shot;
  const [across, down] = MOVES[key] ?? [0, 0];
  const at = nodes.findIndex((node) => node.key === picked.node);
  const own = edges.filter(({ from, to }) => [from, ...to].some((end) => at >= 0 && end === picked.node));
  const chosen = own.findIndex(({ subject }) => subject.edge === picked.edge);
  if (key === 'Escape' && (picked.node ?? picked.edge) !== undefined)
    return { shot: { ...shot, picked: {} }, announcement: msg('nothing chosen') };
  if (key === 'Enter' && at >= 0) {
    const { subject } = nodes[at];
    const next = subject && shotAfterClick(shot, subject);
    return next ? { shot: next } : {};
  }
  if (down !== 0) {
    const first = down > 0 ? 0 : nodes.length - 1;
    const { key: node, name } = nodes[at < 0 ? first : Math.min(nodes.length - 1, Math.max(0, at + down))];
    return { shot: { ...shot, picked: { node } }, announcement: `${name}: ${textOf(node)}` };
  }
  if (across === 0 || own.length === 0) return undefined;
  const { subject, text } = own[chosen < 0 ? 0 : (chosen + across + own.length) % own.length];
  const next = subject.edge === picked.edge ? shot : (shotAfterClick(shot, subject) ?? shot);
  return { shot: next, announcement: `${subject.name}: ${text()}` };
}
