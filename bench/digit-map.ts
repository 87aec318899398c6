// The picture of the digit network: milliseconds from a stroke to lit outputs, frames a second of its passes, of chapter 4's nudge, and
// pictures a second while it learns.
// `node scripts/run.mjs bench/digit-map.ts`

import type { Page } from 'puppeteer';
import { preview } from 'vite';
import { launchBrowser } from '../scripts/browser/launch-browser.ts';
import { buildPage } from '../scripts/build-page.ts';
import type { ChainScene } from '../src/ui/scenes/chain/chain-scene.ts';
import type { DigitScene } from '../src/ui/scenes/digits/digit-scene.ts';
import type { DigitPlay } from '../src/ui/scenes/digits/shot.ts';
import type { Stage } from '../src/ui/stage/stage.ts';

const STROKES = 30;
const mapOf = (chapter: number) =>
  `lab-app >>> lab-chapter-view >>> lab-chapter-${chapter}-stage >>> lab-stage`;

await buildPage();
const server = await preview({ preview: { port: 0 } });
const browser = await launchBrowser({ webgpu: false });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  const go = async (chapter: number, at: number) => {
    await page.goto(`${server.resolvedUrls?.local[0]}#view=chapter&chapter=${chapter}&at=${at}`);
    const map = await page.waitForSelector(mapOf(chapter));
    await page.waitForFunction(
      (element) => {
        const { input } = (element as Stage).scene;
        return 'data' in input ? input.data : 'values' in input && input.values;
      },
      {},
      map,
    );
    await sleep(6000); // what plays by itself
  };
  await go(1, 273);
  const waits = await strokeTimes(page);
  console.log(
    `stroke to lit outputs: median ${middle(waits)} ms, slowest ${Math.max(...waits).toFixed(0)} ms`,
  );
  console.log(`forward ${await framesOf(page, 1, 'forward')} frames/s`);
  await go(3, 482);
  console.log(`backward ${await framesOf(page, 3, 'backward')} frames/s`);
  await go(3, 445);
  console.log(`requests ${await framesOf(page, 3, 'requests')} frames/s`);
  await go(2, 621);
  console.log(`learning ${await picturesOf(page, 2)} pictures/s`);
  await go(4, 204);
  const nudge = await page.$eval(mapOf(4), async (element) => {
    const map = element as Stage<ChainScene>;
    const before = map.drawnFrames;
    map.scene.motion.play('nudge', 3);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    return (map.drawnFrames - before) / 4;
  });
  console.log(`chapter 4, nudge ${nudge.toFixed(0)} frames/s`);
} finally {
  await browser.close();
  await server.close();
}

/** From each move of the pointer over the pad to the first frame with other outputs. */
function strokeTimes(page: Page): Promise<number[]> {
  return page.$eval(
    mapOf(1),
    async (element, strokes) => {
      const map = element as Stage<DigitScene>;
      const canvas = map.shadowRoot?.querySelector('canvas') as HTMLCanvasElement;
      const pad = map.scene.nodes.find(({ subject }) => subject.kind === 'pad')?.rect;
      if (!pad) throw new Error('The map has no pad.');
      const box = canvas.getBoundingClientRect();
      const fire = (type: string, i: number) => {
        const [x, y] = [
          pad.x + pad.width * (0.3 + (0.4 * i) / strokes),
          pad.y + pad.height * (0.2 + (0.6 * i) / strokes),
        ];
        const at = { clientX: box.x + x, clientY: box.y + y, pointerId: 1, button: 0, isPrimary: true };
        const event = new PointerEvent(type, { ...at, bubbles: true });
        Object.defineProperties(event, { offsetX: { value: x }, offsetY: { value: y } });
        canvas.dispatchEvent(event);
      };
      canvas.setPointerCapture = () => undefined;
      fire('pointerdown', 0);
      const waits: number[] = [];
      for (let i = 1; i <= strokes; i++) {
        const [begin, values, frames] = [performance.now(), map.scene.input.values, map.drawnFrames];
        fire('pointermove', i);
        while (
          (map.scene.input.values === values || map.drawnFrames === frames) &&
          performance.now() - begin < 2000
        )
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))); // after the frame is drawn
        waits.push(performance.now() - begin);
        await new Promise((resolve) => setTimeout(resolve, 80));
      }
      fire('pointerup', strokes);
      return waits;
    },
    STROKES,
  );
}

async function framesOf(page: Page, chapter: number, play: DigitPlay): Promise<string> {
  const frames = await page.$eval(
    mapOf(chapter),
    async (element, play) => {
      const map = element as Stage<DigitScene>;
      const before = map.drawnFrames;
      map.scene.motion.play(play, map.scene.input.values?.sizes ?? []);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return (map.drawnFrames - before) / 3;
    },
    play,
  );
  return frames.toFixed(0);
}

/** Pictures of other weights a second. */
async function picturesOf(page: Page, chapter: number): Promise<string> {
  const pictures = await page.$eval(mapOf(chapter), async (element) => {
    const map = element as Stage<DigitScene>;
    let [count, weights] = [0, map.scene.input.values?.weights];
    const end = performance.now() + 5000;
    while (performance.now() < end) {
      if (map.scene.input.values?.weights !== weights) count++;
      weights = map.scene.input.values?.weights;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return count / 5;
  });
  return pictures.toFixed(1);
}

function middle(numbers: readonly number[]): string {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)].toFixed(0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
