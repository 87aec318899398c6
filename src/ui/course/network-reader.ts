// Reactive controller that reads what a network map shows, and a panel beside it: the current model at work on a prompt, live while it
// trains.

import type { ReactiveControllerHost } from 'lit';
import type { GenerateRequest, Generation, Place, QueryResult } from '../../workers/rpc/api/lab-api.ts';
import { mergeValues } from '../scenes/network/values/merge.ts';
import type { NetworkValues } from '../scenes/network/values/network-values.ts';
import { LatestOnlyTask } from '../state/latest-only-task.ts';
import { query } from '../state/query-lenses.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { type NetworkRequest, type PanelQuery, toQuery, toValues } from './network-request.ts';

/** All numbers are those of one step. */
export interface NetworkReading<TRequest extends NetworkRequest> {
  /** With the prompt that was read, and the place of its focus. */
  readonly request: TRequest & Place;
  readonly inspection: QueryResult;
  readonly lenses: QueryResult['lenses'];
  readonly generations: readonly Generation[];
  /** Of the last prompt that the model could read. */
  readonly values: NetworkValues | undefined;
  /** That prompt. */
  readonly readable: string | undefined;
}

interface NetworkReaderOptions<TRequest> {
  /** Keys of the request that are compared deeply, besides `shown`. */
  readonly deepEqualKeys?: readonly (keyof TRequest)[];
  /** What a panel reads with the map. */
  readonly panel?: (request: TRequest) => PanelQuery;
  /** Texts that the network writes after that. */
  readonly writes?: (request: TRequest) => readonly GenerateRequest[];
}

export class NetworkReader<TRequest extends NetworkRequest = NetworkRequest> {
  readonly #lab: { readonly store: LabStore };
  readonly #options: NetworkReaderOptions<TRequest>;
  readonly #task: LatestOnlyTask<TRequest, NetworkReading<TRequest>>;

  constructor(
    host: ReactiveControllerHost,
    lab: { readonly store: LabStore },
    options: NetworkReaderOptions<TRequest> = {},
  ) {
    this.#lab = lab;
    this.#options = options;
    this.#task = new LatestOnlyTask(host, (request) => this.#fetch(request), {
      deepEqualKeys: ['shown', ...(options.deepEqualKeys ?? [])],
    });
  }

  /** Requests what the map and the panel need, unless it was requested last. */
  read(request: TRequest): void {
    this.#task.run(request);
  }

  /** The latest reading of the current model; undefined until there is one. */
  get current(): NetworkReading<TRequest> | undefined {
    const { value } = this.#task;
    return value?.request.run === this.#lab.store.value.run ? value : undefined;
  }

  /** Whether the latest reading is one of the weights of now. */
  get isOfNow(): boolean {
    const { request } = this.current ?? {};
    const { step, previewStep, edits } = this.#lab.store.value;
    return request?.edits === edits && request.previewStep === previewStep && request.step === step;
  }

  /** The values of a prompt with the weights of now: undefined while they are computed, or cannot be. */
  settled(prompt: string): NetworkValues | undefined {
    const { request, inspection, values } = this.current ?? {};
    const isRead =
      request?.prompt === prompt && inspection?.unknown.length === 0 && inspection.next.length > 0;
    return isRead && this.isOfNow ? values : undefined;
  }

  /** Why the latest request for the current model failed. */
  get error(): string | undefined {
    const { lastFailed, error } = this.#task;
    return lastFailed?.run === this.#lab.store.value.run ? error : undefined;
  }

  /** Where the model lacks words of the prompt, the answer is about the last one that it could read, or an example. */
  async #fetch(request: TRequest): Promise<NetworkReading<TRequest>> {
    const { panel = () => ({}), writes = () => [] } = this.#options;
    const { transformer } = this.#lab.store.client;
    const before = this.#task.value?.request.run === request.run ? this.#task.value : undefined;
    const known = { ...request, prompt: before?.readable ?? request.example ?? request.prompt };
    const inspection = await query(transformer, {
      ...toQuery(request, panel(request)),
      ...(known.prompt !== request.prompt && { otherwise: toQuery(known, panel(known)) }),
    });
    const read = inspection.unknown.length > 0 ? known : request;
    const isRead = inspection.next.length > 0;
    const texts = isRead ? writes(read) : [];
    return {
      request: { ...read, ...(inspection.focus as Place) },
      inspection,
      lenses: inspection.lenses,
      generations: await Promise.all(texts.map((text) => transformer.generate(text))),
      values: merged(before, request, toValues(read, panel(read), inspection)),
      readable: isRead && read.prompt.trim() ? read.prompt : before?.readable,
    };
  }
}

/** What another shot has read of the same weights stays. */
function merged(
  before: NetworkReading<NetworkRequest> | undefined,
  { edits, previewStep }: NetworkRequest,
  values: NetworkValues | undefined,
): NetworkValues | undefined {
  if (!values) return before?.values;
  const isSameWeights = before?.request.edits === edits && before.request.previewStep === previewStep;
  return mergeValues(isSameWeights ? before.values : undefined, values);
}
