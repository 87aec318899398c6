// One investigation on the network page, from two prompts to a verified circuit: the previous-token head and the induction head of the
// model `repeats` are found, and the numbers are the engine's. Two files run it, on the CPU and on WebGPU.
import type { Page } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { lensReader } from './engine.ts';
import { mapSummary, openNetwork } from './network-page.ts';
import { byRole, pageReader, parseFirstNumber } from './page-reader.ts';

/** `be` was followed by `ki`; in the second prompt it has not been seen. */
const PROMPT = 'ju be ki da fo gu ha je be';
const CORRUPT = 'ju ho ki da fo gu ha je be';
const PAIRS = { pairs: [{ clean: PROMPT, corrupt: CORRUPT, answer: 'ki', other: 'da' }] };
/** A software adapter compiles each kernel once more for each kind of run. */
const SLOW = { timeout: 120_000 };

/** Tests of an investigation on a page that is there when they begin. */
export function testInvestigation(page: () => Page, pageErrors: () => readonly string[]): void {
  const { click, find, tableOf, textsOf } = pageReader(page);

  beforeAll(() => openNetwork(page(), 'repeats', PROMPT, SLOW), SLOW.timeout);

  const summary = mapSummary(page, SLOW);
  const engine = lensReader(page);

  /** Replaces the text of a field. */
  async function type(field: string, text: string): Promise<void> {
    const input = await find('textbox', field);
    await input.evaluate((element, text) => {
      (element as HTMLInputElement).value = text;
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }, text);
  }

  const panel = (selector: string) => `lab-app >>> .patching >>> ${selector}`;

  test('a second prompt is suggested; one of another length is refused with a sentence', SLOW, async () => {
    await (await find('combobox', 'Overlay')).select('patching');
    await summary(/Logit of “\w+” less “\w+”: clean .*, corrupted /);
    const suggested = await (await find('textbox', 'Corrupted prompt')).evaluate(
      (input) => (input as HTMLInputElement).value,
    );
    expect(suggested.split(' ')).toHaveLength(PROMPT.split(' ').length);
    expect(suggested).not.toBe(PROMPT);
    await type('Corrupted prompt', 'ju ho ki');
    await summary(
      /The clean prompt has 9 tokens, the corrupted one 3; patching aligns them token by token\./,
    );
  });

  test('the pair is the engine’s, and a place that a key selects is patched alone', SLOW, async () => {
    await type('Corrupted prompt', CORRUPT);
    await summary(/Logit of “/);
    await type('Answer', 'ki');
    await summary(/Logit of “ki” less/);
    await type('Other answer', 'da');
    const { pairs } = await engine('patching', { ...PAIRS, exact: false });
    const clean = pairs[0].cleanMetric.toFixed(2);
    await summary(new RegExp(`Logit of “ki” less “da”: clean \\+${clean}, corrupted −`));
    await page().focus(`lab-app ${byRole('application')}`);
    // Past the embedding is the first head.
    for (const key of ['ArrowDown', 'ArrowDown'] as const) await page().keyboard.press(key);
    await summary(/With head 1\.1 patched/);
    const place = { site: 'attn.hook_z', layer: 0, part: 0 } as const;
    const { patch } = await engine('patching', { ...PAIRS, exact: false, place });
    const [before, after] = [patch?.before[0], patch?.after[0]];
    expect(after?.text).toBe('ki');
    await summary(
      new RegExp(`With head 1\\.1 patched \\+${patch?.exact.toFixed(2)}: “${before?.text}” .* becomes “ki”`),
    );
  });

  test('every place is patched, and estimates stand beside exact effects', SLOW, async () => {
    await page().keyboard.press('Escape');
    await click('button', 'Patch every place');
    await page().waitForSelector(panel('svg[aria-label^="Correlation"]'), SLOW);
    await expect.poll(() => textsOf(panel('progress')), SLOW).toEqual([]);
    await page().$eval(panel('summary'), (element) => (element as HTMLElement).click());
    await page().waitForSelector(`lab-app ${byRole('table', 'Estimates and exact effects')}`, {
      visible: true,
    });
    const rows = await tableOf('Estimates and exact effects');
    const { sites } = await engine('patching', { ...PAIRS, sites: ['attn.hook_z'] });
    const [{ exact, estimate }] = sites;
    // Head 1.1 at the token after the first `be`.
    const H = 4;
    const index = 2 * H;
    const row = rows.find(({ place }) => place === 'head 1.1 at “ki”');
    expect(parseFirstNumber(row?.exact ?? '')).toBeCloseTo(exact?.mean.data[index] ?? Number.NaN, 1);
    expect(parseFirstNumber(row?.estimate ?? '')).toBeCloseTo(estimate?.mean.data[index] ?? Number.NaN, 1);
    await summary(/Most: head 1\.1 \+\d+\.\d\d;/);
  });

  test('the circuit of both heads alone keeps the answer, random ones do not', SLOW, async () => {
    await (await find('combobox', 'Overlay')).select('circuit');
    await summary(/of 81 edges, from \d+ senders.*\. By estimates/);
    await click('button', 'Find the smallest');
    await summary(/They alone keep/);
    const [circuit, random] = await tableOf('What circuits keep');
    const heads = Object.keys(circuit);
    expect(parseFirstNumber(circuit[heads[1]])).toBeGreaterThan(80);
    expect(parseFirstNumber(circuit[heads[2]])).toBeGreaterThan(80);
    const [, highest] = random[heads[1]].split(' at most ').map(parseFirstNumber);
    expect(highest).toBeLessThan(60);
    await page().$eval('lab-app >>> lab-stage >>> lab-data-table >>> summary', (element) =>
      (element as HTMLElement).click(),
    );
    const edges = byRole(
      'table',
      'Edges of the circuit: change of the metric where the edge alone carries the corrupted prompt',
    );
    await page().waitForSelector(`lab-app ${edges}`, { visible: true });
    const names = await textsOf(`lab-app ${edges}${byRole('rowheader')}`);
    expect(names).toContain('embedding → head 1.1 (values)');
    expect(names).toContain('head 1.1 → head 2.2 (keys)');
    expect(names).toContain('head 2.2 → logits');
  });

  test('an edge is chosen by keys or by a click, and patched alone', SLOW, async () => {
    await page().focus(`lab-app ${byRole('application')}`);
    for (const key of ['ArrowDown', 'ArrowRight'] as const) await page().keyboard.press(key);
    const label = 'embed → head 0.0 v';
    const { edges } = await engine('path-patching', {
      ...{ ...PAIRS, method: 'noise' as const, integrationSteps: 5, count: 0, edge: label },
    });
    const edge = edges.find((each) => each.label === label);
    const shown = (value = Number.NaN) => `${value < 0 ? '−' : '\\+'}${Math.abs(value).toFixed(2)}`;
    await summary(
      new RegExp(`embedding → head 1\\.1 \\(values\\): .*, estimated; patched ${shown(edge?.exact)}\\.`),
    );
    await page().keyboard.press('Escape');
    await summary(/^(?!.*estimated; patched)/);
    // Between the logits and the second block only edges into the logits pass.
    const at = await page().$eval('lab-app >>> lab-stage', (element) => {
      const map = element as Stage<NetworkScene>;
      const canvas = map.shadowRoot?.querySelector('canvas')?.getBoundingClientRect() as DOMRect;
      const [{ rect }] = map.scene.nodes
        .filter(({ subject }) => subject.kind === 'pattern' && subject.layer === 1 && subject.head === 1)
        .slice(-1);
      const { x, y, width, height } = rect;
      return { x: canvas.x + x + width / 2, y: canvas.y + y + height + 3 };
    });
    await page().mouse.click(at.x, at.y);
    await summary(/head 2\.\d → logits: .*, estimated; patched −/);
  });

  test('another threshold is another circuit, which is measured on request', SLOW, async () => {
    await page().$eval('lab-app >>> lab-stage >>> input[type=range][aria-valuetext*=edges]', (element) => {
      const input = element as HTMLInputElement;
      input.value = input.max;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await summary(/81 of 81 edges, .* not measured yet/);
    await click('button', 'Measure this circuit');
    await summary(/81 of 81 edges, .* They alone keep (100\.0|>\s99\.9)\s% of the answer/);
    expect(pageErrors()).toEqual([]);
  });
}
