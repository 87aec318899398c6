// Store of the lab: operations and their failures.

import { expect, test, vi } from 'vitest';
import type { FieldError } from '../../../../src/shared/field-error.ts';
import type { BundledModel } from '../../../../src/shared/model-manifest.ts';
import type { BundledModelSource } from '../../../../src/ui/state/runs/bundled-models.ts';
import {
  engineThreads,
  type Lab,
  LabStore,
  type Transformer,
} from '../../../../src/ui/state/runs/lab-store.ts';
import { isBundledModel, isPristine, isReplaceable } from '../../../../src/ui/types/lab.ts';
import { runStatusText } from '../../../../src/ui/views/status/run-text.ts';
import type {
  AppliedEdit,
  CurrentRunStatus,
  RunInfo,
  RunSummary,
  TransformerEvent,
} from '../../../../src/workers/rpc/api/lab-api.ts';
import type { CallOptions, LabClientOptions } from '../../../../src/workers/rpc/client/lab-client.ts';

const bundled: BundledModel = {
  preset: 'facts',
  file: 'facts.safetensors',
  command: '',
  seed: 0,
  steps: 1500,
  engine: '',
  bytes: 3,
  sha256: '',
  validationLoss: 1,
  measures: [],
};
const bytes = new Uint8Array([1, 2, 3]);
const NO_LIBRARY: BundledModelSource = {
  list: async () => [],
  read: async () => bytes,
  readHistory: async () => undefined,
};
const FACTS_LIBRARY: BundledModelSource = { ...NO_LIBRARY, list: async () => [bundled] };

function createStore(
  methods: Partial<Transformer> = {},
  library: BundledModelSource = NO_LIBRARY,
  labMethods: Partial<Lab> = {},
) {
  let options: Omit<LabClientOptions, 'createWorker'>;
  const transformer = {
    problems: vi.fn(async () => []),
    costs: vi.fn(async () => undefined),
    create: vi.fn(async () => ({})),
    train: vi.fn(async () => 'finished'),
    ...methods,
  } as unknown as Transformer;
  const lab = { transformer, ...labMethods } as unknown as Lab;
  const store = new LabStore((clientOptions) => {
    options = clientOptions;
    return lab;
  }, library);
  const emit = (event: TransformerEvent) => options.onEvent({ source: 'transformer', event });
  const emitRun = (step: number) => {
    const run = { preset: 'facts', step, parameterCount: 1 } as RunInfo;
    emit({ type: 'run', run });
    emit({ type: 'state', state: step === 0 ? 'ready' : 'finished' });
    return run;
  };
  return {
    store,
    lab,
    transformer,
    emitRun,
    emit,
    emitCurrent: (current: CurrentRunStatus) =>
      options.onEvent({ source: 'runs', event: { type: 'current', network: 'model', current } }),
    emitNotice: (message: string) => options.onEvent({ source: 'lab', event: { type: 'notice', message } }),
    emitNoRun: () => emit({ type: 'state', state: 'none' }),
    crash: (sentence: string, alive: boolean) => options.onCrash(sentence, alive),
    restart: () => options.onRestart?.(),
    restore: (request: (options: CallOptions) => Promise<never>) =>
      (options.whileReading as NonNullable<LabClientOptions['whileReading']>)(request),
    silence: (seconds: number) => options.onSilence?.(seconds, 'replace'),
  };
}

const settings = { preset: 'facts' };

test('invalid settings set `problems` and create no model', async () => {
  const { store, lab } = createStore({
    problems: async () => [{ field: 'L', message: 'L is 9; it can be 1 to 8.' }],
  });
  await store.createAndTrain(settings);
  expect(store.value.problems).toEqual([{ field: 'L', message: 'L is 9; it can be 1 to 8.' }]);
  expect(lab.transformer.create).not.toHaveBeenCalled();
  expect(lab.transformer.train).not.toHaveBeenCalled();
});

test('a refused export for transformers is shown as an error', async () => {
  const sentence = 'Python’s transformers has no GPT-2 with these parts: Norm = RMS norm.';
  const { store } = createStore({ exportForTransformers: () => Promise.reject(new Error(sentence)) });
  expect(await store.exportForTransformers()).toBeUndefined();
  expect(store.value.error).toBe(sentence);
});

test('what an export for transformers leaves out is shown', async () => {
  const archive = new Uint8Array();
  const notice = 'tokenizer.json cannot hold this tokenizer.';
  const { store } = createStore({ exportForTransformers: async () => ({ archive, notice }) });
  await store.exportForTransformers();
  expect(store.value.error).toBe(notice);
});

test('`createAndTrain` trains after the creation', async () => {
  const { store, lab } = createStore({});
  await store.createAndTrain(settings);
  expect(lab.transformer.create).toHaveBeenCalledWith(settings);
  expect(lab.transformer.train).toHaveBeenCalledOnce();
});

test('default settings open the bundled model, and `source` says so', async () => {
  const setup = createStore({ open: vi.fn(async () => setup.emitRun(1500)) }, FACTS_LIBRARY);
  const { store, lab, emitRun } = setup;
  expect(await store.load({ preset: 'facts', model: {} }, 'trained')).toBe(true);
  expect(lab.transformer.open).toHaveBeenCalledWith(bytes, expect.anything());
  expect(lab.transformer.create).not.toHaveBeenCalled();
  expect(store.value.source).toEqual({ from: 'bundle', name: 'facts.safetensors', step: 1500 });
  expect(isReplaceable(store.value)).toBe(true);
  expect(isBundledModel(store.value, 'facts')).toBe(true);

  // With a fact rewritten it is the visitor's own.
  const edits = [{ settled: false } as AppliedEdit];
  expect(isReplaceable({ ...store.value, edits })).toBe(false);
  expect(isBundledModel({ ...store.value, edits }, 'facts')).toBe(false);

  await store.load({ preset: 'facts' }, 'fresh');
  emitRun(0);
  expect(store.value.source).toBeUndefined();
});

test.each([
  ['fresh weights are wanted', { preset: 'facts' }, 'fresh'],
  ['the settings are not the preset’s', { preset: 'facts', model: { L: 1 } }, 'trained'],
  ['none came of this preset', { preset: 'league' }, 'trained'],
] as const)('fresh weights are made where %s', async (_, settings, weights) => {
  const { store, lab } = createStore({ open: vi.fn() }, FACTS_LIBRARY);
  await store.load(settings, weights);
  expect(lab.transformer.create).toHaveBeenCalledWith(settings);
  expect(lab.transformer.open).not.toHaveBeenCalled();
  expect(store.value.error).toBeUndefined();
});

test('if the bundled model cannot be fetched, a new model is created, with an error', async () => {
  const refused = async () => {
    throw new Error('The trained model could not be fetched (404).');
  };
  for (const library of [
    { ...FACTS_LIBRARY, read: refused },
    { ...FACTS_LIBRARY, list: refused },
  ]) {
    const { store, lab } = createStore({}, library);
    expect(await store.load(settings, 'trained')).toBe(true);
    expect(lab.transformer.create).toHaveBeenCalledWith(settings);
    expect(store.value.error).toBe(
      'The trained model could not be fetched (404). A model with random weights was created instead.',
    );
  }
});

test('if the bundled model cannot be opened, a new model is created, with an error', async () => {
  const open = async () => {
    throw new Error('The file is cut short.');
  };
  const { store, lab } = createStore({ open }, FACTS_LIBRARY);
  expect(await store.load(settings, 'trained')).toBe(true);
  expect(lab.transformer.create).toHaveBeenCalledWith(settings);
  expect(store.value.error).toBe('The file is cut short. A model with random weights was created instead.');
  expect(store.value.pending).toBeUndefined();
});

test('a late bundled model does not replace a newer request', async () => {
  let arrive = (_: typeof bytes) => {};
  const read = vi.fn(() => {
    return new Promise<typeof bytes>((resolve) => {
      arrive = resolve;
    });
  });
  const library = { ...FACTS_LIBRARY, read };
  const setup = createStore({ open: vi.fn(), create: vi.fn(async () => setup.emitRun(0)) }, library);
  const { store, lab } = setup;
  const late = store.load({ preset: 'facts' }, 'trained');
  await vi.waitFor(() => expect(read).toHaveBeenCalledOnce());
  await store.load({ preset: 'facts', model: { L: 1 } }, 'fresh');
  expect(store.value.pending).toBe('model');
  arrive(bytes);
  await late;
  expect(lab.transformer.open).not.toHaveBeenCalled();
  expect(lab.transformer.create).toHaveBeenCalledOnce();
  expect(store.value).toMatchObject({ pending: undefined, source: undefined, error: undefined });
});

test('an invalid file sets an error; the current model keeps its source', async () => {
  const openFiles = vi.fn().mockRejectedValueOnce(new Error('“cat.png” cannot be opened: it is a cat.'));
  const { store, emitRun } = createStore({ openFiles });
  expect(await store.tryOpenFiles([new File([bytes], 'cat.png')])).toBe(false);
  expect(store.value.error).toBe('“cat.png” cannot be opened: it is a cat.');
  emitRun(10);
  expect(store.value.source).toBeUndefined();
  openFiles.mockImplementationOnce(async () => emitRun(20));
  expect(await store.tryOpenFiles([new File([bytes], 'mine.safetensors')])).toBe(true);
  expect(store.value.source).toEqual({ from: 'file', name: 'mine.safetensors', step: 20 });
  expect(isReplaceable(store.value)).toBe(false);
});

test('a branch is replaceable until it is trained or edited, or the run that it is from is deleted', async () => {
  const origin = { id: 'a' } as RunSummary;
  const branch = async () => {
    setup.emitRun(3);
    setup.emit({ type: 'edits', edits: [{ id: 1, settled: false } as AppliedEdit] });
  };
  const overview = async () => ({ runs: [origin] });
  const runs = { branch, overview, remove: async () => {} } as unknown as Lab['runs'];
  const setup = createStore({}, undefined, { runs });
  const { store } = setup;
  setup.emitCurrent({ id: 'a', checkpoints: [3], viewedStep: 3 });
  await store.trainFromCheckpoint('model');
  const { live } = store;
  expect(isReplaceable(live)).toBe(true);
  expect(isPristine(live)).toBe(false); // it is from no file
  expect(isReplaceable({ ...live, runState: 'training' })).toBe(false);
  expect(isReplaceable({ ...live, step: 4 })).toBe(false);
  expect(isReplaceable({ ...live, edits: [] })).toBe(false);
  await store.runs.remove({ ...origin, id: 'b' });
  expect(isReplaceable(store.live)).toBe(true);
  await store.runs.remove(origin);
  expect(isReplaceable(store.live)).toBe(false);
});

test('an automatic evaluation keeps the current error; the next operation clears it', async () => {
  const { store, emitNotice } = createStore({ evaluate: async () => {} });
  emitNotice('The GPU device was lost. It was restarted.');
  await store.evaluate();
  expect(store.value.error).toBe('The GPU device was lost. It was restarted.');
  await store.train();
  expect(store.value.error).toBeUndefined();
});

test('`pending` is set during the creation of a model', async () => {
  let pending: string | undefined;
  const { store } = createStore({
    create: async () => {
      pending = store.value.pending;
      throw new Error('Out of memory: take fewer layers.');
    },
  });
  expect(await store.create(settings)).toBe(false);
  expect(pending).toBe('model');
  expect(store.value).toMatchObject({ pending: undefined, error: 'Out of memory: take fewer layers.' });
});

test('of two validations only the newer applies', async () => {
  const pending: ((problems: FieldError[]) => void)[] = [];
  const { store } = createStore({ problems: () => new Promise((resolve) => pending.push(resolve)) });
  const older = store.validate({ preset: 'facts', model: { L: 9 } });
  const newer = store.validate({ preset: 'facts', model: { L: 2 } });
  pending[1]([]);
  pending[0]([{ field: 'L', message: 'L is 9; it can be 1 to 8.' }]);
  await Promise.all([older, newer]);
  expect(store.value.problems).toEqual([]);
});

test('an engine that cannot start sets `fatalError`; no other request is sent', async () => {
  const presets = vi.fn();
  const start = async () => {
    throw new Error('No engine.');
  };
  const { store } = createStore({ presets }, undefined, { start });
  expect(await store.start()).toBe(false);
  expect(store.value).toMatchObject({ fatalError: 'No engine.', pending: undefined });
  expect(presets).not.toHaveBeenCalled();
});

test('a recovered crash sets `error`, another `fatalError`', () => {
  const { store, crash } = createStore({});
  crash('It was restarted.', true);
  expect(store.value).toMatchObject({ error: 'It was restarted.' });
  expect(store.value.fatalError).toBeUndefined();
  crash('It is gone.', false);
  expect(store.value).toMatchObject({ fatalError: 'It is gone.', error: undefined });
});

test('after a crash an untrained model is opened again, beside the message of the crash', async () => {
  const open = vi.fn(async () => setup.emitRun(1500));
  const setup = createStore({ open }, FACTS_LIBRARY);
  const { store, crash, emitNoRun } = setup;
  await store.load({ preset: 'facts' }, 'trained');
  emitNoRun();
  crash('It was restarted.', true);
  await vi.waitFor(() => expect(store.value.run?.step).toBe(1500));
  await vi.waitFor(() => expect(store.value.error).toBe('It was restarted.'));
  expect(open).toHaveBeenCalledTimes(2);

  crash('It was restarted with the model of step 1501.', true);
  await vi.waitFor(() => expect(store.value.error).toContain('step 1501'));
  expect(open).toHaveBeenCalledTimes(2);
});

test('a bundled model that was trained before a crash is the visitor’s own after it', async () => {
  const open = vi.fn(async () => setup.emitRun(1500));
  const setup = createStore({ open }, FACTS_LIBRARY);
  const { store, crash, emitNoRun, emitRun } = setup;
  await store.load({ preset: 'facts' }, 'trained');
  emitNoRun();
  emitRun(1600); // from the snapshot
  crash('It was restarted with the model of step 1600.', true);
  expect(store.value.source).toEqual({ from: 'bundle', name: 'facts.safetensors', step: 1500 });
  expect(isReplaceable(store.value)).toBe(false);
});

test('while the worker restarts the engine is pending, also when requests have failed', async () => {
  let fail = (_error: Error) => {};
  const create = () =>
    new Promise<never>((_, reject) => {
      fail = reject;
    });
  const { store, crash, restart } = createStore({ create });
  const created = store.create(settings);
  await vi.waitFor(() => expect(store.value.pending).toBe('model'));
  restart();
  fail(new Error('The lab’s worker stopped.'));
  expect(await created).toBe(false);
  expect(store.value.pending).toBe('engine');
  crash('It is gone.', false);
  expect(store.value.pending).toBeUndefined();
});

test('the silence of the worker is part of the state until it answers', () => {
  const { store, silence } = createStore({});
  silence(12);
  expect(store.value.silence).toEqual({ seconds: 12, outcome: 'replace' });
  silence(0);
  expect(store.value.silence).toBeUndefined();
});

test('after a crash `lostFiles` holds the files of a read-only model only', async () => {
  const files = [new File([bytes], 'model.safetensors')];
  const openFiles = vi.fn(async () => emitRun(0));
  const { store, crash, emitRun, emitNoRun } = createStore({ openFiles } as unknown as Partial<Transformer>);
  await store.tryOpenFiles(files);
  crash('It was restarted with the model of step 4.', true);
  expect(store.value.lostFiles).toBeUndefined(); // what was trained of it is there

  emitNoRun();
  crash('It was restarted without a model.', true);
  expect(store.value.lostFiles).toEqual(files);
  await store.reopenLostFiles();
  expect(openFiles.mock.calls.map(([opened]: unknown[]) => opened)).toEqual([files, files]);
  expect(store.value).toMatchObject({ lostFiles: undefined, error: undefined });

  await store.create(settings);
  emitNoRun();
  crash('It was restarted without a model.', true);
  expect(store.value.lostFiles).toBeUndefined(); // those files are another model's
});

test('subscribers are called once per change, and not after they unsubscribe', async () => {
  const { store } = createStore({});
  const listener = vi.fn();
  const unsubscribe = store.subscribe(listener);
  store.dismissError();
  expect(listener).toHaveBeenCalledOnce();
  unsubscribe();
  store.dismissError();
  expect(listener).toHaveBeenCalledOnce();
});

test.each([
  [1, 1],
  [2, 1],
  [4, 2],
  [7, 3],
  [64, 8],
])('of %i threads of the processor, %i compute', (all, training) => {
  expect(engineThreads(all)).toBe(training);
});

test('the progress of a long reading is shown after a second, and reading stops', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let options: CallOptions | undefined;
  const problems = (_: unknown, given?: CallOptions) => {
    options = given;
    return new Promise<never>((_, reject) => {
      given?.signal?.addEventListener('abort', () => reject(given.signal?.reason));
    });
  };
  const { store, lab } = createStore({ problems: vi.fn(problems) as unknown as Transformer['problems'] });
  const created = store.create({ preset: 'text' });
  const report = (at: number) => {
    now = at;
    options?.onProgress?.({ label: 'byte pairs learned', done: at, total: 10_000 });
    return store.value.reading?.done;
  };
  expect([report(900), report(1100), report(1200), report(1400)]).toEqual([undefined, 1100, 1100, 1400]);
  expect(runStatusText(store.value)).toBe('Reading: byte pairs learned, 14\u202f%.');
  store.stopReading();
  expect(await created).toBe(false);
  expect(store.value.reading).toBeUndefined();
  expect(store.value.error).toBeUndefined();
  expect(lab.transformer.create).not.toHaveBeenCalled();
});

/** A request that reads a long text: a report ends it where the page has stopped the reading. */
function longRequest() {
  let options: CallOptions | undefined;
  let fail = (_error: Error) => {};
  let begin = () => {};
  return {
    begun: new Promise<void>((resolve) => {
      begin = resolve;
    }),
    request: (given?: CallOptions) => {
      options = given;
      begin();
      return new Promise<never>((_, reject) => {
        fail = reject;
      });
    },
    report: (done: number) => {
      if (options?.onProgress?.({ label: 'byte pairs learned', done, total: 10_000 }) === false)
        fail(new Error('The job was stopped before it finished.'));
    },
  };
}

const READINGS = [
  ...(['a saved run', 'files', 'a run after a crash', 'a checkpoint', 'a run from a checkpoint'] as const),
  ...(['a run that is checked', 'an imported run', 'a recovered run'] as const),
];

test.each(READINGS)(
  'the reading of %s has the same progress and the same stop, without a notice',
  async (kind) => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const { begun, request, report } = longRequest();
    /** A method with call options as its last argument. */
    const long = (...args: unknown[]) => request(args.at(-1) as CallOptions);
    const runs = { open: long, verify: long, import: long, viewCheckpoint: long, branch: long };
    const setup = createStore({ openFiles: long } as Partial<Transformer>, undefined, {
      runs: { ...runs, quarantine: { recover: long } } as unknown as Lab['runs'],
    });
    const { store } = setup;
    const run = setup.emitRun(3);
    const requests = {
      'a saved run': () => store.openSaved('a'),
      files: () => store.tryOpenFiles([new File([bytes], 'mine.safetensors')]),
      'a run after a crash': () => setup.restore(request).catch(() => false),
      'a checkpoint': () => store.runs.viewCheckpoint(4),
      'a run from a checkpoint': () => store.trainFromCheckpoint('model'),
      'a run that is checked': () => store.runs.verify({ id: 'a' } as RunSummary),
      'an imported run': () => store.runs.import(new File([bytes], 'mine.safetensors')),
      'a recovered run': () => store.runs.recover({ id: 'a', hasFile: true }),
    };
    const ended = requests[kind]();
    await begun;
    now = 1100;
    report(1100);
    expect(store.value.reading?.done).toBe(1100);
    store.stopReading();
    report(1200);
    expect(await ended).not.toBe(true);
    const { run: kept, reading, error, pending } = store.value;
    const { error: runsError, damaged, requestedSteps } = store.runs.value;
    expect({ kept, reading, error, pending, runsError, damaged, ...requestedSteps }).toEqual({ kept: run });
    expect(setup.transformer.train).not.toHaveBeenCalled();
  },
);

test('the last report of a reading ends its display: it stops no more', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const { request, report } = longRequest();
  const open = (_id: string, _step?: number, options?: CallOptions) => request(options);
  const { store } = createStore({}, undefined, { runs: { open } as unknown as Lab['runs'] });
  void store.openSaved('a');
  now = 1100;
  report(9999);
  expect(store.value.reading?.done).toBe(9999);
  report(10_000);
  expect(store.value.reading).toBeUndefined();
});

test('a checkpoint that cannot become a run starts no training', async () => {
  const branch = async () => {
    throw new Error('The checkpoint of step 4 is damaged; the other steps are unaffected.');
  };
  const { store, transformer } = createStore({}, undefined, { runs: { branch } as unknown as Lab['runs'] });
  await store.trainFromCheckpoint('model');
  expect(transformer.train).not.toHaveBeenCalled();
  expect(store.value.error).toBe('The checkpoint of step 4 is damaged; the other steps are unaffected.');
});

test('of two requests to replace the model the older stops reading, and the newer keeps its source', async () => {
  const stops: boolean[] = [];
  let finish = () => {};
  const setup = createStore(
    {
      open: vi.fn(async () => setup.emitRun(1500)),
      openFiles: (_files: unknown, _weights: unknown, options: CallOptions) =>
        new Promise((_, reject) => {
          finish = () => {
            stops.push(options.onProgress?.({ label: 'weights read', done: 1, total: 9 }) === false);
            reject(new Error('The job was stopped before it finished.'));
          };
        }),
    } as unknown as Partial<Transformer>,
    FACTS_LIBRARY,
  );
  const { store } = setup;
  const older = store.tryOpenFiles([new File([], 'a.safetensors')]);
  await store.load({ preset: 'facts' }, 'trained');
  finish();
  expect(await older).toBe(false);
  expect(stops).toEqual([true]);
  expect(store.value.error).toBeUndefined();
  expect(store.value.source).toEqual({ from: 'bundle', name: 'facts.safetensors', step: 1500 });
  setup.emitRun(1500);
  expect(store.value.source?.from).toBe('bundle');
});

test('a model that is opened to be trained is not, where another one is on its way', async () => {
  let open = () => {};
  const setup = createStore(
    {
      reset: async () => setup.emitRun(0),
      open: () =>
        new Promise((resolve) => {
          open = () => resolve(setup.emitRun(1500));
        }),
    } as unknown as Partial<Transformer>,
    FACTS_LIBRARY,
  );
  const { store, transformer } = setup;
  const trained = store.retrain();
  const loaded = store.load({ preset: 'facts' }, 'trained');
  await trained;
  await vi.waitFor(() => expect(store.value.pending).toBe('model'));
  open();
  await loaded;
  expect(transformer.train).not.toHaveBeenCalled();
  await store.retrain();
  expect(transformer.train).toHaveBeenCalledOnce();
});

test('a file is named by the step of the weights in it, whichever checkpoint is shown', async () => {
  const { store, emitRun, emitCurrent } = createStore({ save: async () => bytes });
  emitRun(1500);
  emitCurrent({ checkpoints: [4], viewedStep: 4 });
  expect(store.value.step).toBe(4);
  expect((await store.save())?.name).toBe('facts-step-1500.safetensors');
});
