// What the panels of patching and of the circuit share: their styles, their buttons, and the work that runs.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { formatInteger } from '../../../../format/numbers.ts';
import type { TaskState } from '../../../../types/task.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';

export const patchingStyles = css`
  .patching {
    gap: var(--space-m);

    svg :is(.axis, .same) {
      stroke: var(--line-strong);
    }

    svg .same {
      stroke-dasharray: 4 4;
    }

    circle {
      fill: currentColor;
      fill-opacity: 0.7;
    }

    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
    }

    .key i {
      width: 0.625rem;
      height: 0.625rem;
      border-radius: 50%;
      background: currentColor;
    }

    .stream {
      color: var(--muted);
    }

    .attention {
      color: var(--head-first);
    }

    .head {
      color: var(--head-last);
    }

    :is(.mlp, .faithfulness) {
      color: var(--positive);
    }

    .completeness {
      color: var(--gradient);
    }

    table :is(th, td) {
      padding-inline-end: 0;
    }

    tbody tr:first-child :is(th, td) {
      font-weight: 600;
    }
  }
`;

/** Of the plots, in units of their view box. */
export const PLOT = { height: 250, left: 46, right: 12, top: 12, bottom: 34, baseline: 8 };

/** What both panels show. */
export interface Work<Run extends string> {
  /** The computation that runs, or why it failed. */
  readonly task: TaskState;
  /** Of the weights that the map shows. */
  readonly step: number;
  readonly run: (run: Run | 'stop') => void;
}

export const runButton = <Run extends string>(
  run: Run,
  text: string,
  work: Work<Run>,
  kind = '',
) => html`<button
  class=${kind}
  ?disabled=${work.task.progress !== undefined}
  @click=${() => work.run(run)}
>${text}</button>`;

export const status = ({ task, run }: Work<never>) => jobStatus(task, () => run('stop'));

export const ofStep = (step: number, work: Pick<Work<never>, 'step'>) =>
  step === work.step
    ? nothing
    : html`<p>${msg(str`These numbers belong to step ${formatInteger(step)}.`)}</p>`;
