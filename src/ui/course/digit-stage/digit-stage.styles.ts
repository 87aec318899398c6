import { css } from 'lit';
import { chapterStageStyles } from '../chapter-stage/chapter-stage.styles.ts';

export const digitStageStyles = [
  chapterStageStyles,
  css`
    lab-digit-map {
      grid-area: map;
      overflow: hidden;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }

    .answer {
      color: var(--highlight);
    }

    @media (max-width: 35em) {
      lab-digit-map {
        order: -1;
        height: max(33rem, 66dvh);
      }
    }
  `,
];
