// The displayed inputs and the output labels of the digit network's diagram.

/** Indices of 16 of the 784 pixels: a zigzag down the middle of the image, where digits are. */
export const SHOWN_PIXELS: readonly number[] = Array.from(
  { length: 16 },
  (_, i) => (6 + i) * 28 + (i % 2 === 0 ? 12 : 15),
);

export const DIGIT_LABELS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
