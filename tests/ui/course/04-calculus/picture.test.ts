// The picture of chapter 4 painted in Node: no line strikes a label, and a number is dragged where it stands.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChainMotion } from '../../../../src/ui/course/04-calculus/map/motion.ts';
import { paintPicture } from '../../../../src/ui/course/04-calculus/map/painting/paint-picture.ts';
import { boxRect, poseOf, sceneOf, viewOf } from '../../../../src/ui/course/04-calculus/map/scene.ts';
import type { ChainShot } from '../../../../src/ui/course/04-calculus/map/shot.ts';
import { dragAt } from '../../../../src/ui/course/04-calculus/map/value-drag.ts';
import {
  CHAIN,
  CHAIN_QUANTITIES,
  LAYERS,
  LAYERS_QUANTITIES,
} from '../../../../src/ui/course/04-calculus/networks.ts';
import { fetchStageData } from '../../../../src/ui/course/04-calculus/stage-data.ts';
import { Brush } from '../../../../src/ui/map-core/brush.ts';
import type { Palette } from '../../../../src/ui/map-core/palette.ts';
import type { Digits } from '../../../../src/ui/state/digits/digit-store.ts';
import type { Quantity } from '../../../../src/workers/rpc/api/lab-api.ts';
import { openQuestionLab } from '../../../support/course/question-lab.ts';
import { crosses, type Mark, recordedCanvas } from '../../../support/course/recorded-canvas.ts';

/** The map beside the moments, in a window of 1440 × 900. */
const VIEWPORT = { width: 1036, height: 566, textScale: 1 };
const PALETTE = new Proxy({}, { get: (_, name) => (name === 'neuron' ? () => '' : String(name)) }) as Palette;

let lab: Awaited<ReturnType<typeof openQuestionLab>>;

beforeAll(async () => {
  lab = await openQuestionLab();
});
afterAll(() => lab.dispose());

/** The picture at rest. */
async function pictureOf(shot: ChainShot, of: string) {
  const isLayered = LAYERS_QUANTITIES.has(of);
  const quantity = (isLayered ? LAYERS_QUANTITIES : CHAIN_QUANTITIES).get(of) as Quantity;
  const request = { network: isLayered ? LAYERS : CHAIN, of: quantity, nudge: 0.01, all: false };
  const data = await fetchStageData(lab.digits as unknown as Digits, request);
  const pose = poseOf(shot, data, VIEWPORT);
  const view = viewOf(VIEWPORT, pose);
  const { marks, context } = recordedCanvas();
  const host = { draw: () => undefined, change: () => undefined, isCalm: () => true };
  const picture = {
    ...{ data, shot, view, scene: sceneOf(data, pose, view), motion: new ChainMotion(host) },
    ...{ brush: new Brush(context, PALETTE, 'sans-serif', 1), mathFont: 'serif' },
  };
  paintPicture(picture);
  return { picture, marks };
}

/** Texts that match, each with the lines that are visible below it or strike it. */
function struck(marks: readonly Mark[], pattern: RegExp): string[] {
  return marks.flatMap((mark, at) => {
    if (mark.kind !== 'text' || !pattern.test(mark.text)) return [];
    const { x, y, width, height } = mark.rect;
    const covered = marks.findLastIndex(
      (each, i) =>
        each.kind === 'box' &&
        i < at &&
        each.rect.x <= x &&
        each.rect.y <= y &&
        each.rect.x + each.rect.width >= x + width &&
        each.rect.y + each.rect.height >= y + height,
    );
    const lines = marks
      .slice(covered + 1)
      .filter((each) => each.kind === 'line' && crosses(each.ends, mark.rect));
    return lines.length > 0 ? [mark.text] : [];
  });
}

test('no line strikes the terms of a weighted sum', async () => {
  const { marks } = await pictureOf({ at: 'layers', parts: ['sum'] }, 'z2j0');
  const terms = /· .* =/;
  expect(marks.filter((mark) => mark.kind === 'text' && terms.test(mark.text))).toHaveLength(3);
  expect(struck(marks, terms)).toEqual([]);
});

test('the nudge of a bias stands apart from the title of the curve below it', async () => {
  const { marks } = await pictureOf({ at: 'last', parts: ['nudge', 'curves'] }, 'b3');
  // ∂z and ∂b, the first letters of titles.
  const titles = marks.flatMap((mark) =>
    mark.kind === 'text' && /^\u{1d715}/u.test(mark.text) ? [mark.rect] : [],
  );
  expect(titles).toHaveLength(6);
  const [{ x, y, width, height }] = titles;
  const title = { x: x - 16, y: y - 6, width: width + 16, height: height + 6 };
  const near = marks.filter(
    (mark) =>
      (mark.kind === 'text' && /^[+−]0\.0/.test(mark.text) && overlaps(mark.rect, title)) ||
      (mark.kind === 'line' && mark.ends[1] < y + height / 2 && crosses(mark.ends, title)),
  );
  expect(near).toEqual([]);
});

const overlaps = (a: { x: number; width: number; y: number; height: number }, b: typeof a): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test.each([
  { shot: { at: 'last', parts: ['lines'] }, of: 'w3', key: 'b3', value: -1.2, range: 8 },
  { shot: { at: 'chain' }, of: 'w3', key: 'a0', value: 0.6, range: 1 },
  { shot: { at: 'layers' }, of: 'a1j1', key: 'y2j1', value: 0, range: 1 },
] as const)('$key is dragged by its number, $shot.at', async ({ shot, of, key, value, range }) => {
  const { picture } = await pictureOf(shot, of);
  const node = picture.scene.nodes.find((each) => each.key === key);
  if (!node) throw new Error(`${key} is not drawn`);
  const box = boxRect(node, picture.view);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = dragAt(picture, at);
  expect(drag).toMatchObject({ key, isOnLine: false });
  expect(drag?.valueAt(at.x)).toBeCloseTo(value, 5);
  const right = drag?.valueAt(at.x + 20) ?? Number.NaN;
  expect(right).toBeGreaterThan(value);
  expect(drag?.valueAt(at.x + 10_000)).toBeCloseTo(range === 1 ? 1 : 4, 5);
});

test('what depends on others, and what is not drawn, is not dragged', async () => {
  const { picture } = await pictureOf({ at: 'last', isBare: true }, 'w3');
  for (const node of picture.scene.nodes) {
    const { x, y, width, height } = boxRect(node, picture.view);
    expect(dragAt(picture, { x: x + width / 2, y: y + height / 2 })?.key).not.toBe(node.key);
  }
});
