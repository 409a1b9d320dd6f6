/** Digits in groups of three: `4,091,469,824`; a fraction stays as it is. */
export function grouped(value: { toString(): string }): string {
  const [whole = "", fraction] = value.toString().split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}
