import { css } from 'lit';

/** The background of what is masked: hatched, so that it looks like no number's colour in either theme. */
export const hatch = css`repeating-linear-gradient(135deg, var(--masked) 0 3px, var(--surface) 3px 5px)`;
