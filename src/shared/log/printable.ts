/** Control characters (C0, DEL and C1), and what some readers of logs take for the end of a line. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]/gu;

/**
 * Text as one line that moves no cursor: whatever is no printable character stands there escaped, as `\u000a`. Nobody who
 * gets a text into the log begins a line of their own with it, nor changes what a terminal shows.
 */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
