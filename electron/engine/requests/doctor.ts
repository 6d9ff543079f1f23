/** Self-checks, each with a cause and a next step. */
import type { DoctorReport } from '../../contract/reports.ts';
import type { EngineParts } from '../engine-parts.ts';

type Check = DoctorReport['checks'][number];

/** Looks at the home, the files, the sources and the servers; changes nothing but the registry's own file. */
export async function runDoctor(parts: EngineParts): Promise<DoctorReport> {
  await parts.load();
  await parts.readSources();
  const { ports } = parts;
  const view = parts.feed.view();
  const lock = await ports.lock.exclusive('doctor', 1_000, async () => true);
  const registry = await ports.registryFile.load();
  const trust = await ports.trustFile.load();
  const settings = ports.settingsFile.load();
  const checks: Check[] = [
    check('home folder', lock === true, ports.surroundings.tooltrayHome, 'Make the folder writable for you.'),
    check(
      'registry',
      registry.problem === null,
      registry.problem?.message ?? `${Object.keys(registry.registry.servers).length} servers known`,
      registry.problem?.hint,
    ),
    check('approvals', trust.problem === null, trust.problem?.message ?? `${trust.decisions.length} answers kept`, trust.problem?.hint),
    check('settings', settings.problem === null, settings.problem?.message ?? 'valid', settings.problem?.hint),
    check('watching', view.watcher.state !== 'polling', view.watcher.problem?.message ?? view.watcher.state, view.watcher.problem?.hint),
    ...view.sources.map((source) =>
      check(
        `source ${source.path}`,
        source.problem === null,
        source.problem?.message ?? (source.presence === 'good' ? `${source.servers} servers` : 'not there yet'),
        source.problem?.hint,
      ),
    ),
    ...view.servers
      .filter((server) => server.enabled)
      .map((server) =>
        check(
          `server ${server.name}`,
          server.problem === null && server.status !== 'approval',
          server.problem?.message ?? server.status,
          server.problem?.hint ?? approvalHint(server.status),
        ),
      ),
  ];
  return { ok: checks.every((one) => one.ok), checks };
}

const approvalHint = (status: string): string | undefined =>
  status === 'approval' ? 'tooltray approve shows the full command.' : undefined;

function check(name: string, ok: boolean, detail: string, hint: string | undefined): Check {
  return { name, ok, detail, ...(ok || hint === undefined ? {} : { hint }) };
}
