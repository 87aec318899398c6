// Keys on the graph of an overlay: every move is announced.

import { msg } from '@lit/localize';
import type { Shot } from '../camera/shot.ts';
import type { OverlayGraph } from '../overlays/graph.ts';
import { MOVES } from './arrow-moves.ts';
import type { KeyAction } from './key-action.ts';
import { shotAfterClick } from './selection.ts';

/** Up and down step from node to node of a graph, right and left through the edges of a node; Enter does what a click does. */
export function moveInGraph(key: string, shot: Shot, { nodes, edges }: OverlayGraph): KeyAction | undefined {
  if (shot.target.at !== 'network') return undefined;
  const { picked = {} } = shot;
  const [across, down] = MOVES[key] ?? [0, 0];
  const at = nodes.findIndex((node) => node.key === picked.node);
  const own = edges.filter(({ from, to }) => at >= 0 && (from === picked.node || to[0] === picked.node));
  const chosen = own.findIndex(({ subject }) => subject.edge === picked.edge);
  if (key === 'Escape' && (picked.node ?? picked.edge) !== undefined)
    return { shot: { ...shot, picked: {} }, announcement: msg('nothing chosen') };
  if (key === 'Enter' && at >= 0) {
    const { subject } = nodes[at];
    const next = subject && shotAfterClick(shot, subject);
    return next ? { shot: next } : {};
  }
  if (down !== 0 && nodes.length > 0) {
    const first = down > 0 ? 0 : nodes.length - 1;
    const index = at < 0 ? first : Math.min(nodes.length - 1, Math.max(0, at + down));
    const { key: node, name, text } = nodes[index];
    return { shot: { ...shot, picked: { node } }, announcement: `${name}: ${text()}` };
  }
  if (across === 0 || own.length === 0) return undefined;
  const { subject, text } = own[chosen < 0 ? 0 : (chosen + across + own.length) % own.length];
  const next = subject.edge === picked.edge ? shot : (shotAfterClick(shot, subject) ?? shot);
  return { shot: next, announcement: `${subject.name}: ${text()}` };
}
