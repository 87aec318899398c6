// The picture of chapter 4 painted in Node: no line strikes a label, and a number is dragged where it stands.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { fetchStageData } from '../../../../src/ui/course/04-calculus/fetch-stage-data.ts';
import { chainSummary } from '../../../../src/ui/scenes/chain/describe.ts';
import {
  boxRect,
  edgeEnds,
  hasColumn,
  layoutOf,
  poseOf,
  viewOf,
} from '../../../../src/ui/scenes/chain/layout.ts';
import { ChainMotion } from '../../../../src/ui/scenes/chain/motion.ts';
import {
  CHAIN,
  CHAIN_QUANTITIES,
  gradientOf,
  LAYERS,
  LAYERS_QUANTITIES,
  quantityKey,
  rangeOf,
} from '../../../../src/ui/scenes/chain/networks.ts';
import { paintPicture } from '../../../../src/ui/scenes/chain/painting/paint-picture.ts';
import { changeOf, magnification, numberOf } from '../../../../src/ui/scenes/chain/painting/picture.ts';
import { type ChainShot, hasPart } from '../../../../src/ui/scenes/chain/shot.ts';
import { dragAt } from '../../../../src/ui/scenes/chain/value-drag.ts';
import { Brush } from '../../../../src/ui/stage/brush.ts';
import type { Palette } from '../../../../src/ui/stage/palette.ts';
import type { Digits } from '../../../../src/ui/state/digits/digit-store.ts';
import type { Quantity } from '../../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { crosses, type Mark, recordedCanvas } from '../../../support/course/recorded-canvas.ts';
import { openPackedMnist } from '../../../support/model/packed-mnist.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

/** The map beside the moments, in a window of 1440 × 900. */
const VIEWPORT = { width: 1036, height: 566, textScale: 1 };
const PALETTE = new Proxy({}, { get: (_, name) => (name === 'neuron' ? () => '' : String(name)) }) as Palette;

let lab: Lab;

beforeAll(async () => {
  lab = await createLab(await WasmExecutor.create(), openPackedMnist);
  await lab.digits.create({ preset: 'digits' });
});
afterAll(() => lab.dispose());

/** The picture at rest. */
async function pictureOf(shot: ChainShot, of: string, viewport = VIEWPORT, nudge = 0.01) {
  const isLayered = LAYERS_QUANTITIES.has(of);
  const quantity = (isLayered ? LAYERS_QUANTITIES : CHAIN_QUANTITIES).get(of) as Quantity;
  const request = {
    network: isLayered ? LAYERS : CHAIN,
    of: quantity,
    nudge,
    all: hasPart(shot, 'gradient'),
  };
  const data = await fetchStageData(lab.digits as unknown as Digits, request);
  const pose = poseOf(shot, data, viewport);
  const view = viewOf(viewport, pose);
  const { marks, context } = recordedCanvas();
  const host = { draw: () => undefined, change: () => undefined, isCalm: () => true };
  const picture = {
    ...{ data, shot, view, layout: layoutOf(data, pose, view), motion: new ChainMotion(host) },
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
  { shot: { at: 'last', parts: ['lines'] }, of: 'w3', key: 'b3', value: -1.2, range: 10 },
  { shot: { at: 'chain' }, of: 'w3', key: 'a0', value: 0.6, range: 1 },
  { shot: { at: 'layers' }, of: 'a1j1', key: 'y2j1', value: 0, range: 1 },
] as const)('$key is dragged by its number, $shot.at', async ({ shot, of, key, value, range }) => {
  const { picture } = await pictureOf(shot, of);
  const node = picture.layout.vertices.find((each) => each.key === key);
  if (!node) throw new Error(`${key} is not drawn`);
  const box = boxRect(node, picture.view);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = dragAt(picture, at);
  expect(drag).toMatchObject({ key, isOnLine: false });
  expect(drag?.valueAt(at.x)).toBeCloseTo(value, 5);
  const right = drag?.valueAt(at.x + 20) ?? Number.NaN;
  expect(right).toBeGreaterThan(value);
  expect(drag?.valueAt(at.x + 10_000)).toBeCloseTo(range === 1 ? 1 : 5, 5);
});

test('what depends on others, and what is not drawn, is not dragged', async () => {
  const { picture } = await pictureOf({ at: 'last', isBare: true }, 'w3');
  for (const node of picture.layout.vertices) {
    const { x, y, width, height } = boxRect(node, picture.view);
    expect(dragAt(picture, { x: x + width / 2, y: y + height / 2 })?.key).not.toBe(node.key);
  }
});

/** Colour of the connection of each weight, by key. */
function connections({ picture, marks }: Awaited<ReturnType<typeof pictureOf>>): Record<string, string> {
  const { layout, view, data } = picture;
  return Object.fromEntries(
    layout.edges.flatMap((edge) => {
      if (!edge.weight || edge.alpha < 0.5) return [];
      const { x0, y0, x1, y1 } = edgeEnds(edge, view);
      const line = marks.find((mark) => mark.kind === 'line' && mark.ends.join() === [x0, y0, x1, y1].join());
      return line?.kind === 'line' ? [[quantityKey(edge.weight, data.request.network), line.colour]] : [];
    }),
  );
}

const FULL = { at: 'layers', parts: ['gradient'], play: 'backward' } as const;

test.each([VIEWPORT, { width: 390, height: 420, textScale: 1 }])(
  'connections have the sign of the gradient that the sentence says, $width × $height',
  async (viewport) => {
    const drawn = await pictureOf(FULL, 'w1j0k0', viewport);
    const { data } = drawn.picture;
    const { all } = data;
    if (!all) throw new Error('no gradient');
    const weights = [...LAYERS_QUANTITIES].filter(([, { kind }]) => kind === 'w');
    const signs = weights.map(([key, weight]) => [
      key,
      gradientOf(all, weight) < 0 ? 'negative' : 'positive',
    ]);
    expect(connections(drawn)).toEqual(Object.fromEntries(signs));
    expect(new Set(signs.map(([, sign]) => sign)).size).toBe(2);
    // Biases are in the list only.
    const hasList = hasColumn(data, drawn.picture.view);
    expect(hasList).toBe(viewport === VIEWPORT);
    const sentence = chainSummary(data, FULL, hasList);
    expect(sentence).toMatch(
      hasList
        ? /each weight and bias: up for blue, down for red/
        : /each weight: up for blue lines, down for red/,
    );
  },
);

test('one component of the gradient: it alone has a colour, and the sentence names it', async () => {
  const shot = { at: 'chain', parts: ['gradient'] } as const;
  const drawn = await pictureOf(shot, 'w3');
  expect(connections(drawn)).toEqual({ w1: 'lineStrong', w2: 'lineStrong', w3: 'negative' });
  expect(drawn.marks.filter((mark) => mark.kind === 'text' && mark.text === '?')).toHaveLength(5);
  expect(chainSummary(drawn.picture.data, shot, true)).toBe(
    'One component of the gradient: ∂C/∂w(L) is −0.1036, red: a larger value lowers the cost. The others, “?”, are still unknown.',
  );
});

test('the connection whose derivative is asked for is part of its path', async () => {
  const drawn = await pictureOf({ at: 'layers', parts: ['products'] }, 'w2j1k2');
  const lit = Object.entries(connections(drawn)).filter(([, colour]) => colour === 'highlight');
  expect(lit).toEqual([['w2j1k2', 'highlight']]);
});

test.each(['w3', 'b3', 'a2', 'w2', 'w1'])('the nudges of %s stay within their number lines', async (of) => {
  for (const nudge of [0.001, 0.01, 0.1, -0.1]) {
    const { picture } = await pictureOf({ at: 'chain', parts: ['nudge'] }, of, VIEWPORT, nudge);
    const { data, layout } = picture;
    const factor = magnification(data);
    for (const { quantity, key } of layout.vertices) {
      const change = changeOf(data, quantity);
      if (change === 0) continue;
      const [least, most] = rangeOf(quantity);
      const share = (numberOf(picture, quantity) + factor * change - least) / (most - least);
      // A ring of 6 px at the end of a line of 112.
      expect(share, `${key} by ${nudge}`).toBeGreaterThan(0.05);
      expect(share, `${key} by ${nudge}`).toBeLessThan(0.95);
    }
    expect(factor * Math.abs(nudge)).toBeGreaterThan(0.1);
  }
});
