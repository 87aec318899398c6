// Every moment of chapters 5 to 7, untouched: the stage shows what the video says, and its numbers are the engine's.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bestHeadOf } from '../../../src/shared/best-head.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { INTERLUDE } from '../../../src/ui/course/moments.ts';
import type { Shot } from '../../../src/ui/network-map/camera/shot.ts';
import type { NetworkMap } from '../../../src/ui/network-map/network-map.ts';
import type { LensName, LensRequest, LensResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const stage = `lab-app${byRole('region', 'Stage')}`;
const picture = `${stage}${byRole('application')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
});

afterAll(() => browser?.close());

const { textsOf } = pageReader(() => page);

const inMap = async <T>(read: (map: NetworkMap) => T) => {
  const map = await page.waitForSelector('lab-app >>> lab-network-map');
  return (map as unknown as { evaluate: (read: (map: NetworkMap) => T) => Promise<T> }).evaluate(read);
};
const shot = (): Promise<Shot> => inMap(({ shot }) => shot);
const sentence = () => page.$eval(picture, (canvas) => canvas.ariaLabel ?? '');
const lens = <Name extends LensName>(name: Name, request: LensRequest<Name>) =>
  page.evaluate(
    (name, request) =>
      (document.querySelector('lab-app') as LabApp).lab.client.transformer.lens(
        name as LensName,
        request as never,
      ),
    name as string,
    request as object,
  ) as Promise<LensResult<Name>>;
const idsOf = (...words: string[]) =>
  page.evaluate((words) => {
    const { run } = (document.querySelector('lab-app') as LabApp).lab.value;
    return words.map((word) => run?.vocabulary.indexOf(word) ?? -1);
  }, words);
const sees = (selector: string) => page.waitForSelector(`${stage} >>> ${selector}`, { visible: true });
const says = (pattern: RegExp) => expect.poll(sentence).toMatch(pattern);

/** The best head of a pattern, by the data set's measure. */
async function bestHead(habit: string) {
  const { habits } = await lens('head-patterns', {});
  const { scores = [], positional } = habits.find((each) => each.habit === habit) ?? {};
  const { layer, head } = bestHeadOf(scores, positional);
  return { layer, head };
}

async function showsAdjectives() {
  expect((await shot()).target).toEqual({ at: 'head', ...(await bestHead('noun to adjective')) });
  await says(/“creature” attends most to “(fluffy|blue)”/);
}

/** The expected word of an analogy is at rank 1, and the arrow ends nearest to it. */
async function solves([a, b, c, expected]: readonly [string, string, string, string]) {
  const [idA, idB, idC, id] = await idsOf(a, b, c, expected);
  const { plane, expectedRank } = await lens('analogy', { a: idA, b: idB, c: idC, expected: id, count: 3 });
  expect(expectedRank).toBe(1);
  const [tip, ...words] = [3, 0, 1, 2, 4].map((i) => plane.slice(2 * i, 2 * i + 2));
  const distances = words.map(([x, y]) => Math.hypot(x - tip[0], y - tip[1]));
  expect(distances.indexOf(Math.min(...distances))).toBe(3);
}

/** What the moment at a time claims, besides its place; by chapter. */
const CLAIMS: Readonly<Record<number, Readonly<Record<number, () => Promise<unknown>>>>> = {
  5: {
    0: () => expect.poll(() => inMap(({ values }) => values?.tokens.length ?? 0)).toBeGreaterThan(8),
    105: () => expect.poll(() => inMap(({ values }) => values?.tokens.length ?? 0)).toBeGreaterThan(4),
    235.3: () => says(/attention from “model”/),
    328.9: () => says(/predicts “word”/),
    449: () =>
      expect
        .poll(async () => Number((await textsOf(`${stage} >>> lab-line-fit >>> label b`))[0]))
        .toBeGreaterThan(0.4),
    898.3: async () => {
      await expect
        .poll(() => textsOf(`${stage} >>> lab-analogies >>> .rank`))
        .toMatchObject([/“queen” has rank 1 /]);
      await solves(['king', 'man', 'woman', 'queen']);
    },
  },
  6: {
    269.5: showsAdjectives,
    507.2: showsAdjectives,
    523.3: showsAdjectives,
    706.1: showsAdjectives,
    862.1: showsAdjectives,
    1157.2: async () => {
      const { target, head } = await shot();
      expect({ ...target, head }).toEqual({ at: 'block', ...(await bestHead('pronoun to noun')) });
    },
  },
  7: {
    0: () => says(/predicts “basketball”/),
    35.7: () => says(/predicts “basketball”/),
    196.9: async () => {
      await expect
        .poll(async () => (await textsOf(`${stage} >>> lab-vector-arithmetic >>> tbody th`))[0])
        .toBe('aunt');
      await solves(['woman', 'man', 'uncle', 'aunt']);
    },
    344.7: () => says(/“of” attends most to “(Michael|Jordan)”/),
    632.9: () => sees('lab-activation-plot >>> svg[aria-label*="ReLU is drawn solid"]'),
    685.7: () => sees('lab-activation-plot >>> svg[aria-label*="GELU is drawn solid"]'),
    776.1: async () => {
      const { neuron } = await shot();
      const column = () =>
        inMap(({ values, shot }) => {
          const { neurons = [] } = values?.lenses['mlp-neurons'] ?? {};
          const { promoted = [] } = neurons.find((each) => each.neuron === shot.neuron) ?? {};
          return promoted.map(({ text }) => text);
        });
      expect(neuron).toBeDefined();
      await expect.poll(column).toContain('basketball');
    },
    1025.9: () => sees('lab-near-orthogonal >>> svg'),
    1083.5: () => sees('lab-angles >>> svg[aria-label^="Angles between 1,000 directions"]'),
    // The search takes a minute on a slow machine: it has begun, or ended.
    1240.4: () => sees('lab-features >>> :is(progress, table.found)'),
  },
};

test.each([5, 6, 7])(
  'each moment of chapter %i shows what the video says',
  { timeout: 240_000 },
  async (number) => {
    await page.goto('about:blank');
    await page.goto(`${inject('pageUrl')}#view=chapter&chapter=${number}`);
    await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab?.value.run);
    expect(new URL(page.url()).hash).not.toContain('preset');
    for (const { startTime, title, view, shot: told, isPanelOpen } of COURSE[number - 1].moments) {
      if (view === INTERLUDE) continue;
      await page.evaluate(
        (at) => (document.querySelector('lab-app') as LabApp).page.update({ at }),
        startTime,
      );
      await expect.poll(async () => (await shot()).target.at, { message: title }).toBe(told?.at);
      expect((await shot()).overlay ?? 'values', title).toBe(told?.overlay ?? 'values');
      if (isPanelOpen) await sees('#panel > *');
      await CLAIMS[number][startTime]?.();
      expect(await page.$$(`${stage}${byRole('alert')}`), title).toEqual([]);
    }
    const run = await page.evaluate(
      () => (document.querySelector('lab-app') as LabApp).lab.value.run?.preset,
    );
    expect(run).toBe('world');
  },
);

test('no errors on the page', () => {
  expect(pageErrors).toEqual([]);
});
