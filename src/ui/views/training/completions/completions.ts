// Completions of fixed prompts at several steps of a run.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent, ViewChangeEvent } from '../../../events/index.ts';
import { emit } from '../../../figures/emit.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { completedPrompts } from './select-evaluations.ts';

/**
 * Each prompt with its completions at early, later and current steps. A click on “Heads” opens the prompt in the attention view.
 *
 * @param prompts - of the data set, until there are evaluations
 * @param evaluations - by ascending step
 * @param steps - of the whole run
 */
export const completionsByStep = (
  prompts: readonly string[],
  evaluations: readonly Evaluation[],
  steps: number,
): TemplateResult =>
  html`<ul class="completions">${completedPrompts(evaluations, prompts, steps).map(
    ({ prompt, shown }) => html`<li>
      <div class="prompt">
        <h3>${prompt} …</h3>
        <button class="plain" title=${msg('Show attention heads for this prompt')} @click=${emit(() => [new PromptChangeEvent(prompt), new ViewChangeEvent('attention')])}>${msg('Heads →')}</button>
      </div>
      ${
        shown.length === 0
          ? html`<p class="empty">${msg('Evaluated when training starts.')}</p>`
          : html`<ol>${shown.map((evaluation) => completion(evaluation, prompt, evaluation === shown.at(-1)))}</ol>`
      }
    </li>`,
  )}</ul>`;

function completion({ step, completions }: Evaluation, prompt: string, isLatest: boolean): TemplateResult {
  const text = completions.find((completion) => completion.prompt === prompt)?.text ?? '';
  const added = text.startsWith(prompt) ? text.slice(prompt.length) : text;
  return html`<li class=${isLatest ? 'latest' : ''}>
    <span class="step">${msg(str`step ${formatInteger(step)}`)}</span>
    <span class="text">${added.trim() || msg('(empty)')}</span>
  </li>`;
}

export const completionsStyles = css`
  .completions {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));
    gap: var(--space-m) var(--space-xl);
    list-style: none;

    > li {
      min-width: 0;
    }

    .prompt {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: var(--space-s);
    }

    h3 {
      font-size: var(--size-body);
      font-weight: 600;
    }

    button {
      flex: none;
      min-height: var(--control-small);
      padding: 0 var(--space-xs);
      color: var(--accent);
      font-size: var(--size-small);
    }

    ol {
      margin: 0;
      padding: 0;
      list-style: none;
      font-size: var(--size-compact);
    }

    ol > li {
      display: grid;
      grid-template-columns: 5.375rem 1fr;
      gap: var(--space-s);
      padding: 1px 0;
      color: var(--faint);
    }

    .step {
      font-variant-numeric: tabular-nums;
    }

    .text {
      min-width: 0;
      overflow-wrap: anywhere;
    }

    ol > .latest {
      color: var(--text);
    }

    .latest .step {
      color: var(--accent);
    }

    .empty {
      color: var(--faint);
      font-size: var(--size-compact);
    }
  }
`;
