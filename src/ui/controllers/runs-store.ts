// The runs kept on this device as the page sees them: what is offered, what is listed, and the past that is looked back at.

import type { Current, Evaluation, Keeping, Network, RunCard, RunsEvent } from '../../workers/lab-api.ts';
import type { LabClient } from '../../workers/lab-client.ts';
import { sentenceOf } from './run-store.ts';
import { Store } from './store.ts';

export interface RunsState {
  readonly keeping: Keeping;
  readonly current: Readonly<Record<Network, Current>>;
  /** The last changed first; absent until they have been asked for. */
  readonly cards?: readonly RunCard[];
  /** What they take, and what the browser gives. */
  readonly room?: { readonly used: number; readonly quota?: number };
  /** The newest run of each network, as long as it is worth offering. */
  readonly offers: Readonly<Partial<Record<Network, RunCard>>>;
  /** The run that was just deleted. */
  readonly deleted?: RunCard;
  /** The step the visitor wants to look back at, which may still be on its way. */
  readonly wanted?: number;
  /** What was found out about the state that is looked back at. */
  readonly stock?: Evaluation;
  /** Why the last thing asked for did not happen. */
  readonly error?: string;
}

const NOBODY: Current = { past: [] };

const INITIAL_RUNS: RunsState = {
  keeping: { state: 'kept' },
  current: { model: NOBODY, digits: NOBODY },
  offers: {},
};

export class RunsStore extends Store<RunsState> {
  readonly #runs: LabClient['runs'];
  /** Ends the taking of stock of a state that is looked back at no longer. */
  #stop?: AbortController;
  #moving = false;
  /** What was trained or opened here needs no offer any more. */
  readonly #own = new Set<Network>();

  constructor(runs: LabClient['runs']) {
    super(INITIAL_RUNS);
    this.#runs = runs;
  }

  hear(event: RunsEvent): void {
    if (event.type === 'keeping') this.#hearKeeping(event.keeping);
    if (event.type === 'taken') {
      this.#own.add(event.network);
      this.dismissOffer(event.network);
    }
    if (event.type === 'current') this.#hearCurrent(event.network, event.current);
  }

  /**
   * Once the engine has started, and once the tab that wrote before is gone: what there is to go on with. After a reload that may
   * be the page as it was, whose worker takes its time to end.
   */
  async begin(): Promise<void> {
    await this.refresh();
    const { cards = [], keeping } = this.value;
    if (keeping.state === 'elsewhere') return;
    const newest = (network: Network) =>
      this.#own.has(network) ? undefined : cards.find((card) => card.network === network && card.step > 0);
    this.#set({ offers: { model: newest('model'), digits: newest('digits') } });
  }

  dismissOffer(network: Network): void {
    if (this.value.offers[network]) this.#set({ offers: { ...this.value.offers, [network]: undefined } });
  }

  dismissError(): void {
    this.#set({ error: undefined });
  }

  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const [cards, room] = await Promise.all([this.#runs.list(), this.#runs.room()]);
      this.#set({ cards, room });
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

  async remove(card: RunCard): Promise<void> {
    const removed = await this.#change(() => this.#runs.remove(card.id));
    if (removed) this.#set({ deleted: card });
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
  async keep(): Promise<void> {
    await this.#runs.keep().catch(() => {});
  }

  /** Looks back at a step; the newest wish counts. Undefined brings the present back. */
  async look(step: number | undefined): Promise<void> {
    this.#stop?.abort();
    this.#set({ wanted: step, stock: undefined });
    if (this.#moving) return;
    this.#moving = true;
    await this.#attempt(async () => {
      while (this.value.wanted !== this.value.current.model.shown) await this.#runs.look(this.value.wanted);
    });
    this.#moving = false;
    this.#set({ wanted: this.value.current.model.shown });
    if (this.value.wanted !== undefined) await this.#takeStock();
  }

  /** What is looked back at becomes a run of its own. */
  async branch(): Promise<void> {
    this.#stop?.abort();
    await this.#change(() => this.#runs.branch());
  }

  async #takeStock(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    // Stopped by the next move; what else goes wrong with it is no more than a figure that is missing.
    const stock = await this.#runs.takeStock({ signal: stop.signal }).catch(() => undefined);
    if (!stop.signal.aborted) this.#set({ stock });
  }

  #hearKeeping(keeping: Keeping): void {
    const before = this.value.keeping.state;
    this.#set({ keeping });
    if (before === 'elsewhere' && keeping.state === 'kept') void this.begin();
  }

  #hearCurrent(network: Network, current: Current): void {
    this.#set({ current: { ...this.value.current, [network]: current } });
    if (network === 'model' && current.shown === undefined && !this.#moving)
      this.#set({ wanted: undefined, stock: undefined });
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
      this.#set({ error: sentenceOf(error) });
      return false;
    }
  }

  #set(changes: Partial<RunsState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
