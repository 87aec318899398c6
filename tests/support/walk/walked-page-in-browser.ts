// A walk's page in a browser: the real page, its worker and its storage.

import type { Browser, Page } from 'puppeteer';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { RunAction } from '../../../src/ui/events/index.ts';
import type { MapShotEvent } from '../../../src/ui/scenes/network/events.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { mainAction } from '../../../src/ui/views/training/dock/run-actions.ts';
import {
  LANDING_BUTTONS,
  type LandingButton,
  type Observation,
  type ObservedWeights,
  OFFER_BUTTONS,
  type WalkedPage,
} from './walked-page.ts';

const VIEWS = { course: 'lab-landing-lab', network: 'lab-network-view' } as const;
/** Observations in a row that are equal where the page is at rest, and milliseconds between them. */
const [QUIET_LOOKS, LOOK_MS] = [8, 200];
const MAX_LOOKS = 400;
/** How long a moment of a visitor in a hurry is. */
const MOMENT_MS = 15;

/** Functions of the page that the walk calls. */
interface WalkTools {
  /** Elements by selectors, one within the other and through shadow roots, divided by ` >>> `. */
  findAll(path: string): HTMLElement[];
  /** Presses the enabled button of this label, or the first that begins with it; false where there is none. */
  press(path: string, label: string, isBegin: boolean): boolean;
  /** Whether an edit or an undo is under way: the landing page waits for it. */
  isChanging(): boolean;
  /** What is seen at once. */
  look(): Pick<Observation, 'page' | 'said'>;
  /** With engine and storage. */
  observe(): Promise<Omit<Observation, 'files'>>;
}
declare const walk: WalkTools;

export class WalkedPageInBrowser implements WalkedPage {
  readonly #page: Page;
  #files = 0;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** A page of a profile of its own. */
  static async open(browser: Browser, address: string): Promise<WalkedPageInBrowser> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const walked = new WalkedPageInBrowser(page);
    await page.exposeFunction('onFileSaved', () => {
      walked.#files++;
    });
    await page.evaluateOnNewDocument(installTools, LANDING_BUTTONS, VIEWS);
    await walked.#load(() => page.goto(address));
    return walked;
  }

  async close(): Promise<void> {
    await this.#page.browserContext().close();
  }

  press(button: LandingButton): Promise<boolean> {
    return this.#page.evaluate(
      (label) => walk.press('lab-landing-lab', label, true),
      LANDING_BUTTONS[button],
    );
  }

  async slide(step: number | undefined): Promise<boolean> {
    if (await this.press('watch')) await this.wait(1);
    return this.#move('lab-landing-lab', step);
  }

  viewCheckpoint(step: number | undefined): Promise<boolean> {
    return this.#move('lab-checkpoint-slider', step);
  }

  branch(): Promise<boolean> {
    return this.#page.evaluate(() =>
      walk.press('lab-checkpoint-slider', 'Branch from this checkpoint', false),
    );
  }

  async act(action: Exclude<RunAction, 'create'>): Promise<boolean> {
    if (action === 'reset')
      return this.#page.evaluate(() =>
        walk.press('lab-dock >>> lab-model-menu', 'Re-initialize weights', false),
      );
    const { runState, isBundled } = await this.#page.evaluate(() => {
      const { value } = (document.querySelector('lab-app') as LabApp).lab;
      return { runState: value.runState, isBundled: value.source?.from === 'bundle' };
    });
    const main = mainAction(runState, isBundled);
    if (action !== 'step' && main.action !== action) return false;
    return this.#page.evaluate(
      (label) => walk.press('lab-dock', label, false),
      action === 'step' ? 'Step' : main.label,
    );
  }

  switchModel(preset: string): Promise<boolean> {
    return this.#page.evaluate((preset) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      const { run, step, source, edits } = lab.value;
      const isOpen = run?.preset === preset && source?.from === 'bundle' && source.step === step;
      if (isOpen && edits.every(({ settled }) => settled)) return false;
      return walk.press('lab-dock >>> lab-model-menu', `${preset} `, true);
    }, preset);
  }

  openRun(name: string): Promise<boolean> {
    return this.#page.evaluate(async (name) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      await lab.runs.refresh();
      const { runs = [], current } = lab.runs.value;
      const run = runs.find((each) => each.name === name);
      if (!run || run.id === current.model.id) return false;
      // The menu is drawn with the list.
      await (document.querySelector('lab-app') as LabApp).updateComplete;
      await new Promise((resolve) => setTimeout(resolve));
      return walk.press('lab-dock >>> lab-model-menu', `${name} ${run.preset}, step`, true);
    }, name);
  }

  async answerOffer(action: 'resume' | 'dismiss'): Promise<boolean> {
    return this.#page.evaluate(
      (labels) => labels.some((label) => walk.press('lab-resume-banner', label, false)),
      OFFER_BUTTONS[action],
    );
  }

  saveFile(): Promise<void> {
    return Promise.reject(new Error('A walk in the browser saves no files.'));
  }

  openFile(): Promise<void> {
    return this.saveFile();
  }

  prompt(prompt: string): Promise<void> {
    return this.#dispatch('lab-prompt', { prompt });
  }

  goTo(view: 'course' | 'network'): Promise<void> {
    return this.#dispatch('lab-view', { view });
  }

  async ablate(heads: readonly number[]): Promise<void> {
    const ablated = { heads: heads.map((head) => ({ layer: 0, head })) };
    await this.#page.evaluate((ablated) => {
      const map = walk.findAll('lab-network-view >>> lab-stage')[0] as Stage<NetworkScene> | undefined;
      const shot: MapShotEvent['shot'] | undefined = map && {
        ...(map.scene.input.shot ?? { target: { at: 'network' } }),
        overlay: 'ablation',
        ablated,
      };
      map?.dispatchEvent(
        Object.assign(new Event('lab-map-shot', { bubbles: true, composed: true }), { shot }),
      );
    }, ablated);
  }

  async reload(): Promise<void> {
    await this.#load(() => this.#page.reload());
  }

  async wait(moments: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, MOMENT_MS * moments));
  }

  async settle(): Promise<void> {
    let last = '';
    for (let looks = 0, quiet = 0; quiet < QUIET_LOOKS && looks < MAX_LOOKS; looks++) {
      const { page, said } = await this.#look();
      const now = JSON.stringify([page, said]);
      const isChanging = await this.#page.evaluate(() => walk.isChanging());
      const isBusy = isChanging || page.runState === 'training' || said.buttons.includes('stop');
      quiet = now === last && !isBusy ? quiet + 1 : 0;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async observe(): Promise<Observation> {
    return { ...(await this.#page.evaluate(() => walk.observe())), files: this.#files };
  }

  /** What is seen at once, without the engine. */
  #look(): Promise<Pick<Observation, 'page' | 'said'>> {
    return this.#page.evaluate(() => walk.look());
  }

  async #load(load: () => Promise<unknown>): Promise<void> {
    await load();
    await this.#page.waitForFunction(() => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      return lab.value.run && !lab.value.pending;
    });
  }

  #move(element: string, step: number | undefined): Promise<boolean> {
    return this.#page.evaluate(
      (element, step: number | null) => {
        const { checkpoints } = (document.querySelector('lab-app') as LabApp).lab.runs.value.current.model;
        const position = step === null ? checkpoints.length : checkpoints.indexOf(step);
        const slider = walk.findAll(`${element} >>> input[type=range]`)[0] as HTMLInputElement | undefined;
        if (!slider || slider.disabled || position < 0) return false;
        slider.value = String(position);
        slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
        return true;
      },
      element,
      step ?? null,
    );
  }

  async #dispatch(type: string, properties: object): Promise<void> {
    await this.#page.evaluate(
      (type, properties) => {
        const event = new Event(type, { bubbles: true, composed: true });
        document.querySelector('lab-app')?.dispatchEvent(Object.assign(event, properties));
      },
      type,
      properties,
    );
  }
}

/** Runs in the page, before its own scripts: all that it needs is in it. */
function installTools(
  labels: Readonly<Record<LandingButton, string>>,
  views: Readonly<Record<string, string>>,
): void {
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    if (this.download) (window as unknown as { onFileSaved(): void }).onFileSaved();
    else click.call(this);
  };

  const app = () => document.querySelector('lab-app') as LabApp;
  const textOf = (node: Node | undefined | null) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();

  /** Through all shadow roots. */
  const within = (root: ParentNode, selector: string): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>(selector),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? within(shadowRoot, selector) : [],
    ),
  ];
  const findAll = (path: string) =>
    path
      .split(' >>> ')
      .reduce<ParentNode[]>(
        (roots, selector) => roots.flatMap((root) => within((root as Element).shadowRoot ?? root, selector)),
        [document],
      ) as HTMLElement[];

  const enabledButton = (path: string, isMeant: (label: string) => boolean) =>
    (findAll(`${path} >>> button`) as HTMLButtonElement[]).find(
      (button) => !button.disabled && isMeant(textOf(button)),
    );
  const press = (path: string, label: string, isBegin: boolean) => {
    const button = enabledButton(path, (text) =>
      isBegin ? text.startsWith(label) && (/step$/.test(label) || !/ step \d/.test(text)) : text === label,
    );
    button?.click();
    return button !== undefined;
  };

  const isChanging = () =>
    (findAll('lab-landing-lab >>> button') as HTMLButtonElement[]).some(
      (button) => button.disabled && textOf(button).startsWith(labels.watch),
    );

  const first = (next: readonly { readonly text: string; readonly probability: number }[] = []) =>
    next[0] && { token: next[0].text, probability: next[0].probability };

  const look = () => {
    const { lab, page } = app();
    const { value, live } = lab;
    const { view, settings, prompt } = page.value;
    const { current, offers } = lab.runs.value;
    const element = findAll(views[view])[0];
    const map = findAll(`${views[view]} >>> lab-stage`)[0] as Stage<NetworkScene> | undefined;
    const next = first(map?.scene.input.values?.next);
    return {
      page: {
        ...{ preset: value.run?.preset, step: value.step, previewStep: value.previewStep },
        ...{ runState: value.runState, editCount: live.edits.length },
        openEdits: live.edits.filter(({ settled }) => !settled).length,
        ...{ view, addressPreset: settings.preset, prompt, offer: offers.model?.name },
        checkpoints: current.model.checkpoints,
      },
      said: {
        alerts: findAll('lab-app >>> [role=alert]').map(textOf),
        text: textOf(element?.shadowRoot),
        buttons: (Object.keys(labels) as LandingButton[]).filter((button) =>
          enabledButton('lab-landing-lab', (text) => text.startsWith(labels[button])),
        ),
        reading: next && { step: map?.scene.input.values?.step ?? 0, ...next },
        ablated: first(map?.scene.input.values?.ablated),
      },
    };
  };

  const weightsIn = async (bytes: Uint8Array): Promise<ObservedWeights> => {
    const headerSize = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerSize)));
    const { __metadata__: metadata, ...tensors } = header;
    const names = Object.keys(tensors).filter((name) => !/^(optimizer|undo)\./.test(name));
    const parts = names.sort().map((name) => {
      const [begin, end] = tensors[name].data_offsets;
      return bytes.slice(8 + headerSize + begin, 8 + headerSize + end);
    });
    const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
    const { settings, step, edits = [] } = JSON.parse(metadata.origin);
    return {
      ...{ preset: settings.preset, step, editCount: edits.length, hasUndo: metadata.undo !== undefined },
      digest: [...new Uint8Array(digest)].slice(0, 8).join('-'),
    };
  };

  const read = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const storedRuns = async () => {
    const database = await read(indexedDB.open('mini-llm-lab-runs'));
    const store = (name: string) => database.transaction(name).objectStore(name);
    const cards = await read<{ id: string; name: string; sequence: number }[]>(store('cards').getAll());
    const runs = [];
    for (const { id, name } of cards.sort((a, b) => b.sequence - a.sequence))
      runs.push({ name, ...(await weightsIn(await read<Uint8Array>(store('files').get(id)))) });
    database.close();
    return runs;
  };

  const observe = async () => {
    const { lab, page } = app();
    await lab.runs.flush();
    const prompt = page.value.prompt || lab.value.run?.prompts[0] || '';
    const map = findAll('lab-network-view >>> lab-stage')[0] as Stage<NetworkScene> | undefined;
    const { heads = [] } = map?.scene.input.shot?.ablated ?? {};
    const interventions = heads.map(
      ({ layer, head }) => ({ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }) as const,
    );
    const { transformer } = lab.client;
    const { step, next, variants } = await transformer.query({
      prompt,
      variants: { off: { interventions } },
    });
    const reading = first(next);
    return {
      ...look(),
      engine: {
        live: await weightsIn(await transformer.save({ optimizer: true })),
        reading: reading && { step, ...reading },
        ablated: heads.length > 0 ? first(variants.off?.next) : undefined,
      },
      runs: await storedRuns(),
    };
  };

  Object.assign(window, { walk: { findAll, press, isChanging, look, observe } satisfies WalkTools });
}
