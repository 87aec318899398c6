// One attention head of a bundled model over the prompt of the address.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { AttentionRequest, AttentionResult } from '../app/pages/attention-view/fetch-attention.ts';
import { fetchAttention } from '../app/pages/attention-view/fetch-attention.ts';
import { listen } from '../events/element-event.ts';
import { LatestOnlyTask } from '../state/latest-only-task.ts';
import { baseStyles } from '../styles/base.styles.ts';
import '../views/attention/attention-grid/attention-grid.ts';
import { embeddedStyles } from './embedded.styles.ts';
import { Embedded } from './embedded.ts';

@customElement('lab-embedded-head')
export class EmbeddedHead extends Embedded {
  static override styles = [baseStyles, embeddedStyles];

  readonly #attention = new LatestOnlyTask<AttentionRequest, AttentionResult>(this, (request) =>
    fetchAttention(this.lab.client.transformer, request),
  );

  constructor() {
    super();
    listen(this, { 'lab-focus': ({ focus }) => this.page.focus(focus) });
  }

  protected override willUpdate(): void {
    const { run, step } = this.lab.value;
    if (!run) return;
    const { prompt, focus } = this.page.value;
    const layer = Math.min(focus.layer ?? 0, run.model.L - 1);
    const head = Math.min(focus.head ?? 0, run.model.H - 1);
    this.#attention.run({ run, step, prompt: prompt || run.prompts[0] || '', layer, head });
  }

  protected override render() {
    const { value, error } = this.#attention;
    const unknown = value && !value.headAttention ? value.inspection.unknown.join(', ') : undefined;
    const problem =
      error ?? (unknown === undefined ? undefined : msg(str`Not in the model’s vocabulary: ${unknown}.`));
    return this.renderFrame(value?.headAttention && this.#picture(value), problem);
  }

  #picture({ request, headAttention, tokens }: AttentionResult): TemplateResult {
    const { focus, orientation } = this.page.value;
    const number = `${request.layer + 1}.${request.head + 1}`;
    return html`${this.renderHeader(msg(str`Head ${number} of “${request.run.preset}”`), 'attention')}
      <lab-attention-grid
        .headAttention=${headAttention}
        .orientation=${orientation}
        .token=${Math.min(focus.token ?? tokens.length - 1, tokens.length - 1)}
        .name=${msg(str`head ${number}`)}
      ></lab-attention-grid>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedded-head': EmbeddedHead;
  }
}
