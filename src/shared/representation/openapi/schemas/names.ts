/** `loan-item`, `lent_by` → `LoanItemLentBy`: how schemas and operations are named. */
export const pascal = (...words: readonly string[]): string =>
  words
    .flatMap((word) => word.split(/[-_]/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
