// The open task: asked after each change, with progress, stopped and gone on with.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Task, TaskJob, TaskLab } from '../../../../src/ui/course/tasks/task.ts';
import { TaskWatch } from '../../../../src/ui/course/tasks/task-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const host = {
  addController: () => undefined,
  removeController: () => undefined,
  requestUpdate: () => undefined,
  updateComplete: Promise.resolve(true),
};

/** A watch of one task whose checks the test answers. */
function open() {
  let key = 0;
  const checks: { readonly job: TaskJob; readonly answer: (done: string | undefined) => void }[] = [];
  const done: string[] = [];
  const task = {
    id: 'a/b',
    check: (_: TaskLab, job: TaskJob) =>
      new Promise<string | undefined>((resolve, reject) => {
        job.signal.addEventListener('abort', () => reject(job.signal.reason));
        checks.push({ job, answer: resolve });
      }),
  } as unknown as Task;
  const watch = new TaskWatch(
    host,
    () => ({ lab: {} as TaskLab, key: [key] }),
    ({ id }) => done.push(id),
  );
  watch.begin(task);
  const look = () => vi.advanceTimersByTimeAsync(600);
  return { watch, checks, done, look, change: () => key++ };
}

test('it asks once for each change, and tells how far it is', async () => {
  const { watch, checks, done, look, change } = open();
  await look();
  checks[0].job.report(3, 4);
  expect(watch.open).toMatchObject({ isPending: true, progress: 0.75 });
  checks[0].answer(undefined);
  await look();
  expect(checks).toHaveLength(1);
  expect(watch.open?.isPending).toBeUndefined();
  change();
  await look();
  checks[1].answer('well done');
  await look();
  expect(watch.open?.done).toBe('well done');
  expect(done).toEqual(['a/b']);
});

test('stopped, it waits for a change or for the visitor', async () => {
  const { watch, checks, look, change } = open();
  await look();
  watch.stop();
  await look();
  expect(watch.open).toMatchObject({ isStopped: true });
  expect(checks).toHaveLength(1);
  watch.goOn();
  await look();
  expect(checks).toHaveLength(2);
  watch.stop();
  change();
  await look();
  await look();
  expect(checks).toHaveLength(3);
});

test('closed, it ends what it asks', async () => {
  const { watch, checks, look } = open();
  await look();
  watch.close();
  expect(checks[0].job.signal.aborted).toBe(true);
  await look();
  expect(watch.open).toBeUndefined();
});
