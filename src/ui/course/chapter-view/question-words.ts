// Questions in place of the moment's sentence: the open one, and the offer of one whose second has just passed.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { LazyPart } from '../../state/lazy-part.ts';
import { QuestionOpenEvent, RecapEvent } from '../questions/events.ts';
import type { Question } from '../questions/question.ts';
import type { OpenQuestion } from '../questions/question-session.ts';

const load = () => import('../questions/question-card.ts');

/** @param next the question to go on with */
export const questionCard = (open: OpenQuestion, next: Question | undefined): LazyPart => ({
  load,
  render: () => html`<lab-question-card .open=${open} .next=${next}></lab-question-card>`,
});

/** @param isOver whether the video has come to the end of what it explains */
export function offer(due: Question | undefined, isOver: boolean): TemplateResult | typeof nothing {
  const dispatch = (create: () => Event) => (event: Event) => event.currentTarget?.dispatchEvent(create());
  if (due)
    return html`<button class="due" title=${due.title} @click=${dispatch(() => new QuestionOpenEvent(due))}>${msg(str`Predict: ${due.title}`)}</button>`;
  return isOver
    ? html`<button class="due" @click=${dispatch(() => new RecapEvent())}>${msg('Recap: five questions')}</button>`
    : nothing;
}
