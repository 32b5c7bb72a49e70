import { stat } from 'node:fs/promises';
import { hasCode } from './embedded-error.js';

/** What an operation on a file gives; null where there is no such file. */
export async function unlessMissing<T>(operation: Promise<T>): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Whether a path leads to something; a link that leads nowhere does not. */
export async function exists(path: string): Promise<boolean> {
  return (await unlessMissing(stat(path))) !== null;
}
