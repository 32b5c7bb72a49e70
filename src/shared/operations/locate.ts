/** The pointer as far as it leads somewhere in this value: what is missing is looked for where it would have been. */
export function locate(pointer: string, value: unknown): string {
  const found: string[] = [];
  let at = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) break;
    at = (at as Readonly<Record<string, unknown>>)[name];
    found.push(step);
  }
  return found.map((step) => `/${step}`).join('');
}
