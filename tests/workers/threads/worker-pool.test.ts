// The lab with gradient workers: training, inspection, lost workers.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { HANG_SECONDS, PING_INTERVAL_MS } from '../../../src/workers/heartbeat/heartbeat.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import { startEngine } from '../../../src/workers/session/engine/start-engine.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { FakeLocks } from '../../support/workers/fake-locks.ts';
import { type RecordedEvent, recordEvents } from '../../support/workers/lab-fixtures.ts';
import { PortGradientWorker } from '../../support/workers/port-gradient-worker.ts';

/** Enough steps for the threads to be ready long before the end. */
const RUN = tinyRun({ B: 6, steps: 400, seed: 1 });

let ports: PortGradientWorker[];
let labs: Lab[];

beforeEach(() => {
  ports = [];
  labs = [];
});
afterEach(() => Promise.all(labs.map((lab) => lab.dispose())));

async function labOf(threads: number, makePort = () => new PortGradientWorker()) {
  const events: RecordedEvent[] = [];
  const spawnWorker = () => {
    const port = makePort();
    ports.push(port);
    return port.worker;
  };
  const lab = new Lab(undefined, (gpu, options) => startEngine(gpu, options, { spawnWorker }));
  labs.push(lab);
  const engine = await lab.start({ backend: 'cpu', threads });
  await recordEvents(lab, events);
  const losses = () =>
    events.flatMap((event) =>
      event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : [],
    );
  const engines = () => events.flatMap((event) => (event.type === 'engine' ? [event.engine] : []));
  return { lab, engine, losses, engines };
}

describe('three threads', () => {
  it('train like one thread with the same shards; inspection and pauses run between whole steps', async () => {
    const { lab, engine, losses } = await labOf(3);
    expect(engine.threads).toBe(3);
    expect(ports).toEqual([]);
    await lab.transformer.create(RUN);
    const training = lab.transformer.train();
    let step = 0;
    for (let look = 0; look < 20; look++) {
      const seen = await lab.transformer.inspect({ text: 'a cat', names: ['logits'] });
      expect(seen.next).not.toEqual([]);
      expect(seen.step).toBeGreaterThanOrEqual(step);
      step = seen.step;
      await yieldToEventLoop();
    }
    await lab.transformer.pause();
    expect(await training).toBe('paused');
    const paused = await lab.transformer.inspect({ text: 'a cat', names: ['logits'] });
    expect((await lab.transformer.inspect({ text: 'a cat', names: ['logits'] })).activations).toEqual(
      paused.activations,
    );
    expect(await lab.transformer.train()).toBe('finished');
    expect(ports).toHaveLength(2);
    for (const { computedShards } of ports) expect(computedShards).toBeGreaterThan(0);

    const broken = await labOf(3, () => {
      throw new Error('no workers here');
    });
    await broken.lab.transformer.create(RUN);
    expect(await broken.lab.transformer.train()).toBe('finished');
    expect(broken.losses()).toEqual(losses());
    expect(readCheckpoint(await broken.lab.transformer.save()).weights).toEqual(
      readCheckpoint(await lab.transformer.save()).weights,
    );
  });

  it('a lost thread is reported with the engine, and training continues without it', async () => {
    const { lab, engines } = await labOf(3);
    await lab.transformer.create(RUN);
    await lab.transformer.step();
    ports[0].crash('Uncaught Error: out of breath');
    const reason =
      'A thread beside the first stopped: out of breath. The first computes its share; the numbers stay the same.';
    expect(engines().at(-1)).toMatchObject({ backend: 'wasm', threads: 2, reason });
    ports[1].crash('');
    expect(engines().at(-1)?.threads).toBeUndefined();
    expect(await lab.diagnose({ speed: false })).toMatchObject({ reason: expect.stringContaining(reason) });
    expect(await lab.transformer.train()).toBe('finished');
  });

  it('a thread that hangs in a step is replaced by the first thread, and the step ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const hanging: PortGradientWorker[] = [];
    const { lab, engines } = await labOf(3, () => {
      const port: PortGradientWorker = new PortGradientWorker((share) => {
        if (share !== 5 || hanging.length > 0) return;
        hanging.push(port);
        port.hang();
      });
      return port;
    });
    await lab.transformer.create(RUN);
    const training = lab.transformer.train();
    while (hanging.length === 0) await yieldToEventLoop();
    for (let ms = 0; ms <= HANG_SECONDS * 1000; ms += PING_INTERVAL_MS) {
      await yieldToEventLoop(); // the other thread answers
      vi.advanceTimersByTime(PING_INTERVAL_MS);
    }
    vi.useRealTimers();
    expect(await training).toBe('finished');
    expect(engines().at(-1)).toMatchObject({
      threads: 2,
      reason: expect.stringContaining('A thread beside the first stopped: it did not answer for 30 seconds.'),
    });
    expect(hanging[0].terminated).toBe(true);
  });

  it('a thread that ends without an error does not stop the step', async () => {
    const locks = new FakeLocks();
    vi.stubGlobal('navigator', { locks });
    let ended = false;
    const { lab, engines } = await labOf(2, () => {
      const port: PortGradientWorker = new PortGradientWorker((share) => {
        if (share !== 5) return;
        ended = true;
        port.hang();
      });
      return port;
    });
    await lab.transformer.create(RUN);
    const training = lab.transformer.train();
    while (!ended) await yieldToEventLoop();
    locks.endHolders();
    expect(await training).toBe('finished');
    expect(engines().at(-1)?.reason).toContain('it ended without an error message.');
  });

  it('are terminated with the lab', async () => {
    const { lab } = await labOf(3);
    await lab.transformer.create(RUN);
    await lab.transformer.step();
    await lab.dispose();
    labs = [];
    expect(ports.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  it('are counted in the diagnostics of memory', async () => {
    const [one, three] = [await labOf(1), await labOf(3)];
    const memoryOf = async ({ lab }: typeof one) => (await lab.transformer.costs(RUN))?.memory;
    const [alone, shared] = [await memoryOf(one), await memoryOf(three)];
    expect(shared?.weights).toBe(3 * (alone?.weights ?? 0));
    expect(shared?.moments).toBe(alone?.moments);
    const { memoryBytes } = await three.lab.transformer.create(RUN);
    expect(memoryBytes).toBe(shared?.total);
  });

  it('a count that is no positive integer is rejected', async () => {
    await expect(labOf(0)).rejects.toThrow("'threads': it must be a whole number from 1");
    await expect(labOf(1.5)).rejects.toThrow("'threads'");
  });
});
