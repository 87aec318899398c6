import { css } from 'lit';
import { digitGalleryStyles } from '../../views/digits/digit-gallery.ts';
import { chapterStageStyles } from '../chapter-stage/chapter-stage.styles.ts';

export const digitStageStyles = [
  chapterStageStyles,
  digitGalleryStyles,
  css`
    .reading {
      grid-template-columns: minmax(0, 1fr);
    }

    .answer {
      color: var(--highlight);
    }
  `,
];
