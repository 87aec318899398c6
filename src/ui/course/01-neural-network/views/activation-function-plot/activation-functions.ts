// The two activation functions of the chapter.

/** σ(x) = 1 / (1 + e⁻ˣ) */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** max(0, x) */
export const relu = (x: number): number => Math.max(0, x);
