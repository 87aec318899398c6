import { css } from 'lit';
import { chapterStageStyles } from '../chapter-stage/chapter-stage.styles.ts';

export const digitStageStyles = [
  chapterStageStyles,
  css`
    .reading {
      grid-template-columns: minmax(0, 1fr);
    }

    .answer {
      color: var(--highlight);
    }
  `,
];
