// The panels beside the map, each with tasks of the worker and what it needs to know of the page.

import type { ReactiveControllerHost } from 'lit';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import type { NetworkReader } from '../../../course/network-reader.ts';
import type { Shot } from '../../../scenes/network/camera/shot.ts';
import { PANELS } from '../../../scenes/network/overlays/all-panels.ts';
import type { OverlayFindings, OverlayName } from '../../../scenes/network/overlays/overlay-types.ts';
import type { Panel, PanelPage } from '../../../scenes/network/overlays/panel.ts';
import { withBaseline } from '../../../scenes/network/values/merge.ts';
import type { NetworkValues } from '../../../scenes/network/values/network-values.ts';
import { CancellableTask } from '../../../state/cancellable-task.ts';
import type { LabStore } from '../../../state/runs/lab-store.ts';
import type { RunLibraryStore } from '../../../state/runs/run-library-store.ts';
import { editsKey } from '../../../types/edits-key.ts';

interface Page {
  readonly lab: { readonly store: LabStore };
  readonly runs: { readonly value: RunLibraryStore['value'] };
  readonly reader: Pick<NetworkReader, 'current'>;
  readonly prompt: () => string;
  readonly shot: () => Shot;
  readonly show: (shot: Shot) => void;
}

export class OverlayPanels {
  readonly #panels: ReadonlyMap<string, Panel>;
  readonly #page: Page;
  /** One object as long as nothing changes. */
  #added?: { readonly from: readonly unknown[]; readonly values: NetworkValues };

  constructor(host: ReactiveControllerHost, page: Page) {
    this.#page = page;
    const asked = panelPage(host, page);
    this.#panels = new Map(Object.entries(PANELS).map(([name, kind]) => [name, kind.create(asked)]));
  }

  get #name(): OverlayName {
    return this.#page.shot().overlay ?? 'values';
  }

  /** Of the overlay that is shown, if it has one, also where it is closed. */
  get #current(): Panel | undefined {
    return this.#panels.get(this.#name);
  }

  get open(): Panel | undefined {
    const panel = this.#current;
    return panel?.isOpen?.() === false ? undefined : panel;
  }

  follow(): void {
    this.#current?.follow?.();
  }

  reset(): void {
    for (const panel of this.#panels.values()) panel.reset();
  }

  /** The values with those that the overlay compares with, and with what its panel has found. */
  added(values: NetworkValues, baseline: NetworkValues | undefined): NetworkValues {
    const found = this.#current?.found?.(values);
    const from = [values, baseline, ...Object.entries(found ?? {}).flat()];
    const isSame =
      this.#added?.from.length === from.length && this.#added.from.every((each, i) => each === from[i]);
    if (this.#added && isSame) return this.#added.values;
    const compared = withBaseline(values, baseline);
    const findings = { [this.#name]: found } as OverlayFindings;
    this.#added = { from, values: found ? { ...compared, found: findings } : compared };
    return this.#added.values;
  }
}

/** The page as its panels see it. */
function panelPage(host: ReactiveControllerHost, { lab, runs, reader, prompt, shot, show }: Page): PanelPage {
  return {
    /** No panel is shown without one. */
    get model() {
      return (lab.store.value.run as RunInfo).model;
    },
    get prompt() {
      return prompt();
    },
    get shot() {
      return shot();
    },
    get values() {
      return reader.current?.values;
    },
    get readShot() {
      return reader.current?.request.shown.shot;
    },
    get edits() {
      return editsKey(lab.store.value);
    },
    get previewStep() {
      return lab.store.value.previewStep;
    },
    /** Of the run whose checkpoints are read. */
    get training() {
      const { run } = lab.store.value;
      const { checkpoints } = runs.value.current.model;
      return { step: lab.store.live.step, checkpoints: run?.isReadOnly ? [] : checkpoints };
    },
    show,
    requestUpdate: () => host.requestUpdate(),
    task: (compute) => new CancellableTask(host, compute),
    lens: (name, request, options) => lab.store.client.transformer.lens(name, request, options),
    lensAlong: (name, request, options) => lab.store.client.runs.lensAlong(name, request, options),
  };
}
