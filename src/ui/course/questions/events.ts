// Events of questions.

import { ElementEvent } from '../../events/element-event.ts';
import type { Task } from '../tasks/task.ts';
import type { Question, Response } from './question.ts';

/** The visitor changes the answer, which is not checked yet. */
export class ResponseEvent extends ElementEvent<'lab-response'> {
  readonly response: Response;

  constructor(response: Response) {
    super('lab-response');
    this.response = response;
  }
}

/** The visitor opens a question, or closes the open one. */
export class QuestionOpenEvent extends ElementEvent<'lab-question'> {
  readonly question: Question | undefined;

  constructor(question: Question | undefined) {
    super('lab-question');
    this.question = question;
  }
}

/** The visitor wants the open question's answer checked. */
export class AnswerEvent extends ElementEvent<'lab-answer'> {
  readonly response: Response;

  constructor(response: Response) {
    super('lab-answer');
    this.response = response;
  }
}

/** The visitor opens a task, or closes the open one. */
export class TaskOpenEvent extends ElementEvent<'lab-task'> {
  readonly task: Task | undefined;

  constructor(task: Task | undefined) {
    super('lab-task');
    this.task = task;
  }
}

/** The visitor stops the check of the open task, or lets it go on. */
export class TaskRunEvent extends ElementEvent<'lab-task-run'> {
  readonly run: 'stop' | 'go on';

  constructor(run: 'stop' | 'go on') {
    super('lab-task-run');
    this.run = run;
  }
}

/** The visitor begins a recap of the chapter. */
export class RecapEvent extends ElementEvent<'lab-recap'> {
  constructor() {
    super('lab-recap');
  }
}

/** The visitor wants the video to pause before a result, or not. */
export class PauseChoiceEvent extends ElementEvent<'lab-pause-before'> {
  readonly isOn: boolean;

  constructor(isOn: boolean) {
    super('lab-pause-before');
    this.isOn = isOn;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-response': ResponseEvent;
    'lab-question': QuestionOpenEvent;
    'lab-answer': AnswerEvent;
    'lab-task': TaskOpenEvent;
    'lab-task-run': TaskRunEvent;
    'lab-recap': RecapEvent;
    'lab-pause-before': PauseChoiceEvent;
  }
}
