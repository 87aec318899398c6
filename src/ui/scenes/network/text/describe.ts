// The picture in words: what each item is and the number under the pointer.

import { msg, str } from '@lit/localize';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { OverlaySubject } from '../overlays/overlay-types.ts';
import { BARS } from '../scene/frame.ts';
import type { Item, Subject } from '../scene/items.ts';
import { type NetworkShape, patchGrid } from '../scene/network-shape.ts';
import {
  guessesOf,
  headOutputOf,
  headVectorOf,
  type NetworkValues,
  patternOf,
  predictionBars,
  vectorOf,
} from '../values/network-values.ts';

export interface Words {
  readonly shape: NetworkShape;
  readonly values: NetworkValues;
  readonly labels: readonly string[];
  readonly vocabulary: readonly string[];
}

/** Items of an overlay are described by it. */
const nothingOf = (_: OverlaySubject): undefined => undefined;

/** Layers, heads and tokens count from 1. */
export function subjectName({ shape, labels, values, vocabulary }: Words, subject: Subject): string {
  const at = (token: number) => `“${labels[token] ?? ''}”`;
  switch (subject.kind) {
    case 'token':
      return msg(str`token ${subject.token + 1}: ${at(subject.token)}`);
    case 'vector':
      return msg(str`${vectorName(shape, subject.name)} at ${at(subject.token)}`);
    case 'head-vector':
      return msg(
        str`${headPartName(subject.name)} of head ${layerOf(subject.name) + 1}.${subject.head + 1} at ${at(subject.token)}`,
      );
    case 'head-output':
      return msg(str`what head ${subject.layer + 1}.${subject.head + 1} adds at ${at(subject.token)}`);
    case 'neurons':
      return msg(str`MLP ${subject.layer + 1} at ${at(subject.token)}: ${shape.M} neurons`);
    case 'neuron':
      return msg(str`neuron ${subject.neuron + 1} of MLP ${subject.layer + 1} at ${at(subject.token)}`);
    case 'neuron-input':
      return msg(str`row of neuron ${subject.neuron + 1}: what it answers to`);
    case 'neuron-output':
      return msg(str`column of neuron ${subject.neuron + 1}: what it adds`);
    case 'pattern':
      return msg(str`attention pattern of head ${subject.layer + 1}.${subject.head + 1}`);
    case 'weight':
      return msg(str`${at(subject.query)} attends to ${at(subject.key)}`);
    case 'guess':
      return msg(
        str`prediction after ${at(subject.token)}: “${tokenLabel(vocabulary[guessesOf(values)?.[subject.token].id ?? -1] ?? '')}”`,
      );
    case 'prediction':
      return msg(
        str`prediction ${subject.rank + 1}: “${tokenLabel(predictionBars(values, BARS)[subject.rank]?.text ?? '')}”`,
      );
    case 'edge':
      return subject.name;
    default:
      return nothingOf(subject) ?? '';
  }
}

const layerOf = (name: string) => Number(/^blocks\.(\d+)/.exec(name)?.[1]);

function vectorName({ stages }: NetworkShape, name: string): string {
  const stage = stages.find((each) => each.name === name);
  if (stage) return msg(str`stream ${stage.meaning},`);
  if (name === 'hook_embed') return msg('token embedding');
  if (name === 'hook_pos_embed') return msg('position embedding');
  return name.endsWith('hook_attn_out') ? msg(str`output of attention ${layerOf(name) + 1}`) : name;
}

function headPartName(name: string): string {
  if (/hook_(rot_)?q$|q_norm/.test(name)) return msg('query');
  if (/hook_(rot_)?k$|k_norm/.test(name)) return msg('key');
  return name.endsWith('hook_v') ? msg('value') : msg('weighted values z');
}

/** The number at a point of an item, with its index; undefined between numbers. */
export function numberAt(
  words: Words,
  { subject, rect, grid }: Item,
  x: number,
  y: number,
): string | undefined {
  const { values, shape, labels } = words;
  const across = (x - rect.x) / rect.width;
  const down = (y - rect.y) / rect.height;
  const entry = (numbers: Float32Array | undefined, grid: { columns: number; rows: number }, first = 0) => {
    const index = Math.floor(down * grid.rows) * grid.columns + Math.floor(across * grid.columns);
    const value = numbers?.[index];
    return value === undefined ? undefined : `${first + index}: ${formatSigned(value)}`;
  };
  switch (subject.kind) {
    case 'vector':
      return entry(vectorOf(values, subject.name, subject.token), patchGrid(shape.C));
    case 'head-vector':
      return entry(
        headVectorOf(values, subject.name, subject.token, subject.head),
        patchGrid(shape.D, rect.width < rect.height ? 0.6 : 2),
      );
    case 'head-output':
      return entry(headOutputOf(values, subject.token), patchGrid(shape.C));
    case 'neurons': {
      const post = vectorOf(values, `blocks.${subject.layer}.mlp.hook_post`, subject.token);
      const number = entry(post, grid ?? patchGrid(shape.M), 1);
      return number && msg(str`neuron ${number}`);
    }
    case 'neuron':
    case 'neuron-input':
    case 'neuron-output':
      return neuronNumbers(values, subject);
    case 'pattern': {
      const pattern = patternOf(values, subject.layer, subject.head);
      const T = labels.length;
      const [query, key] = [Math.floor(across * T), Math.floor(down * T)];
      if (!pattern || query >= T || key >= T) return undefined;
      if (key > query) return msg(str`“${labels[query]}” cannot see “${labels[key]}”: masked`);
      return `“${labels[query]}” → “${labels[key]}”: ${formatPercent(pattern[query * T + key])}`;
    }
    case 'weight':
      return weightNumbers(values, subject);
    case 'prediction': {
      const { before, logit } = predictionBars(values, BARS)[subject.rank] ?? {};
      return before === undefined || logit === undefined
        ? undefined
        : msg(str`logit ${formatSigned(logit)}, ${formatPercent(before)}`);
    }
    case 'guess': {
      const guess = guessesOf(values)?.[subject.token];
      if (!guess) return undefined;
      const share = formatPercent(guess.probability);
      return (values.temperature ?? 1) === 1 ? share : msg(str`${share} at T = 1`);
    }
    case 'edge':
    case 'token':
      return undefined;
    default:
      return nothingOf(subject);
  }
}

function neuronNumbers(
  { lenses }: NetworkValues,
  { neuron }: { readonly neuron: number },
): string | undefined {
  const found = lenses['mlp-neurons']?.neurons.find((each) => each.neuron === neuron);
  return (
    found &&
    msg(str`row · vector + bias = ${formatSigned(found.pre)}, activation ${formatSigned(found.post)}`)
  );
}

function weightNumbers(
  { lenses, tokens }: NetworkValues,
  { query, key }: { readonly query: number; readonly key: number },
) {
  const trace = lenses['head-trace'];
  if (!trace) return undefined;
  const at = query * tokens.length + key;
  const score = msg(str`query · key / √D = ${formatSigned(trace.scores[at])}`);
  return key > query
    ? msg(str`${score}, masked`)
    : msg(str`${score}, weight ${formatPercent(trace.pattern[at])}`);
}
