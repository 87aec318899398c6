// The runs kept on this device: both networks' current ones, written as they change, and all the others, to list and to open.

import { historyUntil } from '../../history/history.ts';
import { readCheckpoint, writeCheckpoint } from '../../model/checkpoint.ts';
import { readDigitFile, writeDigitFile } from '../../model/digit-file.ts';
import { letIn } from '../door.ts';
import type { Evaluation } from '../evaluation-api.ts';
import type { Watch } from '../long-work.ts';
import type { SaveRequest } from '../run-api.ts';
import type { LookingBack } from './looking-back.ts';
import { NO_PAST } from './past-steps.ts';
import { cardFromFile } from './run-cards.ts';
import { newId, RunKeeper, type Taken } from './run-keeper.ts';
import { RunShelf, refusal } from './run-shelf.ts';
import type { Keeping, Network, RunCard, RunsApi, RunsEvent } from './runs-api.ts';
import { type Locks, WritingTurn } from './writing-turn.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What the kept runs need of each half of the lab. */
export interface KeptNetwork {
  /** The run between two steps; undefined where there is none. */
  take(): Promise<Taken | undefined>;
  /** Makes a file the current run. */
  open(file: Bytes): Promise<unknown>;
}

export interface RunsOptions {
  readonly networks: Readonly<Record<Network, KeptNetwork>>;
  readonly past: Pick<LookingBack, 'show' | 'takeStock'>;
  readonly locks?: Locks;
  readonly shelf?: RunShelf;
}

const NETWORKS = ['model', 'digits'] as const;
const LONGEST_NAME = 80;

const ELSEWHERE: Keeping = {
  state: 'elsewhere',
  sentence:
    'Another tab of the lab keeps what is trained. This one will as soon as you close that one; until then, save as a file what you want to keep.',
};

export class Runs implements RunsApi {
  readonly model: RunKeeper;
  readonly digits: RunKeeper;
  private readonly options: RunsOptions;
  private readonly shelf: RunShelf;
  private readonly turn: WritingTurn;
  private readonly listeners = new Set<(event: RunsEvent) => void>();
  private keeping: Keeping = { state: 'kept' };

  constructor(options: RunsOptions) {
    this.options = options;
    this.shelf = options.shelf ?? new RunShelf();
    this.model = this.keeperOf('model');
    this.digits = this.keeperOf('digits');
    this.turn = new WritingTurn(options.locks, (held) => this.takeTurn(held));
    this.watchShelf();
  }

  async subscribe(listener: (event: RunsEvent) => void): Promise<void> {
    await this.turn.known;
    this.listeners.add(listener);
    listener({ type: 'keeping', keeping: this.keeping });
    for (const network of NETWORKS) listener({ type: 'current', network, current: this[network].current });
  }

  async list(): Promise<RunCard[]> {
    await this.turn.known;
    const cards = await this.shelf.cards().catch((error) => {
      this.tellKeeping(refusal(error));
      return [];
    });
    return cards.filter(({ deleted }) => !deleted).sort((a, b) => b.changed - a.changed);
  }

  async room(): Promise<{ used: number; quota?: number }> {
    const cards = await this.shelf.cards().catch(() => []);
    const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined);
    return { used: cards.reduce((sum, { bytes }) => sum + bytes, 0), quota: estimate?.quota };
  }

  async open(id: string): Promise<void> {
    letIn('runId', id);
    const card = await this.cardOf(id);
    const { file } = await this.fileOf(card);
    // Where another tab writes, it may be writing this very run: here it goes on as another one.
    const identity = this.turn.held ? card : undefined;
    await this.bring(card.network, file, () => this[card.network].adopt(identity, card.name));
  }

  async resume(network: Network, file: Bytes, id?: string): Promise<void> {
    const card = id === undefined ? undefined : await this.shelf.card(id).catch(() => undefined);
    await this.bring(network, file, () => this[network].adopt(card));
  }

  async rename(id: string, name: string): Promise<void> {
    letIn('runId', id);
    const given = letIn('runName', name).trim().slice(0, LONGEST_NAME);
    if (!given) throw new Error('A run needs a name.');
    await this.write(() => this.shelf.update(id, (card) => ({ ...card, name: given })));
    for (const network of NETWORKS) this[network].renamed(id, given);
  }

  async duplicate(id: string): Promise<void> {
    letIn('runId', id);
    await this.keep();
    const card = await this.cardOf(id);
    const now = Date.now();
    const name = await this.freeName(card.name);
    const copy = { ...card, id: newId(), name, made: now, changed: now, training: false };
    await this.write(() => this.shelf.copy(id, copy));
  }

  async remove(id: string): Promise<void> {
    letIn('runId', id);
    await this.purge();
    await this.write(() => this.shelf.update(id, (card) => ({ ...card, deleted: true })));
    for (const network of NETWORKS) this[network].forget(id);
  }

  async restore(id: string): Promise<void> {
    letIn('runId', id);
    await this.write(() => this.shelf.update(id, ({ deleted: _, ...card }) => card));
  }

  async export(id: string, asked: SaveRequest = {}): Promise<Bytes> {
    const { optimizer = false } = letIn('save', asked);
    letIn('runId', id);
    const { network, file } = await this.fileOf(await this.cardOf(id));
    if (optimizer) return file;
    return network === 'digits'
      ? writeDigitFile({ ...readDigitFile(file), moments: undefined })
      : writeCheckpoint({ ...readCheckpoint(file), moments: undefined, undo: undefined });
  }

  async import(file: Bytes, name: string): Promise<void> {
    letIn('open', file);
    letIn('runName', name);
    const now = Date.now();
    const card: RunCard = {
      ...cardFromFile(file),
      id: newId(),
      name: await this.freeName(name.slice(0, LONGEST_NAME)),
      made: now,
      changed: now,
      bytes: file.byteLength,
      training: false,
      past: NO_PAST,
    };
    await this.write(() => this.shelf.put(card, { file }));
  }

  async keep(): Promise<void> {
    await Promise.all(NETWORKS.map((network) => this[network].keep()));
  }

  async look(step: number | undefined): Promise<void> {
    letIn('look', step);
    await this.options.past.show(step === undefined ? undefined : await this.stateOf(step));
    this.model.look(step);
  }

  async takeStock(watch?: Watch): Promise<Evaluation> {
    return this.options.past.takeStock(watch);
  }

  async branch(): Promise<void> {
    const { id = '', name, shown = -1 } = this.model.current;
    const state = readCheckpoint(await this.stateOf(shown));
    const { history } = readCheckpoint((await this.fileOf(await this.cardOf(id))).file);
    const file = writeCheckpoint({ ...state, history: history && historyUntil(history, shown) });
    await this.bring('model', file, () => this.model.adopt(undefined, `${name}, from step ${shown}`));
  }

  dispose(): void {
    this.turn.dispose();
    this.listeners.clear();
  }

  /** What the current run became is written before another takes its place. */
  private async bring(network: Network, file: Bytes, adopt: () => void): Promise<void> {
    await this[network].keep();
    adopt();
    try {
      await this.options.networks[network].open(file);
    } catch (error) {
      this[network].adopt(undefined);
      throw error;
    }
  }

  private keeperOf(network: Network): RunKeeper {
    return new RunKeeper({
      network,
      take: () => this.options.networks[network].take(),
      put: async (card, change, isNew) => {
        if (!this.turn.held) return undefined;
        try {
          let named = card;
          await this.write(async () => {
            if (isNew) named = { ...card, name: await this.freeName(card.name || card.preset) };
            await this.shelf.put(named, change);
          });
          return named;
        } catch {
          return undefined; // It has been told; training goes on.
        }
      },
      onTaken: (taken) => this.tell({ type: 'taken', network, ...taken }),
      onCurrent: (current) => this.tell({ type: 'current', network, current }),
    });
  }

  private async cardOf(id: string): Promise<RunCard> {
    const card = await this.shelf.card(id);
    if (!card) throw new Error('This run is not kept any more.');
    return card;
  }

  private async fileOf({ id, name, network }: RunCard): Promise<{ network: Network; file: Bytes }> {
    const file = await this.shelf.file(id);
    if (!file) throw new Error(`The file of “${name}” is not kept any more.`);
    return { network, file };
  }

  private async stateOf(step: number): Promise<Bytes> {
    const { id } = this.model.current;
    const state = id === undefined ? undefined : await this.shelf.past(id, step);
    if (!state) throw new Error(`The state of step ${step} is not kept any more.`);
    return state;
  }

  /** `facts`, then `facts 2`: two runs of one name could not be told apart. */
  private async freeName(wanted: string): Promise<string> {
    const taken = new Set((await this.shelf.cards()).map(({ name }) => name));
    const stem = wanted.replace(/ \d+$/, '');
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${stem} ${i}`;
    return name;
  }

  /** Those whose deletion nobody took back. */
  private async purge(): Promise<void> {
    for (const { id, deleted } of await this.shelf.cards()) if (deleted) await this.shelf.remove(id);
  }

  /** Throws a sentence where the device, or another tab, does not let it be written. */
  private async write(write: () => Promise<void>): Promise<void> {
    if (!this.turn.held) throw new Error(ELSEWHERE.sentence);
    try {
      await write();
      this.tellKeeping({ state: 'kept' });
    } catch (error) {
      const refused = refusal(error);
      this.tellKeeping(refused);
      throw new Error(refused.sentence, { cause: error });
    }
  }

  /** A shelf the browser took away is opened again, and what was on it of the current runs is put back. */
  private watchShelf(): void {
    this.shelf.onClosed = () => {
      this.shelf.cards().catch((error) => this.turn.held && this.tellKeeping(refusal(error)));
    };
    this.shelf.onCleared = () => {
      for (const network of NETWORKS) this[network].putBack();
    };
  }

  private takeTurn(held: boolean): void {
    this.tellKeeping(held ? { state: 'kept' } : ELSEWHERE);
    if (!held) return;
    void this.purge().catch((error) => this.tellKeeping(refusal(error)));
    void this.keep();
  }

  private tellKeeping(keeping: Keeping): void {
    const same = keeping.state === this.keeping.state;
    this.keeping = keeping;
    if (!same) this.tell({ type: 'keeping', keeping });
  }

  private tell(event: RunsEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
