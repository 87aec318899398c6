// Fetches what the open panel of a digit stage shows: data of one state of the weights.

import type { ReactiveControllerHost } from 'lit';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitStore } from '../../state/digits/digit-store.ts';
import { LatestOnlyTask } from '../../state/latest-only-task.ts';
import type { DigitOptions, DigitPanel } from './digit-panel.ts';

interface PanelRequest {
  readonly run: DigitRunInfo;
  /** Version of the weights; a new network or an edit increases it. */
  readonly weightsVersion: number;
  readonly panel: string;
  /** The options that its data differ by. */
  readonly options: Partial<DigitOptions>;
}

interface PanelReading {
  readonly request: PanelRequest;
  readonly data: unknown;
}

export class PanelReader<TContext> {
  readonly #digits: { readonly store: DigitStore };
  readonly #panels: Readonly<Record<string, DigitPanel<TContext>>>;
  readonly #task: LatestOnlyTask<PanelRequest, PanelReading>;

  constructor(
    host: ReactiveControllerHost,
    digits: { readonly store: DigitStore },
    panels: Readonly<Record<string, DigitPanel<TContext>>>,
  ) {
    this.#digits = digits;
    this.#panels = panels;
    this.#task = new LatestOnlyTask(host, (request: PanelRequest) => this.#fetch(request), {
      deepEqualKeys: ['options'],
    });
  }

  /** Requests what a panel needs, unless it was requested last. */
  read(panel: string, options: DigitOptions): void {
    const { run, weightsVersion } = this.#digits.store.value;
    const { fetch, needs = [] } = this.#panels[panel];
    const needed = Object.fromEntries(needs.map((name) => [name, options[name]]));
    if (run && fetch) this.#task.run({ run, weightsVersion, panel, options: needed });
  }

  /** Of the current network, what a panel fetched; undefined until it has. */
  dataOf(panel: string): unknown {
    const { value } = this.#task;
    const isOfPanel = value && this.#panels[value.request.panel].fetch === this.#panels[panel].fetch;
    return isOfPanel && value.request.run === this.#digits.store.value.run ? value.data : undefined;
  }

  get error(): string | undefined {
    return this.#task.error;
  }

  async #fetch(request: PanelRequest): Promise<PanelReading> {
    const { fetch } = this.#panels[request.panel];
    return { request, data: await fetch?.(this.#digits.store.client, request.options as DigitOptions) };
  }
}
