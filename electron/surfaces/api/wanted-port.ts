/** The port that was asked for. */

const portMax = 65_535;

/** `TOOLTRAY_PORT` (0: any free port) when it is a port, else the setting. */
export function wantedPort(environment: Readonly<Record<string, string | undefined>>, setting: number): number {
  const text = environment.TOOLTRAY_PORT;
  const wanted = Number(text);
  return text && Number.isInteger(wanted) && wanted >= 0 && wanted <= portMax ? wanted : setting;
}
