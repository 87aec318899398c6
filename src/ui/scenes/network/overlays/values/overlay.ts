// The picture itself: activations as they are.

import { msg } from '@lit/localize';
import type { Overlay } from '../overlay.ts';

export const valuesOverlay: Overlay<'values'> = {
  label: msg('Values'),
  explanation: msg('Every activation of one forward pass: blue is positive, red is negative.'),
};
