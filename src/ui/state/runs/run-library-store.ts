// The runs kept on this device as the page sees them: what is offered, what is listed, and the past that is looked back at.

import type {
  AutosaveStatus,
  CurrentRunStatus,
  Evaluation,
  NetworkKind,
  RunLibraryEvent,
  RunSummary,
} from '../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../workers/rpc/client/lab-client.ts';
import { Store } from '../store.ts';
import { toDisplayMessage } from './run-store.ts';

export interface RunLibraryState {
  readonly autosave: AutosaveStatus;
  readonly current: Readonly<Record<NetworkKind, CurrentRunStatus>>;
  /** The last changed first; absent until they have been asked for. */
  readonly runs?: readonly RunSummary[];
  /** What they take, and what the browser gives. */
  readonly storageEstimate?: { readonly used: number; readonly quota?: number };
  /** The newest run of each network, as long as it is worth offering. */
  readonly offers: Readonly<Partial<Record<NetworkKind, RunSummary>>>;
  /** The run that was just deleted. */
  readonly deleted?: RunSummary;
  /** The step the visitor wants to look back at, which may still be on its way. */
  readonly requestedStep?: number;
  /** What was found out about the state that is looked back at. */
  readonly previewEvaluation?: Evaluation;
  /** Why the last thing asked for did not happen. */
  readonly error?: string;
}

const NO_CURRENT_RUN: CurrentRunStatus = { checkpoints: [] };

const INITIAL_RUN_LIBRARY: RunLibraryState = {
  autosave: { state: 'saved' },
  current: { model: NO_CURRENT_RUN, digits: NO_CURRENT_RUN },
  offers: {},
};

export class RunLibraryStore extends Store<RunLibraryState> {
  readonly #runs: LabClient['runs'];
  /** Ends the taking of stock of a state that is looked back at no longer. */
  #evaluationAbort?: AbortController;
  #isLoadingCheckpoint = false;
  /** What was trained or opened here needs no offer any more. */
  readonly #claimedNetworks = new Set<NetworkKind>();

  constructor(runs: LabClient['runs']) {
    super(INITIAL_RUN_LIBRARY);
    this.#runs = runs;
  }

  handleEvent(event: RunLibraryEvent): void {
    if (event.type === 'autosave') this.#handleAutosave(event.status);
    if (event.type === 'snapshot') {
      this.#claimedNetworks.add(event.network);
      this.dismissOffer(event.network);
    }
    if (event.type === 'current') this.#handleCurrent(event.network, event.current);
  }

  /**
   * Once the engine has started, and once the tab that wrote before is gone: what there is to go on with. After a reload that may
   * be the page as it was, whose worker takes its time to end.
   */
  async loadOffers(): Promise<void> {
    await this.refresh();
    const { runs = [], autosave } = this.value;
    if (autosave.state === 'other-tab') return;
    const newest = (network: NetworkKind) =>
      this.#claimedNetworks.has(network)
        ? undefined
        : runs.find((card) => card.network === network && card.step > 0);
    this.#set({ offers: { model: newest('model'), digits: newest('digits') } });
  }

  dismissOffer(network: NetworkKind): void {
    if (this.value.offers[network]) this.#set({ offers: { ...this.value.offers, [network]: undefined } });
  }

  dismissError(): void {
    this.#set({ error: undefined });
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const [runs, storageEstimate] = await Promise.all([this.#runs.list(), this.#runs.storageEstimate()]);
      this.#set({ runs, storageEstimate });
    });
  }

  /** Rejects with a sentence where it cannot be opened. */
  open(id: string): Promise<void> {
    return this.#runs.open(id);
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

  /** With all it takes to go on exactly; nothing, and a sentence, where it is not there. */
  async export(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    await this.#attempt(async () => {
      bytes = await this.#runs.export(id, { optimizer: true });
    });
    return bytes;
  }

  async import(file: File): Promise<void> {
    await this.#change(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.#runs.import(bytes, file.name.replace(/\.safetensors$/, ''));
    });
  }

  /** What is not written yet is written now: the tab may be gone in a moment. */
  async flush(): Promise<void> {
    await this.#runs.flush().catch(() => {});
  }

  /** Looks back at a step; the newest wish counts. Undefined brings the present back. */
  async viewCheckpoint(step: number | undefined): Promise<void> {
    this.#evaluationAbort?.abort();
    this.#set({ requestedStep: step, previewEvaluation: undefined });
    if (this.#isLoadingCheckpoint) return;
    this.#isLoadingCheckpoint = true;
    await this.#attempt(async () => {
      while (this.value.requestedStep !== this.value.current.model.viewedStep)
        await this.#runs.viewCheckpoint(this.value.requestedStep);
    });
    this.#isLoadingCheckpoint = false;
    this.#set({ requestedStep: this.value.current.model.viewedStep });
    if (this.value.requestedStep !== undefined) await this.#evaluateCheckpoint();
  }

  /** What is looked back at becomes a run of its own. */
  async branch(): Promise<void> {
    this.#evaluationAbort?.abort();
    await this.#change(() => this.#runs.branch());
  }

  async #evaluateCheckpoint(): Promise<void> {
    const abort = new AbortController();
    this.#evaluationAbort = abort;
    // Stopped by the next move; what else goes wrong with it is no more than a figure that is missing.
    const evaluation = await this.#runs.evaluateCheckpoint({ signal: abort.signal }).catch(() => undefined);
    if (!abort.signal.aborted) this.#set({ previewEvaluation: evaluation });
  }

  #handleAutosave(autosave: AutosaveStatus): void {
    const previous = this.value.autosave.state;
    this.#set({ autosave });
    if (previous === 'other-tab' && autosave.state === 'saved') void this.loadOffers();
  }

  #handleCurrent(network: NetworkKind, current: CurrentRunStatus): void {
    this.#set({ current: { ...this.value.current, [network]: current } });
    if (network === 'model' && current.viewedStep === undefined && !this.#isLoadingCheckpoint)
      this.#set({ requestedStep: undefined, previewEvaluation: undefined });
  }

  async #change(action: () => Promise<void>): Promise<boolean> {
    this.#set({ deleted: undefined });
    const done = await this.#attempt(action);
    if (done) await this.refresh();
    return done;
  }

  async #attempt(action: () => Promise<void>): Promise<boolean> {
    this.#set({ error: undefined });
    try {
      await action();
      return true;
    } catch (error) {
      this.#set({ error: toDisplayMessage(error) });
      return false;
    }
  }

  #set(changes: Partial<RunLibraryState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
