// The picture itself: activations as they are.

import type { Overlay } from './overlay.ts';

export const valuesOverlay: Overlay = {
  label: 'Values',
  explanation: 'Every activation of one forward pass: blue is positive, red is negative.',
};
