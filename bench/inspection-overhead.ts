// Cost of inspection during training: steps per second with each live view, compared with training alone, and the longest
// tasks of the main thread in wall and CPU time (on a busy machine a task may wait for a processor).
// `node scripts/run.mjs bench/inspection-overhead.ts [cpu|webgpu] [seconds] [words of views …]`

import type { Page } from 'puppeteer';
import { preview } from 'vite';
import { launchBrowser } from '../scripts/browser/launch-browser.ts';
import { buildPage } from '../scripts/build-page.ts';
import type { LabApp } from '../src/ui/app/app.ts';

const BASELINE = { name: 'training alone', hash: 'view=train' };
const VIEWS = [
  { name: 'every head, attention view', hash: 'view=attention' },
  { name: 'every head, chapter 6', hash: 'view=chapter&chapter=6&at=1240' },
  { name: 'embedding map in space, chapter 5', hash: 'view=chapter&chapter=5&at=803.6' },
  { name: 'neurons, chapter 7', hash: 'view=chapter&chapter=7&at=880' },
  { name: 'columns and attribution, chapter 7', hash: 'view=chapter&chapter=7&at=740' },
];

const [engine = 'cpu', seconds = '8', ...words] = process.argv.slice(2);
const chosen = VIEWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

await buildPage();
const server = await preview({ preview: { port: 0 } });
const browser = await launchBrowser({ webgpu: engine === 'webgpu' });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${server.resolvedUrls?.local[0]}#${BASELINE.hash}&preset=facts&weights=fresh`);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp | null)?.lab.value.runState === 'ready',
    { timeout: 60_000 },
  );
  await measure(page, BASELINE);
  for (const view of chosen) {
    await measure(page, view);
    await measure(page, BASELINE);
  }
} finally {
  await browser.close();
  await server.close();
}

/** With new weights each time, because a run has a last step. */
async function measure(page: Page, { name, hash }: typeof BASELINE): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `${hash}&preset=facts&weights=fresh`);
  await sleep(3);
  await page.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    await client.transformer.reset();
    void client.transformer.train();
  });
  await sleep(2); // excludes the opening of the view
  const stepOf = () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.step);
  await page.tracing.start({ categories: ['disabled-by-default-devtools.timeline'] });
  const begin = performance.now();
  const before = await stepOf();
  await sleep(Number(seconds));
  const steps = (await stepOf()) - before;
  const rate = (1000 * steps) / (performance.now() - begin);
  const tasks = mainThreadTasks(await page.tracing.stop());
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.transformer.pause());
  const long = tasks.map(({ duration }) => duration).filter((lasted) => lasted > 50);
  console.log(
    `${name}: ${rate.toFixed(1)} steps/s; ` +
      `${long.length > 0 ? `tasks over 50 ms: ${long.map(Math.round).join(', ')}` : 'no task over 50 ms'}; ` +
      `longest ${roundedMax(tasks.map(({ duration }) => duration))} ms, most computed by one ${roundedMax(tasks.map(({ computed }) => computed))} ms`,
  );
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Wall and CPU time in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of every task in a trace. */
function mainThreadTasks(trace: Uint8Array = new Uint8Array()): { duration: number; computed: number }[] {
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(new TextDecoder().decode(trace));
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const named = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const main = new Set(named.map(threadOf));
  return traceEvents
    .filter((event) => event.name === 'RunTask' && main.has(threadOf(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1000, computed: tdur / 1000 }));
}

function roundedMax(values: readonly number[]): number {
  return Math.round(values.reduce((a, b) => Math.max(a, b), 0));
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}
