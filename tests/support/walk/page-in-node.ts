// The real page without a screen: application, landing page, network page and stores, with a real lab behind a message channel.
// Only the DOM is missing: templates are kept, not drawn.

import { type LitElement, type PropertyValues, ReactiveElement } from 'lit';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { LabApp } from '../../../src/ui/app/app.ts';
import { NetworkView } from '../../../src/ui/app/pages/network-view/network-view.ts';
import { LandingLab } from '../../../src/ui/course/landing-lab/landing-lab.ts';
import { DeviceSettingsStore } from '../../../src/ui/state/device/device-settings-store.ts';
import { OfflineStore } from '../../../src/ui/state/device/offline-store.ts';
import { PageStore } from '../../../src/ui/state/page/page-store.ts';
import { CourseStore } from '../../../src/ui/state/progress/course-store.ts';
import { BundledModels } from '../../../src/ui/state/runs/bundled-models.ts';
import { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { ModelDownloadsStore } from '../../../src/ui/state/runs/model-downloads-store.ts';
import { ModelMenu } from '../../../src/ui/views/models/model-menu/model-menu.ts';
import { CheckpointSlider } from '../../../src/ui/views/runs/checkpoint-slider/checkpoint-slider.ts';
import { ResumeBanner } from '../../../src/ui/views/runs/resume-banner/resume-banner.ts';
import { Dock } from '../../../src/ui/views/training/dock/dock.ts';
import { RunStorage } from '../../../src/workers/persistence/run-storage.ts';
import { createLabClient, type LabWorker } from '../../../src/workers/rpc/client/lab-client.ts';
import { exposeLab } from '../../../src/workers/rpc-host.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import type { BrowserProfile } from './browser-profile.ts';
import type { Rendered } from './template.ts';

/** Rounds of the event loop without anything happening after which the page is at rest. */
const QUIET_ROUNDS = 6;
const MAX_ROUNDS = 3000;

type Constructor<Element> = new () => Element;

const NO_ELEMENT = { clientWidth: 800, hidePopover() {}, scrollTo() {} };
const NO_DOM = { querySelector: () => NO_ELEMENT } as unknown as HTMLElement;

/** The element, whose last template is kept in place of a DOM. */
function undrawn<Element extends LitElement>(base: Constructor<Element>, name: string) {
  const Base = base as unknown as Constructor<LitElement & { render(): unknown }>;
  class Undrawn extends Base {
    override readonly renderRoot = NO_DOM;
    template: unknown;
    /** The page is left: what stores still say is not shown, since its document is gone. */
    isLeft = false;
    protected override shouldUpdate(): boolean {
      return !this.isLeft;
    }
    protected override update(changed: PropertyValues): void {
      this.template = this.render();
      // Marks the update as done; LitElement's would draw.
      (ReactiveElement.prototype as unknown as { update(changed: PropertyValues): void }).update.call(
        this,
        changed,
      );
    }
  }
  customElements.define(name, Undrawn as unknown as CustomElementConstructor);
  return Undrawn as unknown as Constructor<Element & { readonly template: unknown; isLeft: boolean }>;
}

const App = undrawn(LabApp, 'undrawn-app');
const PARTS = {
  dock: undrawn(Dock, 'undrawn-dock'),
  menu: undrawn(ModelMenu, 'undrawn-menu'),
  slider: undrawn(CheckpointSlider, 'undrawn-slider'),
  banner: undrawn(ResumeBanner, 'undrawn-banner'),
};
const VIEWS = {
  course: undrawn(LandingLab, 'undrawn-landing'),
  network: undrawn(NetworkView, 'undrawn-network'),
};
type ViewName = keyof typeof VIEWS;

/** Counts what has begun and not ended. */
class Activity {
  pending = 0;
  /** Of all that has begun. */
  total = 0;

  counted<Arguments extends unknown[], Result>(
    action: (...args: Arguments) => Promise<Result>,
  ): (...args: Arguments) => Promise<Result> {
    return async (...args) => {
      this.pending++;
      this.total++;
      try {
        return await action(...args);
      } finally {
        this.pending--;
      }
    };
  }

  count(): void {
    this.total++;
  }
}

export class PageInNode {
  readonly lab: Lab;
  readonly app: InstanceType<typeof App>;
  readonly profile: BrowserProfile;
  #view?: { readonly name: string; readonly element: InstanceType<(typeof VIEWS)[ViewName]> };
  readonly #activity = new Activity();
  readonly #ports: MessagePort[] = [];

  private constructor(profile: BrowserProfile, executor: Executor) {
    this.profile = profile;
    this.lab = this.#createLab(executor);
    this.app = this.#createApp();
  }

  static async open(profile: BrowserProfile, executor: Executor): Promise<PageInNode> {
    const page = new PageInNode(profile, executor);
    page.app.connectedCallback();
    await page.app.updateComplete;
    page.app.page.subscribe(() => page.#showView());
    page.#showView();
    await page.settle();
    return page;
  }

  /** As a browser does with a page that is left: nothing more is written. */
  async close(): Promise<void> {
    this.profile.document.hidden = true;
    this.profile.document.dispatchEvent(new Event('visibilitychange'));
    try {
      await this.settle();
    } finally {
      this.profile.document.hidden = false;
      this.app.isLeft = true;
      if (this.#view) this.#view.element.isLeft = true;
      this.#view?.element.disconnectedCallback();
      this.app.disconnectedCallback();
      this.lab.runs.dispose();
      for (const port of this.#ports) port.close();
      await this.lab.dispose();
    }
  }

  /** The element of the page's view. */
  get view(): LitElement & { readonly template: unknown } {
    if (!this.#view) throw new Error('This view is not among those that are tested.');
    return this.#view.element;
  }

  /** Resolves when neither page nor lab has anything to do. */
  async settle(): Promise<void> {
    let quiet = 0;
    for (let round = 0; quiet < QUIET_ROUNDS; round++) {
      if (round > MAX_ROUNDS) throw new Error('The page does not come to rest.');
      const { total } = this.#activity;
      await new Promise((resolve) => setImmediate(resolve));
      const isQuiet =
        total === this.#activity.total && this.#activity.pending === 0 && this.profile.timers.size === 0;
      quiet = isQuiet ? quiet + 1 : 0;
    }
  }

  /** Dock, menu of models, slider or banner as the page has it now, with what it is given. */
  part(name: keyof typeof PARTS): Rendered {
    const { lab } = this.app;
    const { current, requestedSteps, runs = [], offers } = lab.runs.value;
    const { checkpoints, recorded = [] } = current.model;
    const properties = {
      dock: { lab: lab.value },
      menu: { lab: lab.value, saved: runs, openRun: current.model.id },
      slider: { steps: checkpoints, recordedSteps: recorded, selectedStep: requestedSteps.model },
      banner: { run: offers.model },
    };
    const element = Object.assign(new PARTS[name](), properties[name], { __eventTargetParent: this.app });
    return Object.assign(element, { template: (element as unknown as { render(): unknown }).render() });
  }

  #createLab(executor: Executor): Lab {
    const storage = new RunStorage();
    storage.database.query = this.#activity.counted(storage.database.query.bind(storage.database));
    // The executor outlives the page: its compilation takes longer than an act.
    const lent = new Proxy(executor, {
      get: (target, key) => {
        if (key === 'dispose') return () => {};
        const value = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { backend, adapter } = executor;
    const lab = new Lab(
      undefined,
      async () => ({ executor: lent, engine: { backend, adapter } }),
      undefined,
      { storage, locks: this.profile.locks },
    );
    const { taskQueue } = lab as unknown as {
      taskQueue: { run(task: () => Promise<unknown>): Promise<unknown> };
    };
    taskQueue.run = this.#activity.counted(taskQueue.run.bind(taskQueue));
    // Node's channels forget the names of files.
    const { transformer } = lab;
    const named = (files: File[]) =>
      files.map((file) => new File([file], this.profile.downloads.at(-1)?.name ?? ''));
    const [readFiles, openFiles] = [
      transformer.readFiles.bind(transformer),
      transformer.openFiles.bind(transformer),
    ];
    transformer.readFiles = (files, ...rest) => readFiles(named(files), ...rest);
    transformer.openFiles = (files, ...rest) => openFiles(named(files), ...rest);
    return lab;
  }

  #createApp(): InstanceType<typeof App> {
    const { window, document } = this.profile;
    const app = new App();
    app.lab = new LabStore(
      (options) =>
        createLabClient({
          ...options,
          onEvent: (event) => {
            this.#activity.count();
            options.onEvent(event);
          },
          createWorker: () => this.#createWorker(),
        }),
      new BundledModels(
        this.#activity.counted((...args: Parameters<typeof fetch>) => fetch(...args)),
        document.baseURI,
      ),
    );
    app.page = new PageStore(window as unknown as ConstructorParameters<typeof PageStore>[0]);
    app.course = new CourseStore(() => localStorage);
    app.deviceSettings = new DeviceSettingsStore(() => localStorage);
    app.offline = new OfflineStore(
      () => Promise.reject(new Error('none')) as never,
      'Offline use needs a browser.',
    );
    app.downloads = new ModelDownloadsStore(() => Promise.reject(new Error('none')));
    return app;
  }

  #createWorker(): LabWorker {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    exposeLab(this.lab, port2 as unknown as Parameters<typeof exposeLab>[1]);
    const count = () => this.#activity.count();
    port1.addEventListener('message', count);
    port2.addEventListener('message', count);
    return Object.assign(port1 as unknown as LabWorker, { terminate: () => {} });
  }

  #showView(): void {
    const { view: name } = this.app.page.value;
    if (this.#view?.name === name) return;
    this.#view?.element.disconnectedCallback();
    this.#view = undefined;
    if (!(name in VIEWS)) return;
    const element = new VIEWS[name as ViewName]();
    // Events and requests for contexts go from the view to the application.
    Object.assign(element, { __eventTargetParent: this.app });
    this.#view = { name, element };
    element.connectedCallback();
  }
}
