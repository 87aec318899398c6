// The tasks of a chapter; the open one says when it is done.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatTimestamp } from '../../format/timestamp.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { checkIcon } from '../../styles/icons.ts';
import { TaskOpenEvent, TaskRunEvent } from '../questions/events.ts';
import type { Task } from './task.ts';
import type { OpenTask } from './task-watch.ts';

/**
 * @property tasks - Of the chapter.
 * @property open - The open one.
 * @property done - Ids of those that are done.
 * @fires lab-task - The visitor opens or closes a task.
 * @fires lab-task-run - The visitor stops a check that takes long, or lets it go on.
 */
@customElement('lab-task-list')
export class TaskList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-xs);
        padding: var(--space-m) var(--space-l) 0;
      }

      ul {
        display: grid;
        gap: var(--space-2xs);
        list-style: none;
      }

      li > button {
        justify-content: space-between;
        width: 100%;
        min-height: var(--touch);
        padding-inline: var(--space-m);
        font-size: var(--size-body);
        text-align: start;
        white-space: normal;
      }

      .open {
        display: grid;
        gap: var(--space-s);
        padding: var(--space-m);
        border: 1px solid var(--accent);
        border-radius: var(--radius-small);
      }

      .open > button {
        justify-self: start;
      }

      .job {
        display: flex;
        align-items: center;
        gap: var(--space-m);
      }

      progress {
        flex: 1;
        min-width: 0;
        accent-color: var(--accent);
      }

      .right,
      b {
        color: var(--good);
      }
    `,
  ];

  @property({ attribute: false }) tasks: readonly Task[] = [];
  @property({ attribute: false }) open?: OpenTask;
  @property({ attribute: false }) done: readonly string[] = [];

  protected override render() {
    return html`<h2>${msg('Tasks')}</h2>
      <ul>${this.tasks.map((task) => this.#item(task))}</ul>`;
  }

  #item(task: Task): TemplateResult {
    const { open } = this;
    if (open?.task === task) return html`<li class="open">${this.#openTask(open)}</li>`;
    const isDone = this.done.includes(task.id);
    return html`<li>
      <button class="plain" @click=${() => this.dispatchEvent(new TaskOpenEvent(task))}>
        ${task.title}${isDone ? html`<span class="right">${checkIcon}<span class="visually-hidden">${msg('done')}</span></span>` : nothing}
      </button>
    </li>`;
  }

  #openTask({ task, isPending, progress, isStopped, done, problem }: OpenTask): TemplateResult {
    const run = (run: 'stop' | 'go on') => () => this.dispatchEvent(new TaskRunEvent(run));
    return html`<h3>${task.title}</h3>
      <p>${task.text}</p>
      <p class="small">${msg(str`${task.hint} In the video: ${formatTimestamp(task.at)}.`)}</p>
      <p role="status">
        ${done ? html`<b>${msg('Done.')}</b> ${done}` : problem ? msg(str`The network cannot say: ${problem}`) : isStopped ? msg('Stopped.') : isPending ? msg('Looking …') : msg('Not yet.')}
      </p>
      ${
        isPending && progress !== undefined
          ? html`<p class="job"><progress max="1" .value=${progress} aria-label=${msg('Measuring')}></progress><button @click=${run('stop')}>${msg('Stop')}</button></p>`
          : nothing
      }
      ${isStopped ? html`<button @click=${run('go on')}>${msg('Go on measuring')}</button>` : nothing}
      <button class="plain" @click=${() => this.dispatchEvent(new TaskOpenEvent(undefined))}>${msg('Close task')}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-list': TaskList;
  }
}
