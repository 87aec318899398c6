// Whether a measured rate of multiply-adds is too low: nothing computes faster than it.

interface Measured {
  readonly fmaGflops?: number;
  readonly products: readonly { readonly gflops: Readonly<Record<string, number | null>> }[];
  readonly steps: readonly { readonly fraction: number }[];
}

/** The highest share of the rate that a kernel or a training step reached; 0 while the rate is not known. */
export function highestShare({ fmaGflops = Number.POSITIVE_INFINITY, products, steps }: Measured): number {
  const kernels = products.flatMap(({ gflops }) => Object.values(gflops));
  return Math.max(
    0,
    ...kernels.map((speed) => (speed ?? 0) / fmaGflops),
    ...steps.map(({ fraction }) => fraction),
  );
}
