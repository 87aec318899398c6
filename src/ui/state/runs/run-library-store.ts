// Store of the saved runs: list, offers to resume, checkpoint preview.

import type {
  AutosaveStatus,
  CurrentRunStatus,
  DamagedRun,
  Evaluation,
  NetworkKind,
  QuarantinedRun,
  RunLibraryEvent,
  RunSummary,
} from '../../../workers/rpc/api/lab-api.ts';
import type { CallOptions, LabClient } from '../../../workers/rpc/client/lab-client.ts';
import { displayText, toDisplayMessage } from '../../format/display-message.ts';
import { Store } from '../store.ts';
import { declineOffer, isDeclined } from './declined-offers.ts';
import { ReadingStoppedError } from './run-store.ts';

export interface RunLibraryState {
  readonly autosave: AutosaveStatus;
  readonly current: Readonly<Record<NetworkKind, CurrentRunStatus>>;
  /** Last changed first; absent until loaded. */
  readonly runs?: readonly RunSummary[];
  /** Bytes used and available. */
  readonly storageEstimate?: { readonly used: number; readonly quota?: number };
  /** The newest run of each network, until it is declined or another run starts. */
  readonly offers: Readonly<Partial<Record<NetworkKind, RunSummary>>>;
  /** Runs whose records are damaged; absent until loaded. */
  readonly quarantined?: readonly QuarantinedRun[];
  /** The run that could not be opened because its file is damaged. */
  readonly damaged?: DamagedRun & { readonly run: RunSummary };
  /** The run that was just deleted. */
  readonly deleted?: RunSummary;
  /** Step of each network's requested checkpoint, which may still be loading. */
  readonly requestedSteps: Readonly<Partial<Record<NetworkKind, number>>>;
  /** Evaluation of the language model's previewed checkpoint. */
  readonly previewEvaluation?: Evaluation;
  /** Error of the last operation. */
  readonly error?: string;
}

/** Shows the progress of a request that reads files, and lets the visitor stop it. */
type WhileReading = <Result>(request: (options: CallOptions) => Promise<Result>) => Promise<Result>;

const NO_CURRENT_RUN: CurrentRunStatus = { checkpoints: [] };

const INITIAL_RUN_LIBRARY: RunLibraryState = {
  autosave: { state: 'saved' },
  current: { model: NO_CURRENT_RUN, digits: NO_CURRENT_RUN },
  offers: {},
  requestedSteps: {},
};

export class RunLibraryStore extends Store<RunLibraryState> {
  readonly #runs: LabClient['runs'];
  readonly #whileReading: WhileReading;
  /** Aborts the evaluation of the previewed checkpoint. */
  #evaluationAbort?: AbortController;
  /** Networks whose checkpoint is loading. */
  readonly #loadingCheckpoints = new Map<NetworkKind, Promise<void>>();
  /** Networks that trained or opened a run in this tab: they get no offer. */
  readonly #claimedNetworks = new Set<NetworkKind>();

  constructor(runs: LabClient['runs'], whileReading: WhileReading) {
    super(INITIAL_RUN_LIBRARY);
    this.#runs = runs;
    this.#whileReading = whileReading;
  }

  handleEvent(event: RunLibraryEvent): void {
    if (event.type === 'autosave') this.#handleAutosave(event.status);
    if (event.type === 'snapshot') {
      this.#claimedNetworks.add(event.network);
      this.dismissOffer(event.network);
    }
    if (event.type === 'current') this.#handleCurrent(event.network, event.current, event.isNew);
  }

  /**
   * Called after the engine has started, and again when another tab releases the storage: after a reload that tab may be the
   * previous page, whose worker ends late.
   */
  async loadOffers(): Promise<void> {
    if (this.value.autosave.state === 'disabled') return;
    await this.refresh();
    const { runs = [], autosave } = this.value;
    if (autosave.state === 'other-tab') return;
    const newest = (network: NetworkKind) => {
      if (this.#claimedNetworks.has(network)) return undefined;
      const run = runs.find((run) => run.network === network && run.step > 0);
      return run && !isDeclined(run) ? run : undefined;
    };
    this.#set({ offers: { model: newest('model'), digits: newest('digits') } });
  }

  /** Ends the offer of this run, also for later visits. */
  declineOffer(run: RunSummary): void {
    declineOffer(run);
    this.dismissOffer(run.network);
  }

  dismissOffer(network: NetworkKind): void {
    if (this.value.offers[network]) this.#set({ offers: { ...this.value.offers, [network]: undefined } });
  }

  dismissError(): void {
    this.#set({ error: undefined });
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      this.#set(await this.#runs.overview());
    });
  }

  /** Opens the run, or its checkpoint of a step as a new run. */
  open(id: string, step?: number, options?: CallOptions): Promise<void> {
    return this.#runs.open(id, step, options);
  }

  /** Whether the run's file can be opened; if not, sets `damaged`. */
  async verify(run: RunSummary): Promise<boolean> {
    return this.#attempt(async () => {
      const damage = await this.#whileReading((options) => this.#runs.verify(run.id, options));
      this.#set({ damaged: damage && { ...damage, reason: displayText(damage.reason), run } });
      return damage === undefined;
    });
  }

  dismissDamaged(): void {
    this.#set({ damaged: undefined });
  }

  async recover({ id }: QuarantinedRun): Promise<void> {
    await this.#change(() => this.#whileReading((options) => this.#runs.quarantine.recover(id, options)));
  }

  async removeQuarantined({ id }: QuarantinedRun): Promise<void> {
    await this.#change(() => this.#runs.quarantine.remove(id));
  }

  /** The run's file, or its record as JSON; undefined on failure. */
  exportQuarantined({ id }: QuarantinedRun): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#download(() => this.#runs.quarantine.export(id));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#change(() => this.#runs.rename(id, name));
  }

  async duplicate(id: string): Promise<void> {
    await this.#change(() => this.#runs.duplicate(id));
  }

  async remove(run: RunSummary): Promise<void> {
    const removed = await this.#change(() => this.#runs.remove(run.id));
    if (removed) this.#set({ deleted: run });
  }

  async restore(): Promise<void> {
    const { deleted } = this.value;
    if (!deleted) return;
    this.#set({ deleted: undefined });
    await this.#change(() => this.#runs.restore(deleted.id));
  }

  /** The run as a file with its optimizer state; undefined on failure. */
  export(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#download(() => this.#runs.export(id, { optimizer: true }));
  }

  async import(file: File): Promise<void> {
    await this.#change(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = file.name.replace(/\.safetensors$/, '');
      await this.#whileReading((options) => this.#runs.import(bytes, name, options));
    });
  }

  /** Writes pending changes before the tab may be closed. */
  async flush(): Promise<void> {
    await this.#runs.flush().catch(() => {});
  }

  /**
   * Previews a checkpoint, or ends the preview; the newest request wins. Resolves when what was requested last is shown, or
   * cannot be: what was shown before then stays, with an error.
   */
  async viewCheckpoint(step: number | undefined, network: NetworkKind = 'model'): Promise<void> {
    const isModel = network === 'model';
    if (isModel) {
      this.#evaluationAbort?.abort();
      this.#set({ previewEvaluation: undefined });
    }
    this.#requestStep(network, step);
    const loading = this.#loadingCheckpoints.get(network);
    if (loading) return loading;
    const loaded = this.#loadRequested(network).finally(() => this.#loadingCheckpoints.delete(network));
    this.#loadingCheckpoints.set(network, loaded);
    await loaded;
    if (isModel && this.value.requestedSteps.model !== undefined) void this.#evaluateCheckpoint();
  }

  /** A request that was replaced by another one has failed for nobody. */
  async #loadRequested(network: NetworkKind): Promise<void> {
    this.#set({ error: undefined });
    for (;;) {
      const step = this.value.requestedSteps[network];
      if (step === this.value.current[network].viewedStep) return;
      try {
        await this.#whileReading((options) => this.#runs.viewCheckpoint(step, network, options));
      } catch (error) {
        if (step !== this.value.requestedSteps[network]) continue;
        if (!(error instanceof ReadingStoppedError)) this.#set({ error: toDisplayMessage(error) });
        return this.#requestStep(network, this.value.current[network].viewedStep);
      }
    }
  }

  /** Copies the previewed checkpoint to a new run; rejects on failure. */
  async branch(network: NetworkKind, options?: CallOptions): Promise<void> {
    if (network === 'model') this.#evaluationAbort?.abort();
    await this.#runs.branch(network, options);
    await this.refresh();
  }

  #requestStep(network: NetworkKind, step: number | undefined): void {
    this.#set({ requestedSteps: { ...this.value.requestedSteps, [network]: step } });
  }

  async #evaluateCheckpoint(): Promise<void> {
    const abort = new AbortController();
    this.#evaluationAbort = abort;
    // Aborted by the next preview. An error only leaves the evaluation empty.
    const options = { signal: abort.signal, onProgress: () => {} };
    const evaluation = await this.#runs.evaluateCheckpoint(options).catch(() => undefined);
    if (!abort.signal.aborted) this.#set({ previewEvaluation: evaluation });
  }

  #handleAutosave(autosave: AutosaveStatus): void {
    const previous = this.value.autosave.state;
    this.#set({ autosave });
    const wasLocked = previous === 'other-tab' || previous === 'older-tab';
    if (wasLocked && autosave.state === 'saved') void this.loadOffers();
  }

  /** A checkpoint that was requested of another run is not one of this. */
  #handleCurrent(network: NetworkKind, current: CurrentRunStatus, isNew = false): void {
    this.#set({ current: { ...this.value.current, [network]: current } });
    if (current.viewedStep !== undefined || (this.#loadingCheckpoints.has(network) && !isNew)) return;
    this.#requestStep(network, undefined);
    if (network === 'model') this.#set({ previewEvaluation: undefined });
  }

  async #change(action: () => Promise<void>): Promise<boolean> {
    this.#set({ deleted: undefined });
    const isDone = await this.#attempt(action);
    if (isDone) await this.refresh();
    return isDone;
  }

  async #download(
    read: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    await this.#attempt(async () => {
      bytes = await read();
    });
    return bytes;
  }

  /** False if the action fails, is stopped or resolves to false. */
  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.#set({ error: undefined });
    try {
      return (await action()) !== false;
    } catch (error) {
      if (!(error instanceof ReadingStoppedError)) this.#set({ error: toDisplayMessage(error) });
      return false;
    }
  }

  #set(changes: Partial<RunLibraryState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
