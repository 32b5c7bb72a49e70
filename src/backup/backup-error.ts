/** A backup cannot be made or restored; the message tells the operator why, and that nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
