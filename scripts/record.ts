// `npm run record`: the README's moving picture on the network map of the built page: a forward pass, flights, and live training.
import { writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer';
import type { LabApp } from '../src/ui/app/app.ts';
import type { Shot } from '../src/ui/network-map/camera/shot.ts';
import type { NetworkMap } from '../src/ui/network-map/network-map.ts';
import type { NetworkValues } from '../src/ui/network-map/values/network-values.ts';
import { withLab } from './browser/with-lab.ts';
import { encodeAnimation, type Frame } from './webp-animation.ts';

const PATH = 'docs/images/network.webp';
/** The page is laid out this much larger than the picture. */
const SCALE = 0.8;
const [WIDTH, HEIGHT] = [800, 472];
/** Of the page: the picture ends above the controls of the map. */
const PAGE_HEIGHT = HEIGHT / SCALE + 268;
const QUALITY = 28;
const FRAME_MS = 90;
const MAP = 'lab-app >>> lab-network-map';

/** A shot, how long it is filmed on the map's clock, how much of that passes between two frames, and how long its last frame stays. */
interface Scene {
  /** Steps that the network trains before. */
  readonly trains?: number;
  readonly shot: Shot;
  /** A lens that the picture needs. */
  readonly lens?: keyof NetworkValues['lenses'];
  readonly duration: number;
  readonly step: number;
  readonly hold?: number;
}

const OVERVIEW = { at: 'network' } as const;
const HEAD = { at: 'head', layer: 2, head: 1 } as const;
const BACKWARD = { target: OVERVIEW, front: 'play', overlay: 'gradients' } as const;
const LEARNS = { shot: { target: OVERVIEW }, duration: 700, step: 100, hold: 400 } as const;
const FILMS: readonly { readonly hash: string; readonly scenes: readonly Scene[] }[] = [
  {
    hash: 'view=network&preset=world&theme=dark',
    scenes: [
      { shot: { target: OVERVIEW, front: 1 }, duration: 0, step: 1 },
      { shot: { target: OVERVIEW, front: 'play' }, duration: 8600, step: 480, hold: 900 },
      {
        shot: { target: HEAD, front: 1, headStep: 'queries' },
        lens: 'head-trace',
        duration: 1500,
        step: 150,
      },
      { shot: { target: HEAD, front: 1, headStep: 'output' }, duration: 6700, step: 600, hold: 900 },
      {
        shot: { target: { at: 'mlp', layer: 1, token: 1 }, front: 1, mlpStep: 'output' },
        ...{ lens: 'mlp-neurons', duration: 2400, step: 200, hold: 1200 },
      },
    ],
  },
  {
    hash: 'view=network&preset=world&weights=fresh&theme=dark',
    scenes: [
      { shot: BACKWARD, lens: 'stream-gradients', duration: 8600, step: 720, hold: 500 },
      { ...LEARNS, trains: 1 },
      { ...LEARNS, trains: 30 },
      { ...LEARNS, trains: 60, hold: 1200 },
    ],
  },
];

await withLab({ width: WIDTH / SCALE, height: PAGE_HEIGHT, deviceScaleFactor: SCALE }, async (open) => {
  const frames: Frame[] = [];
  for (const { hash, scenes } of FILMS) frames.push(...(await film(await open(hash), scenes)));
  const animation = encodeAnimation(frames, WIDTH, HEIGHT);
  writeFileSync(PATH, animation);
  const seconds = frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  console.log(`${PATH}: ${(animation.length / 1e6).toFixed(2)} MB, ${seconds.toFixed(1)} s`);
});

async function film(page: Page, scenes: readonly Scene[]): Promise<Frame[]> {
  const map = await page.waitForSelector(MAP);
  await page.waitForFunction((map) => (map as NetworkMap).values, {}, map);
  await sleep(1000);
  await stopClock(page);
  const box = await map?.boundingBox();
  const clip = { x: box?.x ?? 0, y: box?.y ?? 0, width: WIDTH / SCALE, height: HEIGHT / SCALE };
  const frames: Frame[] = [];
  for (const { shot, lens, trains, duration, step, hold = FRAME_MS } of scenes) {
    await show(page, shot, lens);
    if (trains) await train(page, trains);
    for (let time = 0; time < duration; time += step) {
      await advance(page, step);
      const image = await page.screenshot({ type: 'webp', quality: QUALITY, clip });
      frames.push({ image, milliseconds: time + step >= duration ? hold : FRAME_MS });
    }
    console.log(`${JSON.stringify(shot.target)}: ${frames.length} frames`);
  }
  return frames;
}

/** From now on, the page's clock moves only by `advance`: frames are evenly spaced on any machine. */
function stopClock(page: Page): Promise<void> {
  return page.evaluate(() => {
    let now = performance.now();
    performance.now = () => now;
    Object.assign(window, {
      advanceClock: (milliseconds: number) => {
        now += milliseconds;
      },
    });
  });
}

/** Moves the clock, and waits until the frame of that time is drawn. */
function advance(page: Page, milliseconds: number): Promise<void> {
  return page.evaluate(async (milliseconds) => {
    (window as unknown as { advanceClock(milliseconds: number): void }).advanceClock(milliseconds);
    for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, milliseconds);
}

/** Trains the network; the map shows the step that it has come to. */
async function train(page: Page, steps: number): Promise<void> {
  await advance(page, 2000); // between two pulses of the map
  const step = await page.evaluate(async (steps) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { transformer } = lab.client;
    for (let i = 1; i < steps; i++) await transformer.step();
    await lab.step();
    return lab.value.step;
  }, steps);
  const map = await page.$(MAP);
  await page.waitForFunction((map, step) => (map as NetworkMap).values?.step === step, {}, map, step);
}

/** Shows the shot, with all of its values read. */
async function show(page: Page, shot: Shot, lens: Scene['lens']): Promise<void> {
  await page.$eval(
    MAP,
    (map, shot) => {
      map.dispatchEvent(
        Object.assign(new Event('lab-map-shot', { bubbles: true, composed: true }), { shot }),
      );
    },
    shot,
  );
  if (!lens) return;
  const map = await page.$(MAP);
  await page.waitForFunction((map, lens) => (map as NetworkMap).values?.lenses[lens], {}, map, lens);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
