// Reactive controller that reads what a network map shows: the current model at work on a prompt, live while it trains.

import type { ReactiveControllerHost } from 'lit';
import type { AppliedEdit, Query, QueryResult, RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../network-map/camera/shot.ts';
import { fittingShot } from '../network-map/interaction/selection.ts';
import { neuronCapacity } from '../network-map/scene/mlp-scene.ts';
import { networkShape } from '../network-map/scene/network-shape.ts';
import { mapEdit } from '../network-map/values/map-edit.ts';
import { mergeValues } from '../network-map/values/merge.ts';
import { networkQuery, toNetworkValues } from '../network-map/values/network-query.ts';
import type { NetworkValues } from '../network-map/values/network-values.ts';
import { LatestOnlyTask } from '../state/latest-only-task.ts';
import { query } from '../state/query-lenses.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { LabState } from '../types/lab.ts';

interface NetworkRequest {
  readonly run: RunInfo;
  readonly step: number;
  /** Absent for the current weights. */
  readonly previewStep: number | undefined;
  readonly edits: readonly AppliedEdit[];
  readonly query: Query;
}

interface NetworkReading {
  readonly request: NetworkRequest;
  readonly result: QueryResult;
  /** Of the last prompt that the model could read. */
  readonly values: NetworkValues | undefined;
}

export class NetworkReader {
  readonly #lab: { readonly store: LabStore };
  readonly #task: LatestOnlyTask<NetworkRequest, NetworkReading>;

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }) {
    this.#lab = lab;
    this.#task = new LatestOnlyTask(host, (request: NetworkRequest) => this.#fetch(request), {
      deepEqualKeys: ['query'],
    });
  }

  /** The latest reading of the current model; undefined until there is one. */
  get current(): NetworkReading | undefined {
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
    const { current } = this;
    if (!current || current.result.next.length === 0) return undefined;
    return this.isOfNow && current.request.query.prompt === prompt ? current.values : undefined;
  }

  /** Why the latest request for the current model failed. */
  get error(): string | undefined {
    const { lastFailed, error } = this.#task;
    return lastFailed?.run === this.#lab.store.value.run ? error : undefined;
  }

  /** Requests what a shot of the map needs, unless it was requested last. `width` is the map's. */
  read({ run, step, previewStep, edits }: LabState, prompt: string, shot: Shot, width: number): void {
    if (!run) return;
    const { current } = this;
    const tokens = current?.result.tokens.length ?? 1;
    const fitting = fittingShot(shot, networkShape(run.model), tokens);
    // A prompt with unknown words leaves the picture as it is; where there is none yet, an example comes first.
    const isEmpty = current && !current.values && current.result.unknown.length > 0;
    const shown = (isEmpty && run.prompts[0]) || prompt;
    const request = networkQuery(run.model, shown, fitting, neuronCapacity(width), mapEdit(edits));
    this.#task.run({ run, step, previewStep, edits, query: request });
  }

  async #fetch(request: NetworkRequest): Promise<NetworkReading> {
    const result = await query(this.#lab.store.client.transformer, request.query);
    const previous = this.#task.value;
    const isSame = previous?.request.run === request.run;
    const kept = isSame ? previous.values : undefined;
    const values = toNetworkValues(result, mapEdit(request.edits));
    const isSameWeights =
      previous?.request.edits === request.edits && previous.request.previewStep === request.previewStep;
    return { request, result, values: values ? mergeValues(isSameWeights ? kept : undefined, values) : kept };
  }
}
