/** Whether a change changes anything: fields that were left out are undefined. */
export const saysAnything = (changes: object): boolean =>
  Object.values(changes).some((value) => value !== undefined);
