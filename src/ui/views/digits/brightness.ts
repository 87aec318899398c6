// Activations as the brightness of a neuron.

/** A colour, from 0 for dark to 1 and more for bright. */
export const brightness = (activation: number): string =>
  `color-mix(in srgb, var(--pixel-on) ${Math.round(100 * Math.min(1, activation))}%, var(--pixel-off))`;
