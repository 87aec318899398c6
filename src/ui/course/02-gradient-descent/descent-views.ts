// The two panels for descent by hand, and their URL parameters.

import { html } from 'lit';
import { boolean, numberBetween, oneOf, type ParsedParams } from '../../state/page/url-params.ts';
import './views/curve-descent/curve-descent.ts';
import './views/surface-descent/surface-descent.ts';

export const DESCENT_MOMENT_PARAMS = { balls: boolean } as const;

/** One variable: start and step size. Two variables: surface, start and step size. */
export const DESCENT_CHAPTER_PARAMS = {
  from: numberBetween(-4.9, 4.9),
  eta: numberBetween(0.01, 1.5),
  surface: oneOf(['bowl', 'hills']),
  x: numberBetween(-2.2, 2.2),
  y: numberBetween(-2.2, 2.2),
  rate: numberBetween(0.01, 0.7),
} as const;

type DescentParams = ParsedParams<typeof DESCENT_CHAPTER_PARAMS>;

export const curveDescentView = ({ from = 4.4, eta = 0.1 }: DescentParams, balls: boolean, stairs: boolean) =>
  html`<lab-curve-descent ?balls=${balls} ?stairs=${stairs} .start=${from} .rate=${eta}></lab-curve-descent>`;

export const surfaceDescentView = (
  { surface = 'bowl', x = 1, y = 1, rate = 0.1 }: DescentParams,
  rolls: boolean,
) =>
  html`<lab-surface-descent ?rolls=${rolls} .surface=${surface} .start=${[x, y]} .rate=${rate}></lab-surface-descent>`;
