// What was computed of the heads over the data: the table of all, their history, and the page of one. Each when it is asked for.

import type { ReactiveControllerHost } from 'lit';
import type {
  Evaluation,
  LensRequest,
  LensResult,
  RunInfo,
  StepResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';
import { editsKey } from '../../../types/edits-key.ts';
import { HEAD_ROWS } from './head-costs.ts';

type Lab = {
  readonly client: Pick<LabStore['client'], 'transformer' | 'runs'>;
  readonly value: Pick<LabStore['value'], 'edits'>;
};
/** `edits`: of the weights that are read. */
type OfWeights<Request> = Request & { readonly edits: string };
type Of<Name extends 'head-table' | 'head-profile' | 'head-circuits'> = CancellableTask<
  OfWeights<LensRequest<Name>>,
  LensResult<Name>
>;

/** What stands in for a head that is ablated, or none is. */
export type TableAblation = NonNullable<LensRequest<'head-table'>['ablation']> | 'none';

/** Models with more parameters are not ablated head by head unless it is asked for. */
const LARGE = 20e6;

export class HeadStudy {
  readonly table: Of<'head-table'>;
  readonly #lab: () => Lab;
  readonly profile: Of<'head-profile'>;
  readonly circuits: Of<'head-circuits'>;
  readonly history: CancellableTask<OfWeights<object>, StepResult<LensResult<'head-table'>>[]>;
  ablation: TableAblation = 'resample';
  /** All of the run so far. */
  evaluations: readonly Evaluation[] = [];
  /** The model that the results are of. */
  #run?: RunInfo;

  constructor(host: ReactiveControllerHost, lab: () => Lab) {
    this.#lab = lab;
    this.table = new CancellableTask(host, ({ edits: _, ...request }, options) =>
      lab().client.transformer.lens('head-table', request, options),
    );
    this.profile = new CancellableTask(host, ({ edits: _, ...request }, options) =>
      lab().client.transformer.lens('head-profile', request, options),
    );
    this.circuits = new CancellableTask(host, ({ edits: _, ...request }, options) =>
      lab().client.transformer.lens('head-circuits', request, options),
    );
    this.history = new CancellableTask(host, (_, options) =>
      lab().client.runs.lensAlong('head-table', { rows: HEAD_ROWS }, options),
    );
  }

  /** Drops what was computed of another model. */
  follow(run: RunInfo | undefined, evaluations: readonly Evaluation[]): void {
    // While a checkpoint is shown, those after it are left out.
    if (run !== this.#run || evaluations.length > this.evaluations.length) this.evaluations = evaluations;
    if (run === this.#run) return;
    this.#run = run;
    this.ablation = run && run.parameterCount > LARGE ? 'none' : 'resample';
    for (const task of [this.table, this.profile, this.circuits, this.history]) task.reset();
  }

  scoreHeads(): void {
    const { ablation } = this;
    void this.table.run({ ...this.#edits, rows: HEAD_ROWS, ...(ablation !== 'none' && { ablation }) });
  }

  /** Whether a result was read with the edits of now. */
  hasEditsOfNow({
    state: { request },
  }: {
    readonly state: { readonly request?: OfWeights<object> };
  }): boolean {
    return request?.edits === this.#edits.edits;
  }

  readHead(layer: number, head: number): Promise<void> {
    return this.profile.run({ ...this.#edits, layer, head, rows: HEAD_ROWS });
  }

  compareTokens(layer: number, head: number): void {
    void this.circuits.run({ ...this.#edits, layer, head });
  }

  scoreHistory(): void {
    void this.history.run(this.#edits);
  }

  get #edits() {
    return { edits: editsKey(this.#lab().value) };
  }
}
