// A lens whose result belongs to the edits that were in the weights when it was asked for.

import type { LensName, LensRequest, LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import type { PanelPage, PanelTask, TaskOptions } from './panel.ts';

interface EditsRequest<Name extends LensName> {
  readonly lens: LensRequest<Name>;
  readonly edits: string;
}

export class LensTask<Name extends LensName, Result = LensResult<Name>> {
  readonly #page: PanelPage;
  readonly #task: PanelTask<EditsRequest<Name>, Result>;

  constructor(page: PanelPage, compute: (lens: LensRequest<Name>, options: TaskOptions) => Promise<Result>) {
    this.#page = page;
    this.#task = page.task(({ lens }, options) => compute(lens, options));
  }

  get state() {
    return this.#task.state;
  }

  /** Whether the last result is of the edits of now: they keep the step. */
  get isOfEdits(): boolean {
    return this.state.request?.edits === this.#page.edits;
  }

  run(lens: LensRequest<Name>): Promise<void> {
    return this.#task.run({ lens, edits: this.#page.edits });
  }

  abort(): void {
    this.#task.abort();
  }

  reset(): void {
    this.#task.reset();
  }
}

export const lensTask = <Name extends LensName>(page: PanelPage, name: Name): LensTask<Name> =>
  new LensTask(page, (lens, options) => page.lens(name, lens, options));
