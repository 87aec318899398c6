// Keys on the canvas. Arrows move from vector to vector, Enter goes closer, Escape farther; every move is announced.

import { msg, str } from '@lit/localize';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { commandOf } from '../../../keyboard/key-table.ts';
import type { Shot } from '../camera/shot.ts';
import { overlayOf } from '../overlays/overlays.ts';
import type { Words } from '../text/describe.ts';
import { patternOf, vectorOf } from '../values/network-values.ts';
import type { KeyAction } from './key-action.ts';
import { NETWORK_MAP_KEYS } from './key-table.ts';
import { outerShot, withToken } from './selection.ts';

const ZOOM = 1.3;

/** Undefined for a key that the map leaves to the browser. */
export function actionOfKey(event: KeyboardEvent, shot: Shot, words: Words): KeyAction | undefined {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return undefined;
  const ofOverlay = overlayOf(shot).keys?.(key, shot, words);
  if (ofOverlay) return ofOverlay;
  switch (commandOf(NETWORK_MAP_KEYS, event)) {
    case 'across':
      return moveAcross(shot, words, key === 'ArrowLeft' ? -1 : 1);
    case 'down':
      return moveDown(shot, words, key === 'ArrowUp' ? -1 : 1);
    case 'closer':
      return closer(shot, words);
    case 'farther':
      return shot.target.at === 'network' ? undefined : { shot: outerShot(shot) };
    case 'fit':
      return { shot: { ...shot, target: { at: 'network' } } };
    case 'zoom-in':
      return { zoom: ZOOM };
    case 'zoom-out':
      return { zoom: 1 / ZOOM };
    case 'play':
      return { isSweep: true };
    default:
      return undefined;
  }
}

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
    return { shot: { ...shot, target: { ...target, layer } }, announcement: msg(str`layer ${layer + 1}`) };
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
    return msg(str` attends to ${weights.join(', ')}`);
  }
  if (target.at !== 'vector') return '';
  const vector = vectorOf(values, shape.stages[target.stage].name, token) ?? [];
  return `: ${Array.from(vector.slice(0, 8), formatSigned).join(', ')} …`;
}
