// Completions of fixed prompts at several steps of a run.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent, ViewChangeEvent } from '../../../events/index.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { completionsStyles } from './completions.styles.ts';
import { completedPrompts } from './select-evaluations.ts';

/**
 * @summary Lists each prompt with its completions at early, later and current steps.
 *
 * @property prompts - Prompts of the data set, until there are evaluations.
 * @property evaluations - Evaluations by ascending step.
 * @property steps - Total steps of the run.
 * @fires lab-prompt - A prompt is opened in the attention view.
 * @fires lab-view - The attention view is requested, together with `lab-prompt`.
 */
@customElement('lab-completions')
export class Completions extends LitElement {
  static override styles = [baseStyles, completionsStyles];

  @property({ attribute: false }) prompts: readonly string[] = [];
  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) steps = 1;

  protected override render() {
    const completed = completedPrompts(this.evaluations, this.prompts, this.steps);
    return html`<ul>${completed.map(
      ({ prompt, shown }) => html`<li>
        <div class="prompt">
          <h3>${prompt} …</h3>
          <button class="plain" title=${msg('Show attention heads for this prompt')} @click=${() => this.#openAttention(prompt)}>${msg('Heads →')}</button>
        </div>
        ${
          shown.length === 0
            ? html`<p class="empty">${msg('Evaluated when training starts.')}</p>`
            : html`<ol>${shown.map((evaluation) => this.#completion(evaluation, prompt, evaluation === shown.at(-1)))}</ol>`
        }
      </li>`,
    )}</ul>`;
  }

  #completion({ step, completions }: Evaluation, prompt: string, latest: boolean) {
    const text = completions.find((completion) => completion.prompt === prompt)?.text ?? '';
    const added = text.startsWith(prompt) ? text.slice(prompt.length) : text;
    return html`<li class=${latest ? 'latest' : ''}>
      <span class="step">${msg(str`step ${formatInteger(step)}`)}</span>
      <span class="text">${added.trim() || msg('(empty)')}</span>
    </li>`;
  }

  #openAttention(prompt: string): void {
    this.dispatchEvent(new PromptChangeEvent(prompt));
    this.dispatchEvent(new ViewChangeEvent('attention'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-completions': Completions;
  }
}
