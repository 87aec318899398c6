// A walk's page in Node: presses the buttons of its templates, and reads templates, engine and storage.

import { createHash } from 'node:crypto';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import {
  ModelOpenEvent,
  PromptChangeEvent,
  type RunAction,
  ViewChangeEvent,
} from '../../../src/ui/events/index.ts';
import { OVERVIEW } from '../../../src/ui/scenes/network/camera/shot.ts';
import { MapShotEvent } from '../../../src/ui/scenes/network/events.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import { isBundledModel } from '../../../src/ui/types/lab.ts';
import { mainAction } from '../../../src/ui/views/training/dock/run-actions.ts';
import { RunStorage } from '../../../src/workers/persistence/run-storage.ts';
import type { BrowserProfile } from './browser-profile.ts';
import { PageInNode } from './page-in-node.ts';
import { alertsOf, boundOf, buttonsOf, type Rendered, rangeOf, textOf } from './template.ts';
import {
  LANDING_BUTTONS,
  type LandingButton,
  type Observation,
  type ObservedWeights,
  OFFER_BUTTONS,
  type WalkedPage,
} from './walked-page.ts';

const first = (next: readonly { readonly text: string; readonly probability: number }[] | undefined) =>
  next?.[0] && { token: next[0].text, probability: next[0].probability };

function weightsIn(file: Uint8Array): ObservedWeights {
  const { weights, origin, undo } = readCheckpoint(file);
  const hash = createHash('sha256');
  for (const [name, { buffer, byteOffset, byteLength }] of [...weights].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(Buffer.from(buffer, byteOffset, byteLength));
  return {
    preset: origin?.settings.preset ?? '',
    step: origin?.step ?? 0,
    digest: hash.digest('hex').slice(0, 16),
    editCount: origin?.edits?.length ?? 0,
    hasUndo: undo !== undefined,
  };
}

export class WalkedPageInNode implements WalkedPage {
  readonly #profile: BrowserProfile;
  readonly #executor: Executor;
  #page: PageInNode;
  /** What was read of the storage, by run and write. */
  readonly #stored = new Map<string, ObservedWeights>();

  private constructor(profile: BrowserProfile, executor: Executor, page: PageInNode) {
    this.#profile = profile;
    this.#executor = executor;
    this.#page = page;
  }

  static async open(profile: BrowserProfile, executor: Executor): Promise<WalkedPageInNode> {
    return new WalkedPageInNode(profile, executor, await PageInNode.open(profile, executor));
  }

  close(): Promise<void> {
    return this.#page.close();
  }

  async press(button: LandingButton): Promise<boolean> {
    return press(this.#page.view, (label) => label.startsWith(LANDING_BUTTONS[button]));
  }

  async slide(step: number | undefined): Promise<boolean> {
    if (await this.press('watch')) await this.#page.view.updateComplete;
    return this.#move(this.#page.view, step);
  }

  async viewCheckpoint(step: number | undefined): Promise<boolean> {
    return this.#move(this.#page.part('slider'), step);
  }

  async branch(): Promise<boolean> {
    return press(this.#page.part('slider'), (label) => label.startsWith('Branch'));
  }

  async act(action: Exclude<RunAction, 'create'>): Promise<boolean> {
    if (action === 'reset')
      return press(this.#page.part('menu'), (label) => label === 'Re-initialize weights');
    const { runState, source } = this.#lab.value;
    const main = mainAction(runState, source?.from === 'bundle');
    if (action !== 'step' && main.action !== action) return false;
    const label = action === 'step' ? 'Step' : main.label;
    return press(this.#page.part('dock'), (each) => each === label);
  }

  /** The menu does nothing for the model that is open. */
  async switchModel(preset: string): Promise<boolean> {
    if (isBundledModel(this.#lab.value, preset)) return false;
    return press(
      this.#page.part('menu'),
      (label) => label.startsWith(`${preset} `) && !/ step \d/.test(label),
    );
  }

  async openRun(name: string): Promise<boolean> {
    await this.#lab.runs.refresh();
    const { runs = [], current } = this.#lab.runs.value;
    const run = runs.find((each) => each.name === name);
    if (!run || run.id === current.model.id) return false;
    return press(this.#page.part('menu'), (label) => label.startsWith(`${name} ${run.preset}, step`));
  }

  async answerOffer(action: 'resume' | 'dismiss'): Promise<boolean> {
    return press(this.#page.part('banner'), (label) => OFFER_BUTTONS[action].includes(label));
  }

  async saveFile(): Promise<void> {
    press(this.#page.part('menu'), (label) => label === 'Save as file');
  }

  async openFile(): Promise<void> {
    const { name, content } = this.#profile.downloads.at(-1) as BrowserProfile['downloads'][number];
    this.#page.app.dispatchEvent(new ModelOpenEvent([new File([content], name)]));
  }

  async prompt(text: string): Promise<void> {
    this.#page.view.dispatchEvent(new PromptChangeEvent(text));
  }

  async goTo(view: 'course' | 'network'): Promise<void> {
    this.#page.app.dispatchEvent(new ViewChangeEvent(view));
  }

  async ablate(heads: readonly number[]): Promise<void> {
    const { shot = OVERVIEW } = sceneOf(this.#page.view.template)?.input ?? {};
    const ablated = { heads: heads.map((head) => ({ layer: 0, head })) };
    this.#page.view.dispatchEvent(new MapShotEvent({ ...shot, overlay: 'ablation', ablated }));
  }

  async reload(): Promise<void> {
    await this.#page.close();
    this.#page = await PageInNode.open(this.#profile, this.#executor);
  }

  async wait(moments: number): Promise<void> {
    for (let i = 0; i < moments; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  settle(): Promise<void> {
    return this.#page.settle();
  }

  async observe(): Promise<Observation> {
    const { app, view } = this.#page;
    const { value, live } = this.#lab;
    const { settings, prompt, view: viewName } = app.page.value;
    const { current, offers } = this.#lab.runs.value;
    const { values, shot } = sceneOf(view.template)?.input ?? {};
    const text = textOf(view.template);
    return {
      page: {
        ...{ preset: value.run?.preset, step: value.step, previewStep: value.previewStep },
        ...{ runState: value.runState, editCount: live.edits.length },
        openEdits: live.edits.filter(({ settled }) => !settled).length,
        ...{ view: viewName, addressPreset: settings.preset, prompt, offer: offers.model?.name },
        checkpoints: current.model.checkpoints,
      },
      said: {
        alerts: [...alertsOf(app.template), ...alertsOf(view.template)],
        text,
        buttons: (Object.keys(LANDING_BUTTONS) as LandingButton[]).filter((button) =>
          buttonsOf(view).some(
            ({ label, isDisabled }) => label.startsWith(LANDING_BUTTONS[button]) && !isDisabled,
          ),
        ),
        reading: values && {
          step: values.step,
          ...(first(values.next) as { token: string; probability: number }),
        },
        ablated: first(values?.ablated),
      },
      engine: await this.#engine(prompt || value.run?.prompts[0] || '', shot),
      runs: await this.#runs(),
      files: this.#profile.downloads.length,
    };
  }

  get #lab() {
    return this.#page.app.lab;
  }

  #move(element: Rendered, step: number | undefined): boolean {
    const { checkpoints } = this.#lab.runs.value.current.model;
    const position = step === undefined ? checkpoints.length : checkpoints.indexOf(step);
    const range = rangeOf(element);
    if (position >= 0) range?.(position);
    return position >= 0 && range !== undefined;
  }

  async #engine(prompt: string, shot: MapShotEvent['shot'] | undefined): Promise<Observation['engine']> {
    const { transformer } = this.#lab.client;
    const { heads = [] } = shot?.ablated ?? {};
    const interventions = heads.map(
      ({ layer, head }) => ({ name: `blocks.${layer}.attn.hook_z`, kind: 'zero', head }) as const,
    );
    const { step, next, variants } = await transformer.query({
      prompt,
      variants: { off: { interventions } },
    });
    return {
      live: weightsIn(await transformer.save({ optimizer: true })),
      reading: next[0] && { step, ...(first(next) as { token: string; probability: number }) },
      ablated: heads.length > 0 ? first(variants.off?.next) : undefined,
    };
  }

  async #runs(): Promise<Observation['runs']> {
    const storage = new RunStorage();
    const cards = (await storage.summaries()).toSorted((a, b) => (b.sequence ?? 0) - (a.sequence ?? 0));
    const runs = [];
    for (const { id, name, sequence } of cards) {
      const key = `${id} ${sequence}`;
      const weights = this.#stored.get(key) ?? weightsIn((await storage.file(id)) as Uint8Array);
      this.#stored.set(key, weights);
      runs.push({ name, ...weights });
    }
    return runs;
  }
}

function press(element: Rendered, isMeant: (label: string) => boolean): boolean {
  const button = buttonsOf(element).find(({ label, isDisabled }) => isMeant(label) && !isDisabled);
  button?.press();
  return button !== undefined;
}

const sceneOf = (template: unknown) => boundOf(template, '.scene') as NetworkScene | undefined;
