// What the fields of all kinds of questions share.

import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { ResponseEvent } from '../events.ts';
import type { Kind, QuestionOf, Responses, SolutionOf } from '../question.ts';

/**
 * @property question - The question.
 * @property response - The visitor's answer so far.
 * @property solution - The engine's answer, once the visitor's is checked: the field shows it and takes no other.
 * @fires lab-response - The visitor changes the answer.
 */
export abstract class Field<K extends Kind> extends LitElement {
  @property({ attribute: false }) question!: QuestionOf<K>;
  @property({ attribute: false }) response?: Responses[K];
  @property({ attribute: false }) solution?: SolutionOf<QuestionOf<K>>;

  protected respond(response: Responses[K]): void {
    this.dispatchEvent(new ResponseEvent(response));
  }
}
