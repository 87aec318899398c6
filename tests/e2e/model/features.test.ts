// Features on the network page: transcoders are trained, stopped and measured, the attribution graph is drawn, and a feature is opened and
// changed in the model; the numbers are the engine's.

import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { lensReader, recordLensAlong } from '../../support/browser/engine.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { mapSummary, openNetwork } from '../../support/browser/network-page.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const PROMPT = 'Michael Jordan plays the sport of';
/** Transcoders of two layers are trained. */
const SLOW = { timeout: 240_000 };

let browser: Browser;
let page: Page;
let pageErrors: string[];

const { find, textsOf } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await openNetwork(page, 'facts', PROMPT, SLOW);
}, SLOW.timeout);

afterAll(() => browser?.close());

const summary = mapSummary(() => page, SLOW);
const engine = lensReader(() => page);

const panel = (selector: string) => `lab-app >>> lab-features-panel >>> ${selector}`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const press = (selector: string) =>
  page
    .waitForSelector(selector, SLOW)
    .then((button) => button?.evaluate((each) => (each as HTMLElement).click()));

test('training shows its progress and can be stopped', SLOW, async () => {
  await (await find('combobox', 'Overlay')).select('features');
  await summary(/Train transcoders to see the graph/);
  await press(`lab-app ${byRole('button', 'Train transcoders')}`);
  await page.waitForSelector(panel('progress'), SLOW);
  await press(`lab-app ${byRole('button', 'Stop')}`);
  await page.waitForFunction(() => {
    const root = document.querySelector('lab-app')?.shadowRoot?.querySelector('lab-network-view')?.shadowRoot;
    return !root?.querySelector('lab-features-panel')?.shadowRoot?.querySelector('progress');
  }, SLOW);
  await summary(/Train transcoders to see the graph/);
});

test('the graph of the prompt is drawn with what the transcoders lose', SLOW, async () => {
  await press(`lab-app ${byRole('button', 'Train transcoders')}`);
  await page.waitForSelector(panel('.nodes table'), SLOW);
  const { next } = await page.evaluate(
    (text) =>
      (document.querySelector('lab-app') as LabApp).lab.client.transformer.inspect({ text, names: [] }),
    PROMPT,
  );
  const graph = await engine('attribution-graph', {
    ...{ text: PROMPT, other: next[1].id, nodeShare: 0.7, edgeShare: 0.85 },
  });
  expect(graph.answer.id).toBe(next[0].id);
  await summary(
    new RegExp(
      `${graph.nodes.length} nodes and ${graph.edges.length} edges of ${graph.counts.features} active`,
    ),
  );
  const [quality] = await textsOf(panel('.quality'));
  const dead = graph.transcoders.layers.reduce((sum, layer) => sum + layer.dead, 0);
  expect(quality).toContain(`${dead} of 512 features dead`);
  const first = graph.nodes
    .filter(({ kind }) => kind !== 'answer')
    .sort((a, b) => b.influence - a.influence)[0];
  const [influence, total] = await textsOf(panel('.nodes tbody tr:first-child td'));
  expect(influence).toMatch(new RegExp(`^${(100 * first.influence).toFixed(1)}`));
  expect(total).toBe(signed(first.total));
});

test(
  'a feature is opened; ablated, it changes the answer as the engine says, beside the prediction',
  SLOW,
  async () => {
    await press(panel('.nodes button'));
    await page.waitForSelector(panel('.contexts li'), SLOW);
    const [title] = await textsOf(panel('section h2'));
    const [, feature, layer] = /Feature (\d+) of MLP (\d+) at/.exec(title) ?? [];
    const opened = await engine('feature', { layer: Number(layer) - 1, feature: Number(feature) });
    expect((await textsOf(panel('.contexts mark')))[0]).toBe(
      opened.fires.most[0].tokens[opened.fires.most[0].position],
    );
    await press(`lab-app ${byRole('button', 'Ablate')}`);
    await page.waitForSelector(panel('section td.wide'), SLOW);
    const { next } = await page.evaluate(
      (text) =>
        (document.querySelector('lab-app') as LabApp).lab.client.transformer.inspect({ text, names: [] }),
      PROMPT,
    );
    const place = await page.evaluate(() => {
      const root = document
        .querySelector('lab-app')
        ?.shadowRoot?.querySelector('lab-network-view')?.shadowRoot;
      return root?.querySelector('lab-features-panel')?.chosen;
    });
    const { change } = await engine('feature-intervention', {
      ...{ text: PROMPT, layer: Number(layer) - 1, feature: Number(feature), position: place?.token ?? 0 },
      ...{ kind: 'ablate', answer: next[0].id, other: next[1].id },
    });
    const cells = await textsOf(panel('section table:last-of-type tbody tr:first-child td'));
    expect(cells).toEqual([signed(change.total.predicted), signed(change.total.measured)]);
  },
);

test(
  'keys step through nodes and their edges; an edge from a feature is checked by ablating it',
  SLOW,
  async () => {
    await page.focus(`lab-app ${byRole('application')}`);
    const announced = () => textsOf('lab-app >>> lab-stage >>> [role=status]').then(([text]) => text);
    await page.keyboard.press('ArrowDown');
    await expect.poll(announced, SLOW).toMatch(/^embedding of “.*” ?.* of the influence/);
    // Until a feature, whose largest edge leads up to the answer or to a later feature.
    for (let n = 0; n < 60 && !/^feature/.test(await announced()); n++) {
      const before = await announced();
      await page.keyboard.press('ArrowDown');
      await expect.poll(announced, SLOW).not.toBe(before);
    }
    const name = /^feature \d+ of MLP \d+ at “.*?”/.exec(await announced())?.[0] ?? 'no feature';
    for (let n = 0; n < 60 && !(await announced()).startsWith(`${name} →`); n++) {
      const before = await announced();
      await page.keyboard.press('ArrowRight');
      await expect.poll(announced, SLOW).not.toBe(before);
    }
    expect(await announced()).toMatch(/ → .*: adds [+−]\d+\.\d\d, \d/);
    await summary(/its source ablated: [+−]\d+\.\d\d, predicted [+−]\d+\.\d\d/);
    expect(pageErrors).toEqual([]);
  },
);

test('the features stay the same along the checkpoints: their losses are the engine’s', SLOW, async () => {
  const along = 'lab-app >>> lab-along-checkpoints';
  const answer = await recordLensAlong(page, 'transcoder-drift');
  await press(`${along} >>> button`);
  await page.waitForSelector(`${along} >>> lab-line-chart`, SLOW);
  const { result: results } = await answer();
  const expected = results.map(({ step, result: { loss } }) => ({
    ...{ step, spliced: loss.spliced, clean: loss.clean },
  }));
  expect(expected.length).toBeGreaterThan(3);
  const charts = await page.$$eval(`${along} >>> lab-line-chart`, (charts) =>
    charts.map((chart) =>
      (chart as unknown as { lines: { name: string; points: [number, number][] }[] }).lines.map(
        ({ name, points }) => ({ name, points: points.map((point) => [...point]) }),
      ),
    ),
  );
  const points = (name: string) => charts.flat().find((line) => line.name === name)?.points;
  expect(points('with the transcoders')).toEqual(expected.map(({ step, spliced }) => [step, spliced]));
  expect(points('the model')).toEqual(expected.map(({ step, clean }) => [step, clean]));
  expect(points('correlation with the end')?.at(-1)?.[1]).toBeCloseTo(1, 6);
});
