// The page's half of the door, with a worker made of two ports: no thread, the same messages.

import * as Comlink from 'comlink';
import { afterEach, expect, test, vi } from 'vitest';
import type { LabApi, RunLibraryApi } from '../../../../src/workers/rpc/api/lab-api.ts';
import { LabClient, LabError, type LabWorker } from '../../../../src/workers/rpc/client/lab-client.ts';
import type { WorkerEvent } from '../../../../src/workers/rpc/worker-events.ts';
import { expectCollected } from '../../../support/gc.ts';

const engine = { backend: 'reference', adapter: 'test' } as const;

type WorkerApi = Partial<Omit<LabApi, 'runs'>> & { runs?: Partial<RunLibraryApi> };

/** A worker that answers with `api`, and can crash. */
class PortWorker {
  readonly worker: LabWorker;
  readonly terminate = vi.fn();
  readonly #there: MessagePort;
  readonly #listeners = new Set<EventListener>();

  constructor(api: WorkerApi) {
    const { port1, port2 } = new MessageChannel();
    this.#there = port2;
    const exposed = { start: async () => engine, streamEvents: async () => {}, ...api };
    Comlink.expose(exposed, port2 as unknown as Comlink.Endpoint);
    this.worker = Object.assign(port1 as unknown as LabWorker, {
      terminate: () => {
        this.terminate();
        port1.close();
        this.#there.close();
      },
    });
    const add = port1.addEventListener.bind(port1);
    const remove = port1.removeEventListener.bind(port1);
    Object.assign(port1, {
      addEventListener: (type: string, listener: EventListener) =>
        type === 'error' ? this.#listeners.add(listener) : add(type, listener as () => void),
      removeEventListener: (type: string, listener: EventListener) =>
        type === 'error' ? this.#listeners.delete(listener) : remove(type, listener as () => void),
    });
  }

  tell(telling: WorkerEvent): void {
    this.#there.postMessage(telling);
  }

  crash(message: string): void {
    const event = Object.assign(new Event('error', { cancelable: true }), { message });
    for (const listener of this.#listeners) listener(event);
  }
}

let opened: LabClient[] = [];
afterEach(() => {
  for (const client of opened) client.dispose();
  opened = [];
});

/** A client whose first worker has the first api, the next the next. */
function connect(...apis: WorkerApi[]) {
  const workers: PortWorker[] = [];
  const onEvent = vi.fn();
  const onCrash = vi.fn();
  const createWorker = () => {
    workers.push(new PortWorker(apis[Math.min(workers.length, apis.length - 1)]));
    return workers[workers.length - 1].worker;
  };
  const client = new LabClient({ onEvent, onCrash, createWorker });
  opened.push(client);
  return { client, workers, onEvent, onCrash };
}

const forever = () => new Promise<never>(() => {});

test('an error keeps its sentence on the way', async () => {
  const { client } = connect({
    create: async () => {
      throw new Error('H is 3 and C is 64; the width must divide evenly among the heads.');
    },
  });
  const made = client.create({ preset: 'facts' });
  await expect(made).rejects.toThrow(LabError);
  await expect(made).rejects.toThrow('H is 3 and C is 64; the width must divide evenly among the heads.');
});

test('events reach the page', async () => {
  const { client, workers, onEvent } = connect({});
  await client.start({ backend: 'auto' });
  workers[0].tell({ from: 'model', event: { type: 'state', state: 'ready' } });
  await vi.waitFor(() => expect(onEvent).toHaveBeenCalledWith({ type: 'state', state: 'ready' }));
});

test('no answer overtakes what was told before it', async () => {
  const told = Array.from({ length: 50 }, (_, step) => ({ type: 'notice', message: `${step}` }) as const);
  const presets = async () => {
    for (const event of told) workers[0].tell({ from: 'model', event });
    return [];
  };
  const { client, workers, onEvent } = connect({ presets });
  await client.start({ backend: 'auto' });
  await client.presets();
  expect(onEvent.mock.calls).toEqual(told.map((event) => [event]));
});

test('an answer is held by whoever asked, not by the client, however long the worker lives', async () => {
  const { client } = connect({ presets: async () => [] });
  const answers: WeakRef<object>[] = [];
  for (let question = 0; question < 5; question++) answers.push(new WeakRef(await client.presets()));
  await expectCollected(answers);
  expect(await client.presets()).toEqual([]);
});

test('a signal ends the waiting at once', async () => {
  const { client } = connect({ inspect: forever });
  const controller = new AbortController();
  const looking = client.inspect({ text: 'a', names: [] }, controller.signal);
  controller.abort(new Error('Somebody looks elsewhere.'));
  await expect(looking).rejects.toThrow('Somebody looks elsewhere.');
});

test('a signal that ends training pauses it, so that the model stays', async () => {
  const pause = vi.fn(async () => {});
  const { client } = connect({ train: forever, pause });
  const controller = new AbortController();
  const training = client.train(controller.signal);
  controller.abort();
  await expect(training).rejects.toThrow();
  await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
});

test('a crash tells whoever waits, and another worker goes on from what was last taken', async () => {
  const resume = vi.fn(async () => {});
  const file = Uint8Array.of(1, 2, 3);
  const { client, workers, onCrash } = connect(
    { presets: async () => [], inspect: forever },
    { runs: { resume } },
  );
  await client.start({ backend: 'auto' });
  for (const step of [36, 40])
    workers[0].tell({
      from: 'runs',
      event: { type: 'snapshot', network: 'model', id: 'a', step, training: true, file },
    });
  const looking = client.inspect({ text: 'a', names: [] });
  // Answers keep their order: once this one is here, what was taken is too.
  await client.presets();

  workers[0].crash('Uncaught RangeError: out of memory');
  await expect(looking).rejects.toThrow('The lab’s worker stopped: RangeError: out of memory.');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onCrash).toHaveBeenCalledWith(
    'The lab’s worker stopped: RangeError: out of memory. It was started again with the model of step 40.',
    true,
  );
  expect(workers[0].terminate).toHaveBeenCalledOnce();
  expect(resume.mock.calls).toEqual([['model', file, 'a']]);
});

test('what a worker told before it crashed is not taken for the next one’s', async () => {
  const { client, workers, onEvent, onCrash } = connect({});
  await client.start({ backend: 'auto' });
  workers[0].tell({ from: 'model', event: { type: 'state', state: 'training' } }); // still on its way
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  workers[1].tell({ from: 'model', event: { type: 'state', state: 'paused' } });
  await vi.waitFor(() => expect(onEvent).toHaveBeenCalledWith({ type: 'state', state: 'paused' }));
  expect(onEvent).toHaveBeenCalledOnce();
});

test('files that cannot be opened leave what was last taken, files that can take its place', async () => {
  const resume = vi.fn(async () => {});
  const openFiles = vi
    .fn()
    .mockRejectedValueOnce(new Error('“cat.png” cannot be opened: it is a cat.'))
    .mockResolvedValueOnce({});
  const api = { presets: async () => [], openFiles, runs: { resume } };
  const { client, workers, onCrash } = connect(api);
  await client.start({ backend: 'auto' });
  const file = Uint8Array.of(1);
  workers[0].tell({
    from: 'runs',
    event: { type: 'snapshot', network: 'model', id: 'a', step: 36, training: false, file },
  });
  await client.presets();
  await expect(client.openFiles([])).rejects.toThrow('it is a cat');
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(resume).toHaveBeenCalledOnce();

  await client.openFiles([]);
  workers[1].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(2));
  expect(resume).toHaveBeenCalledOnce();
});

test('a crash without a snapshot starts again without a model', async () => {
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'cpu' });
  workers[0].crash('');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onCrash).toHaveBeenCalledWith(
    'The lab’s worker stopped. It was started again without a model.',
    true,
  );
  expect(await client.start({ backend: 'cpu' })).toEqual(engine);
});

test('a worker that crashes again and again is given up, with what to do', async () => {
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'auto' });
  for (let crash = 1; crash <= 4; crash++) {
    workers[workers.length - 1].crash('boom');
    await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(crash));
  }
  expect(onCrash).toHaveBeenLastCalledWith(
    'The lab’s worker stopped: boom. Reload the page to try again.',
    false,
  );
  expect(workers).toHaveLength(4);
});

test('a long look tells how far it is, and stops in the worker when its signal aborts', async () => {
  const seen: (boolean | string)[] = [];
  const { client } = connect({
    lens: (async (_name: string, _asked: unknown, watch: (progress: object) => Promise<boolean>) => {
      for (let done = 1; ; done++) {
        const goOn = await watch({ label: 'questions asked', done, total: 9 });
        seen.push(goOn);
        if (!goOn) throw new Error('stopped');
      }
    }) as unknown as LabApi['lens'],
  });
  const stop = new AbortController();
  const told: number[] = [];
  const look = client.lens(
    'facts',
    {},
    {
      signal: stop.signal,
      onProgress: ({ done }) => {
        told.push(done);
        if (done === 3) stop.abort();
      },
    },
  );
  await expect(look).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(seen.at(-1)).toBe(false));
  expect(told).toEqual([1, 2, 3]);
});

test('a client that was closed says so, to whoever waits and to whoever asks later', async () => {
  const { client } = connect({ inspect: forever });
  const looking = client.inspect({ text: 'a', names: [] });
  client.dispose();
  await expect(looking).rejects.toThrow('The lab was closed.');
  await expect(client.presets()).rejects.toThrow('The lab was closed.');
});
