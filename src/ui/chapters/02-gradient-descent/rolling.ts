// The two panels to roll down on: what of them the address holds, and how they are drawn of it.

import { html } from 'lit';
import { between, boolean, oneOf, type Parsed } from '../../controllers/address-values.ts';
import './views/curve-descent/curve-descent.ts';
import './views/surface-descent/surface-descent.ts';

export const ROLLING_SHOWS = { balls: boolean } as const;

/** One variable: start and step size. Two: which landscape, start and step size. */
export const ROLLING = {
  from: between(-4.9, 4.9),
  eta: between(0.01, 1.5),
  surface: oneOf(['bowl', 'hills']),
  x: between(-2.2, 2.2),
  y: between(-2.2, 2.2),
  rate: between(0.01, 0.7),
} as const;

type Rolling = Parsed<typeof ROLLING>;

export const rollOnCurve = ({ from = 4.4, eta = 0.1 }: Rolling, balls: boolean) =>
  html`<lab-curve-descent ?balls=${balls} .start=${from} .rate=${eta}></lab-curve-descent>`;

export const rollOnSurface = ({ surface = 'bowl', x = 1, y = 1, rate = 0.1 }: Rolling) =>
  html`<lab-surface-descent .surface=${surface} .start=${[x, y]} .rate=${rate}></lab-surface-descent>`;
