// The train view on the built page: training starts with one click, every state is reachable, no errors.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { startAnew } from '../../support/browser/lab-pages.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const main = byRole('main');
const dock = byRole('region', 'Model');

const ADDRESS = '#view=train&weights=fresh&';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
});

afterAll(() => browser?.close());
afterEach(() => expect(pageErrors).toEqual([]));

/** An untrained model of these settings, on the page that is there. */
async function openPage(settings = ''): Promise<void> {
  if (!page) return openNewPage(settings);
  await page.setViewport({ width: 800, height: 600 });
  await startAnew(page, `${ADDRESS}${settings}`);
  expect((await labOf()).step).toBe(0);
}

/** The same on a new page, which replaces the one that is there. */
async function openNewPage(settings = '', processorThreads?: number): Promise<void> {
  await page?.close();
  page = await browser.newPage();
  if (processorThreads !== undefined) {
    await page.evaluateOnNewDocument((value) => {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value });
    }, processorThreads);
  }
  pageErrors = collectPageErrors(page);
  await page.goto(`${inject('pageUrl')}${ADDRESS}${settings}`);
  await until('ready');
}

const until = (state: string) =>
  page.waitForFunction(
    (state) => (document.querySelector('lab-app') as LabApp).lab.value.runState === state,
    {},
    state,
  );

const { find, press, textOf, textsOf } = pageReader(() => page);

const dockButtons = () => textsOf(`${dock}${byRole('button')}`);

/** The button that names the engine. */
const engineButton = `${dock}${byRole('button', 'Engine: CPU')}`;
/** Adapter and threads of the engine. */
const engineTooltip = () => page.$eval(engineButton, (button) => (button as HTMLElement).title);

/** The state of the lab. */
const labOf = () =>
  page.evaluate(() => {
    const { step, series, evaluations, run, problems } = (document.querySelector('lab-app') as LabApp).lab
      .value;
    return {
      step,
      losses: series.points.map(({ loss }) => loss),
      evaluations: evaluations.length,
      preset: run?.preset,
      layers: run?.model.L,
      seed: run?.training.seed,
      problems,
    };
  });

test('diagnostics: machine, speed on request, copy or select', async () => {
  await openPage();
  await press(dock, 'Engine: CPU');
  await press(dock, 'Diagnostics …');
  const dialog = byRole('dialog', 'Diagnostics');
  const report = `${dialog}${byRole('textbox', 'Diagnostics as text')}`;
  const text = () => page.$eval(report, (area) => (area as HTMLTextAreaElement).value);
  const status = () => textOf(`${dialog}${byRole('status')}`);
  await expect.poll(text).toMatch(/engine: CPU, WebAssembly.*reason: .*speed: not measured$/s);

  await press(dialog, 'Measure speed');
  await press(dialog, 'Stop');
  await expect.poll(status).toContain('Stopped');
  await press(dialog, 'Measure speed');
  await expect.poll(text).toMatch(/speed, small .*tokens\/s.*speed, middle .*tokens\/s/s);

  await page.bringToFront();
  const origin = new URL(page.url()).origin;
  await browser
    .defaultBrowserContext()
    .overridePermissions(origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await press(dialog, 'Copy diagnostics');
  await expect.poll(status).toBe('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text());
  // The browser denies clipboard access.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await press(dialog, 'Copy diagnostics');
  await expect.poll(status).toContain('the text is selected');
  const selected = await page.$eval(report, (area) => {
    const { selectionStart, selectionEnd, value } = area as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
  expect(selected).toBe(await text());

  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('shows the memory of settings before they are applied, and rejects those that do not fit, with the size', async () => {
  await openPage('preset=repeats');
  const memory = `${main}::-p-text(Training memory:)`;
  expect(await textOf(memory)).toMatch(/Training memory: [\d.]+.MB/);
  const before = await labOf();
  await page.evaluate(() => {
    window.location.hash = 'view=train&weights=fresh&preset=repeats&L=8&H=16&C=512&T=256&B=128';
  });
  await page.waitForFunction(() =>
    (document.querySelector('lab-app') as LabApp).lab.value.problems.some(({ message }) =>
      /Training needs [\d.]+ GB of memory/.test(message),
    ),
  );
  expect(await textOf(memory)).toMatch(/Training memory: [\d.]+.GB/);
  expect(await labOf()).toMatchObject({ layers: before.layers, step: 0 });
});

test('loss, completions and picture are on the first screen, and nothing moves when training starts', async () => {
  await openNewPage('preset=repeats');
  await page.setViewport({ width: 1440, height: 900 });
  await find('application', undefined, main);
  /** Of what the first screen shows: title, progress, cards and picture. */
  const places = () =>
    page.$$eval(
      `${main} >>> :is(h1, progress, h2#loss, h2#completions, h2#network, .results .card, [role="application"])`,
      (elements) =>
        elements.map((element) => {
          const { x, y } = element.getBoundingClientRect();
          return [element.localName, element.id, Math.round(x), Math.round(y)].join(' ');
        }),
    );
  const before = await places();
  expect(before.length).toBeGreaterThan(4);
  const { y: top } = (await (await find('region', 'Model')).boundingBox()) ?? { y: 0 };
  for (const name of ['completions', 'network', 'loss']) {
    const card = await page.waitForSelector(`${main} >>> section[aria-labelledby="${name}"]`);
    const box = (await card?.boundingBox()) ?? { y: 0, height: Number.NaN };
    expect(box.y + box.height).toBeLessThanOrEqual(top);
  }
  await press(main, 'Train');
  await page.waitForFunction(() => {
    const { step, evaluations } = (document.querySelector('lab-app') as LabApp).lab.value;
    return step >= 20 && evaluations.length > 0;
  });
  expect(await places()).toEqual(before);
  await press(main, 'Pause');
  await until('paused');
  expect(await places()).toEqual(before);
});

test('one click trains the default network: the loss falls, facts are evaluated, prompts are completed', async () => {
  await openPage();
  expect(await textOf(engineButton)).toBe('CPU');
  const themes = await page.evaluateHandle(() => {
    const written: MutationRecord[] = [];
    const watch = new MutationObserver((records) => written.push(...records));
    watch.observe(document.documentElement, { attributes: true });
    return written;
  });
  await press(main, 'Train');
  // The bundled model, which this run replaces, has the evaluations of its training.
  await page.waitForFunction(() => {
    const { source, evaluations } = (document.querySelector('lab-app') as LabApp).lab.value;
    return !source && evaluations.length >= 2;
  });
  const speed = () => page.$eval(`${dock} >>> ::-p-text(tokens/s)`, ({ textContent }) => textContent);
  await expect.poll(speed).toMatch(/^[\d.,]+(\u202f[kM])? tokens\/s$/);
  // A change there redraws every canvas: a training step must not cause one.
  expect(await themes.evaluate((written) => written.length)).toBe(0);
  const { preset, losses } = await labOf();
  expect(preset).toBe('facts');
  expect(losses[losses.length - 1]).toBeLessThan(losses[0] - 1);
  expect(await textOf(byRole('region', 'recall'))).toMatch(/recall.*training set.*held-out set/s);
  const completions = await textsOf(`${byRole('region', 'Completions by step')}${byRole('listitem')}`);
  expect(completions.filter((text) => text.startsWith('step')).at(-1)).toMatch(/^step [\d,]+ \S/);

  // Pause between two steps, single step, resume.
  await press(main, 'Pause');
  await until('paused');
  const paused = await labOf();
  await press(dock, 'Step');
  await page.waitForFunction(
    (step) => (document.querySelector('lab-app') as LabApp).lab.value.step === step + 1,
    {},
    paused.step,
  );
  await press(main, 'Resume');
  await until('training');
});

test('there is one button that trains, in every window; settings that are new have theirs', async () => {
  await openPage();
  const trains = /^(Train|Train again|Pause|Resume)/;
  const buttonsIn = async (region: string) =>
    (await textsOf(`${region}${byRole('button')}`)).filter((name) => trains.test(name));
  const all = async () => [await buttonsIn(main), await buttonsIn(dock)];
  await expect.poll(all).toEqual([['Train'], []]);
  await page.setViewport({ width: 390, height: 844 });
  await expect.poll(all).toEqual([[], ['Train']]);
  await press(dock, 'Step');
  await expect.poll(all).toEqual([[], ['Resume']]);
  await page.evaluate(() => {
    location.hash += '&L=1';
  });
  await expect.poll(all).toEqual([['Train new model'], []]);
});

test('the same seed gives the same losses, also after a reset, on one thread or two, and while a thread does nothing', async () => {
  await openNewPage('steps=20&seed=5', 4);
  expect(await engineTooltip()).toContain(', 2 threads');
  const threads = () => page.workers().filter((worker) => worker !== page.workers()[0]);
  await expect.poll(() => threads().length).toBe(1);
  await press(main, 'Train');
  await until('finished');
  const first = await labOf();
  expect(first).toMatchObject({ step: 20, seed: 5 });

  // It never returns to its event loop; the debugger ends its script.
  await threads()[0].client.send('Runtime.terminateExecution');
  await trainAgain();
  expect((await labOf()).losses).toEqual(first.losses);

  await openNewPage('steps=20&seed=5', 1);
  expect(await engineTooltip()).not.toContain('threads');
  expect(page.workers()).toHaveLength(1);
  await press(main, 'Train');
  await until('finished');
  expect((await labOf()).losses).toEqual(first.losses);
});

async function trainAgain(): Promise<void> {
  const run = await page.evaluateHandle(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
  await press(main, 'Train again');
  await page.waitForFunction(
    (before) => (document.querySelector('lab-app') as LabApp).lab.value.run !== before,
    {},
    run,
  );
  await until('finished');
}

test('an untrained model follows the settings; invalid ones show a message and change nothing', async () => {
  await openPage();
  await fill('Layers (L)', '3');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.run?.model.L === 3,
  );
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&L=3&weights=fresh');
  await fill('Layers (L)', '99');
  const alert = `${main}${byRole('alert')}`;
  await page.waitForSelector(alert, { visible: true });
  expect(await textOf(alert)).toMatch(/L is 99; it can be 1 to 8/);
  expect(await labOf()).toMatchObject({ layers: 3 });
});

async function fill(label: string, value: string): Promise<void> {
  const field = byRole('spinbutton', label);
  await page.waitForSelector(field, { visible: true });
  await page.$eval(
    field,
    (input, value) => {
      (input as HTMLInputElement).value = value;
      input.dispatchEvent(new Event('change'));
    },
    value,
  );
}

test('selecting a preset over a trained model asks for confirmation, and the model can be kept', async () => {
  await openPage('steps=4');
  await press(main, 'Train');
  await until('finished');
  await page.click(`${byRole('group', 'Preset')}::-p-text(League)`);
  const banner = `${main}::-p-text(Settings changed.)`;
  await page.waitForSelector(banner, { visible: true });
  expect(await textOf(banner)).toMatch(/replaces the current\s+model/);
  // longer than the page waits for further settings before it creates a model
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  expect(await labOf()).toMatchObject({ preset: 'facts', step: 4 });
  await press(main, 'Keep current model');
  await page.waitForSelector(banner, { hidden: true });
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&steps=4&weights=fresh');
});

test('trains on the visitor’s own text, with advice, and never puts it into the URL', async () => {
  await openPage('preset=text&steps=300');
  const text = 'the cat sat on the mat. the dog sat on the log. '.repeat(30);
  await page.$eval(
    byRole('textbox', 'Training text'),
    (area, text) => {
      (area as HTMLTextAreaElement).value = text;
      area.dispatchEvent(new Event('change'));
    },
    text,
  );
  const advice = `${byRole('list', 'Advice on the text')}${byRole('listitem')}`;
  await page.waitForSelector(advice, { visible: true });
  expect(await textOf(advice)).toMatch(/will probably overfit/);
  await page.waitForFunction(
    (size) => (document.querySelector('lab-app') as LabApp).lab.value.run?.vocabulary.length === size,
    {},
    new Set(text).size,
  );
  expect(await page.evaluate(() => location.hash)).toBe('#view=train&preset=text&steps=300&weights=fresh');
});

test('a text that is too short says so at its field, without the advice on the text before; no other text’s loss is drawn', async () => {
  await openPage('preset=text&steps=300');
  const area = byRole('textbox', 'Training text');
  const setText = (text: string) =>
    page.$eval(
      area,
      (area, text) => {
        (area as HTMLTextAreaElement).value = text;
        area.dispatchEvent(new Event('change'));
      },
      text,
    );
  const hasBaseline = async () =>
    (await page.$(`${main} >>> lab-line-chart >>> ::-p-text(pretrained)`)) !== null;
  await setText(''); // that of a test before
  await expect.poll(hasBaseline).toBe(true);
  await setText('the cat sat on the mat. the dog sat on the log. '.repeat(30));
  const advice = byRole('list', 'Advice on the text');
  await page.waitForSelector(advice, { visible: true });
  expect(await hasBaseline()).toBe(false);

  await setText('the cat sat on the mat.');
  const problem =
    'text: a row of T = 64 tokens and its last target need 65 tokens, and there are 21; shorten T or add text';
  const described = () =>
    page.$eval(area, (element) => {
      const id = element.getAttribute('aria-describedby') ?? '';
      return (element.getRootNode() as ShadowRoot).getElementById(id)?.textContent;
    });
  await expect.poll(described).toBe(problem);
  expect(await page.$eval(area, (element) => element.getAttribute('aria-invalid'))).toBe('true');
  expect(await page.$(advice)).toBeNull();
  await setText('');
  await expect.poll(described).toBe('');
});

test('trains on a corpus, which is fetched when it is chosen; the own text returns, and links name the corpus', async () => {
  await openPage('preset=text&steps=3');
  const fetchedCorpora = async () =>
    (
      await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.resourceUrls())
    ).filter((url) => /\/(moby-dick|state-of-the-union|world-factbook)-[^/]*\.bin$/.test(url));
  expect(await fetchedCorpora()).toEqual([]);
  const trainsOn = (text: string) =>
    page.waitForFunction(
      (text) => (document.querySelector('lab-app') as LabApp).lab.value.run?.description.startsWith(text),
      {},
      text,
    );
  const setText = (area: Element, text: string) => {
    (area as HTMLTextAreaElement).value = text;
    area.dispatchEvent(new Event('change'));
  };
  const own = 'the cat sat on the mat. '.repeat(30);
  await page.$eval(byRole('textbox', 'Training text'), setText, own);
  const choice = await find('combobox', 'Training text');
  await choice.select('world-factbook');
  await trainsOn('World Factbook: ');
  expect(await fetchedCorpora()).toEqual([expect.stringContaining('world-factbook')]);
  expect(await page.evaluate(() => location.hash)).toContain('&corpus=world-factbook&');
  expect(await textOf(`${main}::-p-text(a download of)`)).toBe(
    'portraits of countries by the CIA, about 2015: 1.1 MB of text, a download of 393 kB',
  );
  await press(main, 'Train');
  await until('finished');
  expect((await labOf()).losses).toHaveLength(3);
  await choice.select('');
  const area = await find('textbox', 'Training text');
  expect(await area.evaluate((area) => (area as HTMLTextAreaElement).value)).toBe(own);
  expect(await page.evaluate(() => location.hash)).not.toContain('corpus');
});

test('unsupported URL parameters show a message, and the others apply', async () => {
  await openNewPage('layer=never&L=99&prompt=hello&preset=league');
  const alert = `${main}${byRole('alert')}`;
  await page.waitForSelector(alert, { visible: true });
  const notice = await textOf(alert);
  expect(notice).toContain('“layer=never” in the URL was ignored');
  expect(notice).toContain('L is 99');
  expect((await labOf()).preset).toBe('league');
});

test('trained, in both themes and on a phone: nothing for axe to find, and nothing sticks out', async () => {
  await openPage('steps=3');
  await press(main, 'Train');
  await until('finished');
  for (const summary of await page.$$('lab-app >>> lab-settings-form >>> .card > summary'))
    await summary.click();
  for (const [theme, width, height] of [
    ['dark', 1440, 900],
    ['light', 390, 844],
    ['dark', 360, 740],
  ] as const) {
    await page.setViewport({ width, height });
    await page.evaluate(
      (theme) => (document.querySelector('lab-app') as LabApp).page.update({ theme }),
      theme,
    );
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, {}, theme);
    expect(await axeViolations(page), `${theme}, ${width} pixels`).toEqual([]);
    const overflow = await page.$eval(main, ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(overflow, `${theme}, ${width} pixels`).toBe(0);
  }
});

test('byte pairs of a long text: progress and stop; the model stays', async () => {
  await openPage('preset=text');
  const before = await labOf();
  const words = Array.from({ length: 900_000 }, (_, i) => ((i * 2_654_435_761) % 2 ** 32).toString(36));
  await page.evaluate((text) => {
    const { settings } = (document.querySelector('lab-app') as LabApp).page.value;
    const change = { ...settings, text, tokenizer: 'byte-pair' as const, vocabularySize: 5000 };
    void (document.querySelector('lab-app') as LabApp).lab.create(change);
  }, words.join(' '));
  await expect.poll(dockButtons, { timeout: 30_000 }).toContain('Stop reading');
  await expect.poll(() => textOf(`${main} >>> .status`)).toMatch(/^Reading: [a-z ]+, \d+.%\./);
  await press(dock, 'Stop reading');
  await expect.poll(dockButtons).not.toContain('Stop reading');
  expect(await labOf()).toMatchObject({ step: before.step, preset: before.preset });
  expect(await textsOf(byRole('alert'))).toEqual([]);
});

test('a choice of the settings shows its explanation and the settings that it needs, and enters the address', async () => {
  await openPage('optimizer=muon');
  const form = 'lab-app >>> lab-settings-form';
  await page.click(`${form} >>> .card:last-of-type > summary`);
  expect(await textOf(`${form} >>> #optimizer-help`)).toContain('Jordan et al. 2024');
  await page.waitForSelector(`${form} >>> #muonLearningRate`);
  const optimizer = await page.waitForSelector(`${form} >>> #optimizer`);
  await optimizer?.select('sgd');
  await page.waitForFunction(() => location.hash.includes('optimizer=sgd'));
  expect(await page.$(`${form} >>> #muonLearningRate`)).toBeNull();
  expect(await textOf(`${form} >>> #optimizer-help`)).toContain('Sutskever et al. 2013');
});

test('while the settings are refused, no button of any page trains the model that is there', async () => {
  await openPage('preset=repeats&C=16&H=1&L=2&T=16&B=2');
  const before = await labOf();
  await page.evaluate(() => {
    window.location.hash = 'view=train&weights=fresh&preset=repeats&L=8&H=16&C=512&T=256&B=128';
  });
  await expect.poll(async () => (await labOf()).problems.length).toBe(1);
  const notice = `${byRole('region', 'Notifications')}${byRole('alert')}`;
  for (const label of ['Train', 'Step'] as const) {
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).page.update({ view: 'runs' }));
    await press(dock, label);
    await page.waitForSelector(`${notice}::-p-text(Nothing is trained)`, { visible: true });
    expect(await textOf(notice)).toMatch(/the settings under “Train” are refused: Training needs [\d.]+.GB/);
    await press(notice, 'Dismiss');
  }
  expect(await labOf()).toMatchObject({ layers: before.layers, step: 0, losses: [] });
  await page.evaluate(() => {
    window.location.hash = 'view=train&weights=fresh&preset=repeats&L=1&steps=2';
  });
  await expect.poll(labOf).toMatchObject({ problems: [], layers: 1 });
  await press(main, 'Train');
  await until('finished');
  expect(await labOf()).toMatchObject({ layers: 1, step: 2 });
});

test('a button that is pressed right after a setting has changed trains with it', async () => {
  await openPage('preset=repeats&C=16&H=1&L=1&T=16&B=2&steps=2');
  await page.evaluate(() => {
    const { page } = document.querySelector('lab-app') as LabApp;
    const { settings } = page.value;
    const event = new Event('lab-settings', { bubbles: true, composed: true });
    const changed = {
      ...settings,
      model: { ...settings.model, L: 2 },
      training: { ...settings.training, steps: 3 },
    };
    document.querySelector('lab-app')?.dispatchEvent(Object.assign(event, { settings: changed }));
    document
      .querySelector('lab-app')
      ?.dispatchEvent(Object.assign(new Event('lab-run'), { action: 'train' }));
  });
  await until('finished');
  expect(await labOf()).toMatchObject({ layers: 2, step: 3 });
});
