// What the fields of all kinds of questions share.

import { css } from 'lit';
import type { Kind, QuestionOf, Responses, SolutionOf } from '../question.ts';

export interface Field<K extends Kind> {
  readonly question: QuestionOf<K>;
  /** The visitor's answer so far. */
  readonly response?: Responses[K];
  /** The engine's answer, once the visitor's is checked: the field shows it and takes no other. */
  readonly solution?: SolutionOf<QuestionOf<K>>;
  /** The visitor changes the answer. */
  respond(response: Responses[K]): void;
}

export const fieldStyles = css`
  .field {
    display: block;
    font-size: var(--size-compact);

    .right {
      color: var(--good);
    }

    .wrong {
      color: var(--error);
    }
  }
`;
