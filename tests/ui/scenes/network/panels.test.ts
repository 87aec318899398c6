// Results of patching, steering and probes belong to the weights that they were computed of: the step, and the edits that keep it.

import { beforeEach, expect, it } from 'vitest';
import type { Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import { CircuitPanel } from '../../../../src/ui/scenes/network/overlays/circuit/panel.ts';
import type { PanelPage } from '../../../../src/ui/scenes/network/overlays/panel.ts';
import { PatchingPanel } from '../../../../src/ui/scenes/network/overlays/patching/panel.ts';
import { ProbesPanel } from '../../../../src/ui/scenes/network/overlays/probes/panel.ts';
import { SteeringPanel } from '../../../../src/ui/scenes/network/overlays/steering/panel.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';
import { panelPage } from '../../../support/panel-page.ts';

const PLACES = ['hook_embed', 'blocks.0.hook_resid_post', 'blocks.1.hook_resid_post'].map((name) => ({
  ...{ name, offset: 0, accuracy: 1 },
}));
type Place = { readonly name: string; readonly offset: number };

let step: number;
let edits: string;
let asked: (Place | undefined)[];
let signals: AbortSignal[];
let fails: string | undefined;
let shot: Shot;
let page: PanelPage;

beforeEach(() => {
  [step, edits, asked, signals, fails] = [2, '', [], [], undefined];
  const lens = async (
    name: string,
    { place, set = 'gender' }: { place?: Place; set?: string },
    { signal }: { signal: AbortSignal },
  ) => {
    if (name === 'steering') return { step };
    if (name === 'circuit') return { step, taken: 3, curve: [] };
    if (name === 'patching') return { step, sites: [] };
    asked.push(place);
    signals.push(signal);
    // The weights are read a moment later.
    await Promise.resolve();
    if (place && place.name === fails) throw new Error('too large');
    return { step, set, words: [5], places: PLACES, detail: { place: place ?? PLACES[2] } };
  };
  page = panelPage({
    ...{ lens: lens as never, prompt: 'king' },
    get shot() {
      return shot;
    },
    get values() {
      return valuesNow();
    },
    get edits() {
      return edits;
    },
  });
});

const shotOf = (name?: string): Shot => ({
  ...{ target: { at: 'network' }, overlay: 'probes' },
  ...(name && { overlays: { probes: { at: { name, token: 0 } } } }),
});
const valuesNow = () => ({ step, tokens: [{ id: 5, text: 'king' }] }) as unknown as NetworkValues;

/** As the page does at each update, until nothing more is asked. */
async function follow(panel: ProbesPanel, of: Shot): Promise<void> {
  shot = of;
  for (let i = 0; i < 4; i++) {
    panel.follow();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
function detailOf(panel: ProbesPanel, of: Shot): string | undefined {
  shot = of;
  return panel.detailOf(valuesNow())?.place.name;
}

it('steering is of the step and the edits', async () => {
  shot = { target: { at: 'network' }, overlay: 'steering' };
  const panel = new SteeringPanel(page);
  panel.measure();
  const isCurrent = () => panel.isCurrent(valuesNow());
  await expect.poll(isCurrent).toBe(true);
  edits = '7';
  expect(isCurrent()).toBe(false);
  edits = '';
  expect(isCurrent()).toBe(true);
  step = 3;
  expect(isCurrent()).toBe(false);
});

it('a measured circuit is not that of other edits at the same step', async () => {
  shot = { target: { at: 'network' }, overlay: 'circuit' };
  const panel = new CircuitPanel(page);
  void panel.measure('find', valuesNow());
  await expect.poll(() => panel.current).toMatchObject({ taken: 3 });
  edits = '7';
  expect(panel.current).toBeUndefined();
  edits = '';
  expect(panel.current).toBeDefined();
});

it('exact effects and a circuit are drawn over values of their own step alone', async () => {
  shot = { target: { at: 'network' }, overlay: 'circuit' };
  const [patching, circuit] = [new PatchingPanel(page), new CircuitPanel(page)];
  void patching.patchAll();
  void circuit.measure('find', valuesNow());
  const drawn = () => [patching, circuit].map((panel) => panel.found(valuesNow()) !== undefined);
  await expect.poll(drawn).toEqual([true, true]);
  step = 3;
  expect(drawn()).toEqual([false, false]);
  step = 2;
  expect(drawn()).toEqual([true, true]);
});

it('a probe in detail is of the weights of the others: with other weights none is fitted', async () => {
  const panel = new ProbesPanel(page);
  await follow(panel, shotOf());
  expect(panel.isCurrent(valuesNow())).toBe(true);
  await follow(panel, shotOf('hook_embed'));
  expect(asked.map((place) => place?.name)).toEqual([undefined, 'hook_embed']);
  expect(detailOf(panel, shotOf('hook_embed'))).toBe('hook_embed');
  edits = '1';
  expect(panel.isCurrent(valuesNow())).toBe(false);
  await follow(panel, shotOf('blocks.0.hook_resid_post'));
  edits = '';
  step = 3;
  await follow(panel, shotOf('blocks.0.hook_resid_post'));
  expect(asked).toHaveLength(2);
  // Of weights that were changed in between.
  step = 2;
  shot = shotOf('blocks.0.hook_resid_post');
  panel.follow();
  step = 3;
  await follow(panel, shotOf('blocks.0.hook_resid_post'));
  expect(detailOf(panel, shotOf('blocks.0.hook_resid_post'))).toBeUndefined();
});

it('a probe that fails says why, is not tried again by itself, and does not keep others from being fitted', async () => {
  const panel = new ProbesPanel(page);
  await follow(panel, shotOf());
  fails = 'hook_embed';
  await follow(panel, shotOf('hook_embed'));
  expect(panel.one.state.error).toBe('too large');
  expect(asked).toHaveLength(2);
  await follow(panel, shotOf('blocks.0.hook_resid_post'));
  expect(panel.one.state.error).toBeUndefined();
  expect(detailOf(panel, shotOf('blocks.0.hook_resid_post'))).toBe('blocks.0.hook_resid_post');
  panel.stop();
  shot = shotOf('hook_embed');
  panel.follow();
  panel.stop();
  expect(signals.at(-1)?.aborted).toBe(true);
});
