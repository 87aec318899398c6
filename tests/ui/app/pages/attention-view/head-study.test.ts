// The study of heads belongs to the edits that were in the weights: they keep the step.

import type { ReactiveControllerHost } from 'lit';
import { expect, it } from 'vitest';
import { HeadStudy } from '../../../../../src/ui/app/pages/attention-view/head-study.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;

let edits: { readonly id: number }[] = [];
const store = {
  client: {
    transformer: { lens: async () => ({ step: 2 }) },
    runs: { lensAlong: async () => [{ step: 2 }] },
  },
  get value() {
    return { edits };
  },
};

it('table, page, circuits and history of heads are of the edits that they were read with', async () => {
  const study = new HeadStudy(host, () => store as never);
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
