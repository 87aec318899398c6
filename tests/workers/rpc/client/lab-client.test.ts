// The RPC client with a fake worker on a message channel.

import * as Comlink from 'comlink';
import { afterEach, expect, expectTypeOf, test, vi } from 'vitest';
import type {
  DigitApi,
  LabApi,
  LensProgress,
  RunLibraryApi,
  RunState,
  TransformerApi,
} from '../../../../src/workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../../../src/workers/rpc/client/create-client.ts';
import {
  createLabClient,
  type LabClient,
  LabError,
  type LabWorker,
} from '../../../../src/workers/rpc/client/lab-client.ts';
import type { WorkerEvent } from '../../../../src/workers/rpc/worker-events.ts';
import { expectCollected } from '../../../support/gc.ts';

const engine = { backend: 'reference', adapter: 'test' } as const;

interface FakeApi extends Partial<Omit<LabApi, 'transformer' | 'digits' | 'runs'>> {
  transformer?: Partial<TransformerApi>;
  digits?: Partial<DigitApi>;
  runs?: Partial<RunLibraryApi>;
}

/** A worker that serves `api`, and can crash. */
class PortWorker {
  readonly worker: LabWorker;
  readonly terminate = vi.fn();
  readonly #port: MessagePort;
  readonly #errorListeners = new Set<EventListener>();

  constructor(api: FakeApi) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port2;
    const exposed = { lab: { start: async () => engine, ...api }, streamEvents: async () => {} };
    Comlink.expose(exposed, port2 as unknown as Comlink.Endpoint);
    this.worker = Object.assign(port1 as unknown as LabWorker, {
      terminate: () => {
        this.terminate();
        port1.close();
        this.#port.close();
      },
    });
    const add = port1.addEventListener.bind(port1);
    const remove = port1.removeEventListener.bind(port1);
    Object.assign(port1, {
      addEventListener: (type: string, listener: EventListener) =>
        type === 'error' ? this.#errorListeners.add(listener) : add(type, listener as () => void),
      removeEventListener: (type: string, listener: EventListener) =>
        type === 'error' ? this.#errorListeners.delete(listener) : remove(type, listener as () => void),
    });
  }

  emit(event: WorkerEvent): void {
    this.#port.postMessage(event);
  }

  crash(message: string): void {
    const event = Object.assign(new Event('error', { cancelable: true }), { message });
    for (const listener of this.#errorListeners) listener(event);
  }
}

let opened: LabClient[] = [];
afterEach(() => {
  for (const client of opened) client.dispose();
  opened = [];
});

/** A client whose first worker serves the first API, the next the second. */
function connect(...apis: FakeApi[]) {
  const workers: PortWorker[] = [];
  const onEvent = vi.fn();
  const onCrash = vi.fn();
  const createWorker = () => {
    workers.push(new PortWorker(apis[Math.min(workers.length, apis.length - 1)]));
    return workers[workers.length - 1].worker;
  };
  const client = createLabClient({ onEvent, onCrash, createWorker });
  opened.push(client);
  return { client, workers, onEvent, onCrash };
}

const pending = () => new Promise<never>(() => {});

test('an error keeps its message', async () => {
  const { client } = connect({
    transformer: {
      create: async () => {
        throw new Error('H is 3 and C is 64; the width must divide evenly among the heads.');
      },
    },
  });
  const created = client.transformer.create({ preset: 'facts' });
  await expect(created).rejects.toThrow(LabError);
  await expect(created).rejects.toThrow('H is 3 and C is 64; the width must divide evenly among the heads.');
});

test('events reach the page', async () => {
  const { client, workers, onEvent } = connect({});
  await client.start({ backend: 'auto' });
  workers[0].emit({ source: 'transformer', event: { type: 'state', state: 'ready' } });
  await vi.waitFor(() =>
    expect(onEvent).toHaveBeenCalledWith({ source: 'transformer', event: { type: 'state', state: 'ready' } }),
  );
});

test('events posted before a response arrive before it', async () => {
  const events = Array.from(
    { length: 50 },
    (_, step) => ({ source: 'lab', event: { type: 'notice', message: `${step}` } }) as const,
  );
  const presets = async () => {
    for (const event of events) workers[0].emit(event);
    return [];
  };
  const { client, workers, onEvent } = connect({ transformer: { presets } });
  await client.start({ backend: 'auto' });
  await client.transformer.presets();
  expect(onEvent.mock.calls).toEqual(events.map((event) => [event]));
});

test('the client holds no reference to a result, however long the worker lives', async () => {
  const { client } = connect({ transformer: { presets: async () => [] } });
  const results: WeakRef<object>[] = [];
  for (let i = 0; i < 5; i++) results.push(new WeakRef(await client.transformer.presets()));
  await expectCollected(results);
  expect(await client.transformer.presets()).toEqual([]);
});

test('a method is called by its path, with its arguments, whichever there are', async () => {
  const rename = vi.fn(async () => {});
  const later = vi.fn(async () => 7);
  const { client } = connect({ runs: { rename, later } as Partial<RunLibraryApi> });
  await client.runs.rename('a', 'first');
  expect(rename).toHaveBeenCalledExactlyOnceWith('a', 'first');
  expect(await (client.runs as unknown as { later(x: object): Promise<number> }).later({})).toBe(7);
  expect(later).toHaveBeenCalledExactlyOnceWith({});
  expect(await client).toBe(client); // no thenable
});

test('the types are those of the API, with call options', () => {
  expectTypeOf<LabClient['transformer']['train']>().toEqualTypeOf<
    (options?: { readonly signal: AbortSignal }) => Promise<RunState>
  >();
  expectTypeOf<LabClient['transformer']['generate']>()
    .parameter(1)
    .exclude<undefined>()
    .toExtend<CallOptions<never>>();
  expectTypeOf<LabClient['runs']['rename']>().parameter(1).toEqualTypeOf<string>();
  expectTypeOf<LabClient['diagnose']>()
    .parameter(1)
    .exclude<undefined>()
    .toEqualTypeOf<CallOptions<LensProgress>>();
});

test('a signal rejects a call immediately', async () => {
  const { client } = connect({ transformer: { inspect: pending } });
  const controller = new AbortController();
  const inspection = client.transformer.inspect({ text: 'a', names: [] }, { signal: controller.signal });
  controller.abort(new Error('No longer needed.'));
  await expect(inspection).rejects.toThrow('No longer needed.');
});

test('a signal that aborts training pauses it', async () => {
  const pause = vi.fn(async () => {});
  const { client } = connect({ transformer: { train: pending, pause } });
  const controller = new AbortController();
  const training = client.transformer.train({ signal: controller.signal });
  controller.abort();
  await expect(training).rejects.toThrow();
  await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
});

test('a crash rejects pending calls, and a new worker resumes from the last snapshot', async () => {
  const resume = vi.fn(async () => {});
  const file = Uint8Array.of(1, 2, 3);
  const { client, workers, onCrash } = connect(
    { transformer: { presets: async () => [], inspect: pending } },
    { runs: { resume } },
  );
  await client.start({ backend: 'auto' });
  for (const step of [36, 40])
    workers[0].emit({
      source: 'runs',
      event: { type: 'snapshot', network: 'model', id: 'a', step, training: true, file },
    });
  const inspection = client.transformer.inspect({ text: 'a', names: [] });
  await client.transformer.presets(); // the events above arrive before this response

  workers[0].crash('Uncaught RangeError: out of memory');
  await expect(inspection).rejects.toThrow('The lab’s worker stopped: RangeError: out of memory.');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onCrash).toHaveBeenCalledWith(
    'The lab’s worker stopped: RangeError: out of memory. It was restarted with the model of step 40.',
    true,
  );
  expect(workers[0].terminate).toHaveBeenCalledOnce();
  expect(resume.mock.calls).toEqual([['model', file, 'a']]);
});

test('events of a crashed worker are dropped', async () => {
  const { client, workers, onEvent, onCrash } = connect({});
  await client.start({ backend: 'auto' });
  workers[0].emit({ source: 'transformer', event: { type: 'state', state: 'training' } }); // not delivered yet
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  workers[1].emit({ source: 'transformer', event: { type: 'state', state: 'paused' } });
  await vi.waitFor(() =>
    expect(onEvent).toHaveBeenCalledWith({
      source: 'transformer',
      event: { type: 'state', state: 'paused' },
    }),
  );
  expect(onEvent).toHaveBeenCalledOnce();
});

test('a failure of openFiles keeps the crash snapshot, a success clears it', async () => {
  const resume = vi.fn(async () => {});
  const openFiles = vi
    .fn()
    .mockRejectedValueOnce(new Error('“cat.png” cannot be opened: it is a cat.'))
    .mockResolvedValueOnce({});
  const api = { transformer: { presets: async () => [], openFiles }, runs: { resume } };
  const { client, workers, onCrash } = connect(api);
  await client.start({ backend: 'auto' });
  const file = Uint8Array.of(1);
  workers[0].emit({
    source: 'runs',
    event: { type: 'snapshot', network: 'model', id: 'a', step: 36, training: false, file },
  });
  await client.transformer.presets();
  await expect(client.transformer.openFiles([])).rejects.toThrow('it is a cat');
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(resume).toHaveBeenCalledOnce();

  await client.transformer.openFiles([]);
  workers[1].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(2));
  expect(resume).toHaveBeenCalledOnce();
});

test('a crash without a snapshot starts again without a model', async () => {
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'cpu' });
  workers[0].crash('');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onCrash).toHaveBeenCalledWith('The lab’s worker stopped. It was restarted without a model.', true);
  expect(await client.start({ backend: 'cpu' })).toEqual(engine);
});

test('the client stops restarting a worker that keeps crashing', async () => {
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

test('a job reports progress, and stops in the worker when its signal aborts', async () => {
  const answers: boolean[] = [];
  const lens = async (
    _name: string,
    _request: unknown,
    onProgress: (progress: object) => Promise<boolean>,
  ) => {
    for (let done = 1; ; done++) {
      const shouldContinue = await onProgress({ label: 'facts', done, total: 9 });
      answers.push(shouldContinue);
      if (!shouldContinue) throw new Error('stopped');
    }
  };
  const { client } = connect({ transformer: { lens: lens as unknown as TransformerApi['lens'] } });
  const controller = new AbortController();
  const reported: number[] = [];
  const result = client.transformer.lens(
    'facts',
    {},
    {
      signal: controller.signal,
      onProgress: ({ done }) => {
        reported.push(done);
        if (done === 3) controller.abort();
      },
    },
  );
  await expect(result).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(answers.at(-1)).toBe(false));
  expect(reported).toEqual([1, 2, 3]);
});

test('a disposed client rejects pending and later calls', async () => {
  const { client } = connect({ transformer: { inspect: pending } });
  const inspection = client.transformer.inspect({ text: 'a', names: [] });
  client.dispose();
  await expect(inspection).rejects.toThrow('The lab was closed.');
  await expect(client.transformer.presets()).rejects.toThrow('The lab was closed.');
});
