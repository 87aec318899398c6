// Labs to test with: on an engine that is there already, or on engines that can die, with all that is told noted down.
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import type { Executor } from '../../src/kernels/executor.ts';
import { Lab } from '../../src/workers/lab.ts';
import type { LabEvent } from '../../src/workers/lab-api.ts';
import { nextTask } from '../../src/workers/turns.ts';

type Further = ConstructorParameters<typeof Lab> extends [unknown, unknown?, ...infer Rest] ? Rest : never;

/** A lab that has been started, on the slowest and simplest engine if on no other. */
export async function labOn(
  executor: Executor = new ReferenceExecutor(),
  ...further: Partial<Further>
): Promise<Lab> {
  const engine = { backend: executor.backend, adapter: executor.adapter };
  const lab = new Lab(undefined, async () => ({ executor, engine }), ...further);
  await lab.start({ backend: 'auto' });
  return lab;
}

/** An engine that can die, as a GPU does when its driver is reset. */
class MortalExecutor extends ReferenceExecutor {
  die: (sentence: string) => void = () => {};
  override readonly lost = new Promise<string>((resolve) => {
    this.die = resolve;
  });
  disposed = false;

  override dispose(): void {
    super.dispose();
    this.disposed = true;
  }
}

/** A lab whose engines can die, and what it has told. */
export interface WatchedLab {
  readonly lab: Lab;
  /** Those started so far. */
  readonly engines: MortalExecutor[];
  readonly events: LabEvent[];
  /** Why there is no other engine, if so. */
  noMore?: Error;
  states(): string[];
  lossesTold(): number[];
  /** Until the run has taken so many steps. */
  reach(step: number): Promise<void>;
}

export async function watchedLab(): Promise<WatchedLab> {
  const engines: MortalExecutor[] = [];
  const events: LabEvent[] = [];
  const lab = new Lab(undefined, async () => {
    if (watched.noMore) throw watched.noMore;
    const executor = new MortalExecutor();
    engines.push(executor);
    return { executor, engine: { backend: executor.backend, adapter: executor.adapter } };
  });
  const watched: WatchedLab = {
    lab,
    engines,
    events,
    states: () => events.flatMap((event) => (event.type === 'state' ? [event.state] : [])),
    lossesTold: () =>
      events.flatMap((event) =>
        event.type === 'progress' ? event.progress.points.map(({ loss }) => loss) : [],
      ),
    async reach(step) {
      while ((await lab.inspect({ text: 'a', names: [] })).step < step) await nextTask();
    },
  };
  await lab.start({ backend: 'auto' });
  await lab.subscribe((event) => events.push(event));
  return watched;
}
