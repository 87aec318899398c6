// Time from the click to the first training step on the built page, each time in a new browser profile:
// `node scripts/run.mjs bench/first-step.ts [cpu|webgpu] [rounds] [words of places …]`

import type { Page } from 'puppeteer';
import { preview } from 'vite';
import { launchBrowser } from '../scripts/browser/launch-browser.ts';
import { buildPage } from '../scripts/build-page.ts';
import type { LabApp } from '../src/ui/app/app.ts';

interface Scenario {
  readonly name: string;
  readonly hash: string;
  /** The button to click, by selector or label. */
  readonly button: string;
  readonly network: 'model' | 'digits';
}

const chapterScenario = (chapter: number): Scenario => ({
  name: `chapter ${chapter}, “Train”`,
  hash: `view=chapter&chapter=${chapter}`,
  button: 'lab-app >>> lab-dock >>> button.main',
  network: 'model',
});

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'train view, “Train”',
    hash: 'view=train&weights=fresh',
    button: 'lab-app >>> lab-train-view >>> button.big',
    network: 'model',
  },
  {
    name: 'train view, a trained network anew',
    hash: 'view=train',
    button: 'lab-app >>> lab-train-view >>> button.big',
    network: 'model',
  },
  chapterScenario(5),
  chapterScenario(6),
  chapterScenario(7),
  {
    name: 'chapter 2, the digit network',
    hash: 'view=chapter&chapter=2&weights=fresh',
    button: 'lab-app >>> lab-dock >>> button.main',
    network: 'digits',
  },
];

const [engine = 'webgpu', rounds = '3', ...words] = process.argv.slice(2);
const chosen = SCENARIOS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);

await buildPage();
const server = await preview({ preview: { port: 0 } });
try {
  for (const place of chosen) {
    const times: Awaited<ReturnType<typeof measure>>[] = [];
    for (let round = 0; round < Number(rounds); round++) times.push(await measure(place));
    const list = (key: 'ready' | 'first') => times.map((time) => time[key].toFixed(2)).join(', ');
    console.log(
      `${place.name}: pressable after ${list('ready')} s; first step ${list('first')} s after the click`,
    );
  }
} finally {
  await server.close();
}

/** Seconds from navigation until the button is enabled, and from its click to the first reported step. */
async function measure({ hash, button, network }: Scenario): Promise<{ ready: number; first: number }> {
  const browser = await launchBrowser({ webgpu: engine === 'webgpu' });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    const begin = performance.now();
    await page.goto(`${server.resolvedUrls?.local[0]}#${hash}`);
    const ready = await waitForEnabledButton(page, button);
    const clickedAt = performance.now();
    const first = await page.evaluate(clickAndWait, ready, network);
    return { ready: (clickedAt - begin) / 1000, first };
  } finally {
    await browser.close();
  }
}

async function waitForEnabledButton(page: Page, button: string) {
  for (;;) {
    const found = await page.waitForSelector(button, { visible: true, timeout: 60_000 });
    const press = await found?.evaluateHandle((element) => element.closest('button') as HTMLButtonElement);
    if (await press?.evaluate(({ disabled }) => !disabled)) return press as NonNullable<typeof press>;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Runs in the page: waits for the first step of its network, or of a network that replaces it. */
function clickAndWait(button: HTMLButtonElement, network: Scenario['network']): Promise<number> {
  const { lab } = document.querySelector('lab-app') as LabApp;
  const store = network === 'model' ? lab : lab.digits;
  const before = store.value;
  return new Promise((resolve) => {
    const begin = performance.now();
    const stop = store.subscribe(() => {
      const { run, step } = store.value;
      if (!run || step <= (run === before.run ? before.step : run.step)) return;
      stop();
      resolve((performance.now() - begin) / 1000);
    });
    button.click();
  });
}
