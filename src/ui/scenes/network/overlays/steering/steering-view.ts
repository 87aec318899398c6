// Beside the map: what a direction does to the next token, to texts that are written with it, and to other prompts.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { numberTable, percents } from '../../../../figures/number-table.ts';
import { formatFixed, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { changeBarStyles } from '../../../../styles/map-panel.styles.ts';
import type { TaskState } from '../../../../types/task.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { weightsText } from '../../../../views/status/weights-text.ts';
import { controlsText } from './controls-text.ts';

export const steeringStyles = css`
  .steering {
    ${changeBarStyles}

    .prompts {
      display: grid;
      gap: var(--space-s);
    }

    label {
      display: grid;
      color: var(--muted);
      font-size: var(--size-small);
    }

    textarea {
      width: 100%;
      resize: vertical;
    }

    i.random {
      min-width: 1px;
      background: var(--negative);
    }

    .key i {
      width: 1rem;
      height: 0.3125rem;
      border-radius: var(--radius-tiny);
    }

    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--space-2xs) var(--space-s);
      font-size: var(--size-small);
    }

    dt {
      color: var(--muted);
    }

    dd {
      white-space: pre-line;
    }

    .with {
      color: var(--positive);
    }
  }
`;

type Steering = LensResult<'steering'>;
type Spread = Steering['random']['kl'];

/** Two lists of prompts that the visitor types. */
export interface SteeringPrompts {
  readonly away: readonly string[];
  readonly toward: readonly string[];
}

interface SteeringActions {
  /** Texts and other prompts. */
  readonly run: (run: 'measure' | 'stop') => void;
  readonly setPrompts: (prompts: SteeringPrompts) => void;
}

const MEANS = msg('The direction is the difference of two means (Turner et al. 2023; Rimsky et al. 2024).');
const ORIGINS: Record<Steering['direction']['kind'], string> = {
  classes: MEANS,
  prompts: MEANS,
  words: msg('The direction is the difference of two words.'),
  embeddings: msg('The direction is the difference of two rows of the embedding matrix.'),
  vector: msg('The direction is given by a probe.'),
};
const CONTROLS: Record<Steering['random']['kind'], string> = {
  shuffled: msg(
    'Beside it stand directions of its length between the same words with shuffled labels: what any difference of such words does. Some have much of the direction itself, so that the strongest of a few depends on the draw.',
  ),
  random: msg('Beside it stand random directions of its length.'),
};

/**
 * What a direction does, beside control directions of the same length.
 *
 * @param live what the map shows
 * @param prompts the two lists, if the direction is made of them
 * @param task texts and other prompts, computed on request
 * @param isCurrent whether they belong to the direction and the step that the map shows
 */
export function steeringView(
  live: Steering | undefined,
  prompts: SteeringPrompts | undefined,
  task: TaskState<unknown, Steering>,
  isCurrent: boolean,
  { run, setPrompts }: SteeringActions,
): TemplateResult {
  return html`<div class="panel map-panel steering">
    ${prompts ? promptFields(prompts, setPrompts) : nothing} ${live ? nextTokens(live) : nothing}
    <div class="actions">
      <button
        class="primary"
        ?disabled=${task.progress !== undefined || !live}
        @click=${() => run('measure')}
      >${msg('Write with it, and steer other prompts')}</button>
    </div>
    ${jobStatus(task, () => run('stop'))}
    ${
      task.result && !isCurrent
        ? html`<p>${msg(str`These belong to ${task.result.direction.name} at ${weightsText(task.result.step, live?.step)}: compute them again.`)}</p>`
        : nothing
    }
    ${task.result ? texts(task.result) : nothing}
    <p>
      ${msg(str`${ORIGINS[live?.direction.kind ?? 'classes']} ${CONTROLS[live?.random.kind ?? 'shuffled']} That the answer follows it shows that the model reads it, not that it uses this direction by itself, nor that it means one thing: other prompts say what else it changes.`)}
    </p>
  </div>`;
}

function promptFields({ away, toward }: SteeringPrompts, set: SteeringActions['setPrompts']) {
  const typed = ({ target }: Event) =>
    (target as HTMLTextAreaElement).value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const field = (side: keyof SteeringPrompts, label: string, lines: readonly string[]) => html`<label>
    <span>${label}</span>
    <textarea
      rows="3" spellcheck="false" autocapitalize="none" maxlength="5000"
      .value=${lines.join('\n')}
      @change=${(event: Event) => set({ away, toward, [side]: typed(event) })}
    ></textarea>
  </label>`;
  return html`
    <div class="prompts">
      ${field('away', msg('Away from, a prompt a line'), away)} ${field('toward', msg('Toward, a prompt a line'), toward)}
    </div>
  `;
}

const texts = ({ written, others = [], random }: Steering) => html`
  ${
    written
      ? html`
          <h2>${msg('Written after the prompt')}</h2>
          <dl>
            ${(['greedy', 'sampled'] as const).map(
              (kind) => html`
                <dt>${kind}</dt>
                <dd>${written.before[kind]}</dd>
                <dt>${msg('with it')}</dt>
                <dd class="with">${written.after[kind]}</dd>
              `,
            )}
          </dl>
        `
      : nothing
  }
  ${
    others.length > 0
      ? html`
          <h2>${msg('What else changes')}</h2>
          ${numberTable(others, {
            caption: msg(str`KL of the next token in nats; ${controlsText(random)} from lowest to highest`),
            names: {
              heading: msg('prompt'),
              cell: ({ text, before, after }) =>
                html`${text} <b>${tokenLabel(before.text)}</b> ${before.id === after.id ? nothing : html`→ <b>${tokenLabel(after.text)}</b>`}`,
            },
            columns: [
              { heading: msg('KL'), cell: ({ kl }) => formatFixed(kl, 2) },
              {
                heading: msg('controls'),
                cell: ({ random: { low, high } }) => `${formatFixed(low, 2)}–${formatFixed(high, 2)}`,
              },
            ],
          })}
        `
      : nothing
  }
`;

/** Bars of each token: without the direction above, with it below, and the range of control directions. */
function nextTokens({ compared, random }: Steering) {
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  return html`
    <h2>${msg('Next token')}</h2>
    ${numberTable(compared.slice(0, LISTED), {
      caption: msg(str`without the direction, with it, and in ${controlsText(random)}`),
      names: { heading: msg('token'), cell: ({ text }) => tokenLabel(text) },
      columns: [
        {
          heading: html`<span class="visually-hidden">${msg('bars')}</span>`,
          kind: 'wide',
          cell: ({
            before,
            after,
            random: { low, high },
          }) => html`<div title=${msg(str`controls: ${range({ low, high })}`)}>
            <i class="before" style=${`inline-size: ${percent(before)}`}></i>
            <i class="after" style=${`inline-size: ${percent(after)}`}></i>
            <i class="random" style=${`margin-inline-start: ${percent(low)}; inline-size: ${percent(high - low)}`}></i>
          </div>`,
        },
        percents(msg('without'), ({ before }) => before),
        {
          heading: msg('with'),
          cell: ({ after, random: spread }) =>
            html`${formatPercent(after)}<span class="visually-hidden">${msg(str`; controls: ${range(spread)}`)}</span>`,
        },
      ],
    })}
    <ul class="key">
      <li>${msg(html`<i class="before"></i>without`)}</li>
      <li>${msg(html`<i class="after"></i>with`)}</li>
      <li>${msg(html`<i class="random"></i>controls`)}</li>
    </ul>
  `;
}

const LISTED = 6;

const range = ({ low, high }: Pick<Spread, 'low' | 'high'>): string =>
  msg(str`${formatPercent(low)} to ${formatPercent(high)}`);
