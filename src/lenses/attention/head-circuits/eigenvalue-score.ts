// Whether a head's circuit maps directions to themselves, from the eigenvalues of its matrix, and the same for random heads.

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Random } from '../../../shared/random.ts';

/**
 * Σ λ / Σ |λ| over the eigenvalues of left · rightᵀ, which are those of the (D, D) matrix rightᵀ · left: 1 where every direction is mapped
 * to itself, −1 where to its opposite, about 0 at random.
 */
export const eigenvalueScore = (left: Matrix, right: Matrix): number =>
  eigenvalueShare(right.transpose().mmul(left));

export function eigenvalueShare(square: Matrix): number {
  const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(square);
  const size = re.reduce((sum, x, i) => sum + Math.hypot(x, im[i]), 0);
  return size === 0 ? 0 : re.reduce((sum, x) => sum + x, 0) / size;
}

/** The score of a head with matrices of independent normal numbers, between the same tables. */
export function randomScore(between: Matrix, D: number, stream: Random): number {
  const normal = (rows: number, columns: number) =>
    Matrix.from1DArray(
      rows,
      columns,
      Array.from({ length: rows * columns }, () => stream.normal()),
    );
  const C = between.rows;
  return eigenvalueShare(normal(D, C).mmul(between).mmul(normal(C, D)));
}
