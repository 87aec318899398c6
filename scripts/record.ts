// `npm run record`: the README's moving pictures, of the built page: the network map, and the stages of chapters beside their videos.
import { writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer';
import type { LabApp } from '../src/ui/app/app.ts';
import type { Shot } from '../src/ui/scenes/network/camera/shot.ts';
import type { NetworkScene } from '../src/ui/scenes/network/network-scene.ts';
import type { NetworkValues } from '../src/ui/scenes/network/values/network-values.ts';
import type { Stage } from '../src/ui/stage/stage.ts';
import { withLab } from './browser/with-lab.ts';
import { encodeAnimation, type Frame } from './webp-animation.ts';

const FOLDER = 'docs/images';
const QUALITY = 28;
const FRAME_MS = 90;
const MAP = 'lab-app >>> lab-stage';

/** What is shown, how long it is filmed on the page's clock, how much of that passes between two frames, and how long its last frame stays. */
interface Scene {
  /** Steps that the network trains before. */
  readonly trains?: number;
  /** A shot of the network map, or a moment of the open chapter: seconds of its video. */
  readonly shows: Shot | { readonly moment: number };
  /** A lens that the picture needs. */
  readonly lens?: keyof NetworkValues['lenses'];
  readonly duration: number;
  readonly step: number;
  readonly hold?: number;
}

interface Film {
  readonly hash: string;
  readonly scenes: readonly Scene[];
}

interface Recording {
  readonly name: string;
  /** The size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture for a CSS pixel of the page. */
  readonly scale: number;
  /** CSS pixels of the page below the picture, which then begins at the map. Without it the picture is the whole page. */
  readonly below?: number;
  readonly films: readonly Film[];
}

const OVERVIEW = { at: 'network' } as const;
const HEAD = { at: 'head', layer: 2, head: 1 } as const;
const BACKWARD = { target: OVERVIEW, front: 'play', overlay: 'gradients' } as const;
const LEARNS = { shows: { target: OVERVIEW }, duration: 700, step: 100, hold: 400 } as const;

/** The moments of a chapter at these seconds of its video, each filmed for as long as its picture moves. */
const chapterFilm = (
  chapter: number,
  moments: readonly (readonly [seconds: number, duration: number])[],
): Film => ({
  hash: `view=chapter&chapter=${chapter}&at=5&theme=dark`,
  scenes: moments.map(([moment, duration]) => ({ shows: { moment }, duration, step: 250, hold: 1000 })),
});

const RECORDINGS: readonly Recording[] = [
  {
    name: 'network',
    ...{ width: 800, height: 472, scale: 0.8, below: 268 },
    films: [
      {
        hash: 'view=network&preset=world&theme=dark',
        scenes: [
          { shows: { target: OVERVIEW, front: 1 }, duration: 0, step: 1 },
          { shows: { target: OVERVIEW, front: 'play' }, duration: 8600, step: 480, hold: 900 },
          {
            shows: { target: HEAD, front: 1, headStep: 'queries' },
            lens: 'head-trace',
            duration: 1500,
            step: 150,
          },
          { shows: { target: HEAD, front: 1, headStep: 'output' }, duration: 6700, step: 600, hold: 900 },
          {
            shows: { target: { at: 'mlp', layer: 1, token: 1 }, front: 1, mlpStep: 'output' },
            ...{ lens: 'mlp-neurons', duration: 2400, step: 200, hold: 1200 },
          },
        ],
      },
      {
        hash: 'view=network&preset=world&weights=fresh&theme=dark',
        scenes: [
          { shows: BACKWARD, lens: 'stream-gradients', duration: 8600, step: 720, hold: 500 },
          { ...LEARNS, trains: 1 },
          { ...LEARNS, trains: 30 },
          { ...LEARNS, trains: 60, hold: 1200 },
        ],
      },
    ],
  },
  {
    name: 'chapters',
    ...{ width: 864, height: 540, scale: 0.6 },
    films: [
      chapterFilm(1, [
        [184, 3000],
        [274, 5000],
        [568, 1500],
      ]),
      chapterFilm(3, [[482, 5000]]),
      chapterFilm(6, [
        [300, 1000],
        [346, 1500],
        [520, 1500],
        [560, 1500],
        [680, 1500],
        [800, 1500],
        [880, 1500],
      ]),
    ],
  },
];

const wanted = process.argv.slice(2);
for (const recording of RECORDINGS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const { name, width, height, scale, below = 0, films } = recording;
  await withLab(
    { width: width / scale, height: height / scale + below, deviceScaleFactor: scale },
    async (open) => {
      const frames: Frame[] = [];
      for (const { hash, scenes } of films) {
        const page = await open(hash);
        frames.push(...(await film(page, recording, scenes)));
        await page.close(); // two open pages would say that they share what is stored
      }
      const animation = encodeAnimation(frames, width, height);
      const path = `${FOLDER}/${name}.webp`;
      writeFileSync(path, animation);
      const seconds = frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
      console.log(`${path}: ${(animation.length / 1e6).toFixed(2)} MB, ${seconds.toFixed(1)} s`);
    },
  );
}

async function film(
  page: Page,
  { width, height, scale, below }: Recording,
  scenes: readonly Scene[],
): Promise<Frame[]> {
  const canvas = await page.waitForSelector('lab-app >>> canvas');
  await sleep(3000); // its first values are read, its first flight ends
  await stopClock(page);
  const { x, y } = (below && (await canvas?.boundingBox())) || { x: 0, y: 0 };
  const clip = { x, y, width: width / scale, height: height / scale };
  const frames: Frame[] = [];
  for (const { shows, lens, trains, duration, step, hold = FRAME_MS } of scenes) {
    if ('moment' in shows) await showMoment(page, shows.moment);
    else await showShot(page, shows, lens);
    if (trains) await train(page, trains);
    for (let time = 0; time < duration; time += step) {
      await advance(page, step);
      const image = await page.screenshot({ type: 'webp', quality: QUALITY, clip });
      frames.push({ image, milliseconds: time + step >= duration ? hold : FRAME_MS });
    }
    console.log(`${JSON.stringify(shows)}: ${frames.length} frames`);
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

/** Trains the network for at least `steps` steps; the map shows the step that it has come to. */
async function train(page: Page, steps: number): Promise<void> {
  await advance(page, 2000); // between two pulses of the map
  const step = await page.evaluate(async (steps) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const last = lab.value.step + steps;
    if (steps > 1) void lab.train();
    while (lab.value.step < last - 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await lab.pause();
    await lab.step();
    return lab.value.step;
  }, steps);
  const map = await page.$(MAP);
  await page.waitForFunction(
    (map, step) => (map as Stage<NetworkScene>).scene.input.values?.step === step,
    {},
    map,
    step,
  );
}

/** Shows the shot, with all of its values read. */
async function showShot(page: Page, shot: Shot, lens: Scene['lens']): Promise<void> {
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
  await page.waitForFunction(
    (map, lens) => (map as Stage<NetworkScene>).scene.input.values?.lenses[lens],
    {},
    map,
    lens,
  );
}

/** Opens the moment of the chapter; the network that it shows is read in the meantime. */
async function showMoment(page: Page, seconds: number): Promise<void> {
  await page.evaluate((seconds) => {
    location.hash = location.hash.replace(/at=[\d.]+/, `at=${seconds}`);
  }, seconds);
  await sleep(1500);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
