// Items that show numbers: each a patch of its tensor.

import { drawn } from '../scene/head-scene.ts';
import { type Item, type Subject, subjectKey } from '../scene/items.ts';
import { neuronGrid } from '../scene/mlp-scene.ts';
import {
  headOutputOf,
  type NetworkValues,
  rangeNameOf,
  vectorOf,
  vectorRange,
} from '../values/network-values.ts';
import type { PatchSheet } from './bitmaps.ts';
import type { PatchOptions } from './brush.ts';
import { inTurn, isHeadOff, isMlpOff, OFF, type Picture, revealed, summed, tokenCount } from './picture.ts';

/** The sheet that shows a subject, and its index in it; undefined where its numbers are not read yet. */
function sheetOf(picture: Picture, subject: Subject): { sheet: PatchSheet; index: number } | undefined {
  const { bitmaps, weightBitmaps, values, ranges, view } = picture;
  const { shape } = view;
  switch (subject.kind) {
    case 'vector': {
      const tensor = values.activations[subject.name];
      const range = vectorRange(values, ranges, subject.name);
      return tensor && { sheet: bitmaps.patches(tensor, shape.C, range), index: subject.token };
    }
    case 'head-vector': {
      const tensor = values.activations[subject.name];
      if (!tensor) return undefined;
      const [, heads, D] = tensor.shape;
      const isSlot = view.pose.head < 0.5;
      const sheet = bitmaps.patches(tensor, D, ranges[rangeNameOf(subject.name)], isSlot ? 0.6 : 2);
      return { sheet, index: subject.token * heads + subject.head };
    }
    case 'head-output': {
      const output = headOutputOf(values, subject.token);
      return output && { sheet: bitmaps.patch(output, ranges.output), index: 0 };
    }
    case 'neurons': {
      const tensor = values.activations[`blocks.${subject.layer}.mlp.hook_post`];
      return (
        tensor && { sheet: bitmaps.neurons(tensor, neuronGrid(view), ranges.neuron), index: subject.token }
      );
    }
    case 'pattern': {
      const tensor = values.activations[`blocks.${subject.layer}.attn.hook_pattern`];
      return tensor && { sheet: bitmaps.patterns(tensor), index: subject.head };
    }
    case 'neuron-input':
    case 'neuron-output': {
      const neuron = values.lenses['mlp-neurons']?.neurons.find((each) => each.neuron === subject.neuron);
      const numbers = subject.kind === 'neuron-input' ? neuron?.row : neuron?.column;
      return numbers && { sheet: weightBitmaps.patch(numbers, strongest(numbers)), index: 0 };
    }
    default:
      return undefined;
  }
}

/** Rows and columns of weights have a range of their own. */
const strongest = (numbers: Float32Array) =>
  numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) * 0.8;

export function paintItems(picture: Picture): void {
  for (const item of picture.items) {
    const { subject, rect, alpha = 1, isOfOverlay } = item;
    const found = isOfOverlay ? undefined : sheetOf(picture, subject);
    if (!found) continue;
    const token = 'token' in subject ? subject.token : picture.token;
    if (revealed(picture, token, item.depth, 0.2) < 0.5 || !isDrawn(picture, item)) {
      if (rect.width >= 8) picture.brush.emptyPatch(rect, alpha);
      continue;
    }
    picture.brush.patch(found.sheet, found.index, rect, {
      ...frameOf(picture, item),
      alpha: alpha * strengthOf(picture, subject),
    });
  }
}

/** Whether the steps of an MLP that is drawn apart have come to an item: a row, a column, or the vector after the sum. */
function isDrawn(picture: Picture, { subject, depth }: Item): boolean {
  const { view, mlp, progress } = picture;
  if (!mlp || view.dive < 0.5) return true;
  if (subject.kind === 'neuron-input') return progress.mlp > 0.5;
  if (subject.kind === 'neuron-output') return progress.mlp > 2.5;
  return subject.kind !== 'vector' || summed(picture, depth) === 1;
}

function strengthOf(picture: Picture, subject: Subject): number {
  const { view, head } = picture;
  const faded = subject.kind === 'pattern' ? 1 : picture.valuesAlpha;
  if (subject.kind === 'neuron-input' || subject.kind === 'neuron-output')
    return isMlpOff(picture, subject.layer) ? OFF : 1;
  if (subject.kind === 'neurons') return isMlpOff(picture, subject.layer) ? 0.12 : faded * (1 - view.dive);
  if (subject.kind === 'pattern') return isHeadOff(picture, subject.layer, subject.head) ? 0.3 : 1;
  if (subject.kind === 'head-vector' && isHeadOff(picture, layerOfName(subject.name), subject.head))
    return 0.15;
  const isInHead = subject.kind === 'head-vector' || subject.kind === 'head-output';
  if (isInHead && view.pose.head > 0.5)
    return (
      (isSelectedPart(picture, subject) ? 1 : 0.7) *
      inTurn(partDrawn(picture, subject), subject.token, tokenCount(picture))
    );
  // The neurons of the block whose head is drawn apart would distract.
  return head && view.pose.head > 0.5 && subject.kind === 'vector' ? 0.85 : faded;
}

/** How far the step of a head that computes a vector is drawn. */
function partDrawn({ progress }: Picture, subject: Subject): number {
  const name = subject.kind === 'head-vector' ? subject.name : '';
  return drawn(
    progress.head,
    QUERY.test(name) ? 'queries' : KEY.test(name) ? 'keys' : /hook_v$/.test(name) ? 'values' : 'output',
  );
}

const QUERY = /hook_(rot_)?q$|q_norm/;
const KEY = /hook_(rot_)?k$|k_norm/;

const layerOfName = (name: string) => Number(/^blocks\.(\d+)/.exec(name)?.[1]);

function isSelectedPart({ token, values, head }: Picture, subject: Subject & { token: number }): boolean {
  if (subject.kind !== 'head-vector' || !/hook_(rot_)?[kv]$|k_norm/.test(subject.name))
    return subject.token === token;
  const trace = values.lenses['head-trace'];
  const T = values.tokens.length;
  return !head || !trace || trace.pattern[token * T + subject.token] > 0.1;
}

/** Frames say what a patch is: yellow queries, teal keys, red values, a head's shade for what it adds. */
function frameOf(picture: Picture, { subject, rect }: Item): PatchOptions {
  const { brush, view, hover } = picture;
  const { palette } = brush;
  const isHovered = hover !== undefined && subjectKey(hover) === subjectKey(subject);
  if (isHovered) return { frame: palette.highlight, frameWidth: 2 };
  if (rect.width < 10) return {};
  if (subject.kind === 'head-output') return { frame: palette.head(subject.head, view.shape.H) };
  if (subject.kind === 'neuron-input' || subject.kind === 'neuron-output') {
    const isChosen = picture.shot.neuron === subject.neuron;
    return { frame: isChosen ? palette.highlight : palette.lineStrong, frameWidth: isChosen ? 2 : 1 };
  }
  if (subject.kind !== 'head-vector') return {};
  if (view.pose.head < 0.5) return { frame: palette.head(subject.head, view.shape.H), frameWidth: 1 };
  if (QUERY.test(subject.name)) return { frame: palette.query };
  if (KEY.test(subject.name)) return { frame: palette.key };
  return { frame: palette.value };
}

/** Brightens what the front has just passed. */
export function paintFlash(picture: Picture): void {
  const { brush, items, front, view } = picture;
  if (!Number.isFinite(front)) return;
  const { context, palette } = brush;
  context.fillStyle = palette.isDark ? palette.text : palette.positive;
  for (const { subject, rect, depth } of items) {
    if (subject.kind !== 'vector' && subject.kind !== 'neurons') continue;
    const age = front - depth - 0.1;
    if (age < 0 || age > 0.5 || revealed(picture, subject.token, depth) === 0) continue;
    if (picture.frontToken !== undefined && subject.token !== picture.frontToken) continue;
    context.globalAlpha = 0.4 * (1 - age / 0.5) * (1 - view.dive);
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
  }
  context.globalAlpha = 1;
}

/** Change of a vector that has the full pulse, as a share of its length. */
const FULL_PULSE = 0.06;

/** A ring around what training has just moved, brighter the more it has moved. */
export function paintPulse({ brush, items, pulse, values, view }: Picture): void {
  if (!pulse) return;
  const spread = 5 * pulse.faded;
  for (const { subject, rect, alpha = 1 } of items) {
    if (subject.kind !== 'vector') continue;
    const share = changeShare(pulse.from, values, subject);
    const strength = Math.min(1, share / FULL_PULSE) * (1 - pulse.faded) * alpha * (1 - view.pose.digits);
    if (strength < 0.03) continue;
    const ring = {
      ...{ x: rect.x - 2 - spread, y: rect.y - 2 - spread },
      ...{ width: rect.width + 4 + 2 * spread, height: rect.height + 4 + 2 * spread },
    };
    brush.outline(ring, 4, brush.palette.gradient, strength, 2.5 * (1 - pulse.faded) + 0.5);
  }
}

/** Length of the change between two steps, as a share of the vector's length. */
function changeShare(
  from: NetworkValues,
  to: NetworkValues,
  { name, token }: Extract<Subject, { kind: 'vector' }>,
): number {
  const [before, now] = [vectorOf(from, name, token), vectorOf(to, name, token)];
  if (!before || !now || before.length !== now.length) return 0;
  let [moved, length] = [0, 0];
  for (const [i, value] of now.entries()) {
    moved += (value - before[i]) ** 2;
    length += value ** 2;
  }
  return Math.sqrt(moved / (length || 1));
}
