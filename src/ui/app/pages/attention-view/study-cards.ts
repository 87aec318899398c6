// The cards about heads over the data: the table of all heads, when the selected one appears, and what it does.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { ROW_KINDS } from '../../../format/head-data.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import type { Focus } from '../../../types/page.ts';
import { headCircuits } from '../../../views/attention/head-circuits.ts';
import { headHistory } from '../../../views/attention/head-history.ts';
import { headProfile } from '../../../views/attention/head-profile.ts';
import '../../../views/attention/head-table/head-table.ts';
import { headLabel } from '../../../views/attention/head-table/head-columns.ts';
import { jobStatus } from '../../../views/status/job-status.ts';
import { headTableCosts } from './head-costs.ts';
import type { HeadStudy, TableAblation } from './head-study.ts';

interface StudyContext {
  readonly run: RunInfo;
  /** Of the weights that are shown, and of those that train. */
  readonly step: number;
  readonly liveStep: number;
  readonly chosen: Pick<Focus, 'layer' | 'head'>;
  /** Steps of the run's checkpoints. */
  readonly checkpoints: readonly number[];
  readonly requestUpdate: () => void;
}

const ABLATIONS: Readonly<Record<TableAblation, string>> = {
  resample: msg('its output in another row'),
  mean: msg('its mean output'),
  zero: msg('zero'),
  none: msg('leave this out'),
};

export function scoresCard(study: HeadStudy, { run, step, chosen, requestUpdate }: StudyContext) {
  const { result, progress } = study.table.state;
  const isCurrent = result?.step === step && study.hasEditsOfNow(study.table);
  const isAblated = study.ablation !== 'none';
  const { runs, bytes } = headTableCosts(run, isAblated);
  const choose = (event: Event) => {
    study.ablation = (event.target as HTMLSelectElement).value as TableAblation;
    requestUpdate();
  };
  return html`<section class="card scores" aria-labelledby="scores">
    <h2 id="scores">${msg(str`All heads over ${run.isReadOnly ? msg('the prompts') : msg('the data')}`)}</h2>
    <p class="explained">
      ${msg('Every head beside patterns that heads are known for (Olsson et al. 2022), what its OV circuit copies (Elhage et al. 2021), and the loss without it. A tick is what the best head scores by chance, in networks whose queries and keys have shuffled weights, or this one by position alone. It says where a head looks, not what it looks for.')}
      ${result ? html`${msg(str`Step ${formatInteger(result.step)}${otherEdits(study, study.table)}, ${formatInteger(result.rows)} ${ROW_KINDS[result.rowKind]}.`)}` : nothing}
    </p>
    ${
      progress
        ? jobStatus(study.table.state, () => study.table.abort())
        : html`<div class="actions">
            <label>${msg('Without a head, it writes')}
              <select @change=${choose}>
                ${Object.entries(ABLATIONS).map(([kind, label]) => html`<option value=${kind} ?selected=${kind === study.ablation}>${label}</option>`)}
              </select>
            </label>
            <button class=${result ? '' : 'primary'} @click=${() => study.scoreHeads()}>
              ${result ? (isCurrent ? msg('Score again') : msg(str`Score step ${formatInteger(step)}`)) : msg('Score all heads')}
            </button>
            <span>${msg(str`about ${formatInteger(runs)} runs of the model, at most ${formatBytes(bytes)} beside it`)}</span>
          </div>
          ${jobStatus(study.table.state, () => study.table.abort())}`
    }
    ${result ? html`<lab-head-table .table=${result} .chosen=${chosen}></lab-head-table>` : nothing}
  </section>`;
}

/** An edit keeps the step: the number alone does not say of which weights a result is. */
const otherEdits = (study: HeadStudy, task: Parameters<HeadStudy['hasEditsOfNow']>[0]): string =>
  study.hasEditsOfNow(task) ? '' : msg(' with other edits');

/** When the selected head appears. */
export function historyCard(study: HeadStudy, { step, liveStep, chosen, checkpoints }: StudyContext) {
  const { result, progress } = study.history.state;
  const count = checkpoints.filter((each) => each < liveStep).length + 1;
  const isCurrent = result?.at(-1)?.step === liveStep && study.hasEditsOfNow(study.history);
  return html`<section class="card" aria-labelledby="appears">
    <h2 id="appears">${msg(str`When does head ${headLabel(chosen)} appear?`)}</h2>
    <p class="explained">
      ${msg('Its scores at every checkpoint of the training, beside what the model can do; rings mark the step of the slider. Scores that rise together need not be cause and effect.')}
    </p>
    ${
      progress || isCurrent
        ? nothing
        : checkpoints.length < 2
          ? html`<p class="explained">${msg('There are no checkpoints yet: training writes one at each evaluation.')}</p>`
          : html`<button @click=${() => study.scoreHistory()}>${msg(str`${result ? msg('Score again:') : msg('Score')} ${formatInteger(count)} steps`)}</button>`
    }
    ${jobStatus(study.history.state, () => study.history.abort())}
    ${result?.length ? headHistory(result, chosen, study.evaluations, step) : nothing}
  </section>`;
}

/** The page of the selected head. */
export function headCard(study: HeadStudy, { run, step, chosen: { layer, head } }: StudyContext) {
  const isOfHead = (result: { layer: number; head: number } | undefined) =>
    result?.layer === layer && result.head === head;
  const { profile, circuits } = study;
  const isCurrent = (task: typeof profile | typeof circuits) =>
    isOfHead(task.state.result) && task.state.result?.step === step && study.hasEditsOfNow(task);
  const [read, copied] = [profile.state.result, circuits.state.result];
  const name = msg(str`head ${headLabel({ layer, head })}`);
  return html`<section class="card page" id="head-page" aria-labelledby="head-heading" tabindex="-1">
    <h2 id="head-heading">H${name.slice(1)}</h2>
    <section aria-labelledby="over-data">
      <h3 id="over-data">${msg(str`Over ${run.isReadOnly ? msg('the prompts') : msg('the data')}`)}</h3>
      ${read && isOfHead(read) ? html`<p class="explained">${msg(str`Step ${formatInteger(read.step)}${otherEdits(study, profile)}.`)}</p>` : nothing}
      ${
        profile.state.progress || isCurrent(profile)
          ? nothing
          : html`<button @click=${() => void study.readHead(layer, head)}>${isOfHead(read) ? msg(str`Find again at step ${formatInteger(step)}`) : msg('Find where it writes most')}</button>`
      }
      ${jobStatus(profile.state, () => profile.abort())}
      ${read && isOfHead(read) ? headProfile(read) : nothing}
    </section>
    <section aria-labelledby="circuits">
      <h3 id="circuits">${msg(str`What ${name} reads and copies`)}</h3>
      <p class="explained">
        ${msg('From its weights alone, for every token of the vocabulary: without positions, earlier layers and the divisors of norms.')}
        ${copied && isOfHead(copied) ? msg(str`Step ${formatInteger(copied.step)}${otherEdits(study, circuits)}.`) : nothing}
      </p>
      ${
        circuits.state.progress || isCurrent(circuits)
          ? nothing
          : html`<button @click=${() => study.compareTokens(layer, head)}>${isOfHead(copied) ? msg(str`Compare again at step ${formatInteger(step)}`) : msg('Compare all tokens')}</button>`
      }
      ${jobStatus(circuits.state, () => circuits.abort())}
      ${copied && isOfHead(copied) ? headCircuits(copied) : nothing}
    </section>
  </section>`;
}
