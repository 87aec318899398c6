// Causal tracing: noise on the subject, then the effect of restoring single hidden states.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  FactResult,
  TraceFactsResult,
  TraceResult,
  TraceRow,
} from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { scrolling } from '../../../figures/number-table.ts';
import { selection } from '../../../figures/selection.ts';
import { tint, tintedStyles } from '../../../figures/tint.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../types/task.ts';
import { factPicker, lensButton, lensJobStatus } from '../controls.ts';
import { QueryEvent } from '../events.ts';

const causalTraceStyles = css`
  td {
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
`;

const FACT_COUNT = 20;

/** One or more capitalized words: the likely subject of a prompt. */
const SUBJECT_PATTERN = /\p{Lu}[\p{L}\p{M}]*(?: \p{Lu}[\p{L}\p{M}]*)*/u;

const EXPLANATION = note(
  msg(
    'Noise is added to the embeddings of the subject (three standard deviations, ten samples), so that the model cannot recognise it. Then one state at one position is restored. The recovered share of the lost probability measures how much of the fact passes through that state (Meng and others, 2022, “Locating and Editing Factual Associations in GPT”).',
  ),
);

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
  static override styles = [baseStyles, panelStyles, tintedStyles, causalTraceStyles];

  @property({ attribute: false }) facts: LensTaskState<'facts'> = {};
  @property({ attribute: false }) fact?: FactResult;
  @property() prompt?: string;
  @property({ attribute: false }) trace: LensTaskState<'causal-trace'> = {};
  @property({ attribute: false }) average: LensTaskState<'causal-trace-facts'> = {};

  /** Index of the wording. */
  @state() private selectedWording = 0;

  override render() {
    if (this.prompt !== undefined) return this.#renderForPrompt(this.prompt);
    return html`${this.#renderForFact()} ${averageCard(this.average)}`;
  }

  /** For models without facts: the prompt, and the subject in it that gets noise. */
  #renderForPrompt(prompt: string) {
    const { trace } = this;
    const guess = SUBJECT_PATTERN.exec(prompt)?.[0] ?? '';
    const start = () => {
      const subject = this.renderRoot.querySelector<HTMLInputElement>('input')?.value.trim() || guess;
      this.dispatchEvent(new QueryEvent('causal-trace', { text: prompt, subject }));
    };
    return card(
      msg('Trace a prompt'),
      msg('Which states restore the answer to the prompt?'),
      html`<div class="controls">
        <label>${msg('the subject, as the prompt has it')} <input type="text" .value=${guess} /></label>
        <button class="primary" ?disabled=${trace.progress !== undefined} @click=${start}>${msg('Run trace')}</button>
      </div>`,
      lensJobStatus('causal-trace', trace),
      trace.result ? traceResult(trace.result) : nothing,
      EXPLANATION,
    );
  }

  #renderForFact() {
    const { facts, fact, trace } = this;
    const wordings = fact?.replies.map(({ prompt }) => prompt) ?? [];
    const wording = Math.min(this.selectedWording, wordings.length - 1);
    const request = fact && { text: wordings[wording], subject: fact.subject, answer: fact.answer.id };
    return card(
      msg('Trace a fact'),
      msg('Which states restore the answer?'),
      html`<div class="controls">
        ${facts.result && fact ? factPicker(facts.result, fact) : nothing}
        ${
          fact
            ? selection(
                msg('asked as'),
                wordings.map((prompt) => `${prompt} …`),
                wording,
                (index) => {
                  this.selectedWording = index;
                },
              )
            : nothing
        }
        ${lensButton(msg('Run trace'), 'causal-trace', request, trace, 'primary')}
      </div>`,
      lensJobStatus('facts', facts),
      lensJobStatus('causal-trace', trace),
      trace.result ? traceResult(trace.result) : nothing,
      EXPLANATION,
    );
  }
}

function traceResult({ tokens, subject, answer, clean, corrupted, samples, step, rows }: TraceResult) {
  const columns = tokens.map(({ text }, t) => ({
    name: tokenLabel(text),
    marked: t >= subject.first && t <= subject.last,
  }));
  return html`
    <p>
      ${msg(str`“${tokenLabel(answer.text)}” has ${formatPercent(clean)} with the subject as it is and ${formatPercent(corrupted)} with noise on it (${formatInteger(samples)} draws, step ${formatInteger(step)}).`)}
    </p>
    ${heatTable(rows, columns)} ${peakText(rows, { subject: subject.last, last: columns.length - 1 })}
  `;
}

const averageCard = (average: LensTaskState<'causal-trace-facts'>) =>
  card(
    msg('Average over many facts'),
    msg('Average over facts'),
    html`<div class="controls">
      ${lensButton(msg(str`Average over ${FACT_COUNT} facts, all wordings`), 'causal-trace-facts', { count: FACT_COUNT, seed: 1 }, average)}
    </div>`,
    lensJobStatus('causal-trace-facts', average),
    average.result ? averageResult(average.result) : nothing,
    note(
      msg(
        'In GPT-2 early MLPs at the subject seem to retrieve its facts, and later attention copies the answer. In a small network the first attention layer can move both names to the answer position, where the MLPs retrieve the fact. The result depends on the training run.',
      ),
    ),
  );

const averageResult = ({ traced, unknown, clean, corrupted, places, rows }: TraceFactsResult) => html`
  <p>
    ${msg(str`${formatInteger(traced)} questions${unknown > 0 ? msg(str`; ${formatInteger(unknown)} more were left out, as the model answers them wrongly`) : ''}. The answer has ${formatPercent(clean)} with the subject as it is, ${formatPercent(corrupted)} with noise on it.`)}
  </p>
  ${heatTable(
    rows,
    places.map((full) => ({ name: SHORT[full] ?? full, full, marked: full.includes('subject token') })),
    msg('the subject’s tokens'),
  )}
  ${peakText(rows, { subject: places.indexOf('last subject token'), last: places.indexOf('last token') })}
`;

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
  const table = html`<table>
      <thead>
        ${marked ? headOfMarked(columns, marked) : nothing}
        <tr>
          <th scope="col">${msg('restored state')}</th>
          ${columns.map(({ name, full, marked }) => html`<th scope="col" abbr=${full ?? nothing} class=${marked ? 'subject' : ''}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ kind, layer, recovered }) => html`<tr class=${kind}>
            <th scope="row">${COMPONENT_LABELS[kind]}${kind === 'embedding' ? '' : ` ${layer + 1}`}</th>
            ${recovered.map((share) => html`<td style=${`background: ${tint(share, 45)}`}>${formatShare(share)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  return html`<div class="tinted">${scrolling(table, 'sentence')}</div>`;
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

/** The MLP with the largest share, compared with GPT-2: there it is an early one at the subject's last token. */
function peakText(rows: readonly TraceRow[], where: SubjectPositions) {
  const shares = rows
    .filter(({ kind }) => kind === 'mlp')
    .flatMap(({ layer, recovered }) => recovered.map((share, place) => ({ layer, place, share, recovered })))
    .filter(({ share }) => Number.isFinite(share));
  if (shares.length === 0) return nothing;
  const { layer, place, share, recovered } = shares.reduce((best, each) =>
    each.share > best.share ? each : best,
  );
  const here = msg(str`The MLP of layer ${layer + 1} restores the largest share (${formatShare(share)})`);
  const at =
    place === where.last ? msg('at the last token, where the answer is predicted') : msg('at another token');
  return html`<p>${
    place === where.subject
      ? msg(str`${here}, at the subject’s last token, as in GPT-2.`)
      : msg(
          str`${here}, ${at}. In GPT-2 it is an early MLP at the subject’s last token; here that position restores ${formatShare(recovered[where.subject])}.`,
        )
  }</p>`;
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
