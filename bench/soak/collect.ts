/** Loaded into the server before its program, with --expose-gc: what is garbage goes when it is told so. */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
});
