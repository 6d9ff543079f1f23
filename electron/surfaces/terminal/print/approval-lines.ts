/** What waits for the person: everything that would run, nothing cut, old beside new. */
import type { ApprovalView, LaunchView } from '../../../contract/app-view.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Paint } from './paint.ts';
import { visible, widthOf } from './text.ts';

const labelWidth = 9;

function labelled(label: string, values: readonly string[]): readonly string[] {
  return values.map((value, index) => `${(index === 0 ? label : '').padEnd(labelWidth)}${visible(value)}`);
}

/** One launch, one argument a line, so that no blank can hide where an argument ends. */
function launchLines(launch: LaunchView): readonly string[] {
  return [
    ...labelled('command', launch.command === null ? [] : [launch.command]),
    ...labelled('args', launch.args),
    ...labelled('url', launch.url === null ? [] : [launch.url]),
    ...labelled(
      launch.transport === 'stdio' ? 'env' : 'headers',
      launch.values.map(({ name, fingerprint, dangerous }) => `${name} (value ${fingerprint}${dangerous ? ', dangerous' : ''})`),
    ),
    ...labelled('cwd', launch.cwd === null ? [] : [launch.cwd]),
    ...labelled('env file', launch.envFile === null ? [] : [launch.envFile]),
    ...labelled(
      'files',
      launch.files.map(({ role, path, fingerprint }) => `${path} (${role}, ${fingerprint})`),
    ),
  ];
}

/** Two launches in columns where they fit, one above the other where they do not. */
function besideLines(before: readonly string[], now: readonly string[], widthMax: number): readonly string[] {
  const left = ['Approved before:', ...before];
  const right = ['Now:', ...now];
  const leftWidth = Math.max(...left.map(widthOf));
  if (leftWidth + 3 + Math.max(...right.map(widthOf)) > widthMax) return [...left, ...right];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const old = left[index] ?? '';
    return `${old}${' '.repeat(leftWidth - widthOf(old))} │ ${right[index] ?? ''}`.trimEnd();
  });
}

function approvalLines(approval: ApprovalView, paint: Paint, widthMax: number): readonly string[] {
  const now = launchLines(approval.next);
  const body = approval.previous === null ? now : besideLines(launchLines(approval.previous), now, widthMax - 2);
  const state = approval.rejected ? ' (rejected)' : approval.running ? ' (the approved launch is still running)' : '';
  return [
    `${paint('violet', '◆')} ${paint('bold', plainLine(approval.name))} from ${plainLine(approval.clientLabel)}, ${visible(approval.source)}${state}`,
    ...body.map((line) => `  ${line}`),
    ...approval.changes.map((change) => `  ~ ${visible(change)}`),
    ...approval.warnings.map((warning) => `  ${paint('amber', '!')} ${visible(warning)}`),
  ];
}

/** What `approve` without names prints. */
export function approvalsLines(approvals: readonly ApprovalView[], paint: Paint, widthMax: number): readonly string[] {
  if (approvals.length === 0) return ['Nothing waits for approval.'];
  const blocks = approvals.flatMap((approval) => [...approvalLines(approval, paint, widthMax), '']);
  return [...blocks, 'tooltray approve NAME lets it start; tooltray reject NAME never does.'];
}
