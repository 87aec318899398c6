// What a step's update of each part of the network does to one token's probability.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { partUpdatesStyles } from './part-updates.styles.ts';

type Lesson = LensResult<'step-update'>['prompts'][number];
type Part = Lesson['parts'][number];

const [FEWEST_DECIMALS, MOST_DECIMALS] = [2, 6];
/** Nats. */
const RESOLVED = 1e-5;

/**
 * @summary A row a part: exact change of ln p as a bar with the estimate as a ring, and the tokens that the part raises and lowers directly.
 *
 * @property lesson - Of one prompt.
 */
@customElement('lab-part-updates')
export class PartUpdates extends LitElement {
  static override styles = [baseStyles, partUpdatesStyles];

  @property({ attribute: false }) lesson?: Lesson;

  protected override render() {
    if (!this.lesson) return nothing;
    const { answer, change, parts } = this.lesson;
    const most = Math.max(
      ...parts.flatMap(({ exact, estimate }) => [Math.abs(exact), Math.abs(estimate)]),
      1e-12,
    );
    const number = (value: number) => formatSignedFixed(value, decimalsFor(most));
    const sum = (key: 'exact' | 'estimate') => number(parts.reduce((total, part) => total + part[key], 0));
    return html`<div tabindex="0" role="group" aria-label=${msg('Updates of parts')}><table>
      <caption>
        ${msg(str`ln p of “${tokenLabel(answer.text)}” changes by ${number(change)}: ${formatPercent(answer.before)} → ${formatPercent(answer.after)}`)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${msg('part')}</th>
          <th scope="col" class="bar"><span class="visually-hidden">${msg('bar')}</span></th>
          ${[msg('exact'), msg('estimate'), msg('directly')].map((name) => html`<th scope="col">${name}</th>`)}
          ${[msg('raises'), msg('lowers')].map((name) => html`<th scope="col" class="tokens">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${parts.map((part) => this.#row(part, most, number))}
        <tr class="sum">
          <th scope="row">${msg('sum')}</th>
          <td class="bar"></td>
          <td>${sum('exact')}</td>
          <td>${sum('estimate')}</td>
          <td></td><td class="tokens"></td><td class="tokens"></td>
        </tr>
      </tbody>
    </table></div>
    ${most < RESOLVED ? html`<p>${msg('The answer is so certain that 32 bits hardly resolve these changes: choose a prompt that is less certain.')}</p>` : nothing}`;
  }

  #row(part: Part, most: number, number: (value: number) => string): TemplateResult {
    const { name, exact, estimate, direct } = part;
    const percent = (value: number) => `${(50 + (50 * value) / most).toFixed(2)}%`;
    const [from, to] = [Math.min(exact, 0), Math.max(exact, 0)];
    const bar = `inset-inline: ${percent(from)} calc(100% - ${percent(to)})`;
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="bar">
        <span class="scale">
          <i class=${exact < 0 ? 'less' : 'more'} style=${bar}></i>
          <i class="ring" style=${`inset-inline-start: ${percent(estimate)}`}></i>
        </span>
      </td>
      ${[exact, estimate, direct].map((value) => html`<td>${number(value)}</td>`)}
      ${[part.raised, part.lowered].map(
        (tokens) =>
          html`<td class="tokens">${tokens.map(({ text }) => html`<span>${tokenLabel(text)}</span> `)}</td>`,
      )}
    </tr>`;
  }
}

/** Three digits of the largest value. */
function decimalsFor(most: number): number {
  return Math.min(MOST_DECIMALS, Math.max(FEWEST_DECIMALS, 2 - Math.floor(Math.log10(most))));
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-part-updates': PartUpdates;
  }
}
