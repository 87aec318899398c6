// Frames a second of the network map while it moves, by size of the model and length of the prompt, frames drawn at rest, and the
// share of training speed that is left while the map is open and live.
// `node scripts/run.mjs bench/map.ts [cpu|webgpu] [words of models …]`

import type { Page } from 'puppeteer';
import { preview } from 'vite';
import { launchBrowser } from '../scripts/browser/launch-browser.ts';
import { buildPage } from '../scripts/build-page.ts';
import type { LabApp } from '../src/ui/app/app.ts';
import type { Shot, Target } from '../src/ui/scenes/network/camera/shot.ts';
import type { Stage } from '../src/ui/stage/stage.ts';

const MODELS = [
  { name: 'world, 4 blocks of 4 heads, 6 tokens', hash: 'preset=world' },
  { name: 'facts, 2 blocks of 4 heads, 6 tokens', hash: 'preset=facts' },
  { name: 'repeats, 2 blocks of 4 heads, 19 tokens', hash: 'preset=repeats', isAttentionOnly: true },
  { name: '8 blocks of 12 heads', hash: 'preset=stories&weights=fresh&L=8&H=12&C=192' },
];
/** A flight to each of them, and back. */
const TARGETS: readonly Target[] = [
  { at: 'block', layer: 1 },
  { at: 'head', layer: 1, head: 1 },
  { at: 'mlp', layer: 1, token: 1 },
  { at: 'vector', stage: 1, token: 1 },
  { at: 'embedding' },
  { at: 'unembedding' },
];
const SELECTOR = 'lab-app >>> lab-stage';
const REST_MS = 2000;
/** Training alone and with the map by turns, because other work on the machine changes the speed. */
const [TURNS, TURN_MS] = [4, 5000];

const [engine = 'cpu', ...words] = process.argv.slice(2);
const chosen = MODELS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
await buildPage();
const server = await preview({ preview: { port: 0 } });
const browser = await launchBrowser({ webgpu: engine === 'webgpu' });
try {
  for (const { name, hash, isAttentionOnly = false } of chosen) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(`${server.resolvedUrls?.local[0]}#view=network&${hash}`);
    await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
    await page.waitForSelector(SELECTOR);
    await sleep(6000); // the sweep at the start
    await framesPerSecond(page, { target: { at: 'network' }, front: 1 }, 100);
    const sweep = await framesPerSecond(page, { target: { at: 'network' }, front: 'play' }, 4000);
    console.log(`${name}\n  forward pass ${sweep} frames/s`);
    for (const target of TARGETS) {
      if (target.at === 'mlp' && isAttentionOnly) continue;
      const there = await framesPerSecond(page, { target }, 1000);
      const back = await framesPerSecond(page, { target: { at: 'network' } }, 1000);
      console.log(`  ${target.at} ${there}, back ${back} frames/s`);
    }
    await sleep(1000);
    const before = await drawnFrames(page);
    await sleep(REST_MS);
    console.log(`  at rest ${(await drawnFrames(page)) - before} frames in ${REST_MS / 1000} s`);
    await page.close();
  }
  await trainingShare();
} finally {
  await browser.close();
  await server.close();
}

/** Steps a second on the page of training and on the network page, by turns. */
async function trainingShare(): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${server.resolvedUrls?.local[0]}#view=train&preset=facts&weights=fresh`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp | null)?.lab.value.run);
  const rates = { train: 0, network: 0 };
  for (let turn = 0; turn < TURNS; turn++) {
    for (const view of ['train', 'network'] as const) {
      await page.evaluate(async (view) => {
        location.hash = `view=${view}&preset=facts&weights=fresh`;
        const { client } = (document.querySelector('lab-app') as LabApp).lab;
        await client.transformer.pause();
        await client.transformer.reset();
        void client.transformer.train();
      }, view);
      await sleep(1500); // the page opens
      const stepOf = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);
      const [begin, before] = [performance.now(), await stepOf()];
      await sleep(TURN_MS);
      rates[view] += (1000 * ((await stepOf()) - before)) / (performance.now() - begin) / TURNS;
    }
  }
  const share = Math.round((100 * rates.network) / rates.train);
  console.log(
    `training: ${rates.train.toFixed(0)} steps/s, ${rates.network.toFixed(0)} with the map: ${share} %`,
  );
  await page.close();
}

function drawnFrames(page: Page): Promise<number> {
  return page.$eval(SELECTOR, (map) => (map as Stage).drawnFrames);
}

/** Drawn frames a second in the first `duration` milliseconds after a shot. */
async function framesPerSecond(page: Page, shot: Shot, duration: number): Promise<string> {
  const frames = await page.$eval(
    SELECTOR,
    async (element, shot, duration) => {
      const map = element as Stage;
      const before = map.drawnFrames;
      map.dispatchEvent(
        Object.assign(new Event('lab-map-shot', { bubbles: true, composed: true }), { shot }),
      );
      await new Promise((resolve) => setTimeout(resolve, duration));
      return map.drawnFrames - before;
    },
    shot,
    duration,
  );
  await sleep(1500);
  return ((1000 * frames) / duration).toFixed(0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
