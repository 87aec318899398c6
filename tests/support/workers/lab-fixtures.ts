// Labs to test with: on a given engine, or on engines that can be lost, with all events recorded.

import type { Executor, Program } from '../../../src/kernels/backends/executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { LabEvent, TransformerEvent } from '../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';
import { Lab } from '../../../src/workers/session/lab.ts';

type ExtraArguments =
  ConstructorParameters<typeof Lab> extends [unknown, unknown?, ...infer Rest] ? Rest : never;

/** A started lab, by default on WebAssembly: the reference executor takes up to ten times as long. */
export async function createLab(executor?: Executor, ...rest: Partial<ExtraArguments>): Promise<Lab> {
  const used = executor ?? (await WasmExecutor.create());
  const engine = { backend: used.backend, adapter: used.adapter };
  const lab = new Lab(undefined, async () => ({ executor: used, engine }), ...rest);
  await lab.start({ backend: 'auto' });
  return lab;
}

/** An executor that can be lost, like a GPU whose driver is reset: it then computes nothing. */
interface LosableExecutor extends Executor {
  lose(message: string): void;
  /** If set, it is lost with this message when it should compile or read. */
  lossOnUse?: string;
  disposed: boolean;
}

async function createLosableExecutor(): Promise<LosableExecutor> {
  const executor = await WasmExecutor.create();
  const [compile, dispose] = [executor.compile.bind(executor), executor.dispose.bind(executor)];
  let resolve: (message: string) => void = () => {};
  const lost = new Promise<string>((resolveLost) => {
    resolve = resolveLost;
  });
  const throwIfLost = () => {
    if (!losable.lossOnUse) return;
    setTimeout(losable.lose, 1, losable.lossOnUse); // a device reports its loss after the calls that fail
    throw new Error(losable.lossOnUse);
  };
  const losable: LosableExecutor = Object.assign(executor, {
    lost,
    disposed: false,
    lose(message: string) {
      losable.lossOnUse = message;
      resolve(message);
    },
    async compile(...args: Parameters<WasmExecutor['compile']>): Promise<Program> {
      throwIfLost();
      const program = await compile(...args);
      const read = program.read.bind(program);
      program.read = async (tensor) => {
        throwIfLost();
        return read(tensor);
      };
      return program;
    },
    dispose() {
      dispose();
      losable.disposed = true;
    },
  });
  return losable;
}

export type RecordedEvent = LabEvent | TransformerEvent;

/** Adds the events of the lab and of its transformer, in order. */
export const recordEvents = (lab: Lab, events: RecordedEvent[]): Promise<void> =>
  lab.subscribe(({ source, event }) => {
    if (source === 'lab' || source === 'transformer') events.push(event);
  });

/** A lab whose engines can be lost, and its events. */
export interface ObservedLab {
  readonly lab: Lab;
  /** The engines started so far. */
  readonly engines: LosableExecutor[];
  readonly events: RecordedEvent[];
  /** If set, the next engine fails to start. */
  startError?: Error;
  /** Called with each engine that has started. */
  onStart?: (engine: LosableExecutor) => void;
  states(): string[];
  emittedLosses(): number[];
  /** Resolves when the run has taken so many steps. */
  waitForStep(step: number): Promise<void>;
}

export async function createObservedLab(): Promise<ObservedLab> {
  const engines: LosableExecutor[] = [];
  const lab = new Lab(undefined, async () => {
    if (observed.startError) throw observed.startError;
    const executor = await createLosableExecutor();
    engines.push(executor);
    observed.onStart?.(executor);
    return { executor, engine: { backend: 'webgpu', adapter: 'a GPU that can be lost' } };
  });
  const events: RecordedEvent[] = [];
  const observed: ObservedLab = {
    lab,
    engines,
    events,
    states: () => events.flatMap((event) => (event.type === 'state' ? [event.state] : [])),
    emittedLosses: () =>
      events.flatMap((event) =>
        event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : [],
      ),
    async waitForStep(step) {
      while ((await lab.transformer.inspect({ text: 'a', names: [] })).step < step) await yieldToEventLoop();
    },
  };
  await lab.start({ backend: 'auto' });
  await recordEvents(lab, events);
  return observed;
}
