// The same prompts, completed anew as training goes on: nonsense becomes language.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent, ViewChangeEvent } from '../../../events.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { completionsStyles } from './completions.styles.ts';
import { selectEvaluations } from './select-evaluations.ts';

/**
 * Each prompt with what the network said after it, early, later and now.
 *
 * @property prompts - the data set's
 * @property evaluations - in the order of their steps
 * @property steps - of the whole run
 * @fires lab-prompt - a prompt was taken to the attention view
 * @fires lab-view - likewise
 */
@customElement('lab-completions')
export class Completions extends LitElement {
  static override styles = [baseStyles, completionsStyles];

  @property({ attribute: false }) prompts: readonly string[] = [];
  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) steps = 1;

  protected override render() {
    const shown = selectEvaluations(this.evaluations, this.steps);
    return html`<ul>${this.prompts.map(
      (prompt) => html`<li>
        <div class="prompt">
          <h3>${prompt} …</h3>
          <button class="plain" title="Look at every head on this prompt" @click=${() => this.#openAttention(prompt)}>Heads →</button>
        </div>
        ${
          shown.length === 0
            ? html`<p class="empty">Completed when training begins.</p>`
            : html`<ol>${shown.map((evaluation) => this.#completion(evaluation, prompt, evaluation === shown.at(-1)))}</ol>`
        }
      </li>`,
    )}</ul>`;
  }

  #completion({ step, completions }: Evaluation, prompt: string, latest: boolean) {
    const text = completions.find((completion) => completion.prompt === prompt)?.text ?? '';
    const added = text.startsWith(prompt) ? text.slice(prompt.length) : text;
    return html`<li class=${latest ? 'latest' : ''}>
      <span class="step">step ${formatInteger(step)}</span>
      <span class="text">${added.trim() || '(nothing)'}</span>
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
