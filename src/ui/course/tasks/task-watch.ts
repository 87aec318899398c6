// Reactive controller of the open task: it asks the network again whenever the visitor has changed something.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { lazyImport } from '../../../shared/lazy-import.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { Chapter } from '../chapter.ts';
import { isSameModel, type ModelKey } from '../questions/model-key.ts';
import type { Task, TaskLab } from './task.ts';

const LOOK_MS = 500;

export interface OpenTask {
  readonly task: Task;
  readonly isPending?: boolean;
  /** Of a check that takes long, from 0 to 1. */
  readonly progress?: number;
  /** The visitor has stopped the check. */
  readonly isStopped?: boolean;
  /** What was done, once it is. */
  readonly done?: string;
  /** Why the network could not say. */
  readonly problem?: string;
}

/** What the visitor has made of the stage, and parts of which one changes with it. */
export interface StageReading {
  readonly lab: TaskLab;
  readonly key: ModelKey;
}

export class TaskWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #read: () => StageReading;
  readonly #onDone: (task: Task) => void;
  #chapter?: Chapter;
  #open?: OpenTask;
  #timer?: ReturnType<typeof setInterval>;
  #checkedKey?: ModelKey;
  #check?: AbortController;
  tasks: readonly Task[] = [];

  constructor(host: ReactiveControllerHost, read: () => StageReading, onDone: (task: Task) => void) {
    this.#host = host;
    this.#read = read;
    this.#onDone = onDone;
    host.addController(this);
  }

  get open(): OpenTask | undefined {
    return this.#open;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.close();
  }

  /** Loads the tasks of a chapter; the chapter is complete without them where they do not arrive. */
  async load(chapter: Chapter, load: () => Promise<readonly Task[]>): Promise<void> {
    if (chapter === this.#chapter) return;
    this.#chapter = chapter;
    this.close();
    this.tasks = [];
    const tasks = await lazyImport(load).catch(() => []);
    if (chapter !== this.#chapter) return;
    this.tasks = tasks;
    this.#host.requestUpdate();
  }

  begin(task: Task): void {
    this.close();
    this.#checkedKey = undefined;
    this.#set({ task });
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#check?.abort();
    if (this.#open) this.#set(undefined);
  }

  /** Ends a check that takes long; the next one begins with a change, or when the visitor wants it. */
  stop(): void {
    this.#check?.abort();
  }

  goOn(): void {
    const { task } = this.#open ?? {};
    this.#checkedKey = undefined;
    if (task) this.#set({ task });
  }

  async #look(): Promise<void> {
    const open = this.#open;
    if (!open || open.isPending || open.done) return;
    const { lab, key } = this.#read();
    if (this.#checkedKey && isSameModel(key, this.#checkedKey)) return;
    this.#checkedKey = key;
    const { task } = open;
    const check = new AbortController();
    const { signal } = check;
    this.#check = check;
    this.#set({ task, isPending: true });
    const report = (done: number, total: number) => {
      if (!signal.aborted) this.#set({ task, isPending: true, progress: done / total });
    };
    const result: OpenTask = await task.check(lab, { signal, report }).then(
      (done) => ({ task, ...(done !== undefined && { done }) }),
      (error: unknown) => ({
        task,
        ...(signal.aborted ? { isStopped: true } : { problem: toDisplayMessage(error) }),
      }),
    );
    if (this.#open?.task !== task || this.#check !== check) return;
    this.#set(result);
    // Asked again: what failed may have been the moment.
    if ('problem' in result) this.#checkedKey = undefined;
    if (result.done !== undefined) this.#onDone(task);
  }

  #set(open: OpenTask | undefined): void {
    this.#open = open;
    this.#host.requestUpdate();
  }
}
