/** The last line of every proof and benchmark: its figure, and whether that is what was promised. The exit code says the same. */
export function settle(figure: string, kept: boolean): void {
  console.log(`${figure} ${kept ? 'ok' : 'short'}`);
  process.exitCode = kept ? 0 : 1;
}
