// The two networks of the overlay of patching: a vector is dragged from one onto the other, and the answer changes as the engine says.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { lensReader } from '../../support/browser/engine.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { mapSummary, openNetwork } from '../../support/browser/network-page.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const PROMPT = 'Michael Jordan plays the sport of';
const SLOW = { timeout: 60_000 };

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await openNetwork(page, 'facts', PROMPT, SLOW);
  await (await find('combobox', 'Overlay')).select('patching');
}, SLOW.timeout);

afterAll(() => browser?.close());

const { click, find } = pageReader(() => page);
const summary = mapSummary(() => page, SLOW);
const engine = lensReader(() => page);

interface Place {
  readonly site: string;
  readonly layer: number;
  readonly token: number;
}

/** The middle of a vector of a run on the page, once it is drawn. */
const middleOf = async (run: 'clean' | 'corrupt', place: Place) => {
  const middle = () =>
    page.evaluate(
      (wanted) => {
        const map = document
          .querySelector('lab-app')
          ?.shadowRoot?.querySelector('lab-network-view')
          ?.shadowRoot?.querySelector('lab-stage') as Stage<NetworkScene>;
        map.scrollIntoView({ block: 'end', behavior: 'instant' });
        const item = map.scene.nodes.find(({ subject }) =>
          Object.entries(wanted).every(
            ([key, value]) => (subject as unknown as Record<string, unknown>)[key] === value,
          ),
        );
        const canvas = map.shadowRoot?.querySelector('canvas')?.getBoundingClientRect();
        if (!item || !canvas) return undefined;
        const { x, y, width, height } = item.rect;
        return { x: canvas.x + x + width / 2, y: canvas.y + y + height / 2 };
      },
      { kind: 'run-node', run, ...place },
    );
  await expect.poll(middle, SLOW).toBeDefined();
  return (await middle()) as { x: number; y: number };
};

/** The suggested pair is the engine's own. */
const patched = async (method: 'denoise' | 'noise', { site, layer, token }: Place) => {
  const place = { site: site as 'hook_mlp_out', layer, position: token };
  const { patch } = await engine('patching', {
    suggest: { text: PROMPT, count: 1 },
    method,
    exact: false,
    place,
  });
  const [before, after] = [patch?.before[0].text, patch?.after[0].text];
  const effect = `${(patch?.exact ?? 0) < 0 ? '−' : '\\+'}${Math.abs(patch?.exact ?? 0).toFixed(2)}`;
  return { before, after, effect };
};

const STREAM = { site: 'hook_resid_mid', layer: 1, token: 5 };

test(
  'a vector that is dragged from the clean network onto the corrupted one is patched there, exactly',
  SLOW,
  async () => {
    await summary(/Logit of “basketball” less “\w+”: clean/);
    const [from, to] = [await middleOf('clean', STREAM), await middleOf('corrupt', STREAM)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    const { before, after, effect } = await patched('denoise', STREAM);
    expect(after).not.toBe(before);
    await summary(
      new RegExp(
        `With stream after attention 2 at “of” patched ${effect}: “${before}” .* becomes “${after}”`,
      ),
    );
  },
);

test('dragged from the corrupted network it is noise in the clean one', SLOW, async () => {
  const [from, to] = [await middleOf('corrupt', STREAM), await middleOf('clean', STREAM)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // Anywhere on the other network is near enough.
  await page.mouse.move(to.x - 60, to.y + 10, { steps: 5 });
  await page.mouse.up();
  const { before, after, effect } = await patched('noise', STREAM);
  expect(before).toBe('basketball');
  await summary(new RegExp(`patched ${effect}: “basketball” .* becomes “${after}”`));
});

test('dropped where it came from, or elsewhere, it changes nothing', SLOW, async () => {
  const MLP = { site: 'hook_mlp_out', layer: 0, token: 5 };
  const from = await middleOf('clean', MLP);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 80, from.y + 20, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((await middleOf('corrupt', MLP)).x, from.y, { steps: 3 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await summary(/With stream after attention 2 at “of” patched/);
});

test('keys choose the place, and Enter turns the way', SLOW, async () => {
  await page.focus(`lab-app ${byRole('application')}`);
  await page.keyboard.press('ArrowDown');
  const MLP = { site: 'hook_mlp_out', layer: 1, token: 5 };
  await summary(new RegExp(`With MLP 2 at “of” patched ${(await patched('noise', MLP)).effect}`));
  await page.keyboard.press('Enter');
  await summary(new RegExp(`With MLP 2 at “of” patched ${(await patched('denoise', MLP)).effect}`));
});

test('one map has both prompts where two networks are not wanted', SLOW, async () => {
  await click('checkbox', 'two networks');
  const kinds = () =>
    page.$eval('lab-app >>> lab-stage', (map) => [
      ...new Set((map as Stage<NetworkScene>).scene.nodes.map(({ subject }) => subject.kind)),
    ]);
  await expect.poll(kinds, SLOW).not.toContain('run-node');
  expect(await kinds()).toContain('vector');
});

test('a finger drags as well, from one network down onto the other', SLOW, async () => {
  await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await openNetwork(page, 'facts', PROMPT, SLOW);
  await (await find('combobox', 'Overlay')).select('patching');
  await summary(/Logit of “basketball” less “\w+”: clean/);
  const [from, to] = [await middleOf('clean', STREAM), await middleOf('corrupt', STREAM)];
  expect(to.x).toBe(from.x);
  expect(to.y).toBeGreaterThan(from.y + 100);
  await page.touchscreen.touchStart(from.x, from.y);
  await page.touchscreen.touchMove(from.x, (from.y + to.y) / 2);
  await page.touchscreen.touchMove(to.x, to.y);
  await page.touchscreen.touchEnd();
  const { effect } = await patched('denoise', STREAM);
  await summary(new RegExp(`With stream after attention 2 at “of” patched ${effect}`));
  expect(pageErrors).toEqual([]);
});
