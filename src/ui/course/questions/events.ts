// Events of questions.

import { defineEvent, type EventsOf } from '../../events/element-event.ts';
import type { Task } from '../tasks/task.ts';
import type { Question, Response } from './question.ts';

/** The visitor changes the answer, which is not checked yet. */
export class ResponseEvent extends defineEvent('lab-response', 'response')<[Response]> {}
/** The visitor opens a question, or closes the open one. */
export class QuestionOpenEvent extends defineEvent('lab-question', 'question')<[Question | undefined]> {}
/** The visitor wants the open question's answer checked. */
export class AnswerEvent extends defineEvent('lab-answer', 'response')<[Response]> {}
/** The visitor opens a task, or closes the open one. */
export class TaskOpenEvent extends defineEvent('lab-task', 'task')<[Task | undefined]> {}
/** The visitor stops the check of the open task, or lets it go on. */
export class TaskRunEvent extends defineEvent('lab-task-run', 'run')<['stop' | 'go on']> {}
/** The visitor begins a recap of the chapter. */
export class RecapEvent extends defineEvent('lab-recap') {}
/** The visitor wants the video to pause before a result, or not. */
export class PauseChoiceEvent extends defineEvent('lab-pause-before', 'isOn')<[boolean]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
