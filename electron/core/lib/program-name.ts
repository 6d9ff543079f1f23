/** The name of a program in a command, the same on every system. */

/** File name of a command without folder and Windows ending, in lower case. */
export function programName(command: string): string {
  const last = command.split(/[\\/]/u).at(-1) ?? command;
  return last.toLowerCase().replace(/\.(exe|cmd|bat|com)$/u, '');
}
