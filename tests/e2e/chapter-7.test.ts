// Chapter 7's stage on the model that ships: a view for every moment, and one fact's whole story, on the CPU and on WebGPU:
// taught, traced, found, switched off, rewritten and undone. Numbers on screen are the engine's.
import { AxePuppeteer } from '@axe-core/puppeteer';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { LabApp } from '../../src/ui/app/app.ts';
import { chapter } from '../../src/ui/chapters/07-facts/chapter.ts';
import { type Panel, panelOf } from '../../src/ui/chapters/07-facts/panels.ts';
import { stagedMomentAt } from '../../src/ui/chapters/moments.ts';
import type { InspectRequest, Lenses, LensName } from '../../src/workers/lab-api.ts';
import { complaintsOf, launchBrowser } from '../support/browser.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-7-stage';
const TEXT = 'Michael Jordan plays the sport of';
const PLACE = `view=chapter&chapter=7&preset=facts&layer=2&prompt=${encodeURIComponent(TEXT)}`;

/** What each panel is made of once it has something to show. */
const ELEMENTS: Readonly<Record<Panel, string>> = {
  next: 'lab-next-token >>> tbody tr',
  layers: 'lab-layers >>> tr.mlp',
  directions: 'lab-word-sum >>> tbody tr',
  toy: 'lab-fact-toy >>> section:nth-of-type(2) tr.marked',
  block: 'lab-mlp-block >>> lab-heat',
  gate: 'lab-and-gate >>> tbody tr',
  curve: 'lab-activation-plot >>> svg circle',
  columns: 'lab-mlp-columns >>> tbody tr',
  counts: 'lab-mlp-count >>> tfoot',
  parts: 'lab-logit-parts >>> tfoot',
  squeeze: 'lab-squeeze >>> .controls',
  angles: 'lab-angles >>> .controls',
  features: 'lab-features >>> .controls',
  facts: 'lab-fact-table >>> tbody tr',
  trace: 'lab-trace >>> .controls select',
  neuron: 'lab-neuron-card >>> .firing',
  edit: 'lab-edits >>> .controls select',
};

let browser: Browser;
let page: Page;
let complaints: string[];

const seen = (selector: string, timeout = 60_000) =>
  page.waitForSelector(selector, { visible: true, timeout });
const untilThere = (selector: string) =>
  expect.poll(() => page.$(selector), { timeout: 60_000 }).not.toBeNull();
const textOf = (selector: string) =>
  page.$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '');
const textsOf = (selector: string) =>
  page.$$eval(selector, (elements) =>
    elements.map((each) => each.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
  );

async function open(webgpu: boolean): Promise<void> {
  browser = await launchBrowser({ webgpu });
  page = await browser.newPage();
  complaints = complaintsOf(page);
  await page.setViewport({ width: 1440, height: 1400 });
  await page.goto(`${inject('pageUrl')}#${PLACE}&at=1`);
  await seen(`${stage} >>> ${ELEMENTS.next}`);
}

async function close(): Promise<void> {
  await browser?.close();
  expect(complaints).toEqual([]);
}

async function show(panel: Panel): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `${PLACE}&at=1&show.panel=${panel}`);
  await seen(`${stage} >>> ${ELEMENTS[panel]}`);
}

/** Presses the button with these words. */
async function press(within: string, words: string): Promise<void> {
  for (const button of await page.$$(`${stage} >>> ${within} >>> button`)) {
    if ((await button.evaluate((element) => element.textContent?.trim())) !== words) continue;
    // Not by the mouse: what stands above may still be growing.
    return button.evaluate((element) => (element as HTMLButtonElement).click());
  }
  throw new Error(`There is no button “${words}” in ${within}.`);
}

/** Asks the engine itself. */
async function ask<Name extends LensName>(
  name: Name,
  asked: Lenses[Name]['asks'],
): Promise<Lenses[Name]['answers']> {
  const json = await page.evaluate(
    async (name, asked) =>
      JSON.stringify(
        await (document.querySelector('lab-app') as LabApp).lab.lab.lens(name as LensName, asked as never),
      ),
    name,
    asked as object,
  );
  return JSON.parse(json);
}

const inspect = (request: InspectRequest) =>
  page.evaluate(async (request) => {
    const { next } = await (document.querySelector('lab-app') as LabApp).lab.lab.inspect(request);
    return next;
  }, request);

/** The model as its file would be, in short. */
const savedModel = () =>
  page.evaluate(async () => {
    const bytes = await (document.querySelector('lab-app') as LabApp).lab.lab.save();
    return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))).join();
  });

const percentOf = (share: number) => `${Math.round(100 * share)} %`.replace('-', '−');

describe('every moment', () => {
  beforeAll(() => open(false));
  afterAll(close);

  test.each(chapter.moments.map((moment) => [moment.title, moment] as const))('%s', async (_, moment) => {
    await page.evaluate((to) => {
      location.hash = to;
    }, `${PLACE}&at=${moment.at}`);
    await seen(`${stage} >>> ${ELEMENTS[panelOf(stagedMomentAt(chapter.moments, moment.at))]}`);
  });

  test.each(Object.keys(ELEMENTS) as Panel[])(
    'the panel %s has nothing that axe finds serious',
    async (panel) => {
      await show(panel);
      const { violations } = await new AxePuppeteer(page).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );

  test('five features in two dimensions and the angles of random directions are measured here', async () => {
    await show('angles');
    await press('lab-angles', 'Measure');
    await seen(`${stage} >>> lab-angles >>> svg.histogram`);
    const { deviation } = await ask('angles', { of: 'random', N: 1000, d: 100, seed: 1 });
    expect(await textOf(`${stage} >>> lab-angles >>> section`)).toContain(
      `${deviation.toFixed(1)}°; random ones`,
    );
    await show('squeeze');
    await press('lab-squeeze', 'Train it');
    await seen(`${stage} >>> lab-squeeze >>> svg line`);
    await press('lab-squeeze', 'Pause');
  });
});

describe.each([
  ['the CPU', false],
  ['WebGPU', true],
] as const)('one fact’s story on %s', (_, webgpu) => {
  beforeAll(() => open(webgpu));
  afterAll(close);

  test('taught: a fact of one’s own is among the others, and asked like them', async () => {
    await show('facts');
    const field = (name: string) => `${stage} >>> lab-fact-table >>> [name="${name}"]`;
    await page.type(field('subject'), 'Ada Lovelace');
    await page.type(field('answer'), 'tennis');
    await press('lab-fact-table', 'Add to the list');
    await page.$eval(`${stage} >>> lab-fact-table >>> input[type="number"]`, (input) => {
      (input as HTMLInputElement).value = '20';
      input.dispatchEvent(new Event('change'));
    });
    await press('lab-fact-table', 'Teach them');
    await page.waitForFunction(
      () => {
        const { step, runState } = (document.querySelector('lab-app') as LabApp).lab.value;
        return step === 1520 && runState === 'finished';
      },
      { timeout: 100_000 },
    );
    await press('lab-fact-table', 'Ask again');
    await expect
      .poll(() => textsOf(`${stage} >>> lab-fact-table >>> tbody th`), { timeout: 60_000 })
      .toContain('Ada Lovelace → tennis (yours)');
    const { facts } = await ask('facts', {});
    const cells = await textsOf(`${stage} >>> lab-fact-table >>> tbody tr:first-child td`);
    facts[0].replies.forEach(({ probability }, i) => {
      expect(Number.parseFloat(cells[i].replace(/[()<>\s]/g, ''))).toBeCloseTo(100 * probability, 0);
    });
  });

  test('traced: the table holds the shares that the engine recovers', async () => {
    await show('trace');
    await press('lab-trace', 'Trace it');
    await seen(`${stage} >>> lab-trace >>> tr.mlp`, 100_000);
    const { rows, answer } = await ask('trace', { text: TEXT, subject: 'Michael Jordan' });
    expect(answer.text).toBe('basketball');
    const cells = await textsOf(`${stage} >>> lab-trace >>> tbody td`);
    expect(cells).toEqual(rows.flatMap(({ recovered }) => recovered.map(percentOf)));
  });

  test('found and switched off: neurons by AND and by contribution, and what is known without them', async () => {
    await show('gate');
    await expect
      .poll(() => textsOf(`${stage} >>> lab-and-gate >>> option`))
      .toContain('Michael Jordan → basketball');
    await press('lab-and-gate', 'Look for AND-gates');
    const table = `${stage} >>> lab-and-gate >>> section:last-of-type .scroll:last-of-type`;
    await seen(`${table} tbody tr:nth-child(3)`, 100_000);
    const { switchedOff, byContribution } = await ask('andGates', {
      subject: 'Michael Jordan',
      relation: 'sport',
      layer: 1,
    });
    expect(await textsOf(`${table} tbody td:nth-child(2)`)).toEqual(
      switchedOff.map(({ own }) => `${own.right} of ${own.of}`),
    );

    await press('lab-and-gate', `neuron ${byContribution[0].neuron + 1}`);
    await seen(`${stage} >>> ${ELEMENTS.neuron}`);
    await press('lab-neuron-card', 'Switch it off');
    const shown = `${stage} >>> lab-neuron-card >>> lab-next-token >>> table`;
    await seen(`${shown}.compared`);
    const [off] = await inspect({
      text: TEXT,
      names: [],
      interventions: [
        { name: 'blocks.1.mlp.hook_post', kind: 'replace', value: 0, neuron: byContribution[0].neuron },
      ],
    });
    const [, without] = await textsOf(`${shown} tbody tr:first-child td:not(.bars)`);
    expect(Number.parseFloat(without.replace(/[<>\s]/g, ''))).toBeCloseTo(100 * off.probability, 0);
    await press('lab-neuron-card', 'Let it go');
  });

  test('rewritten and undone: the new answer is said, then the old one again, byte by byte', async () => {
    await show('edit');
    await untilThere(`${stage} >>> lab-edits >>> option`);
    const before = await savedModel();
    await press('lab-edits', 'Rewrite it');
    await seen(`${stage} >>> lab-edits >>> .verdicts`, 110_000);
    const heading = await textOf(`${stage} >>> lab-edits >>> .head h2`);
    const newAnswer = heading.match(/→ (\S+),/)?.[1];
    expect((await inspect({ text: TEXT, names: [] }))[0].text).toBe(newAnswer);
    expect(await savedModel()).not.toBe(before);
    const says = await textsOf(`${stage} >>> lab-edits >>> tbody tr td:last-child`);
    expect(says[0]).toBe(newAnswer);

    await press('lab-edits', 'Undo');
    await page.waitForSelector(`${stage} >>> lab-edits >>> .verdicts`, { hidden: true });
    expect((await inspect({ text: TEXT, names: [] }))[0].text).toBe('basketball');
    expect(await savedModel()).toBe(before);
  });
});
