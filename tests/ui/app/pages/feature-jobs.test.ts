// An ablation is shown beside a graph of the same weights alone, and a history of features belongs to the edits that it was read with.

import type { ReactiveControllerHost, TemplateResult } from 'lit';
import { beforeEach, expect, it } from 'vitest';
import { FeatureHistory } from '../../../../src/ui/network-map/overlays/features/history.ts';
import { FeatureJobs } from '../../../../src/ui/network-map/overlays/features/jobs.ts';
import type { Shot } from '../../../../src/ui/network-map/camera/shot.ts';
import type { NetworkValues } from '../../../../src/ui/network-map/values/network-values.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;

const NODES = [
  { kind: 'feature', layer: 0, position: 0, feature: 3 },
  { kind: 'answer', layer: 2, position: 0 },
];
const SHOT: Shot = {
  ...{ target: { at: 'network' }, overlay: 'features' },
  features: { chosen: { layer: 0, token: 0, feature: 3 } },
  picked: { edge: 'feature 0 0 3 → answer 2 0' },
};

let step: number;
let edits: { readonly id: number }[];
let asked: string[];
let lab: ConstructorParameters<typeof FeatureJobs>[1];

beforeEach(() => {
  [step, edits, asked] = [2, [], []];
  const lens = async (name: string) => {
    asked.push(name);
    const graph = { tokens: [{ id: 5 }], nodes: NODES, edges: [{ from: 0, to: 1 }], answer: { id: 5 } };
    return name === 'attribution-graph' ? { step, ...graph } : { step };
  };
  const lensAlong = async () => [{ step, result: { loss: { zero: 3, spliced: 2, clean: 1 } } }];
  lab = {
    store: {
      client: { transformer: { lens }, runs: { lensAlong } },
      get value() {
        return { edits };
      },
    },
  } as never;
});

const valuesNow = () =>
  ({ step, tokens: [{ id: 5, text: 'king' }], next: [{ id: 5 }, { id: 6 }] }) as unknown as NetworkValues;

/** As the page does at each update, until nothing more is asked. */
async function follow(jobs: FeatureJobs): Promise<void> {
  for (let i = 0; i < 4; i++) {
    jobs.follow(SHOT, 'king', valuesNow());
    await new Promise((resolve) => setTimeout(resolve));
  }
}
async function withGraph(): Promise<FeatureJobs> {
  const jobs = new FeatureJobs(host, lab);
  jobs.run({ train: { activation: 'topk', seeds: 1 } }, 'king', SHOT);
  await follow(jobs);
  return jobs;
}
const ablationOf = (jobs: FeatureJobs) => jobs.added(valuesNow(), SHOT, 'king').ablation;
const checks = () => asked.filter((name) => name === 'feature-intervention').length;

it('a chosen edge is checked once', async () => {
  const jobs = await withGraph();
  expect(asked).toEqual(['transcoders', 'attribution-graph', 'feature', 'feature-intervention']);
  expect(ablationOf(jobs)?.source).toBe('feature 0 0 3');
});

it('an ablation at another step is not put beside the graph; at the step of the graph its edge is checked again', async () => {
  const jobs = await withGraph();
  step = 3;
  jobs.run({ change: { kind: 'ablate' } }, 'king', SHOT);
  await follow(jobs);
  expect(checks()).toBe(2);
  expect(jobs.changeOf(SHOT, 'king').result?.step).toBe(3);
  expect(jobs.added(valuesNow(), SHOT, 'king').graph?.step).toBe(2);
  expect(ablationOf(jobs)).toBeUndefined();
  step = 2;
  await follow(jobs);
  expect(checks()).toBe(3);
  expect(ablationOf(jobs)).toBeDefined();
});

it('an ablation with other edits is not put beside the graph; without them its edge is checked again', async () => {
  const jobs = await withGraph();
  edits = [{ id: 7 }];
  expect(jobs.hasEditsOfNow(jobs.graphs)).toBe(false);
  expect(jobs.changeOf(SHOT, 'king').result).toBeUndefined();
  jobs.run({ change: { kind: 'ablate' } }, 'king', SHOT);
  await follow(jobs);
  expect(checks()).toBe(2);
  expect(jobs.changeOf(SHOT, 'king').result).toBeDefined();
  expect(ablationOf(jobs)).toBeUndefined();
  edits = [];
  expect(ablationOf(jobs)).toBeUndefined();
  await follow(jobs);
  expect(checks()).toBe(3);
  expect(ablationOf(jobs)).toBeDefined();
});

it('features along the checkpoints are of the edits that they were read with', async () => {
  const history = new FeatureHistory(host, lab);
  const transcoders = { step: 2 } as NonNullable<Parameters<FeatureHistory['render']>[0]>;
  const rendered = () =>
    history.render(transcoders, undefined, { step: 2, checkpoints: [0] }) as TemplateResult;
  const boundTo = (text: string) => {
    const { strings, values } = rendered();
    return values[strings.findIndex((string) => string.trimEnd().endsWith(text))];
  };
  const chartCount = () => (boundTo('.charts=') as readonly unknown[]).length;
  (boundTo('@lab-along-run=') as (event: { readonly run: string }) => void)({ run: 'run' });
  await expect.poll(chartCount).toBe(1);
  edits = [{ id: 7 }];
  expect(chartCount()).toBe(0);
  edits = [];
  expect(chartCount()).toBe(1);
});
