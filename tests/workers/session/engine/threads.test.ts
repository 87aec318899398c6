// The lab on several threads of the CPU: the same numbers, and what the user is told when one ends.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StartThread } from '../../../../src/kernels/backends/wasm/threads/thread-team.ts';
import { WorkBoard } from '../../../../src/kernels/backends/wasm/threads/work-board.ts';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import { yieldToEventLoop } from '../../../../src/workers/scheduling/task-queue.ts';
import { startEngine } from '../../../../src/workers/session/engine/start-engine.ts';
import { Lab } from '../../../../src/workers/session/lab.ts';
import { startTestThread } from '../../../support/kernels/node-threads.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { type RecordedEvent, recordEvents } from '../../../support/workers/lab-fixtures.ts';

const RUN = tinyRun({ B: 6, steps: 60, seed: 1 });

let labs: Lab[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(labs.map((lab) => lab.dispose()));
  labs = [];
});

async function labOf(threads: number, start: StartThread = startTestThread) {
  const crashes: ((message: string) => void)[] = [];
  const terminate = vi.fn();
  const startThread: StartThread = (setup, onCrash) => {
    crashes.push(onCrash);
    const thread = start(setup, onCrash);
    terminate.mockImplementation(() => thread.terminate());
    return { terminate };
  };
  const lab = new Lab(undefined, (gpu, options) => startEngine(gpu, options, { startThread }));
  labs.push(lab);
  const engine = await lab.start({ backend: 'cpu', threads });
  const events: RecordedEvent[] = [];
  await recordEvents(lab, events);
  const engines = () => events.flatMap((event) => (event.type === 'engine' ? [event.engine] : []));
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  const states = () => events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
  return { lab, engine, engines, notices, states, crashes, terminate };
}

const weightsOf = async (lab: Lab) => readCheckpoint(await lab.transformer.save()).weights;

describe('several threads', () => {
  it('train to the weights of one; inspection and pauses run between whole steps', async () => {
    const one = await labOf(1);
    expect(one.engine.threads).toBeUndefined();
    await one.lab.transformer.create(RUN);
    await one.lab.transformer.train();

    const { lab, engine } = await labOf(3);
    expect(engine.threads).toBe(3);
    await lab.transformer.create(RUN);
    const training = lab.transformer.train();
    let step = 0;
    for (let look = 0; look < 5; look++) {
      const seen = await lab.transformer.inspect({ text: 'a cat', names: ['logits'] });
      expect(seen.step).toBeGreaterThanOrEqual(step);
      step = seen.step;
      await yieldToEventLoop();
    }
    await training;
    expect(await weightsOf(lab)).toEqual(await weightsOf(one.lab));
  });

  it('need no memory of their own for a run', async () => {
    const [one, three] = [await labOf(1), await labOf(3)];
    const memoryOf = async ({ lab }: typeof one) => (await lab.transformer.costs(RUN))?.memory;
    expect(await memoryOf(three)).toEqual(await memoryOf(one));
  });

  it('go on without one that ends, which is reported with the engine', async () => {
    const { lab, engines, crashes } = await labOf(3);
    await lab.transformer.create(RUN);
    await lab.transformer.step();
    crashes[0]('Uncaught Error: out of breath');
    const reason =
      'A thread stopped: out of breath. The others compute its share; the numbers stay the same.';
    expect(engines().at(-1)).toMatchObject({ backend: 'wasm', threads: 2, reason });
    crashes[1]('');
    expect(engines().at(-1)?.threads).toBeUndefined();
    expect(await lab.diagnose({ speed: false })).toMatchObject({ reason: expect.stringContaining(reason) });
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('are replaced by one thread when one ends in the middle of a kernel; the run continues with the same numbers', async () => {
    // Large enough for its kernels to be shared.
    const run = { ...RUN, model: { ...RUN.model, C: 64, T: 32, mlpWidth: 256 } };
    const one = await labOf(1);
    await one.lab.transformer.create(run);
    await one.lab.transformer.train();
    const { lab, engines, notices, states, terminate } = await labOf(2);
    await lab.transformer.create(run);
    // In the first shared call: later ones may be computed alone, if the cores are busy.
    vi.spyOn(WorkBoard.prototype, 'joined', 'get').mockReturnValue(1);
    vi.spyOn(WorkBoard.prototype, 'run').mockReturnValueOnce(false);
    void lab.transformer.train();
    await expect.poll(() => states().at(-1)).toBe('finished');
    expect(notices()).toEqual(['A thread stopped while it computed. One thread is used instead.']);
    expect(engines().at(-1)?.threads).toBeUndefined();
    expect(terminate).toHaveBeenCalledOnce(); // it would keep the memory
    expect(await weightsOf(lab)).toEqual(await weightsOf(one.lab));
  });

  it('end with the lab', async () => {
    const { lab, terminate } = await labOf(3);
    await lab.dispose();
    labs = [];
    expect(terminate).toHaveBeenCalledTimes(2);
  });

  it.each([0, 1.5])('%d of them are rejected', async (threads) => {
    await expect(labOf(threads)).rejects.toThrow("'threads'");
  });
});
