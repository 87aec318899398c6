// An ablation is shown beside a graph of the same weights alone, and a history of features belongs to the edits that it was read with.

import type { TemplateResult } from 'lit';
import { beforeEach, expect, it } from 'vitest';
import type { Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import {
  driftHistory,
  renderDriftHistory,
} from '../../../../src/ui/scenes/network/overlays/features/history.ts';
import { FeaturesPanel } from '../../../../src/ui/scenes/network/overlays/features/panel.ts';
import type { PanelPage } from '../../../../src/ui/scenes/network/overlays/panel.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';
import { panelPage } from '../../../support/panel-page.ts';

const NODES = [
  { kind: 'feature', layer: 0, position: 0, feature: 3 },
  { kind: 'answer', layer: 2, position: 0 },
];
const SHOT: Shot = {
  ...{ target: { at: 'network' }, overlay: 'features' },
  overlays: { features: { chosen: { layer: 0, token: 0, feature: 3 } } },
  picked: { edge: 'feature 0 0 3 → answer 2 0' },
};

let step: number;
let edits: string;
let asked: string[];
let page: PanelPage;

beforeEach(() => {
  [step, edits, asked] = [2, '', []];
  const lens = async (name: string) => {
    asked.push(name);
    const graph = { tokens: [{ id: 5 }], nodes: NODES, edges: [{ from: 0, to: 1 }], answer: { id: 5 } };
    return name === 'attribution-graph' ? { step, ...graph } : { step };
  };
  const lensAlong = async () => [{ step, result: { loss: { zero: 3, spliced: 2, clean: 1 } } }];
  page = panelPage({
    ...{ lens: lens as never, lensAlong: lensAlong as never, shot: SHOT, prompt: 'king' },
    training: { step: 2, checkpoints: [0] },
    get values() {
      return valuesNow();
    },
    get edits() {
      return edits;
    },
  });
});

const valuesNow = () =>
  ({ step, tokens: [{ id: 5, text: 'king' }], next: [{ id: 5 }, { id: 6 }] }) as unknown as NetworkValues;

/** As the page does at each update, until nothing more is asked. */
async function follow(jobs: FeaturesPanel): Promise<void> {
  for (let i = 0; i < 4; i++) {
    jobs.follow();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
async function withGraph(): Promise<FeaturesPanel> {
  const jobs = new FeaturesPanel(page);
  jobs.run({ train: { activation: 'topk', seeds: 1 } });
  await follow(jobs);
  return jobs;
}
const foundBy = (jobs: FeaturesPanel) => jobs.found(valuesNow());
const checks = () => asked.filter((name) => name === 'feature-intervention').length;

it('a chosen edge is checked once', async () => {
  const jobs = await withGraph();
  expect(asked).toEqual(['transcoders', 'attribution-graph', 'feature', 'feature-intervention']);
  expect(foundBy(jobs)?.source).toBe('feature 0 0 3');
});

it('an ablation at another step is not put beside the graph; at the step of the graph its edge is checked again', async () => {
  const jobs = await withGraph();
  step = 3;
  jobs.run({ change: { kind: 'ablate' } });
  await follow(jobs);
  expect(checks()).toBe(2);
  expect(jobs.change.result?.step).toBe(3);
  expect(foundBy(jobs)?.graph?.step).toBe(2);
  expect(foundBy(jobs)?.ablation).toBeUndefined();
  step = 2;
  await follow(jobs);
  expect(checks()).toBe(3);
  expect(foundBy(jobs)?.ablation).toBeDefined();
});

it('an ablation with other edits is not put beside the graph; without them its edge is checked again', async () => {
  const jobs = await withGraph();
  edits = '7';
  expect(jobs.graphs.isOfEdits).toBe(false);
  expect(jobs.change.result).toBeUndefined();
  jobs.run({ change: { kind: 'ablate' } });
  await follow(jobs);
  expect(checks()).toBe(2);
  expect(jobs.change.result).toBeDefined();
  expect(foundBy(jobs)?.ablation).toBeUndefined();
  edits = '';
  expect(foundBy(jobs)?.ablation).toBeUndefined();
  await follow(jobs);
  expect(checks()).toBe(3);
  expect(foundBy(jobs)?.ablation).toBeDefined();
});

it('features along the checkpoints are of the edits that they were read with', async () => {
  const history = driftHistory(page);
  const transcoders = { step: 2 } as NonNullable<Parameters<typeof renderDriftHistory>[1]>;
  const rendered = () => renderDriftHistory(history, transcoders, undefined) as TemplateResult;
  const boundTo = (text: string) => {
    const { strings, values } = rendered();
    return values[strings.findIndex((string) => string.trimEnd().endsWith(text))];
  };
  const chartCount = () => (boundTo('.charts=') as readonly unknown[]).length;
  (boundTo('@lab-along-run=') as (event: { readonly run: string }) => void)({ run: 'run' });
  await expect.poll(chartCount).toBe(1);
  edits = '7';
  expect(chartCount()).toBe(0);
  edits = '';
  expect(chartCount()).toBe(1);
});
