// The RPC client with a fake worker on a message channel.

import * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, test, vi } from 'vitest';
import { HANG_SECONDS, PING_INTERVAL_MS } from '../../../../src/workers/heartbeat/heartbeat.ts';
import { PULSE } from '../../../../src/workers/heartbeat/pulse.ts';
import type {
  DigitApi,
  LabApi,
  LensProgress,
  NetworkKind,
  RunLibraryApi,
  RunState,
  TransformerApi,
} from '../../../../src/workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../../../src/workers/rpc/client/create-client.ts';
import {
  createLabClient,
  type LabClient,
  type LabClientOptions,
  LabError,
  type LabWorker,
} from '../../../../src/workers/rpc/client/lab-client.ts';
import type { WorkerEvent } from '../../../../src/workers/rpc/worker-events.ts';
import { expectCollected } from '../../../support/gc.ts';
import { FakeLocks } from '../../../support/workers/fake-locks.ts';

const engine = { backend: 'reference', adapter: 'test' } as const;

interface FakeApi extends Partial<Omit<LabApi, 'transformer' | 'digits' | 'runs'>> {
  transformer?: Partial<TransformerApi>;
  digits?: Partial<DigitApi>;
  runs?: Partial<RunLibraryApi>;
}

/** The API of a worker whose script does not load. */
const NO_SCRIPT: FakeApi = {};

/** A worker that serves `api`, and can crash. */
class PortWorker {
  readonly worker: LabWorker;
  readonly terminate = vi.fn();
  readonly #port: MessagePort;
  readonly #listeners = new Map<string, Set<EventListener>>([
    ['error', new Set()],
    ['messageerror', new Set()],
  ]);

  constructor(api: FakeApi) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port2;
    const exposed = { ...PULSE, lab: { start: async () => engine, ...api }, streamEvents: async () => {} };
    if (api !== NO_SCRIPT) Comlink.expose(exposed, port2 as unknown as Comlink.Endpoint);
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
        this.#listeners.get(type)?.add(listener) ?? add(type, listener as () => void),
      removeEventListener: (type: string, listener: EventListener) =>
        this.#listeners.get(type)?.delete(listener) ?? remove(type, listener as () => void),
    });
  }

  emit(event: WorkerEvent): void {
    this.#port.postMessage(event);
  }

  crash(message?: string): void {
    this.#dispatch(Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  /** A message of the worker cannot be deserialized. */
  sendUnreadable(): void {
    this.#dispatch(new Event('messageerror'));
  }

  /** Answers nothing from now on, like an endless loop. */
  hang(): void {
    this.#port.close();
  }

  #dispatch(event: Event): void {
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
  }
}

let opened: LabClient[] = [];
afterEach(() => {
  for (const client of opened) client.dispose();
  opened = [];
});

/** A client whose first worker serves the first API, the next the second. */
function connect(...apis: FakeApi[]) {
  return connectWith({}, ...apis);
}

function connectWith(options: Pick<LabClientOptions, 'whileReading' | 'createWorker'>, ...apis: FakeApi[]) {
  const workers: PortWorker[] = [];
  const onEvent = vi.fn();
  const onCrash = vi.fn();
  const onSilence = vi.fn();
  const createWorker = () => {
    workers.push(new PortWorker(apis[Math.min(workers.length, apis.length - 1)]));
    return workers[workers.length - 1].worker;
  };
  const client = createLabClient({ createWorker, ...options, onEvent, onCrash, onSilence });
  opened.push(client);
  return { client, workers, onEvent, onCrash, onSilence };
}

const pending = () => new Promise<never>(() => {});

/** The states of the transformer's run that the client has reported. */
const statesOf = (onEvent: ReturnType<typeof vi.fn>) =>
  onEvent.mock.calls.flatMap(([{ source, event }]: WorkerEvent[]) =>
    source === 'transformer' && event.type === 'state' ? [event.state] : [],
  );

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
  // A signal would leave the training running.
  expectTypeOf<LabClient['transformer']['train']>().toEqualTypeOf<() => Promise<RunState>>();
  expectTypeOf<LabClient['transformer']['pause']>().toEqualTypeOf<
    (options?: { readonly signal: AbortSignal }) => Promise<void>
  >();
  expectTypeOf<LabClient['transformer']['generate']>()
    .parameter(1)
    .exclude<undefined>()
    .toExtend<CallOptions<never>>();
  expectTypeOf<LabClient['runs']['rename']>().parameter(1).toEqualTypeOf<string>();
  // A signal alone would leave a job running.
  expectTypeOf<{ signal: AbortSignal }>().not.toExtend<Parameters<LabClient['transformer']['create']>[1]>();
  expectTypeOf<{ signal: AbortSignal }>().toExtend<Parameters<LabClient['transformer']['inspect']>[1]>();
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
  await vi.waitFor(() => expect(statesOf(onEvent)).toEqual(['none', 'paused']));
});

test('a snapshot is outdated when the worker says that another run has replaced it, not before', async () => {
  const resume = vi.fn(async () => {});
  const create = vi.fn().mockRejectedValue(new Error('H is 3 and C is 64.'));
  const api = { transformer: { presets: async () => [], create }, runs: { resume } };
  const { client, workers, onCrash } = connect(api);
  const emit = async (network: NetworkKind, type: 'snapshot' | 'replaced', id?: string) => {
    const file = Uint8Array.of(1);
    const event =
      type === 'replaced' ? { type, network } : { type, network, id, step: 36, training: false, file };
    workers.at(-1)?.emit({ source: 'runs', event });
    await client.transformer.presets();
  };
  const crash = async (count: number) => {
    workers.at(-1)?.crash('boom');
    await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(count));
    return resume.mock.calls.splice(0).map((args: unknown[]) => args[2]);
  };
  await client.start({ backend: 'auto' });
  await emit('model', 'snapshot', 'a');
  await emit('digits', 'replaced');
  await expect(client.transformer.create({ preset: 'facts' })).rejects.toThrow('H is 3');
  expect(await crash(1)).toEqual(['a']);

  await emit('model', 'replaced');
  expect(await crash(2)).toEqual([]);

  await emit('model', 'snapshot', 'b');
  expect(await crash(3)).toEqual(['b']);
});

test('a run that is restored is restored again after the next crash', async () => {
  const resume = vi.fn(async (network: NetworkKind) => {
    workers.at(-1)?.emit({ source: 'runs', event: { type: 'replaced', network } });
  });
  const { client, workers, onCrash } = connect({
    transformer: { presets: async () => [] },
    runs: { resume },
  });
  await client.start({ backend: 'auto' });
  const event = {
    type: 'snapshot',
    network: 'model',
    step: 3,
    training: true,
    file: Uint8Array.of(1),
  } as const;
  workers[0].emit({ source: 'runs', event });
  await client.transformer.presets();
  for (const count of [1, 2]) {
    workers.at(-1)?.crash('boom');
    await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(count));
    expect(resume).toHaveBeenCalledTimes(count);
  }
});

test('a crash without a snapshot starts again without a model', async () => {
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'cpu' });
  workers[0].crash('');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onCrash).toHaveBeenCalledWith('The lab’s worker stopped. It was restarted.', true);
  expect(await client.start({ backend: 'cpu' })).toEqual(engine);
});

test('the client stops restarting a worker that keeps crashing: it reports no run, and requests get an error', async () => {
  const { client, workers, onCrash, onEvent } = connect({ transformer: { presets: async () => [] } });
  await client.start({ backend: 'auto' });
  for (let crash = 1; crash <= 4; crash++) {
    workers[workers.length - 1].emit({ source: 'transformer', event: { type: 'state', state: 'training' } });
    await client.transformer.presets();
    workers[workers.length - 1].crash('boom');
    await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(crash));
  }
  const sentence = 'The lab’s worker stopped: boom. Reload the page to try again.';
  expect(onCrash).toHaveBeenLastCalledWith(sentence, false);
  expect(workers).toHaveLength(4);
  expect(statesOf(onEvent).at(-1)).toBe('none');
  await expect(client.transformer.presets()).rejects.toThrow('The lab’s worker stopped: boom.');
});

test('a worker whose script did not load is started once more, from a script that is fetched anew', async () => {
  const fetched: unknown[] = [];
  vi.stubGlobal('fetch', async (...request: unknown[]) => {
    fetched.push(request[1]);
    return new Response('');
  });
  const { client, workers, onCrash } = connect(NO_SCRIPT, {});
  const starting = client.start({ backend: 'auto' });
  workers[0].crash();
  expect(await starting).toEqual(engine);
  expect(fetched).toEqual([{ cache: 'reload' }]);
  expect(onCrash).not.toHaveBeenCalled();
});

test('a script that does not load a second time either is reported, and not asked for again', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no connection')));
  const { client, workers, onCrash } = connect(NO_SCRIPT);
  const starting = client.start({ backend: 'auto' });
  workers[0].crash();
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  workers[1].crash();
  const sentence = 'The lab’s worker did not start: its script could not be loaded.';
  await expect(starting).rejects.toThrow(sentence);
  expect(onCrash.mock.calls).toEqual([[`${sentence} Reload the page to try again.`, false]]);
  expect(workers).toHaveLength(2);
});

test('a worker that ends without an error is noticed at once, and replaced', async () => {
  const locks = new FakeLocks();
  vi.stubGlobal('navigator', { locks });
  const { client, workers, onCrash, onEvent } = connect({ transformer: { train: pending } });
  await client.start({ backend: 'auto' });
  const training = client.transformer.train();
  locks.endHolders();
  await expect(training).rejects.toThrow('The lab’s worker ended without an error message.');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalled());
  expect(onCrash.mock.calls[0]).toEqual([
    'The lab’s worker ended without an error message. It was restarted.',
    true,
  ]);
  expect(workers[0].terminate).toHaveBeenCalledOnce();
  expect(statesOf(onEvent)[0]).toBe('none');
});

test('a worker that hangs is reported, then replaced', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const resume = vi.fn(async () => {});
  const { client, workers, onCrash, onSilence } = connect(
    { digits: { presets: async () => [], train: pending } },
    { runs: { resume } },
  );
  await client.start({ backend: 'auto' });
  const file = Uint8Array.of(7);
  workers[0].emit({
    source: 'runs',
    event: { type: 'snapshot', network: 'digits', id: 'b', step: 12, training: true, file },
  });
  await client.digits.presets();
  const training = client.digits.train();
  const answer = expect(training).rejects.toThrow('The lab’s worker did not answer for 30 seconds.');
  workers[0].hang();
  for (let ms = 0; ms <= HANG_SECONDS * 1000; ms += PING_INTERVAL_MS)
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS);
  vi.useRealTimers();
  await answer;
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(onSilence.mock.calls.map(([seconds]) => seconds)).toEqual([
    10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 0,
  ]);
  expect(onCrash).toHaveBeenCalledWith(
    'The lab’s worker did not answer for 30 seconds. It was restarted with the digit network of step 12.',
    true,
  );
  expect(resume.mock.calls).toEqual([['digits', file, 'b']]);
});

describe('a silent worker', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  /** What the client has announced, and whether each crash was recovered from. */
  const afterSilence = async ({ onSilence, onCrash }: ReturnType<typeof connect>) => {
    const crashCount = onCrash.mock.calls.length;
    for (let ms = 0; ms <= HANG_SECONDS * 1000; ms += PING_INTERVAL_MS)
      await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS);
    const announced = onSilence.mock.calls.flatMap(([seconds, outcome]) => (seconds ? [outcome] : []));
    if (!announced.includes('wait'))
      await vi.waitFor(() => expect(onCrash.mock.calls.length).toBeGreaterThan(crashCount));
    return [[...new Set(announced)], onCrash.mock.calls.map(([, isRecovered]) => isRecovered)];
  };

  it('is replaced', async () => {
    const connected = connect({});
    await connected.client.start({ backend: 'auto' });
    connected.workers[0].hang();
    expect(await afterSilence(connected)).toEqual([['replace'], [true]]);
  });

  it('whose script does not load is waited for, also if it replaces another', async () => {
    const first = connect(NO_SCRIPT);
    expect(await afterSilence(first)).toEqual([['wait'], []]);

    const next = connect({}, NO_SCRIPT);
    await next.client.start({ backend: 'auto' });
    next.workers[0].crash('boom');
    await vi.waitFor(() => expect(next.workers).toHaveLength(2));
    expect(await afterSilence(next)).toEqual([['wait'], []]);
  });

  it('without an engine is stopped', async () => {
    const connected = connect({ start: pending, transformer: { presets: async () => [] } });
    const started = connected.client.start({ backend: 'auto' });
    const answer = expect(started).rejects.toThrow('did not answer for 30 seconds');
    await connected.client.transformer.presets();
    connected.workers[0].hang();
    expect(await afterSilence(connected)).toEqual([['stop'], [false]]);
    await answer;
  });

  it('after three crashes is stopped', async () => {
    const connected = connect({});
    await connected.client.start({ backend: 'auto' });
    for (let crash = 1; crash <= 3; crash++) {
      connected.workers[crash - 1].crash('boom');
      await vi.waitFor(() => expect(connected.onCrash).toHaveBeenCalledTimes(crash));
    }
    connected.workers[3].hang();
    expect(await afterSilence(connected)).toEqual([['stop'], [true, true, true, false]]);
  });
});

test('`restart` replaces the worker, however often', async () => {
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'auto' });
  for (let restart = 1; restart <= 6; restart++) {
    client.restart();
    await vi.waitFor(() => expect(onCrash).toHaveBeenCalledTimes(restart));
  }
  expect(onCrash).toHaveBeenLastCalledWith(
    'The lab’s worker did not answer and was stopped. It was restarted.',
    true,
  );
  expect(workers).toHaveLength(7);
});

test('a request during the restart waits until the run is restored', async () => {
  const order: string[] = [];
  let finishResume = () => {};
  const resume = () =>
    new Promise<void>((resolve) => {
      finishResume = () => {
        order.push('restored');
        resolve();
      };
    });
  const inspect = (async () => order.push('inspected')) as unknown as TransformerApi['inspect'];
  const { client, workers } = connect(
    { transformer: { presets: async () => [] } },
    { runs: { resume }, transformer: { inspect } },
  );
  await client.start({ backend: 'auto' });
  workers[0].emit({
    source: 'runs',
    event: { type: 'snapshot', network: 'model', id: 'a', step: 3, training: false, file: Uint8Array.of(1) },
  });
  await client.transformer.presets();
  workers[0].crash('boom');
  const inspection = client.transformer.inspect({ text: 'a', names: [] });
  await vi.waitFor(() => {
    finishResume();
    expect(order).toContain('restored');
  });
  await inspection;
  expect(order).toEqual(['restored', 'inspected']);
});

test('a new worker is created after the previous one has released its locks', async () => {
  const locks = new FakeLocks();
  vi.stubGlobal('navigator', { locks });
  const { client, workers, onCrash } = connect({});
  await client.start({ backend: 'auto' });
  workers[0].crash('boom');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(workers).toHaveLength(1);
  locks.endHolders();
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalledOnce());
  expect(workers).toHaveLength(2);
});

test('a crash during the restart causes another restart, and one message', async () => {
  const { client, workers, onCrash } = connect({}, { start: pending }, {});
  await client.start({ backend: 'auto' });
  workers[0].crash('boom');
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  workers[1].crash('bang');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalled());
  expect(onCrash.mock.calls).toEqual([['The lab’s worker stopped: bang. It was restarted.', true]]);
});

test('a failed restart ends the worker: requests get the reason', async () => {
  const start = async () => {
    throw new Error('No engine starts.');
  };
  const { client, workers, onCrash } = connect({}, { start });
  await client.start({ backend: 'auto' });
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalled());
  const sentence = 'The lab’s worker stopped: boom. Restarting it failed: No engine starts.';
  expect(onCrash.mock.calls).toEqual([[sentence, false]]);
  expect(workers[1].terminate).toHaveBeenCalledOnce();
  await expect(client.transformer.presets()).rejects.toThrow(sentence);
});

test('a worker that cannot be replaced: the page is told, and every request gets an error', async () => {
  const first = new PortWorker({ transformer: { inspect: pending } });
  let count = 0;
  const createWorker = () => {
    if (count++ === 0) return first.worker;
    throw new Error('The page may start no worker.');
  };
  const { client, onCrash } = connectWith({ createWorker });
  await client.start({ backend: 'auto' });
  const inspection = client.transformer.inspect({ text: 'a', names: [] });
  first.crash('boom');
  const waiting = client.transformer.presets();
  const description = 'The lab’s worker stopped: boom.';
  await expect(inspection).rejects.toThrow(description);
  await expect(waiting).rejects.toThrow(description);
  await expect(client.transformer.presets()).rejects.toThrow(description);
  expect(onCrash.mock.calls).toEqual([
    [`${description} Restarting it failed: The page may start no worker.`, false],
  ]);
});

test('a snapshot that cannot be restored is reported; the worker serves requests', async () => {
  const resume = async () => {
    throw new Error('It needs 9 GB of memory.');
  };
  const { client, workers, onCrash } = connect({
    transformer: { presets: async () => [] },
    runs: { resume },
  });
  await client.start({ backend: 'auto' });
  workers[0].emit({
    source: 'runs',
    event: { type: 'snapshot', network: 'model', id: 'a', step: 3, training: false, file: Uint8Array.of(1) },
  });
  await client.transformer.presets();
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalled());
  expect(onCrash).toHaveBeenCalledWith(
    'The lab’s worker stopped: boom. It was restarted. It cannot restore the model of step 3: It needs 9 GB of memory.',
    true,
  );
  expect(await client.transformer.presets()).toEqual([]);
});

test('the restoration of a run reports its progress, and stops', async () => {
  const reports: LensProgress[] = [];
  const resume: RunLibraryApi['resume'] = async (_network, _file, _id, onProgress) => {
    if (!(await onProgress?.({ label: 'byte pairs learned', done: 1, total: 2 })))
      throw new Error('Stopped.');
  };
  const { client, workers, onCrash } = connectWith(
    {
      whileReading: (request) =>
        request({
          onProgress: (report) => {
            reports.push(report);
            return false;
          },
        }),
    },
    { transformer: { presets: async () => [] }, runs: { resume } },
  );
  await client.start({ backend: 'auto' });
  workers[0].emit({
    source: 'runs',
    event: { type: 'snapshot', network: 'model', step: 3, training: false, file: Uint8Array.of(1) },
  });
  await client.transformer.presets();
  workers[0].crash('boom');
  await vi.waitFor(() => expect(onCrash).toHaveBeenCalled());
  expect(reports).toEqual([{ label: 'byte pairs learned', done: 1, total: 2 }]);
  expect(onCrash.mock.calls[0][0]).toContain('It cannot restore the model of step 3: Stopped.');
});

test('a message that cannot be read ends the worker: its request gets an error', async () => {
  const { client, workers } = connect({ transformer: { inspect: pending } });
  await client.start({ backend: 'auto' });
  const inspection = client.transformer.inspect({ text: 'a', names: [] });
  workers[0].sendUnreadable();
  await expect(inspection).rejects.toThrow('The lab’s worker sent a message that cannot be read.');
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
