// `npm run record`: the README's moving picture, a time lapse of the default model's training on the built page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { waitForStep, withLab } from './browser/with-lab.ts';
import { encodeAnimation, type Frame } from './webp-animation.ts';

const PATH = 'docs/images/training.webp';
const [WIDTH, HEIGHT] = [900, 570];
/** The page is laid out this much larger than the picture. */
const SCALE = 0.75;
/** Trained steps at which a frame is taken: dense while the loss falls fast. */
const STEPS = Array.from({ length: 36 }, (_, frame) => Math.round(1500 * (frame / 35) ** 1.6));
const [FRAME_MS, LAST_FRAME_MS] = [110, 1500];
const QUALITY = 60;
/** Pixels of the page above the loss chart. */
const ABOVE_CHART = 160;

mkdirSync('docs/images', { recursive: true });
const viewport = { width: WIDTH / SCALE, height: HEIGHT / SCALE, deviceScaleFactor: SCALE };
await withLab(viewport, async (open) => {
  const page = await open('view=train&theme=dark&weights=fresh');
  await page.locator('::-p-aria([name="Train"][role="button"])').click();
  const chart = await page.waitForSelector('lab-app >>> lab-train-view >>> lab-line-chart');
  // The chart's heading and legend stand above it.
  const top = await chart?.evaluate((element) => element.getBoundingClientRect().top);
  await page.$eval('lab-app >>> main', (main, top) => main.scrollBy(0, top), (top ?? 0) - ABOVE_CHART);
  const frames: Frame[] = [];
  for (const step of STEPS) {
    await waitForStep(page, step);
    const image = await page.screenshot({ type: 'webp', quality: QUALITY, optimizeForSpeed: false });
    frames.push({ image, milliseconds: step === STEPS.at(-1) ? LAST_FRAME_MS : FRAME_MS });
    console.log(`step ${step}`);
  }
  const animation = encodeAnimation(frames, WIDTH, HEIGHT);
  writeFileSync(PATH, animation);
  console.log(`${PATH}: ${(animation.length / 1e6).toFixed(2)} MB`);
});
