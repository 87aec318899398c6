// The two curves of the chapter, for plotting.

/** σ(x) = 1 / (1 + e⁻ˣ) */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** max(0, x) */
export const relu = (x: number): number => Math.max(0, x);
