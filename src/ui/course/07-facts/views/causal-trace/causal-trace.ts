// Causal tracing: noise on the subject, then the effect of restoring single hidden states.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type {
  FactResult,
  TraceFactsResult,
  TraceResult,
  TraceRow,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import { factPicker, lensJobStatus } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';

const causalTraceStyles = css`
  td {
    padding: var(--space-xs) var(--space-s);
    border: 1px solid var(--line);
    white-space: nowrap;
  }

  thead td {
    border: 0;
  }

  th.subject {
    color: var(--highlight);
  }

  th[colspan] {
    border-bottom: 1px solid var(--line);
    text-align: center;
  }

  tr.mlp th:first-child {
    color: var(--positive);
  }

  tr.attention th:first-child {
    color: var(--key);
  }
`;

const FACT_COUNT = 20;

/** One or more capitalized words: the likely subject of a prompt. */
const SUBJECT_PATTERN = /\p{Lu}[\p{L}\p{M}]*(?: \p{Lu}[\p{L}\p{M}]*)*/u;

const EXPLANATION = html`<p class="explained">
  ${msg('Noise is added to the embeddings of the subject (three standard deviations, ten samples), so that the model cannot recognise it. Then one state at one position is restored. The recovered share of the lost probability measures how much of the fact passes through that state (Meng and others, 2022, “Locating and Editing Factual Associations in GPT”).')}
</p>`;

/**
 * Causal traces of one fact and of many.
 *
 * @property facts - Facts of the data set with the model's answers.
 * @property fact - The traced fact.
 * @property prompt - The prompt to trace in models without facts, with a subject that the visitor enters.
 * @property trace - The trace of one fact.
 * @property average - The average over many facts.
 * @fires lab-choice - The visitor selects a fact.
 * @fires lab-query - The visitor starts or stops a trace.
 */
@customElement('lab-causal-trace')
export class CausalTrace extends LitElement {
  static override styles = [baseStyles, panelStyles, causalTraceStyles];

  @property({ attribute: false }) facts: LensTaskState<'facts'> = {};
  @property({ attribute: false }) fact?: FactResult;
  @property() prompt?: string;
  @property({ attribute: false }) trace: LensTaskState<'causal-trace'> = {};
  @property({ attribute: false }) average: LensTaskState<'causal-trace-facts'> = {};

  /** Index of the wording. */
  @state() private selectedWording = 0;

  override render() {
    if (this.prompt !== undefined) return this.#renderForPrompt(this.prompt);
    return html`${this.#renderForFact()} ${this.#renderAverage()}`;
  }

  /** For models without facts: the prompt, and the subject in it that gets noise. */
  #renderForPrompt(prompt: string) {
    const { trace } = this;
    const guess = SUBJECT_PATTERN.exec(prompt)?.[0] ?? '';
    const start = () => {
      const subject = this.renderRoot.querySelector<HTMLInputElement>('input')?.value.trim() || guess;
      this.dispatchEvent(new QueryEvent('causal-trace', { text: prompt, subject }));
    };
    return html`
      <section class="card" aria-label=${msg('Trace a prompt')}>
        <h2>${msg('Which states restore the answer to the prompt?')}</h2>
        <div class="controls">
          <label>${msg('the subject, as the prompt has it')} <input type="text" .value=${guess} /></label>
          <button class="primary" ?disabled=${trace.progress !== undefined} @click=${start}>${msg('Run trace')}</button>
        </div>
        ${lensJobStatus(this, 'causal-trace', trace)} ${trace.result ? this.#renderTrace(trace.result) : nothing} ${EXPLANATION}
      </section>
    `;
  }

  #renderForFact() {
    const { facts, fact, trace } = this;
    const reply = fact?.replies[Math.min(this.selectedWording, fact.replies.length - 1)];
    const start = () => {
      if (!fact || !reply) return;
      const request = { text: reply.prompt, subject: fact.subject, answer: fact.answer.id };
      this.dispatchEvent(new QueryEvent('causal-trace', request));
    };
    const pick = (event: Event) => {
      this.selectedWording = (event.target as HTMLSelectElement).selectedIndex;
    };
    return html`
      <section class="card" aria-label=${msg('Trace a fact')}>
        <h2>${msg('Which states restore the answer?')}</h2>
        <div class="controls">
          ${facts.result && fact ? factPicker(this, facts.result, fact) : nothing}
          ${
            fact
              ? html`<label>
                ${msg('asked as')}
                <select @change=${pick}>
                  ${fact.replies.map(({ prompt }) => html`<option .selected=${prompt === reply?.prompt}>${prompt} …</option>`)}
                </select>
              </label>`
              : nothing
          }
          <button class="primary" ?disabled=${!fact || trace.progress !== undefined} @click=${start}>${msg('Run trace')}</button>
        </div>
        ${lensJobStatus(this, 'facts', facts)} ${lensJobStatus(this, 'causal-trace', trace)}
        ${trace.result ? this.#renderTrace(trace.result) : nothing}
        ${EXPLANATION}
      </section>
    `;
  }

  #renderTrace({ tokens, subject, answer, clean, corrupted, samples, step, rows }: TraceResult) {
    const isSubject = (t: number) => t >= subject.first && t <= subject.last;
    const columns = tokens.map(({ text }, t) => ({ name: tokenLabel(text), marked: isSubject(t) }));
    const best = findPeak(rows.filter(({ kind }) => kind === 'mlp'));
    return html`
      <p>
        ${msg(str`“${tokenLabel(answer.text)}” has ${formatPercent(clean)} with the subject as it is and ${formatPercent(corrupted)} with noise on it (${formatInteger(samples)} draws, step ${formatInteger(step)}).`)}
      </p>
      ${heatTable(rows, columns)}
      ${best ? html`<p>${describePeak(best.row, best.place, { subject: subject.last, last: columns.length - 1 })}</p>` : nothing}
    `;
  }

  #renderAverage() {
    const { average } = this;
    const start = () =>
      this.dispatchEvent(new QueryEvent('causal-trace-facts', { count: FACT_COUNT, seed: 1 }));
    return html`
      <section class="card" aria-label=${msg('Average over many facts')}>
        <h2>${msg('Average over facts')}</h2>
        <div class="controls">
          <button ?disabled=${average.progress !== undefined} @click=${start}>
            ${msg(str`Average over ${FACT_COUNT} facts, all wordings`)}
          </button>
        </div>
        ${lensJobStatus(this, 'causal-trace-facts', average)} ${average.result ? this.#renderAverageResult(average.result) : nothing}
        <p class="explained">
          ${msg('In GPT-2 early MLPs at the subject seem to retrieve its facts, and later attention copies the answer. In a small network the first attention layer can move both names to the answer position, where the MLPs retrieve the fact. The result depends on the training run.')}
        </p>
      </section>
    `;
  }

  #renderAverageResult({ traced, unknown, clean, corrupted, places, rows }: TraceFactsResult) {
    const best = findPeak(rows.filter(({ kind }) => kind === 'mlp'));
    const where = { subject: places.indexOf('last subject token'), last: places.indexOf('last token') };
    return html`
      <p>
        ${msg(str`${formatInteger(traced)} questions${unknown > 0 ? msg(str`; ${formatInteger(unknown)} more were left out, as the model answers them wrongly`) : ''}. The answer has ${formatPercent(clean)} with the subject as it is, ${formatPercent(corrupted)} with noise on it.`)}
      </p>
      ${heatTable(
        rows,
        places.map((full) => ({ name: SHORT[full] ?? full, full, marked: full.includes('subject token') })),
        msg('the subject’s tokens'),
      )}
      ${best ? html`<p>${describePeak(best.row, best.place, where)}</p>` : nothing}
    `;
  }
}

const COMPONENT_LABELS: Record<TraceRow['kind'], string> = {
  embedding: msg('embedding'),
  attention: msg('attention'),
  mlp: msg('MLP'),
  residual: msg('vector after block'),
};

/** Positions of the average; those of the subject are adjacent, below a common heading. */
const SHORT: Readonly<Record<string, string>> = {
  'before the subject': msg('before'),
  'first subject token': msg('first'),
  'inner subject tokens': msg('inner'),
  'last subject token': msg('last'),
  'after the subject': msg('after'),
  'last token': msg('end of text'),
};

interface HeatColumn {
  readonly name: string;
  /** Name of a column without its heading. */
  readonly full?: string;
  readonly marked: boolean;
}

/** @param marked heading of the marked columns, which are adjacent */
function heatTable(rows: readonly TraceRow[], columns: readonly HeatColumn[], marked?: string) {
  return html`
    <div class="scroll sentence" tabindex="0">
      <table>
        <thead>
          ${marked ? headOfMarked(columns, marked) : nothing}
          <tr>
            <th scope="col">${msg('restored state')}</th>
            ${columns.map(({ name, full, marked }) => html`<th scope="col" abbr=${full ?? nothing} class=${marked ? 'subject' : ''}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ kind, layer, recovered }) => html`
              <tr class=${kind}>
                <th scope="row">${COMPONENT_LABELS[kind]}${kind === 'embedding' ? '' : ` ${layer + 1}`}</th>
                ${recovered.map((share) => html`<td style=${shade(share)}>${formatShare(share)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function headOfMarked(columns: readonly HeatColumn[], name: string) {
  const [first, last] = [columns.findIndex(isMarked), columns.findLastIndex(isMarked)];
  return html`<tr>
    <td colspan=${first + 1}></td>
    <th scope="colgroup" class="subject" colspan=${last - first + 1}>${name}</th>
    <td colspan=${columns.length - 1 - last}></td>
  </tr>`;
}

const isMarked = ({ marked }: HeatColumn) => marked;

/** Whole percent, since ten noise samples do not justify more digits. */
function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const rounded = Math.round(100 * share);
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded)}\u202f%`;
}

const shade = (share: number) =>
  styleMap({
    background: Number.isFinite(share)
      ? `color-mix(in srgb, var(${share < 0 ? '--negative' : '--positive'}) ${Math.round(45 * Math.min(1, Math.abs(share)))}%, transparent)`
      : 'none',
  });

/** Row and column of the largest share. */
function findPeak(rows: readonly TraceRow[]): { row: TraceRow; place: number } | undefined {
  let best: { row: TraceRow; place: number } | undefined;
  for (const row of rows) {
    row.recovered.forEach((share, place) => {
      if (Number.isFinite(share) && (!best || share > best.row.recovered[best.place])) best = { row, place };
    });
  }
  return best;
}

/** Describes the peak and compares it with GPT-2: an early MLP at the subject's last token. */
function describePeak({ layer, recovered }: TraceRow, place: number, where: SubjectPositions): string {
  const here = msg(
    str`The MLP of layer ${layer + 1} restores the largest share (${formatShare(recovered[place])})`,
  );
  if (place === where.subject) return msg(str`${here}, at the subject’s last token, as in GPT-2.`);
  const at =
    place === where.last ? msg('at the last token, where the answer is predicted') : msg('at another token');
  return msg(
    str`${here}, ${at}. In GPT-2 it is an early MLP at the subject’s last token; here that position restores ${formatShare(recovered[where.subject])}.`,
  );
}

/** Indices of the subject's last token and of the last token. */
interface SubjectPositions {
  readonly subject: number;
  readonly last: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-causal-trace': CausalTrace;
  }
}
