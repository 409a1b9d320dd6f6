/** c[0] + c[1] x + c[2] x² + …, by Horner's rule. */
export function polynomial(coefficients: Float64Array, x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] as number);
  return sum;
}

/** c[0] + c[1] T1(x) + c[2] T2(x) + … of Chebyshev's polynomials, by Clenshaw's rule; |x| <= 1. */
export function chebyshev(coefficients: Float64Array, x: number): number {
  let [next, afterNext] = [0, 0];
  for (let i = coefficients.length - 1; i > 0; i--) {
    const sum = 2 * x * next - afterNext + (coefficients[i] as number);
    afterNext = next;
    next = sum;
  }
  return x * next - afterNext + (coefficients[0] as number);
}
