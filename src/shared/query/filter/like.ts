/** Makes a text stand for itself in a LIKE pattern. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Whether a pattern's last escape has nothing to escape, which PostgreSQL refuses. */
export function endsInEscape(pattern: string): boolean {
  let backslashes = 0;
  while (pattern.at(-1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
