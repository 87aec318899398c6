// Keeps one network's current run: takes it down every few seconds while it is trained and whenever it stops or is changed by hand.
// The training waits only while the weights are copied between two steps; what is written is written beside it.

import type { History } from '../../history/history.ts';
import type { RunEvent } from '../run-api.ts';
import { NO_PAST, withState } from './past-steps.ts';
import type { Change } from './run-shelf.ts';
import type { Current, Network, PastSteps, RunCard } from './runs-api.ts';

/** Milliseconds of training that may be lost, at most: from one taking until the next is written. */
const MOST_LOST = 5000;
/** Milliseconds from one taking to the next, at most. */
const TAKE_EVERY = 4000;
/** The same for the first: how long a writing takes is known only after one. */
const TAKE_FIRST = 1000;
/** Points of a card's curve. */
const CURVE_POINTS = 256;

type Bytes = Uint8Array<ArrayBuffer>;

/** A run between two steps. */
export interface Taken extends Pick<RunCard, 'preset' | 'step' | 'steps' | 'parameterCount' | 'training'> {
  readonly history: History<{ readonly step: number }>;
  file(): Bytes;
}

export interface KeeperOptions {
  readonly network: Network;
  /** The current run; undefined where there is none. */
  readonly take: () => Promise<Taken | undefined>;
  /** Puts it on the shelf; false where that is not possible now. Gives a new run its name. */
  readonly put: (card: RunCard, change: Change, isNew: boolean) => Promise<RunCard | undefined>;
  /** Told of whatever was taken, before it is written. */
  readonly onTaken: (taken: { id?: string; step: number; training: boolean; file: Bytes }) => void;
  readonly onCurrent: (current: Current) => void;
  readonly now?: () => number;
}

interface Identity {
  id?: string;
  name?: string;
  made?: number;
  past: PastSteps;
}

export class RunKeeper {
  private readonly options: KeeperOptions;
  private readonly now: () => number;
  private run: Identity = { past: NO_PAST };
  /** Who the next run told of is, where it is not a new one. */
  private next: Identity | undefined;
  /** States of earlier steps that wait for the next writing. */
  private waiting: { step: number; file: Bytes }[] = [];
  /** Steps on the shelf that are kept no longer. */
  private gone: number[] = [];
  /** Whether there is something that is not written. */
  private changed = false;
  private training = false;
  private takenAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds from the last taking to the next. */
  private wait = TAKE_FIRST;
  private underWay: Promise<void> | undefined;
  private again = false;
  /** The run as it was last taken, to go on from if the engine is lost. */
  latest: { readonly step: number; readonly file: Bytes } | undefined;
  /** The step that is looked back at. */
  private shown: number | undefined;

  constructor(options: KeeperOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
  }

  get current(): Current {
    const { id, name, past } = this.run;
    return { id, name, past: past.steps.map(({ step }) => step), shown: this.shown };
  }

  /** The next run is this kept one; without a card a new one, of this name if there is one. */
  adopt(card?: Pick<RunCard, 'id' | 'name' | 'made' | 'past'>, name?: string): void {
    this.next = card ? { ...card } : { name, past: NO_PAST };
  }

  /** The next run is the current one, made anew. */
  goOn(): void {
    this.next = this.run;
  }

  hear(event: RunEvent<unknown, { readonly step: number }> | { type: 'weights' | 'data' }): void {
    switch (event.type) {
      case 'run':
        this.begin();
        return;
      case 'weights':
        this.change();
        return;
      case 'progress':
        this.changed = true;
        if (!this.underWay && this.now() - this.takenAt >= this.wait) void this.keep();
        return;
      case 'state':
        // Where training starts is a step to look back at, and is taken before the first one is made.
        if (event.state === 'training') void this.noteStart();
        this.changed ||= this.training;
        this.training = event.state === 'training';
        if (!this.training) void this.keep();
        return;
    }
  }

  /** A kept run has another name; it may be this one. */
  renamed(id: string, name: string): void {
    if (this.run.id !== id) return;
    this.run.name = name;
    this.options.onCurrent(this.current);
  }

  /** A kept run was deleted; if it is this one and is trained on, it becomes another. */
  forget(id: string): void {
    if (this.run.id !== id) return;
    this.run = { past: NO_PAST };
    [this.waiting, this.gone, this.changed] = [[], [], false];
    this.options.onCurrent(this.current);
  }

  /** What was written of it is gone: it is written again, without the states of earlier steps. */
  putBack(): void {
    if (this.run.id === undefined) return;
    this.run.past = NO_PAST;
    [this.waiting, this.gone] = [[], []];
    this.change();
  }

  /** The state of this step is looked at, or the present again. */
  look(step: number | undefined): void {
    this.shown = step;
    this.options.onCurrent(this.current);
  }

  /** The weights were changed by hand. */
  change(): void {
    this.changed = true;
    void this.keep();
  }

  /** A state to look back at, written with the next taking; thinned as they become more. */
  note(step: number, file: () => Bytes): void {
    if (this.run.past.steps.some((state) => state.step === step)) return;
    const bytes = file();
    const past = withState(this.run.past, { step, bytes: bytes.byteLength });
    this.waiting = [...this.waiting, { step, file: bytes }].filter((state) => hasStep(past, state.step));
    this.gone.push(...this.run.past.steps.map((state) => state.step).filter((old) => !hasStep(past, old)));
    this.run.past = past;
  }

  /** Takes the run now and writes it, where there is something new; never more than one behind another. */
  async keep(): Promise<void> {
    if (!this.changed) return this.underWay;
    if (this.underWay) {
      this.again = true;
      return this.underWay;
    }
    this.underWay = this.takeAndWrite().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  private begin(): void {
    const another = this.next !== this.run;
    this.run = this.next ?? { past: NO_PAST };
    this.next = undefined;
    if (another) {
      this.waiting = [];
      this.gone = [];
      this.changed = false;
      this.latest = undefined;
      this.wait = TAKE_FIRST;
    }
    this.training = false;
    this.shown = undefined;
    this.takenAt = this.now();
    this.options.onCurrent(this.current);
  }

  private async noteStart(): Promise<void> {
    const { run } = this;
    const taken = await this.options.take().catch(() => undefined);
    if (taken && run === this.run) this.note(taken.step, () => taken.file());
  }

  private async takeAndWrite(): Promise<void> {
    do {
      this.again = false;
      this.takenAt = this.now();
      this.changed = false;
      const { run } = this;
      // A run that cannot be taken just now is no reason to disturb anybody: the one taken before is kept.
      const taken = await this.options.take().catch(() => undefined);
      if (run !== this.run) continue;
      if (!taken) {
        this.changed = true;
        return;
      }
      const file = taken.file();
      this.latest = { step: taken.step, file };
      const { training, step } = taken;
      this.options.onTaken({ id: run.id, step, training, file });
      const written = await this.write(run, taken, file);
      if (run !== this.run) continue;
      this.wait = Math.min(TAKE_EVERY, MOST_LOST - (this.now() - this.takenAt));
      this.changed ||= !written;
      this.options.onCurrent(this.current);
    } while (this.again && this.changed);
  }

  private async write(run: Identity, taken: Taken, file: Bytes): Promise<boolean> {
    const { waiting, gone } = this;
    [this.waiting, this.gone] = [[], []];
    const card = await this.options.put(
      this.card(run, taken, file),
      { file, past: waiting, gone },
      run.id === undefined,
    );
    if (card) [run.id, run.name, run.made] = [card.id, card.name, card.made];
    else if (run === this.run) {
      // States that could not be written are not held back: they would only pile up.
      const lost = new Set(waiting.map(({ step }) => step));
      run.past = { ...run.past, steps: run.past.steps.filter(({ step }) => !lost.has(step)) };
      this.gone.push(...gone);
    }
    return card !== undefined;
  }

  private card(run: Identity, taken: Taken, file: Bytes): RunCard {
    const { preset, step, steps, parameterCount, training, history } = taken;
    const now = Date.now();
    return {
      id: run.id ?? newId(),
      network: this.options.network,
      name: run.name ?? '',
      preset,
      step,
      steps,
      parameterCount,
      made: run.made ?? now,
      changed: now,
      bytes: file.byteLength + run.past.steps.reduce((sum, { bytes }) => sum + bytes, 0),
      training,
      curve: curveOf(history),
      past: run.past,
    };
  }
}

const hasStep = ({ steps }: PastSteps, step: number) => steps.some((state) => state.step === step);

/** Nobody else's, in this tab or another. */
export const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Means over equal spans of steps. */
export function curveOf({ series }: Pick<History<{ readonly step: number }>, 'series'>): RunCard['curve'] {
  const { points } = series;
  const every = Math.ceil(points.length / CURVE_POINTS);
  const curve: RunCard['curve'] = [];
  for (let i = 0; i < points.length; i += every) {
    const span = points.slice(i, i + every);
    const count = span.reduce((sum, point) => sum + point.count, 0);
    const loss = span.reduce((sum, point) => sum + point.loss * point.count, 0) / count;
    curve.push({ step: span[span.length - 1].step, loss });
  }
  return curve;
}
