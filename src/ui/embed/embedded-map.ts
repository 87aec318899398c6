// A bundled model at work on a prompt, in one picture.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { isSame } from '../../shared/is-same.ts';
import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import { NetworkReader } from '../course/network-reader.ts';
import { shotRequest } from '../course/network-request.ts';
import { listen } from '../events/element-event.ts';
import { appendToken } from '../format/append-token.ts';
import { OVERVIEW, type Shot } from '../scenes/network/camera/shot.ts';
import { NetworkScene } from '../scenes/network/network-scene.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { baseStyles } from '../styles/base.styles.ts';
import type { Focus } from '../types/page.ts';
import '../views/text/prompt-input/prompt-input.ts';
import { embeddedStyles } from './embedded.styles.ts';
import { Embedded } from './embedded.ts';

@customElement('lab-embedded-map')
export class EmbeddedMap extends Embedded {
  static override styles = [baseStyles, embeddedStyles];

  /** The visitor's, until the address names another head. */
  @state() private shot?: Shot;
  #focus: Partial<Focus> = {};

  readonly #scene = new NetworkScene();
  readonly #reader = new NetworkReader(this, new Lazily(() => this.lab));

  constructor() {
    super();
    listen(this, {
      'lab-map-shot': ({ shot }) => {
        this.shot = shot;
      },
      'lab-map-token': ({ token: { text } }) => {
        const { run } = this.lab.value;
        if (run) this.page.update({ prompt: appendToken(this.#promptOf(run), text, run.tokenizer) });
      },
      'lab-prompt': ({ prompt }) => this.page.update({ prompt }),
      'lab-model': ({ preset, weights, prompt = '' }) =>
        this.page.update({ settings: { preset, model: {}, training: {} }, weights, prompt }),
    });
  }

  protected override willUpdate(): void {
    const { focus } = this.page.value;
    if (!isSame(focus, this.#focus)) this.shot = undefined;
    this.#focus = focus;
    const { run } = this.lab.value;
    if (!run) return;
    const [prompt, shot] = [this.#promptOf(run), this.#shown(run)];
    this.#reader.read(shotRequest(this.lab.value, run, prompt, shot, this.clientWidth));
  }

  protected override render() {
    const { run } = this.lab.value;
    return this.renderFrame(run && this.#picture(run), this.#reader.error);
  }

  #picture(run: RunInfo): TemplateResult {
    const { current } = this.#reader;
    return html`${this.renderHeader(msg(str`“${run.preset}” at work`), 'network')}
      <lab-prompt-input
        slim
        .prompt=${this.#promptOf(run)}
        .prompts=${run.prompts}
        .unknown=${current?.inspection.unknown ?? []}
        .spelled=${current?.inspection.spelled ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${current?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
      <lab-stage
        .scene=${this.#scene.show({ model: run.model, vocabulary: run.vocabulary, values: current?.values, shot: this.#shown(run), hasTokens: true })}
      ></lab-stage>`;
  }

  #promptOf(run: RunInfo): string {
    return this.page.value.prompt || run.prompts[0] || '';
  }

  /** The head of the address, or all of the network. */
  #shown({ model }: RunInfo): Shot {
    const { layer, head, token } = this.page.value.focus;
    if (this.shot) return this.shot;
    if (layer === undefined || head === undefined) return FIRST;
    const target = {
      at: 'head',
      layer: Math.min(layer, model.L - 1),
      head: Math.min(head, model.H - 1),
    } as const;
    return { ...OVERVIEW, target, ...(token !== undefined && { token }) };
  }
}

const FIRST: Shot = { ...OVERVIEW, front: 'play' };

/** The store is given to the element after its construction. */
class Lazily {
  readonly #read: () => LabStore;

  constructor(read: () => LabStore) {
    this.#read = read;
  }

  get store(): LabStore {
    return this.#read();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedded-map': EmbeddedMap;
  }
}
