// The course's model on the pages of chapters 5 to 7, and what becomes of a model of the visitor's.

import { expect, it } from 'vitest';
import { CourseModelController } from '../../../src/ui/app/course-model-controller.ts';
import type { PageStore } from '../../../src/ui/state/page/page-store.ts';
import type { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { COURSE_SETTINGS } from '../../../src/ui/types/course-model.ts';
import { INITIAL_LAB, type LabState } from '../../../src/ui/types/lab.ts';
import { INITIAL_PAGE, type PageState } from '../../../src/ui/types/page.ts';
import type { RunInfo } from '../../../src/workers/rpc/api/lab-api.ts';

const runOf = (preset: string) => ({ preset, settings: { preset } }) as RunInfo;
const BUNDLED: Partial<LabState> = { step: 1500, source: { from: 'bundle', name: '', step: 1500 } };

/** A page of chapter 6 with a model, and what happened to it. */
function open(preset: string, state: Partial<LabState>, { isSaved = true, view = 'chapter' as const } = {}) {
  const happened: string[] = [];
  const lab = {
    get live() {
      return this.value;
    },
    value: { ...INITIAL_LAB, run: runOf(preset), ...state } as LabState,
    runs: {
      value: {
        runs: [{ id: 'own', name: 'mine', step: state.step }],
        current: { model: { id: 'own', checkpoints: [] } },
        autosave: { state: isSaved ? 'saved' : 'disabled' },
      },
      flush: async () => {},
      refresh: async () => {},
    },
    async load({ preset }: { preset: string }) {
      happened.push(`load ${preset}`);
      this.value = { ...this.value, ...BUNDLED, run: runOf(preset), runState: 'finished' } as LabState;
      return true;
    },
    replacementCount: 0,
    prepareReplacement() {
      const count = ++this.replacementCount;
      return () => count === this.replacementCount;
    },
    async pause() {
      happened.push('pause');
      this.value = { ...this.value, runState: 'paused' };
    },
  };
  const page = {
    value: { ...INITIAL_PAGE, view, chapter: 6, prompt: 'typed', focus: { layer: 1, head: 1 } } as PageState,
    update(changes: Partial<PageState>) {
      this.value = { ...this.value, ...changes };
    },
  };
  const controller = new CourseModelController(
    { lab: lab as unknown as LabStore, page: page as unknown as PageStore },
    {
      openSaved: async ({ name }) => {
        happened.push(`open ${name}`);
        lab.value = { ...lab.value, run: runOf(preset), ...state } as LabState;
      },
      saveAsFile: async () => void happened.push('file'),
      onChange: () => {},
    },
  );
  return { controller, happened, page, lab };
}

it('the course’s model is loaded again if another one is about to replace it', async () => {
  const { controller, happened, lab } = open('world', BUNDLED);
  await controller.ensure();
  expect(happened).toEqual([]);
  Object.assign(lab, { loading: { preset: 'stories' } });
  await controller.ensure();
  expect(happened).toEqual(['load world']);
});

it('a bundled or an untrained model is replaced, and its prompt and focus go', async () => {
  for (const [preset, state] of [
    ['facts', BUNDLED],
    ['world', { step: 0 }],
  ] as const) {
    const { controller, happened, page } = open(preset, state);
    await controller.ensure();
    expect(happened).toEqual(['load world']);
    expect(page.value).toMatchObject({ prompt: '', settings: COURSE_SETTINGS });
    expect(page.value.focus).toEqual({});
    expect(controller.notice).toBeUndefined();
  }
});

it('prompt and focus of an address stay: they are for the course’s model', async () => {
  const { controller, happened, page } = open('facts', BUNDLED);
  await controller.ensure(true);
  expect(happened).toEqual(['load world']);
  expect(page.value).toMatchObject({ prompt: 'typed', focus: { layer: 1, head: 1 } });
});

it('a trained model of the visitor on the same data stays, with prompt and focus', async () => {
  const { controller, happened, page } = open('world', { step: 300 });
  await controller.ensure();
  expect(happened).toEqual([]);
  expect(page.value.prompt).toBe('typed');
});

it('another model of the visitor is set aside, and stays once the visitor has gone back to it', async () => {
  const { controller, happened } = open('facts', { step: 300 });
  await controller.ensure();
  expect(happened).toEqual(['load world']);
  expect(controller.notice).toMatchObject({ outcome: 'aside', saved: { name: 'mine' } });
  await controller.switchBack();
  expect(happened).toEqual(['load world', 'open mine']);
  await controller.ensure();
  expect(happened).toHaveLength(2);
});

it('a model that trains or is not saved stays, and leaves on request alone', async () => {
  const training = open('facts', { step: 300, runState: 'training' });
  await training.controller.ensure();
  expect(training.happened).toEqual([]);
  expect(training.controller.notice?.outcome).toBe('kept');
  await training.controller.open();
  expect(training.happened).toEqual(['pause', 'load world']);
  expect(training.controller.notice?.outcome).toBe('aside');

  const unsaved = open('facts', { step: 300 }, { isSaved: false });
  await unsaved.controller.ensure();
  expect(unsaved.happened).toEqual([]);
  await unsaved.controller.open();
  expect(unsaved.happened).toEqual(['file', 'load world']);
});

it('what is asked while the visitor’s model is saved is meant for the course’s model; what was asked before is not', async () => {
  for (const act of ['ensure', 'open'] as const)
    for (const asked of [undefined, 'asked meanwhile']) {
      const { controller, page, lab } = open('facts', { step: 40 });
      lab.runs.flush = async () => {
        if (asked) page.update({ prompt: asked });
      };
      await controller[act]();
      expect(page.value).toMatchObject({ settings: COURSE_SETTINGS, prompt: asked ?? '' });
    }
});

it('the course’s model does not replace one that was chosen while the visitor’s was saved', async () => {
  for (const act of ['ensure', 'open'] as const) {
    const { controller, happened, lab } = open('facts', { step: 40 });
    lab.runs.flush = async () => void lab.prepareReplacement();
    await controller[act]();
    expect(happened).toEqual([]);
  }
});
