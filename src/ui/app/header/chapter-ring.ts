// A chapter as a ring that its watched moments close.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { Chapter } from '../../course/chapter.ts';
import { watchedMoments } from '../../course/moments.ts';
import type { CourseStore } from '../../state/progress/course-store.ts';

const watchedShare = (chapter: Chapter, course: CourseStore): number =>
  watchedMoments(chapter, course).length / chapter.moments.length;

export const chapterRing = (chapter: Chapter, course: CourseStore): TemplateResult =>
  html`<i class="ring" style=${styleMap({ '--watched': `${100 * watchedShare(chapter, course)}%` })}>${chapter.number}</i>`;

/** Number and title, and how much of the chapter is watched. */
export function chapterLabel(chapter: Chapter, course: CourseStore): string {
  const { number, title } = chapter;
  const share = watchedShare(chapter, course);
  return share === 0
    ? msg(str`Chapter ${number}: ${title}`)
    : msg(str`Chapter ${number}: ${title}, ${Math.round(100 * share)} % watched`);
}

/** The ring of the current chapter is full of its colour. */
export const chapterRingStyles = css`
  .ring {
    display: grid;
    flex: none;
    place-items: center;
    width: 1.375rem;
    aspect-ratio: 1;
    border-radius: 50%;
    background:
      radial-gradient(closest-side, var(--ring-bg, var(--bg)) 83%, transparent 85%),
      conic-gradient(var(--highlight-fill) var(--watched), var(--line) 0);
    color: var(--faint);
    font-size: var(--size-fine);
    font-style: normal;
    font-weight: 600;
    line-height: 1;
  }

  :hover > .ring {
    color: var(--text);
  }

  [aria-current="page"] > .ring {
    background: var(--highlight-fill);
    color: var(--on-highlight);
  }
`;
