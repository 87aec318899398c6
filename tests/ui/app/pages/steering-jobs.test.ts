// Results of patching, steering, probes and the study of heads belong to the weights that they were computed of: the step, and the edits that keep it.

import type { ReactiveControllerHost } from 'lit';
import { beforeEach, expect, it } from 'vitest';
import { HeadStudy } from '../../../../src/ui/app/pages/attention-view/head-study.ts';
import { PatchingJobs } from '../../../../src/ui/network-map/overlays/patching/jobs.ts';
import { ProbeJobs } from '../../../../src/ui/network-map/overlays/probes/jobs.ts';
import { SteeringJobs } from '../../../../src/ui/network-map/overlays/steering/jobs.ts';
import type { Shot } from '../../../../src/ui/network-map/camera/shot.ts';
import type { NetworkValues } from '../../../../src/ui/network-map/values/network-values.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;

const PLACES = ['hook_embed', 'blocks.0.hook_resid_post', 'blocks.1.hook_resid_post'].map((name) => ({
  ...{ name, offset: 0, accuracy: 1 },
}));
type Place = { readonly name: string; readonly offset: number };

let step: number;
let edits: { readonly id: number }[];
let asked: (Place | undefined)[];
let signals: AbortSignal[];
let fails: string | undefined;
let lab: ConstructorParameters<typeof ProbeJobs>[1];

beforeEach(() => {
  [step, edits, asked, signals, fails] = [2, [], [], [], undefined];
  const lens = async (
    name: string,
    { place, set = 'gender' }: { place?: Place; set?: string },
    { signal }: { signal: AbortSignal },
  ) => {
    if (name === 'steering' || name.startsWith('head-')) return { step };
    if (name === 'circuit') return { step, taken: 3, curve: [] };
    if (name === 'patching') return { step, sites: [] };
    asked.push(place);
    signals.push(signal);
    // The weights are read a moment later.
    await Promise.resolve();
    if (place && place.name === fails) throw new Error('too large');
    return { step, set, words: [5], places: PLACES, detail: { place: place ?? PLACES[2] } };
  };
  const lensAlong = async () => [{ step }];
  lab = {
    store: {
      client: { transformer: { lens }, runs: { lensAlong } },
      get value() {
        return { edits };
      },
    },
  } as never;
});

const shotOf = (name?: string): Shot => ({
  ...{ target: { at: 'network' }, overlay: 'probes' },
  ...(name && { probes: { at: { name, token: 0 } } }),
});
const valuesNow = () => ({ step, tokens: [{ id: 5, text: 'king' }] }) as unknown as NetworkValues;

/** As the page does at each update, until nothing more is asked. */
async function follow(jobs: ProbeJobs, shot: Shot): Promise<void> {
  for (let i = 0; i < 4; i++) {
    jobs.follow(shot, 'king', jobs.added(valuesNow(), shot));
    await new Promise((resolve) => setTimeout(resolve));
  }
}
const detailOf = (jobs: ProbeJobs, shot: Shot) =>
  jobs.detailOf(shot, jobs.added(valuesNow(), shot))?.place.name;

it('steering is of the step and the edits', async () => {
  const jobs = new SteeringJobs(host, lab);
  const shot: Shot = { target: { at: 'network' }, overlay: 'steering' };
  jobs.run('measure', 'a', shot);
  const isCurrent = () => jobs.isCurrent('a', shot, valuesNow());
  await expect.poll(isCurrent).toBe(true);
  edits = [{ id: 7 }];
  expect(isCurrent()).toBe(false);
  edits = [];
  expect(isCurrent()).toBe(true);
  step = 3;
  expect(isCurrent()).toBe(false);
});

it('a measured circuit is not that of other edits at the same step', async () => {
  const jobs = new PatchingJobs(host, lab as never);
  const shot: Shot = { target: { at: 'network' }, overlay: 'circuit' };
  jobs.run('find', 'a', shot, valuesNow());
  await expect.poll(() => jobs.circuitOf('a', shot)).toMatchObject({ taken: 3 });
  edits = [{ id: 7 }];
  expect(jobs.circuitOf('a', shot)).toBeUndefined();
  edits = [];
  expect(jobs.circuitOf('a', shot)).toBeDefined();
});

it('exact effects and a circuit are drawn over values of their own step alone', async () => {
  const jobs = new PatchingJobs(host, lab as never);
  const shot: Shot = { target: { at: 'network' }, overlay: 'circuit' };
  jobs.run('exact', 'a', shot, valuesNow());
  jobs.run('find', 'a', shot, valuesNow());
  const drawn = () => {
    const { exact, circuit } = jobs.added(valuesNow(), 'a', shot);
    return { hasExact: exact !== undefined, hasCircuit: circuit !== undefined };
  };
  await expect.poll(drawn).toEqual({ hasExact: true, hasCircuit: true });
  step = 3;
  expect(drawn()).toEqual({ hasExact: false, hasCircuit: false });
  step = 2;
  expect(drawn()).toEqual({ hasExact: true, hasCircuit: true });
});

it('table, page, circuits and history of heads are of the edits that they were read with', async () => {
  const study = new HeadStudy(host, () => lab.store as never);
  study.scoreHeads();
  study.compareTokens(0, 1);
  study.scoreHistory();
  await study.readHead(0, 1);
  const tasks = [study.table, study.profile, study.circuits, study.history];
  await expect.poll(() => tasks.every(({ state }) => state.result)).toBe(true);
  const current = () => tasks.map((task) => study.hasEditsOfNow(task));
  expect(current()).toEqual([true, true, true, true]);
  edits = [{ id: 7 }];
  expect(current()).toEqual([false, false, false, false]);
  await study.readHead(0, 1);
  expect(current()).toEqual([false, true, false, false]);
});

it('a probe in detail is of the weights of the others: with other weights none is fitted', async () => {
  const jobs = new ProbeJobs(host, lab);
  await follow(jobs, shotOf());
  expect(jobs.isCurrent(shotOf(), valuesNow())).toBe(true);
  await follow(jobs, shotOf('hook_embed'));
  expect(asked.map((place) => place?.name)).toEqual([undefined, 'hook_embed']);
  expect(detailOf(jobs, shotOf('hook_embed'))).toBe('hook_embed');
  edits = [{ id: 1 }];
  expect(jobs.isCurrent(shotOf(), valuesNow())).toBe(false);
  await follow(jobs, shotOf('blocks.0.hook_resid_post'));
  edits = [];
  step = 3;
  await follow(jobs, shotOf('blocks.0.hook_resid_post'));
  expect(asked).toHaveLength(2);
  // Of weights that were changed in between.
  step = 2;
  jobs.follow(shotOf('blocks.0.hook_resid_post'), 'king', jobs.added(valuesNow(), shotOf()));
  step = 3;
  await follow(jobs, shotOf('blocks.0.hook_resid_post'));
  expect(detailOf(jobs, shotOf('blocks.0.hook_resid_post'))).toBeUndefined();
});

it('a probe that fails says why, is not tried again by itself, and does not keep others from being fitted', async () => {
  const jobs = new ProbeJobs(host, lab);
  await follow(jobs, shotOf());
  fails = 'hook_embed';
  await follow(jobs, shotOf('hook_embed'));
  expect(jobs.one.state.error).toBe('too large');
  expect(asked).toHaveLength(2);
  await follow(jobs, shotOf('blocks.0.hook_resid_post'));
  expect(jobs.one.state.error).toBeUndefined();
  expect(detailOf(jobs, shotOf('blocks.0.hook_resid_post'))).toBe('blocks.0.hook_resid_post');
  jobs.stop();
  jobs.follow(shotOf('hook_embed'), 'king', jobs.added(valuesNow(), shotOf()));
  jobs.stop();
  expect(signals.at(-1)?.aborted).toBe(true);
});
