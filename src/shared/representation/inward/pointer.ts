/** A JSON pointer (RFC 6901) to a member: `/data/attributes/a~1b`. */
export const pointerTo = (...path: readonly string[]): string =>
  path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The member that a pointer ends at, or an empty text for the whole document. */
export const lastStep = (pointer: string): string =>
  (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
