// The runs saved on this device: the current run of each network, written as it changes, and all others, to list and open.

import type { Evaluation } from '../../lenses/evaluation/evaluate.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { historyUntil } from '../../shared/history/history.ts';
import type { Lenses, LensName } from '../requests/request-types.ts';
import type {
  AutosaveStatus,
  DamagedRun,
  NetworkKind,
  RunLibraryApi,
  RunLibraryEvent,
  RunOverview,
  RunSummary,
  StepResult,
} from '../rpc/api/run-library-api.ts';
import type { SaveRequest } from '../rpc/api/session-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import type { ProgressCallback } from '../scheduling/run-job.ts';
import { Autosaver, createRunId, type NextIdentity, type RunSnapshot } from './autosaver.ts';
import { NO_CHECKPOINTS } from './checkpoints.ts';
import { Quarantine } from './quarantine.ts';
import type { RecordedCheckpoints } from './recorded-checkpoints.ts';
import type { SavedRun } from './run-file.ts';
import { type ReadingSession, RunReader, rethrowStop } from './run-reader.ts';
import { byLastWrite } from './run-record.ts';
import { RunStorage } from './run-storage.ts';
import { readStorage, storageFailure } from './storage-failure.ts';
import { type LockRequester, WriterLock } from './writer-lock.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What the library needs of each session. */
export interface PersistedSession extends ReadingSession {
  readonly checkpointPreview: {
    show(saved: SavedRun | undefined, isCurrent: () => boolean): Promise<void>;
  };
  /** The run between two steps; undefined where there is none. */
  takeSnapshot(): Promise<RunSnapshot | undefined>;
  /** Opens a run that was read as the current one. */
  openRun(saved: SavedRun, identity?: NextIdentity): Promise<unknown>;
}

export interface RunLibraryOptions {
  /** Its sessions may be created after the library, which provides their autosavers. */
  readonly lab: {
    readonly transformer: PersistedSession & {
      evaluateCheckpoint(onProgress?: ProgressCallback): Promise<Evaluation>;
      lensAlong<Name extends LensName>(
        name: Name,
        request: Lenses[Name]['request'],
        checkpoints: readonly {
          readonly step: number;
          readonly read: (onProgress: ProgressCallback) => Promise<SavedRun>;
        }[],
        onProgress?: ProgressCallback,
      ): Promise<StepResult<Lenses[Name]['result']>[]>;
    };
    readonly digits: PersistedSession;
  };
  readonly locks?: LockRequester;
  readonly storage?: RunStorage;
  /** False in embed.html: another tab of the lab writes runs while it is open. */
  readonly savesRuns?: boolean;
}

const NETWORKS = ['model', 'digits'] as const;
const MAX_NAME_LENGTH = 80;

const OTHER_TAB: AutosaveStatus = {
  state: 'other-tab',
  message:
    'Another tab of the lab saves runs, and what is opened here continues as a new run. This tab takes over when you close that one; until then, save files of what you want to keep.',
};

const DISABLED: AutosaveStatus = {
  state: 'disabled',
  message: 'An embedded page saves no runs: open its model in the lab.',
};

/** In place of the lock where runs are never written. */
const NO_LOCK: OwnedLock = { isHeld: false, decided: Promise.resolve(), dispose() {} };
type OwnedLock = Pick<WriterLock, 'isHeld' | 'decided' | 'dispose'>;

export class RunLibrary implements RunLibraryApi {
  readonly model: Autosaver;
  readonly digits: Autosaver;
  readonly quarantine: Quarantine;
  private readonly options: RunLibraryOptions;
  private readonly storage: RunStorage;
  private readonly reader: RunReader;
  private readonly writerLock: OwnedLock;
  private readonly listeners = new Set<(event: RunLibraryEvent) => void>();
  private autosaveStatus: AutosaveStatus = { state: 'saved' };

  constructor(options: RunLibraryOptions) {
    this.options = options;
    this.storage = options.storage ?? new RunStorage();
    this.model = this.createAutosaver('model');
    this.digits = this.createAutosaver('digits');
    this.reader = new RunReader(this.storage, (network) => this.session(network));
    this.quarantine = new Quarantine({
      storage: this.storage,
      write: (action) => this.write(action),
      freeName: (wanted) => this.freeName(wanted),
      summarize: (file, onProgress) => this.reader.fileSummary(file, onProgress),
    });
    if (options.savesRuns ?? true)
      this.writerLock = new WriterLock(options.locks, (held) => this.onLockChange(held));
    else [this.writerLock, this.autosaveStatus] = [NO_LOCK, DISABLED];
    this.watchStorage();
  }

  async subscribe(listener: (event: RunLibraryEvent) => void): Promise<void> {
    await this.writerLock.decided;
    this.listeners.add(listener);
    listener({ type: 'autosave', status: this.autosaveStatus });
    for (const network of NETWORKS) listener({ type: 'current', network, current: this[network].current });
  }

  async list(): Promise<RunSummary[]> {
    return (await this.overview()).runs;
  }

  async overview(): Promise<RunOverview> {
    await this.writerLock.decided;
    const { summaries, damaged } = await this.storage.list().catch((error) => {
      this.emitStatus(storageFailure(error));
      return { summaries: [], damaged: new Map() };
    });
    const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined);
    return {
      runs: summaries.filter(({ deleted }) => !deleted).sort(byLastWrite),
      quarantined: await this.quarantine.describe(damaged.keys()),
      storageEstimate: {
        used: summaries.reduce((sum, { bytes }) => sum + bytes, 0),
        quota: estimate?.quota,
      },
    };
  }

  async verify(id: string, onProgress?: ProgressCallback): Promise<DamagedRun | undefined> {
    parseRequest('runId', id);
    const summary = await this.reader.summary(id);
    try {
      await this.reader.run(summary, onProgress);
    } catch (error) {
      rethrowStop(error);
      return {
        reason: errorMessage(error),
        intactStep: await this.reader.newestIntactStep(summary, onProgress),
      };
    }
  }

  async open(id: string, step?: number, onProgress?: ProgressCallback): Promise<void> {
    parseRequest('runId', id);
    parseRequest('checkpointStep', step);
    const summary = await this.reader.summary(id);
    if (step !== undefined) return this.openCheckpoint(summary, step, onProgress);
    const saved = await this.reader.run(summary, onProgress);
    await this.session(summary.network).openRun(saved, this.identityOf(summary));
  }

  async resume(network: NetworkKind, file: Bytes, id?: string, onProgress?: ProgressCallback): Promise<void> {
    const summary = id === undefined ? undefined : await this.storage.summary(id).catch(() => undefined);
    const saved = await this.session(network).readFile(file, onProgress);
    await this.writerLock.decided;
    await this.session(network).openRun(saved, summary && this.identityOf(summary));
  }

  async rename(id: string, name: string): Promise<void> {
    parseRequest('runId', id);
    const given = parseRequest('runName', name).trim().slice(0, MAX_NAME_LENGTH);
    if (!given) throw new Error('A run needs a name.');
    await this.reader.summary(id);
    await this.write(() => this.storage.update(id, (summary) => ({ ...summary, name: given })));
    for (const network of NETWORKS) this[network].onRenamed(id, given);
  }

  async duplicate(id: string): Promise<void> {
    parseRequest('runId', id);
    await this.flush();
    const summary = await this.reader.summary(id);
    const now = Date.now();
    const name = await readStorage(() => this.freeName(summary.name));
    const copy = { ...summary, id: createRunId(), name, made: now, changed: now, training: false };
    await this.write(() => this.storage.copy(id, copy));
  }

  async remove(id: string): Promise<void> {
    parseRequest('runId', id);
    await this.write(async () => {
      await this.purgeDeleted();
      await this.storage.update(id, (summary) => ({ ...summary, deleted: true }));
    });
    for (const network of NETWORKS) this[network].detach(id);
  }

  async restore(id: string): Promise<void> {
    parseRequest('runId', id);
    await this.write(() => this.storage.update(id, ({ deleted: _, ...summary }) => summary));
  }

  async export(id: string, request: SaveRequest = {}): Promise<Bytes> {
    const { optimizer = false } = parseRequest('save', request);
    parseRequest('runId', id);
    const summary = await this.reader.summary(id);
    return optimizer ? this.reader.file(summary) : this.reader.withoutOptimizer(summary);
  }

  async import(file: Bytes, name: string, onProgress?: ProgressCallback): Promise<void> {
    parseRequest('open', file);
    parseRequest('runName', name);
    const ofFile = await this.reader.fileSummary(file, onProgress);
    const now = Date.now();
    const summary: RunSummary = {
      ...ofFile,
      id: createRunId(),
      name: name.slice(0, MAX_NAME_LENGTH),
      made: now,
      changed: now,
      bytes: file.byteLength,
      training: false,
      past: NO_CHECKPOINTS,
    };
    await this.write(async () =>
      this.storage.put({ ...summary, name: await this.freeName(summary.name) }, { file }),
    );
  }

  async flush(): Promise<void> {
    await Promise.all(NETWORKS.map((network) => this[network].save()));
  }

  async viewCheckpoint(
    step: number | undefined,
    network: NetworkKind = 'model',
    onProgress?: ProgressCallback,
  ): Promise<void> {
    parseRequest('checkpointStep', step);
    const autosaver = this[parseRequest('networkKind', network)];
    const isOfCurrentRun = autosaver.ofCurrentRun();
    const saved = step === undefined ? undefined : await this.readCheckpoint(network, step, onProgress);
    // Another run has replaced it meanwhile: its weights are shown.
    await this.session(network).checkpointPreview.show(saved, isOfCurrentRun);
    if (isOfCurrentRun()) autosaver.setViewedStep(step);
  }

  async evaluateCheckpoint(watch?: ProgressCallback): Promise<Evaluation> {
    return this.options.lab.transformer.evaluateCheckpoint(watch);
  }

  async lensAlong<Name extends LensName>(
    name: Name,
    request: Lenses[Name]['request'],
    onProgress?: ProgressCallback,
  ): Promise<StepResult<Lenses[Name]['result']>[]> {
    const checkpoints = this.model.current.checkpoints.map((step) => ({
      step,
      read: (watch: ProgressCallback) => this.readCheckpoint('model', step, watch),
    }));
    return this.options.lab.transformer.lensAlong(name, request, checkpoints, onProgress);
  }

  async branch(network: NetworkKind = 'model', onProgress?: ProgressCallback): Promise<void> {
    const autosaver = this[parseRequest('networkKind', network)];
    const { id = '', viewedStep = -1 } = autosaver.current;
    const recorded = autosaver.recordedWith(viewedStep);
    if (recorded) return this.branchRecorded(network, recorded, viewedStep, onProgress);
    await this.openCheckpoint(await this.reader.summary(id), viewedStep, onProgress);
  }

  dispose(): void {
    this.writerLock.dispose();
    this.listeners.clear();
  }

  /** Of the current run: recorded with a bundled model, or saved on this device. */
  private async readCheckpoint(
    network: NetworkKind,
    step: number,
    onProgress?: ProgressCallback,
  ): Promise<SavedRun> {
    const { id } = this[network].current;
    const recorded = this[network].recordedWith(step)?.read(step, onProgress);
    return recorded ?? this.reader.checkpoint({ id, network }, step, onProgress);
  }

  /** Opens a checkpoint as a new run, with the history until its step if the run's file can be read. */
  private async openCheckpoint(
    summary: RunSummary,
    step: number,
    onProgress?: ProgressCallback,
  ): Promise<void> {
    const { name, network } = summary;
    const saved = await this.reader.checkpoint(summary, step, onProgress);
    const run = await this.reader.run(summary, onProgress).catch(rethrowStop);
    const history = run?.history ? historyUntil(run.history, step) : saved.history;
    await this.session(network).openRun({ ...saved, history }, { name: `${name}, from step ${step}` });
  }

  /** Opens a recorded checkpoint as a new run, with the history until its step and a fresh optimizer. */
  private async branchRecorded(
    network: NetworkKind,
    recorded: RecordedCheckpoints,
    step: number,
    onProgress?: ProgressCallback,
  ): Promise<void> {
    const saved = await recorded.read(step, onProgress);
    const { name = saved.plan.settings.preset } = this[network].current;
    const identity = { name: `${name}, from step ${step}`, recorded: recorded.until(step) };
    await this.session(network).openRun(saved, identity);
  }

  /** Without the lock, another tab may be writing this run: here it becomes a new one. */
  private identityOf({ id, name, made, past }: RunSummary): NextIdentity {
    return this.writerLock.isHeld ? { id, name, made, past } : { name };
  }

  private session(network: NetworkKind): PersistedSession {
    const { transformer, digits } = this.options.lab;
    return network === 'digits' ? digits : transformer;
  }

  private createAutosaver(network: NetworkKind): Autosaver {
    return new Autosaver({
      network,
      takeSnapshot: () => this.session(network).takeSnapshot(),
      write: async (summary, change, isNew) => {
        if (!this.writerLock.isHeld) return undefined;
        try {
          let named = summary;
          await this.write(async () => {
            if (isNew) named = { ...summary, name: await this.freeName(summary.name) };
            await this.storage.put(named, change);
          });
          return named;
        } catch {
          return undefined; // `write` has emitted the status; training continues.
        }
      },
      onSnapshot: (taken) => this.emit({ type: 'snapshot', network, ...taken }),
      onReplaced: () => this.emit({ type: 'replaced', network }),
      onCurrent: (current, isNew) =>
        this.emit({ type: 'current', network, current, ...(isNew && { isNew }) }),
    });
  }

  /** `facts`, then `facts 2`: names are unique. The step of `facts, from step 5` is no such number. */
  private async freeName(wanted: string): Promise<string> {
    const taken = new Set((await this.storage.summaries()).map(({ name }) => name));
    const stem = wanted.replace(/(?<!step) \d+$/, '');
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${stem} ${i}`;
    return name;
  }

  /** Removes runs whose deletion was not undone. */
  private async purgeDeleted(): Promise<void> {
    for (const { id, deleted } of await this.storage.summaries()) if (deleted) await this.storage.remove(id);
  }

  /** Throws if another tab holds the lock or the storage fails. */
  private async write(write: () => Promise<void>): Promise<void> {
    if (!this.writerLock.isHeld)
      throw new Error((this.writerLock === NO_LOCK ? DISABLED : OTHER_TAB).message);
    try {
      await write();
      this.emitStatus({ state: 'saved' });
    } catch (error) {
      const refused = storageFailure(error);
      this.emitStatus(refused);
      throw new Error(refused.message, { cause: error });
    }
  }

  /**
   * Reopens a database that the browser closed or that an older tab has released, and rewrites the current runs into one that
   * the browser cleared.
   */
  private watchStorage(): void {
    const { database } = this.storage;
    database.onInterrupted = () => {
      this.storage.summaries().then(
        () => this.autosaveStatus.state === 'older-tab' && this.onLockChange(this.writerLock.isHeld),
        (error) => this.writerLock.isHeld && this.emitStatus(storageFailure(error)),
      );
    };
    database.onCleared = () => {
      for (const network of NETWORKS) this[network].rewrite();
    };
  }

  private onLockChange(held: boolean): void {
    this.emitStatus(held ? { state: 'saved' } : OTHER_TAB);
    if (!held) return;
    void this.purgeDeleted().catch((error) => this.emitStatus(storageFailure(error)));
    void this.flush();
  }

  private emitStatus(status: AutosaveStatus): void {
    const same = status.state === this.autosaveStatus.state;
    this.autosaveStatus = status;
    if (!same) this.emit({ type: 'autosave', status });
  }

  private emit(event: RunLibraryEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
