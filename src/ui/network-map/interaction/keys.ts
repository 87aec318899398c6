// Keys on the canvas. Arrows move from vector to vector, Enter goes closer, Escape farther; every move is announced.

import { formatPercent, formatSigned } from '../../format/numbers.ts';
import type { Shot } from '../camera/shot.ts';
import type { OverlayGraph } from '../overlays/overlay.ts';
import { overlayOf } from '../overlays/overlays.ts';
import type { Words } from '../text/describe.ts';
import { patternOf, vectorOf } from '../values/network-values.ts';
import { effectAt, isSamePlace, placeName, placesOfPicture } from '../values/patching-effects.ts';
import { outerShot, shotAfterClick, withPlace, withToken } from './selection.ts';

export interface KeyAction {
  readonly shot?: Shot;
  readonly zoom?: number;
  readonly isSweep?: boolean;
  readonly announcement?: string;
}

const ZOOM = 1.3;

/** Undefined for a key that the map leaves to the browser. */
export function actionOfKey(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  shot: Shot,
  words: Words,
): KeyAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (shot.overlay === 'patching') {
    const action = movePlace(key, shot, words);
    if (action) return action;
  }
  const graph = shot.target.at === 'network' ? overlayOf(shot).graph?.(words.values, shot) : undefined;
  const step = graph && moveInGraph(key, shot, graph);
  if (step) return step;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return moveAcross(shot, words, key === 'ArrowLeft' ? -1 : 1);
    case 'ArrowUp':
    case 'ArrowDown':
      return moveDown(shot, words, key === 'ArrowUp' ? -1 : 1);
    case 'Enter':
      return closer(shot, words);
    case 'Escape':
      return shot.target.at === 'network' ? undefined : { shot: outerShot(shot) };
    case '0':
      return { shot: { ...shot, target: { at: 'network' } } };
    case '+':
    case '=':
      return { zoom: ZOOM };
    case '-':
      return { zoom: 1 / ZOOM };
    case ' ':
      return { isSweep: true };
    default:
      return undefined;
  }
}

/** With the overlay of patching, arrows move from place to place, each patched alone; Escape patches none. */
function movePlace(key: string, shot: Shot, words: Words): KeyAction | undefined {
  const { shape, labels, values } = words;
  const last = labels.length - 1;
  const { place } = shot.patching ?? {};
  if (key === 'Escape' && place) return { shot: withPlace(shot, place), announcement: 'nothing patched' };
  if (key === 'Enter' && place && !shot.patching?.isOneMap) return turned(shot, words);
  const [across, down] = MOVES[key] ?? [0, 0];
  if (across === 0 && down === 0) return undefined;
  const token = Math.min(last, Math.max(0, (place?.position ?? shot.token ?? last) + (place ? across : 0)));
  const places = placesOfPicture(shape, token);
  const now = places.findIndex((each) =>
    isSamePlace(each, place?.position === undefined ? place : { ...place, position: token }),
  );
  const next = places[Math.min(places.length - 1, Math.max(0, now < 0 ? 0 : now + down))];
  if (isSamePlace(next, place)) return {};
  const effect = effectAt(values, next);
  return {
    shot: { ...withPlace(shot, next), token },
    announcement: `${placeName(next, labels)} patched${effect ? `: ${formatSigned(effect.value)}` : ''}`,
  };
}

/** Up and down step from node to node of a graph, right and left through the edges of a node; Enter does what a click does. */
function moveInGraph(key: string, shot: Shot, { nodes, edges }: OverlayGraph): KeyAction | undefined {
  const { picked = {} } = shot;
  const [across, down] = MOVES[key] ?? [0, 0];
  const at = nodes.findIndex((node) => node.key === picked.node);
  const own = edges.filter(({ from, to }) => at >= 0 && (from === picked.node || to === picked.node));
  const chosen = own.findIndex(({ subject }) => subject.edge === picked.edge);
  if (key === 'Escape' && (picked.node ?? picked.edge) !== undefined)
    return { shot: { ...shot, picked: {} }, announcement: 'nothing chosen' };
  if (key === 'Enter' && at >= 0) {
    const next = shotAfterClick(shot, nodes[at].subject ?? { kind: 'token', token: 0 });
    return nodes[at].subject && next ? { shot: next } : {};
  }
  if (down !== 0 && nodes.length > 0) {
    const first = down > 0 ? 0 : nodes.length - 1;
    const {
      key: node,
      name,
      text,
    } = nodes[at < 0 ? first : Math.min(nodes.length - 1, Math.max(0, at + down))];
    return { shot: { ...shot, picked: { node } }, announcement: `${name}: ${text}` };
  }
  if (across === 0 || own.length === 0) return undefined;
  const { subject, text } = own[chosen < 0 ? 0 : (chosen + across + own.length) % own.length];
  const next = subject.edge === picked.edge ? shot : (shotAfterClick(shot, subject) ?? shot);
  return { shot: next, announcement: `${subject.name}: ${text}` };
}

/** The same place carried the other way. */
function turned(shot: Shot, { labels }: Words): KeyAction {
  const { patching } = shot;
  const method = patching?.method === 'noise' ? 'denoise' : 'noise';
  const way =
    method === 'noise' ? 'from the corrupted into the clean run' : 'from the clean into the corrupted run';
  return {
    shot: { ...shot, patching: { ...patching, method } },
    announcement: `${patching?.place ? placeName(patching.place, labels) : ''} ${way}`,
  };
}

const MOVES: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function moveAcross(shot: Shot, words: Words, by: number): KeyAction {
  const last = words.labels.length - 1;
  const token = Math.min(last, Math.max(0, (shot.token ?? last) + by));
  return {
    shot: withToken(shot, token),
    announcement: `“${words.labels[token]}”${detail(shot, words, token)}`,
  };
}

/** From layer to layer, or from vector to vector. */
function moveDown(shot: Shot, words: Words, by: number): KeyAction | undefined {
  const { target } = shot;
  const { shape } = words;
  const within = (index: number, count: number) => Math.min(count - 1, Math.max(0, index + by));
  if (target.at === 'vector') {
    const stage = within(target.stage, shape.stages.length);
    const next = { ...shot, target: { ...target, stage } };
    return { shot: next, announcement: `${shape.stages[stage].meaning}${detail(next, words, target.token)}` };
  }
  if ('layer' in target) {
    const layer = within(target.layer, shape.L);
    return { shot: { ...shot, target: { ...target, layer } }, announcement: `layer ${layer + 1}` };
  }
  if (target.at === 'network')
    return { shot: { ...shot, target: { at: 'block', layer: by > 0 ? 0 : shape.L - 1 } } };
  return undefined;
}

function closer(shot: Shot, { shape, labels }: Words): KeyAction | undefined {
  const { target } = shot;
  const token = shot.token ?? labels.length - 1;
  if (target.at === 'network') return { shot: { ...shot, target: { at: 'block', layer: 0 } } };
  if (target.at === 'block')
    return { shot: { ...shot, target: { at: 'head', layer: target.layer, head: shot.head ?? 0 } } };
  if (target.at === 'head' && shape.M > 0)
    return { shot: { ...shot, target: { at: 'mlp', layer: target.layer, token } } };
  if (target.at !== 'mlp') return undefined;
  const stage = shape.stages.findIndex(({ name }) => name === `blocks.${target.layer}.hook_resid_pre`);
  return { shot: { ...shot, target: { at: 'vector', stage, token } } };
}

/** What a head or a vector has at a token. */
function detail({ target }: Shot, { shape, values, labels }: Words, token: number): string {
  if (target.at === 'head') {
    const T = labels.length;
    const pattern = patternOf(values, target.layer, target.head);
    const weights = labels
      .slice(0, token + 1)
      .map((label, key) => `${label} ${formatPercent(pattern?.[token * T + key] ?? 0)}`);
    return ` attends to ${weights.join(', ')}`;
  }
  if (target.at !== 'vector') return '';
  const vector = vectorOf(values, shape.stages[target.stage].name, token) ?? [];
  return `: ${Array.from(vector.slice(0, 8), formatSigned).join(', ')} …`;
}
