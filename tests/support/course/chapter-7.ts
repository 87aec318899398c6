// The tests of chapter 7's stage on the bundled model, in groups that run as files of their own: every moment and panel, and one
// fact's whole story (trained, traced, attributed, ablated, edited and undone). Numbers on screen equal the engine's.
import type { Browser, ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { chapter } from '../../../src/ui/course/07-facts/chapter.ts';
import type { PANELS } from '../../../src/ui/course/07-facts/panels.ts';
import type { PanelKey } from '../../../src/ui/course/chapter-stage/panel-groups.ts';
import { stagedMomentAt } from '../../../src/ui/course/moments.ts';
import { formatPercent, formatSigned } from '../../../src/ui/format/numbers.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { InspectRequest } from '../../../src/workers/rpc/api/lab-api.ts';
import { axeViolationsIn } from '../browser/accessibility.ts';
import { lensReader } from '../browser/engine.ts';
import { openDrawer } from '../browser/explore.ts';
import { launchPage } from '../browser/launch-browser.ts';
import { pageReader } from '../browser/page-reader.ts';

const stage = 'lab-app >>> lab-chapter-view >>> lab-chapter-7-stage';
const TEXT = 'Michael Jordan plays the sport of';
const PLACE = `view=chapter&chapter=7&preset=facts&layer=2&prompt=${encodeURIComponent(TEXT)}`;

type Panel = PanelKey<typeof PANELS>;

/** An element that each panel shows once its data are loaded. */
const ELEMENTS: Readonly<Record<Panel, string>> = {
  features: 'lab-features >>> .controls',
  next: 'lab-next-token >>> tbody tr',
  layers: '[aria-label="Logit lens"] tr.mlp',
  directions: 'lab-stage[data-scene=directions]',
  arithmetic: '[aria-label="Vector arithmetic"] tbody tr',
  toy: 'lab-stage[data-scene=toy]',
  similarity: '[aria-label="In the current model"] tr.marked',
  block: 'lab-stage[data-scene=block]',
  steps: '[aria-label="MLP step by step"] lab-heatmap',
  gate: 'lab-stage[data-scene=and]',
  rows: 'lab-stage[data-scene=rows]',
  gates: '[aria-label="In the current model"] button.primary',
  curve: 'lab-stage[data-scene=curve]',
  columns: 'lab-stage[data-scene=waterfall]',
  counts: 'lab-stage[data-scene=counting]',
  parts: '[aria-label="Logit attribution"] tfoot',
  squeeze: 'lab-near-orthogonal >>> .controls',
  angles: 'lab-stage[data-scene=angles]',
  measure: 'lab-angles >>> .controls',
  facts: 'lab-fact-table >>> tbody tr',
  trace: 'lab-causal-trace >>> .controls select',
  neuron: '[aria-label="One neuron"] .firing',
  edit: 'lab-model-edits >>> .controls select',
};

let browser: Browser;
let page: Page;
let pageErrors: string[];

const { textsOf, textOf } = pageReader(() => page);

const seen = (selector: string, timeout?: number) =>
  page.waitForSelector(selector, { visible: true, timeout });
const untilThere = (selector: string) => expect.poll(() => page.$(selector)).not.toBeNull();

async function open(): Promise<void> {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 1400 }));
  await page.goto(`${inject('pageUrl')}#${PLACE}&at=1&explore=yes&show.panel=next`);
  await openDrawer(page);
  await seen(`${stage} >>> ${ELEMENTS.next}`);
}

async function close(): Promise<void> {
  await browser?.close();
  expect(pageErrors).toEqual([]);
}

async function show(panel: Panel): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `${PLACE}&at=1&explore=yes&show.panel=${panel}`);
  await seen(`${stage} >>> ${ELEMENTS[panel]}`);
}

/** Clicks the button with this text, if there is one. */
async function pressIfThere(within: string, words: string): Promise<boolean> {
  for (const button of await page.$$(`${stage} >>> ${within} >>> button`)) {
    if ((await button.evaluate((element) => element.textContent?.trim())) !== words) continue;
    await button.evaluate((element) => (element as HTMLButtonElement).click());
    return true;
  }
  return false;
}

async function press(within: string, words: string): Promise<void> {
  if (!(await pressIfThere(within, words))) throw new Error(`There is no button “${words}” in ${within}.`);
}

const queryLens = lensReader(() => page);

const inspect = (request: InspectRequest) =>
  page.evaluate(async (request) => {
    const { next } = await (document.querySelector('lab-app') as LabApp).lab.client.transformer.inspect(
      request,
    );
    return next;
  }, request);

/** A hash of all weights of the model. */
const weights = () =>
  page.evaluate(async () => {
    const { client } = (document.querySelector('lab-app') as LabApp).lab;
    const all: number[] = [];
    for (const { name } of await client.transformer.lens('parameters', {})) {
      const { tensor } = await client.transformer.lens('weights', { name });
      all.push(...new Uint32Array(await crypto.subtle.digest('SHA-256', tensor.data)));
    }
    return all.join();
  });

/** As in `textOf`, with plain spaces for thin ones. */
const shown = (share: number) => formatPercent(share).replace(/\s/g, ' ');
const percentOf = (share: number) => `${Math.round(100 * share)} %`.replace('-', '−');

/** Every moment, every panel, and the panels whose numbers the story does not check. */
export function testPanels(): void {
  beforeAll(open);
  afterAll(close);

  test.each(chapter.moments.map((moment) => [moment.title, moment] as const))('%s', async (_, moment) => {
    const { view: panel } = stagedMomentAt(chapter.moments, moment.startTime);
    await page.evaluate((to) => {
      location.hash = to;
    }, `${PLACE}&at=${moment.startTime}&explore=yes&show.panel=${panel}`);
    await seen(`${stage} >>> ${ELEMENTS[panel as Panel]}`);
  });

  test.each(Object.keys(ELEMENTS) as Panel[])('the panel %s has no axe violations', async (panel) => {
    await show(panel);
    expect(await axeViolationsIn(page, stage)).toEqual([]);
    // Its moment has begun a search that would run beside all other panels.
    if (panel === 'features') await pressIfThere('lab-features', 'Stop');
  });

  test('the logit lens matches the engine, and its last row is the prediction', async () => {
    await show('layers');
    const { rows } = await queryLens('logit-lens', { text: TEXT });
    const cells = await textsOf(`${stage} >>> [aria-label="Logit lens"] tbody td`);
    expect(cells).toEqual(
      rows.flatMap(({ cells }) => [
        ...cells.map(({ next: [top] }) => `${top.text} ${shown(top.probability)}`),
        `${shown(cells[5].followed.probability)} rank ${cells[5].followed.rank}`,
      ]),
    );
    const [says] = await inspect({ text: TEXT, names: [] });
    expect(cells.at(-2)).toBe(`${says.text} ${shown(says.probability)}`);
  });

  test('trains five features in two dimensions and measures angles of random directions', async () => {
    await show('measure');
    await press('lab-angles', 'Measure');
    await seen(`${stage} >>> lab-angles >>> svg.histogram`);
    const { deviation } = await queryLens('pairwise-angles', { of: 'random', N: 1000, d: 100, seed: 1 });
    expect(await textOf(`${stage} >>> lab-angles >>> section`)).toContain(
      `${deviation.toFixed(1)}°; random ones`,
    );
    const moment = chapter.moments.find(({ action }) => action === 'train');
    await page.evaluate((to) => {
      location.hash = to;
    }, `${PLACE}&at=${moment?.startTime}&explore=yes&show.panel=squeeze`);
    await seen(`${stage} >>> lab-near-orthogonal >>> svg line`); // the moment trains by itself
    for (const words of ['Reset', 'Pause', 'Continue', 'Pause']) await press('lab-near-orthogonal', words);
  });

  test('predictions with a clamped neuron match the engine', async () => {
    await show('neuron');
    const VALUE = 3;
    const slider = await page.$(`${stage} >>> [aria-label="Clamp the neuron"] input[type="range"]`);
    await slider?.evaluate((element, value) => {
      (element as HTMLInputElement).value = String(value);
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, VALUE);
    const compared = `${stage} >>> [aria-label="Clamp the neuron"] lab-next-token >>> table.compared`;
    await seen(compared);
    const neuron =
      (await page.$eval(
        `${stage} >>> [aria-label="One neuron"] input[type="number"]`,
        (input) => (input as HTMLInputElement).valueAsNumber,
      )) - 1;
    const held = await inspect({
      text: TEXT,
      names: [],
      interventions: [{ name: 'blocks.1.mlp.hook_post', kind: 'replace', value: VALUE, neuron }],
    });
    const [word, , says] = await textsOf(`${compared} tbody tr:first-child > *:not(.bars)`);
    expect(says).toBe(shown(held.find(({ text }) => text === word)?.probability ?? Number.NaN));
    await press('[aria-label="Clamp the neuron"]', 'Release');
  });

  test('an edit uses the selected site and preserves other facts', async () => {
    await show('edit');
    const form = `${stage} >>> lab-model-edits >>> .controls`;
    await page.$eval(`${form} >>> input[type="checkbox"]`, (box) => (box as HTMLInputElement).click());
    const [, answer, place] = await page.$$(`${form} >>> select`);
    const chosen = await place.evaluate((select) => {
      (select as HTMLSelectElement).selectedIndex = 1;
      select.dispatchEvent(new Event('change'));
      return (select as HTMLSelectElement).value;
    });
    const newAnswer = await answer.evaluate((select) => {
      (select as HTMLSelectElement).selectedIndex = 2;
      select.dispatchEvent(new Event('change'));
      return (select as HTMLSelectElement).value;
    });
    await press('lab-model-edits', 'Apply edit');
    await seen(`${stage} >>> lab-model-edits >>> .verdicts`, 110_000);
    const [edit] = await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.edits);
    expect(edit).toMatchObject({ newAnswer, protect: true });
    await expect
      .poll(() =>
        page.$eval(`${stage} >>> lab-stage`, (map) => (map.scene as NetworkScene).input.shot?.overlay),
      )
      .toBe('edit');
    const { layer, at } = edit.site;
    expect(chosen).toContain(`MLP ${layer + 1}`);
    expect(chosen).toContain(at);
    await press('lab-model-edits', 'Undo');
    await page.waitForSelector(`${stage} >>> lab-model-edits >>> .verdicts`, { hidden: true });
  });
}

/** Activates an element as a visitor does, by mouse or by keyboard. */
type Activate = (target: ElementHandle) => Promise<void>;

export const activateByMouse: Activate = async (target) => {
  // Elements above can still grow: wait for a stable position.
  const box = () => target.boundingBox().then((found) => JSON.stringify(found));
  await target.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  let before = '';
  for (let now = await box(); now !== before; now = await box()) {
    before = now;
    await target.evaluate(() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 50)));
  }
  await target.click();
};

export const activateByKeyboard: Activate = async (target) => {
  await tabTo(target);
  const types = await target.evaluate((element) =>
    element.matches('input[type="text"], input[type="number"]'),
  );
  if (!types) await page.keyboard.press('Enter');
};

/** Presses Tab until the element has the focus; Shift with it, where it stands before. */
async function tabTo(target: ElementHandle): Promise<void> {
  const place = () =>
    target.evaluate((element) => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      if (active === element) return 'here';
      /** The node and its hosts, outermost first. */
      const path = (node: Node): Node[] => {
        const root = node.getRootNode();
        return root instanceof ShadowRoot ? [...path(root.host), node] : [node];
      };
      const [to, from] = [path(element), path(active ?? document.body)];
      const level = to.findIndex((node, i) => node !== from[i]);
      const order = from[level]?.compareDocumentPosition(to[level]) ?? 0;
      return order & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
    });
  const keys = (await place()) === 'before' ? (['Shift', 'Tab'] as const) : (['Tab'] as const);
  for (let presses = 0; presses < 300; presses++) {
    if ((await place()) === 'here') return;
    for (const key of keys) await page.keyboard.down(key);
    for (const key of keys.toReversed()) await page.keyboard.up(key);
  }
  throw new Error('Tab does not lead there.');
}

/**
 * One fact’s story on the CPU. `tests/gpu/fact-lenses.test.ts` compares WebGPU’s traces and edits with the CPU’s.
 *
 * @param options.isCompared whether lenses are asked for the numbers on screen, each a second of work; once is enough of two stories
 */
export function testFactStory(use: Activate, { isCompared = true } = {}): void {
  const SUBJECT = 'Serena Jordan';
  const FACT = { subject: SUBJECT, relation: 'sport' };
  const QUESTION = `${SUBJECT} plays the sport of`;
  const TAUGHT = 60;
  /** The neuron with the largest contribution, once the fact is attributed. */
  let neuron: number;

  beforeAll(open);
  afterAll(close);

  /** Activates the stage's button with this text once it is enabled. */
  async function press(words: string): Promise<void> {
    let found: ElementHandle | undefined;
    await expect
      .poll(
        async () => {
          for (const button of await page.$$(`${stage} >>> button`)) {
            const { text, ready } = await button.evaluate((element) => ({
              text: element.textContent?.trim(),
              ready: !(element as HTMLButtonElement).disabled,
            }));
            if (text === words && ready) found = button;
          }
          return found !== undefined;
        },
        { message: `no button “${words}”` },
      )
      .toBe(true);
    await use(found as ElementHandle);
  }

  /** Replaces the text of a field. */
  async function write(selector: string, text: string): Promise<void> {
    const field = (await seen(`${stage} >>> ${selector}`)) as ElementHandle;
    await use(field);
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type(text);
  }

  const nameOf = (selector: string) => textOf(`${stage} >>> ${selector}`);

  test('trained: the model learns the visitor’s fact', async () => {
    await press('Tools');
    await seen(`${stage} >>> ${ELEMENTS.facts}`);
    await write('lab-user-facts >>> [name="subject"]', SUBJECT);
    await write('lab-user-facts >>> [name="answer"]', 'golf');
    await press('Add to the list');
    await write('lab-user-facts >>> input[type="number"]', String(TAUGHT));
    await press('Train on facts');
    await page.waitForFunction(
      (step) => {
        const { value } = (document.querySelector('lab-app') as LabApp).lab;
        return value.step === step && value.runState === 'finished';
      },
      { timeout: 110_000 },
      1500 + TAUGHT,
    );
    // The facts are queried again after training.
    await expect.poll(() => nameOf('lab-fact-table >>> [role="status"]')).toMatch(/^At step 1,560 .*[^.]\.$/);
    await write('lab-fact-table >>> input[type="text"]', SUBJECT);
    await press(`${SUBJECT} → golf`);
    await expect.poll(() => nameOf('lab-fact-table >>> h3')).toBe(`The sport of ${SUBJECT}: golf`);
    if (isCompared) await compareReplies();
    await write('lab-prompt-input >>> input', QUESTION);
    await expect.poll(() => inspect({ text: QUESTION, names: [] }).then(([next]) => next.text)).toBe('golf');
  });

  /** The table of the fact's replies against the engine's. */
  async function compareReplies(): Promise<void> {
    const { facts } = await queryLens('facts', {});
    const fact = facts.find(({ subject }) => subject === SUBJECT);
    const cells = await textsOf(`${stage} >>> lab-fact-table >>> .chosen tbody td`);
    expect(cells).toEqual(
      fact?.replies.flatMap(({ probability, rank, margin, said }) => [
        shown(probability),
        String(rank),
        formatSigned(margin),
        said.text,
      ]),
    );
    expect(fact?.replies.filter(({ rank }) => rank === 1).length).toBeGreaterThanOrEqual(4);
  }

  test('traced: the table matches the engine’s shares', async () => {
    await press('Causal trace');
    await press('Run trace');
    await seen(`${stage} >>> lab-causal-trace >>> tr.mlp`, 100_000);
    if (!isCompared) return;
    const { rows, answer } = await queryLens('causal-trace', { text: QUESTION, subject: SUBJECT });
    expect(answer.text).toBe('golf');
    const cells = await textsOf(`${stage} >>> lab-causal-trace >>> tbody td`);
    expect(cells).toEqual(rows.flatMap(({ recovered }) => recovered.map(percentOf)));
  });

  test('attributed: contributions to the logit, and the neurons with the largest ones', async () => {
    await press('Logit attribution');
    await seen(`${stage} >>> ${ELEMENTS.parts}`);
    await expect.poll(() => nameOf('[aria-label="Logit attribution"] h2')).toContain('“golf”');
    const parts = await queryLens('attribution', { text: QUESTION });
    const [together, computed] = await textsOf(
      `${stage} >>> [aria-label="Logit attribution"] tfoot td:nth-child(2)`,
    );
    expect([together, computed]).toEqual([formatSigned(parts.total), formatSigned(parts.total)]);

    await press('Tools');
    await press('AND gates of the model');
    await press('Find AND gates');
    const table = `${stage} >>> [aria-label="In the current model"] > .scroll > table`;
    await seen(`${table} tbody tr:nth-child(3)`, 100_000);
    const names = await textsOf(`${stage} >>> [aria-label="In the current model"] button`);
    // The last table has the five that add most.
    const [most] = names.filter((name) => /^neuron \d+$/.test(name)).slice(-5);
    neuron = Number(most.split(' ')[1]) - 1;
    if (!isCompared) return;
    const gates = await queryLens('and-gates', { ...FACT, layer: 1 });
    expect(neuron).toBe(gates.byContribution[0].neuron);
    expect(await textsOf(`${table} tbody td:nth-child(2)`)).toEqual(
      gates.switchedOff.map(({ own }) => `${own.right} of ${own.of}`),
    );
  });

  test('ablated: the prediction without the neuron with the largest contribution', async () => {
    await press(`neuron ${neuron + 1}`);
    await seen(`${stage} >>> ${ELEMENTS.neuron}`);
    await press('Ablate');
    const compared = `${stage} >>> [aria-label="Clamp the neuron"] lab-next-token >>> table`;
    await seen(`${compared}.compared`);
    const off = await inspect({
      text: QUESTION,
      names: [],
      interventions: [{ name: 'blocks.1.mlp.hook_post', kind: 'replace', value: 0, neuron }],
    });
    const [word, , without] = await textsOf(`${compared} tbody tr:first-child > *:not(.bars)`);
    expect(without).toBe(shown(off.find(({ text }) => text === word)?.probability ?? Number.NaN));
    await press('Release');
  });

  test('edited and undone, after a reload too: predicts the new answer, then restores the weights bit for bit', async () => {
    await press('Edit a fact');
    await untilThere(`${stage} >>> lab-model-edits >>> option`);
    const before = await weights();
    await press('Apply edit');
    await seen(`${stage} >>> lab-model-edits >>> .verdicts`, 110_000);
    const heading = await nameOf('lab-model-edits >>> .head h2');
    expect(heading).toContain(`${SUBJECT}: golf →`);
    const newAnswer = heading.match(/→ (\S+),/)?.[1];
    expect((await inspect({ text: QUESTION, names: [] }))[0].text).toBe(newAnswer);
    const edited = await weights();
    expect(edited).not.toBe(before);
    const says = await textsOf(`${stage} >>> lab-model-edits >>> tbody tr td:last-child`);
    expect(says[0]).toBe(newAnswer);

    // The edit is saved together with its undo data.
    await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.runs.flush());
    await page.reload();
    await use((await seen('lab-app >>> lab-resume-banner >>> button.primary')) as ElementHandle);
    await seen(`${stage} >>> lab-model-edits >>> .verdicts`);
    expect(await nameOf('lab-model-edits >>> .head h2')).toBe(heading);
    expect(await textsOf(`${stage} >>> lab-model-edits >>> tbody tr td:last-child`)).toEqual(says);
    expect(await weights()).toBe(edited);

    await press('Undo');
    await page.waitForSelector(`${stage} >>> lab-model-edits >>> .verdicts`, { hidden: true });
    expect((await inspect({ text: QUESTION, names: [] }))[0].text).toBe('golf');
    expect(await weights()).toBe(before);
  });
}
