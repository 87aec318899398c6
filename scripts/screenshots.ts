// `npm run screenshots`: the pictures of docs, of the built page with its bundled models and a newly trained one.
import { mkdirSync } from 'node:fs';
import type { Page } from 'puppeteer';
import type { LabApp } from '../src/ui/app/app.ts';
import { waitForStep, withLab } from './browser/with-lab.ts';

const FOLDER = 'docs/images';
/** Enough to learn the facts. */
const TRAINED_STEPS = 1000;

/** Longer than a forward pass sweeps through the network. */
const SETTLING_MS = 12_000;

/** Views of the bundled models. */
const VIEWS = {
  'chapter-5': 'view=chapter&chapter=5&at=898.3&preset=stories&theme=dark',
  'chapter-3': 'view=chapter&chapter=3&at=481.6&theme=dark',
};

const STAGE = 'lab-app >>> lab-chapter-view >>> lab-chapter-7-stage';

mkdirSync(FOLDER, { recursive: true });
await withLab({ width: 1440, height: 900, deviceScaleFactor: 1 }, async (open) => {
  for (const [name, hash] of Object.entries(VIEWS)) {
    const page = await open(hash);
    await takeScreenshot(page, name);
    await page.close();
  }
  const facts = await open('view=chapter&chapter=7&at=35.7&show.panel=trace&preset=facts&theme=dark');
  await clickButton(facts, 'Run trace');
  await facts.waitForSelector(`${STAGE} >>> lab-causal-trace >>> tr.mlp`, { timeout: 120_000 });
  await takeScreenshot(facts, 'chapter-7');
  await facts.close();
  const compare = await open('view=compare&theme=dark');
  await compare.locator('lab-app >>> ::-p-text(Train both)').click();
  await compare.waitForFunction(
    () =>
      (document.querySelector('lab-app') as LabApp).lab.comparison.value.variants[1]?.runState === 'finished',
    { timeout: 0 },
  );
  await takeScreenshot(compare, 'compare');
  await compare.close();
  const page = await open('view=train&theme=dark&weights=fresh');
  console.log(`Training ${TRAINED_STEPS} steps …`);
  await page.evaluate(
    () => void (document.querySelector('lab-app') as LabApp).lab.client.transformer.train(),
  );
  await waitForStep(page, TRAINED_STEPS);
  await navigate(page, 'view=attention&theme=dark&layer=1&head=1&token=6');
  await takeScreenshot(page, 'facts-heads');
});

/** Clicks the stage's button with this label once it is enabled. */
async function clickButton(page: Page, label: string): Promise<void> {
  const selector = `${STAGE} >>> ::-p-text(${label})`;
  const button = await page.waitForSelector(selector, { visible: true, timeout: 60_000 });
  await page.waitForFunction((element) => !element?.closest('button')?.disabled, {}, button);
  await button?.click();
}

/** Changes the address within the page, which keeps the model. */
async function navigate(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** Waits until everything is drawn. */
async function takeScreenshot(page: Page, name: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`${FOLDER}/${name}.png`);
}
