// Labs to test with: on an engine that is there already, or on engines that can die, with all that is told noted down.
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import type { Executor } from '../../../src/kernels/executor.ts';
import type { LabEvent } from '../../../src/workers/rpc/api/lab-api.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import { yieldToEventLoop } from '../../../src/workers/session/scheduling/task-queue.ts';

type ExtraArguments =
  ConstructorParameters<typeof Lab> extends [unknown, unknown?, ...infer Rest] ? Rest : never;

/** A lab that has been started, on the slowest and simplest engine if on no other. */
export async function createLab(
  executor: Executor = new ReferenceExecutor(),
  ...further: Partial<ExtraArguments>
): Promise<Lab> {
  const engine = { backend: executor.backend, adapter: executor.adapter };
  const lab = new Lab(undefined, async () => ({ executor, engine }), ...further);
  await lab.start({ backend: 'auto' });
  return lab;
}

/** An engine that can die, as a GPU does when its driver is reset. */
class LosableExecutor extends ReferenceExecutor {
  lose: (sentence: string) => void = () => {};
  override readonly lost = new Promise<string>((resolve) => {
    this.lose = resolve;
  });
  disposed = false;

  override dispose(): void {
    super.dispose();
    this.disposed = true;
  }
}

/** A lab whose engines can die, and what it has told. */
export interface ObservedLab {
  readonly lab: Lab;
  /** Those started so far. */
  readonly engines: LosableExecutor[];
  readonly events: LabEvent[];
  /** Why there is no other engine, if so. */
  startError?: Error;
  states(): string[];
  emittedLosses(): number[];
  /** Until the run has taken so many steps. */
  waitForStep(step: number): Promise<void>;
}

export async function createObservedLab(): Promise<ObservedLab> {
  const engines: LosableExecutor[] = [];
  const events: LabEvent[] = [];
  const lab = new Lab(undefined, async () => {
    if (watched.startError) throw watched.startError;
    const executor = new LosableExecutor();
    engines.push(executor);
    return { executor, engine: { backend: executor.backend, adapter: executor.adapter } };
  });
  const watched: ObservedLab = {
    lab,
    engines,
    events,
    states: () => events.flatMap((event) => (event.type === 'state' ? [event.state] : [])),
    emittedLosses: () =>
      events.flatMap((event) =>
        event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : [],
      ),
    async waitForStep(step) {
      while ((await lab.inspect({ text: 'a', names: [] })).step < step) await yieldToEventLoop();
    },
  };
  await lab.start({ backend: 'auto' });
  await lab.subscribe((event) => events.push(event));
  return watched;
}
