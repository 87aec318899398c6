import { css } from 'lit';
import { digitGalleryStyles } from '../../views/digits/digit-gallery.ts';
import { chapterStageStyles } from '../chapter-stage/chapter-stage.styles.ts';

export const digitStageStyles = [
  chapterStageStyles,
  digitGalleryStyles,
  css`
    .answer {
      color: var(--highlight);
    }
  `,
];
